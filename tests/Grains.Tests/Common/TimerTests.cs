using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Seals;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>The same deadlines when time runs by itself: the grain's own timer and the sweep, at once.</summary>
public sealed class TimerTests(PostgresServer server)
{
    /// <summary>Two and a half days a second: the longest chain of a lamp takes seconds.</summary>
    private const double Speed = 216_000;

    [Fact]
    public async Task An_issue_that_nobody_touches_climbs_by_itself_each_level_once()
    {
        await using var cluster = await CivicCluster.StartAsync(server, speed: Speed);
        var compound = await new Town(cluster).CompoundAsync();
        var after = cluster.Service<ILogTail>().Seq;

        var issue = await compound.ReportAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var types = new List<string>();
        await foreach (var batch in cluster.Service<ILogTail>().ReadAsync(after, limit.Token))
        {
            types.AddRange(batch.Where(it => it.Subject == issue).Select(it => it.Type));
            if (types.Contains("issue.overdue"))
            {
                break;
            }
        }

        // How many warnings come before a level is passed depends on how fast this machine is.
        var climbs = types.Where(it => !it.StartsWith("grid.", StringComparison.Ordinal) && it != "issue.warned");
        Assert.Equal(
            [
                "issue.reported",
                "issue.accepted",
                "issue.escalated",
                "issue.escalated",
                "issue.escalated",
                "issue.escalated",
                "issue.overdue",
            ],
            climbs
        );
    }

    [Fact]
    public async Task A_day_that_has_ended_in_the_town_is_sealed()
    {
        await using var cluster = await CivicCluster.StartAsync(server, silos: 1, speed: Speed);
        var compound = await new Town(cluster).CompoundAsync();
        await compound.ReportAsync();
        var day = Storage.Clock.Town.DateOf(cluster.Clock.GetUtcNow());

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        Seal? seal;
        while ((seal = await cluster.Service<SealStore>().FindLastAsync(limit.Token)) is null || seal.Date < day)
        {
            // Nobody tells of a seal; it is looked for.
            await Task.Delay(50, limit.Token);
        }

        Assert.True(seal.Seq > 0);
    }
}
