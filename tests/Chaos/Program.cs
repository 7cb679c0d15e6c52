using System.CommandLine;

namespace CivicGrains.Chaos;

/// <summary>
/// A small district in real processes, under load and watched, of which one process after the other is killed; then
/// everything that anybody was told is held against the log. Ends with 1 when something does not hold.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] args)
    {
        var seed = new Option<int>("--seed")
        {
            Description = "The same seed draws the same.",
            DefaultValueFactory = _ => 1,
        };
        var seconds = new Option<int>("--seconds")
        {
            Description = "Seconds of load after each fault.",
            DefaultValueFactory = _ => 8,
        };
        var root = new RootCommand("Kills processes of a district under load, and checks that nothing is lost.")
        {
            seed,
            seconds,
        };
        root.SetAction(parsed => RunAsync(parsed.GetValue(seed), TimeSpan.FromSeconds(parsed.GetValue(seconds))));
        return root.Parse(args).InvokeAsync();
    }

    private static async Task<int> RunAsync(int seed, TimeSpan load)
    {
        var findings = await new Crashes(seed, load, Console.WriteLine).RunAsync();
        foreach (var violation in findings.Violations)
        {
            Console.WriteLine($"VIOLATION {violation}");
        }

        Console.WriteLine(findings);
        return findings.Violations.Count == 0 ? 0 : 1;
    }
}
