namespace CivicGrains.WebFrontend.Processes;

/// <summary>A process that the supervisor keeps running.</summary>
/// <param name="Role">What it does: <c>silo</c> or <c>web</c>.</param>
/// <param name="Number">From 1, among those of its role.</param>
/// <param name="Program">File of the program.</param>
/// <param name="Environment">Variables: a command line is for everybody to read, these are not.</param>
internal sealed record ProcessPlan(
    string Role,
    int Number,
    string Program,
    ImmutableArray<string> Arguments,
    ImmutableSortedDictionary<string, string> Environment
)
{
    public const string Silo = "silo";
    public const string Web = "web";

    /// <summary>How it is called in messages.</summary>
    public string Name => string.Create(CultureInfo.InvariantCulture, $"{Role} {Number}");
}
