using System.Text.RegularExpressions;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Numbers of issues, such as <c>QY20261124-000123</c>.</summary>
internal static partial class IssueIds
{
    /// <summary>Whether a text has the shape of a number.</summary>
    public static bool IsId(string text) => Shape().IsMatch(text);

    [GeneratedRegex(@"\AQY[0-9]{8}-[0-9]{6,12}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex Shape();
}
