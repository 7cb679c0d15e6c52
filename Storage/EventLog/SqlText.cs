using System.Reflection;

namespace CivicGrains.Storage.EventLog;

/// <summary>The statements that stand in <c>.sql</c> files beside the code.</summary>
internal static class SqlText
{
    /// <summary>The text of a file.</summary>
    /// <param name="name">Its name without folder and ending.</param>
    public static string Load(string name)
    {
        using var stream =
            Assembly.GetExecutingAssembly().GetManifestResourceStream($"sql/{name}.sql")
            ?? throw new InvalidOperationException($"There is no {name}.sql.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
