using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.WebFrontend;

/// <summary>
/// The all-in-one host. Where to read on: <see cref="CommandLine"/> what it can be asked to do, <see cref="AllInOne"/>
/// what it starts, <see cref="Web"/> what it serves.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args) => CommandLine.RunAsync(args);
}
