namespace CivicGrains.Chaos.Tests;

/// <summary>
/// Two silos and two web processes in a small demo district whose deadlines pass in seconds; everybody works and watches.
/// </summary>
public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Seed = 1;
    private const int ShownMax = 50;
    private static readonly TimeSpan Load = TimeSpan.FromSeconds(8);

    [Fact]
    public async Task Nothing_is_lost_doubled_or_shown_wrong_when_a_silo_a_web_process_and_the_database_are_killed()
    {
        var findings = await new Crashes(Seed, Load, output.WriteLine).RunAsync();

        output.WriteLine(findings.ToString());
        Assert.True(
            findings.Violations.Count == 0,
            $"{findings}:\n{string.Join('\n', findings.Violations.Take(ShownMax))}"
        );
        // Else the run shows nothing.
        Assert.True(findings is { Faults: 3, Acknowledged: > 100, Changes: > 1_000, Escalations: > 20 }, $"{findings}");
        // Warned before the silo died, due after: these fired once as well.
        Assert.True(findings is { Warnings: > 20, Between: > 0 }, $"{findings}");
    }
}
