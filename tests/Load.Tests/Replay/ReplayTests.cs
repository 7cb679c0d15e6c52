using CivicGrains.Load.Replay;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.Load.Tests.Replay;

/// <summary>A file of petitions on a real host with the small demo, by its API alone.</summary>
public sealed class ReplayTests
{
    private const string Ready = "CivicGrains is ready at ";

    [Fact]
    public async Task A_file_replayed_twice_is_there_once_and_lists_wall_and_log_agree_both_times()
    {
        using var folder = new DataFolder();
        await using var host = HostProcess.Start(["--demo", "small", "--data", folder.Path, "--port", "0"]);
        var url = new Uri((await host.LineAsync(Ready))[Ready.Length..]);
        var options = new ReplayOptions(
            PetitionFileTests.Synthetic,
            url,
            Path.Combine(folder.Path, "demo-accounts.json"),
            PerSecond: 20,
            TimeSpan.FromSeconds(1)
        )
        {
            ShowsBar = false,
        };

        var (first, said) = await ReplayAsync(options);

        Assert.Equal("12 petitions, 8 accepted, 1 already there, 3 refused, 0 disagreements", first.Summary);
        Assert.Equal(
            ["text.empty", "text.control-character", "idempotency.other-body"],
            first.Sent.Where(it => it.Fate is Fate.Refused).Select(it => it.Code)
        );
        Assert.Equal(4, first.Sent.Single(it => it.Plan.Petition.Id == "S-05").Plan.Parts.Count);
        Assert.Equal(first.Evidence.Before.ReportedToday + 8, first.Evidence.After.ReportedToday);
        Assert.Equal(
            first.Evidence.Before.Subdistricts.Values.Sum(it => it.ReportedToday) + 8,
            first.Evidence.After.Subdistricts.Values.Sum(it => it.ReportedToday)
        );
        Assert.EndsWith(first.Summary + Environment.NewLine, said);
        Assert.Contains("Refused as text.control-character: row 8 (S-07)", said);
        Assert.Contains("seen by its chain alone", said);
        // Smoke and care go to the grid at once; that they come in is seen live.
        Assert.Matches("  1 s  0 escalations, [1-9][0-9]* tasks offered", said);

        var (second, saidAgain) = await ReplayAsync(options);

        Assert.Equal("12 petitions, 0 accepted, 9 already there, 3 refused, 0 disagreements", second.Summary);
        Assert.Equal(first.Sent.Select(it => it.IssueId), second.Sent.Select(it => it.IssueId));
        Assert.Equal(first.Evidence.After.ReportedToday, second.Evidence.After.ReportedToday);

        // What people wrote is in none of what was said, and neither is anybody's password.
        foreach (var petition in PetitionFile.Read(options.File))
        {
            foreach (var words in new[] { petition.Title, petition.Detail }.Where(it => it.Length > 0))
            {
                Assert.DoesNotContain(words[..Math.Min(words.Length, 8)], said + saidAgain + host.Output);
            }
        }

        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitCodeAsync());
    }

    /// <summary>A month of the town in a quarter of a minute: deadlines, windows and supervision of real limits.</summary>
    [Fact]
    public async Task Followed_to_the_end_each_issue_ends_legally_with_why_at_each_step()
    {
        using var folder = new DataFolder();
        await using var host = HostProcess.Start([
            "--demo",
            "small",
            "--speed",
            "200000",
            "--data",
            folder.Path,
            "--port",
            "0",
        ]);
        var url = new Uri((await host.LineAsync(Ready))[Ready.Length..]);
        var options = new ReplayOptions(
            PetitionFileTests.Synthetic,
            url,
            Path.Combine(folder.Path, "demo-accounts.json"),
            PerSecond: 200,
            TimeSpan.Zero
        )
        {
            ShowsBar = false,
            UntilEnd = TimeSpan.FromMinutes(2),
        };

        var (result, said) = await ReplayAsync(options);

        Assert.True(result.Disagreements.Count == 0, said);
        Assert.Equal(8, result.Lives.Count);
        Assert.All(result.Lives, it => Assert.NotNull(it.End));
        Assert.Contains(result.Lives, it => it is { Lot: Lot.Left, End: ['o', ..] });
        Assert.Contains(result.Lives, it => it.End is "archived, closed");
        // Else nothing was shown: what comes by itself was foretold, and people did their part.
        Assert.True(result.Lives.SelectMany(LifeCheck.Lateness).Count() > 5, said);
        Assert.True(result.Lives.Sum(it => it.Acts.Count) > 8, said);

        await host.TerminateAsync();
        Assert.Equal(0, await host.ExitCodeAsync());
    }

    private static async Task<(ReplayResult Result, string Said)> ReplayAsync(ReplayOptions options)
    {
        await using var output = new StringWriter();
        var result = await ReplayRun.RunAsync(options, output, TimeProvider.System, CancellationToken.None);
        return (result, output.ToString());
    }
}
