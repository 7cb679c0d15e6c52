using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Grains.Tests.Common;

/// <summary>Deadlines, each once, whoever wakes the grain.</summary>
[Collection(nameof(SharedCluster))]
public sealed class DeadlineTests(CivicClusterFixture fixture) : IAsyncLifetime
{
    private readonly CivicCluster cluster = fixture.Cluster;
    private readonly Town town = new(fixture.Cluster);
    private Compound compound = null!;

    public async ValueTask InitializeAsync() => compound = await town.CompoundAsync();

    public ValueTask DisposeAsync()
    {
        cluster.Faults.Clear();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_grain_that_is_woken_early_does_nothing()
    {
        var issue = await compound.ReportAsync();

        await Grain.WakeUpAsync();

        Assert.Equal(["issue.reported", "issue.accepted"], await EventsAsync(issue));
    }

    [Fact]
    public async Task An_issue_that_nobody_touches_climbs_level_by_level_and_is_marked_at_the_top()
    {
        var issue = await compound.ReportAsync();

        while (await Grain.NextDeadlineAsync() is { } due)
        {
            cluster.Clock.AdvanceTo(due);
            await Grain.WakeUpAsync();
        }

        Assert.Equal(
            ["0 → 1", "1 → 2", "2 → 3", "3 → 4"],
            await cluster.Database.ColumnAsync<string>(
                """
                select concat(payload::jsonb ->> 'fromLevel', ' → ', payload::jsonb #>> '{step,level}')
                from events where subject = $1 and type = 'issue.escalated' order by seq
                """,
                issue
            )
        );
        var happened = await EventsAsync(issue);
        Assert.Equal(["issue.overdue", "issue.supervised"], happened.TakeLast(2));
        // Twice at each level that had time left; the last one takes over at the end of the overall clock.
        Assert.Equal(8, happened.Count(it => it == "issue.warned"));
        Assert.True(await cluster.Database.ScalarAsync<bool>("select overdue from issues where id = $1", issue));
    }

    [Fact]
    public async Task A_grain_that_slept_through_several_deadlines_catches_up()
    {
        var issue = await compound.ReportAsync();

        cluster.Clock.AdvanceTo(cluster.Clock.GetUtcNow().AddDays(60));
        await Grain.WakeUpAsync();

        Assert.Equal(
            [.. Enumerable.Repeat("issue.escalated", 4), "issue.overdue", "issue.supervised"],
            (await EventsAsync(issue)).Skip(2)
        );
    }

    [Fact]
    public async Task A_grain_that_is_woken_twice_at_once_escalates_once()
    {
        var issue = await compound.ReportAsync();
        cluster.Clock.AdvanceTo(await cluster.StepDeadlineAsync(compound.Place));

        await Task.WhenAll(Grain.WakeUpAsync(), Grain.WakeUpAsync());

        Assert.Single(await EventsAsync(issue), "issue.escalated");
    }

    [Fact]
    public async Task The_sweep_wakes_owners_of_which_something_is_due_and_what_was_done_is_not_done_again()
    {
        var issue = await compound.ReportAsync();
        await cluster.ForgetAsync(compound.Place);
        cluster.Clock.AdvanceTo(await cluster.StepDeadlineAsync(compound.Place));

        await cluster.Service<DueOwners>().WakeAsync(cluster.Clock.GetUtcNow());
        var after = await EventsAsync(issue);
        await cluster.Service<DueOwners>(silo: 1).WakeAsync(cluster.Clock.GetUtcNow());
        await Grain.WakeUpAsync();

        Assert.Single(after, "issue.escalated");
        Assert.Equal(after, await EventsAsync(issue));
    }

    [Fact]
    public async Task A_deadline_that_the_log_could_not_take_is_done_at_the_next_waking()
    {
        var issue = await compound.ReportAsync();
        cluster.Clock.AdvanceTo(await cluster.StepDeadlineAsync(compound.Place));
        cluster.Faults.BeforeAppend = it =>
            it.IsDeadline ? Task.FromException(new LogBusyException()) : Task.CompletedTask;

        await Assert.ThrowsAsync<CommandFailedException>(() => Grain.WakeUpAsync());
        cluster.Faults.Clear();
        await Grain.WakeUpAsync();

        Assert.Single(await EventsAsync(issue), "issue.escalated");
    }

    [Fact]
    public async Task A_grain_that_could_not_be_read_when_it_was_woken_does_by_itself_what_is_due_once_it_can()
    {
        var issue = await compound.ReportAsync();
        cluster.Clock.AdvanceTo(await cluster.StepDeadlineAsync(compound.Place));
        await cluster.ForgetAsync(compound.Place);
        cluster.Faults.Unavailable = true;

        await Assert.ThrowsAsync<CommandFailedException>(() => Grain.WakeUpAsync());
        cluster.Faults.Clear();

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        while (!(await EventsAsync(issue)).Contains("issue.escalated"))
        {
            await Task.Delay(50, patience.Token);
        }

        Assert.Single(await EventsAsync(issue), "issue.escalated");
    }

    [Fact]
    public async Task Deadlines_take_their_own_lane_and_peoples_commands_do_not()
    {
        var lanes = new List<bool>();
        cluster.Faults.BeforeAppend = it =>
        {
            if (it.Stream == compound.Place.ToString())
            {
                lanes.Add(it.IsDeadline);
            }

            return Task.CompletedTask;
        };

        await compound.ReportAsync();
        cluster.Clock.AdvanceTo(await cluster.StepDeadlineAsync(compound.Place));
        await Grain.WakeUpAsync();

        Assert.Equal([false, true], lanes);
    }

    private ICommandGrain Grain => cluster.Grain(compound.Place);

    /// <summary>What its owner logged; tasks of grids follow when the dispatcher comes to it.</summary>
    private Task<IReadOnlyList<string>> EventsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where subject = $1 and stream = $2 order by seq",
            issue,
            compound.Place.ToString()
        );
}
