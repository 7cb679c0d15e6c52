using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Leases;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Dispatch;

/// <summary>What follows elsewhere from what happened, at least once and to the same effect as once.</summary>
public sealed class DispatcherTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Noise: its grid has it first.</summary>
    private const string ForTheGrid = "ENV-05";

    private CivicCluster cluster = null!;
    private Town town = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await CivicCluster.StartAsync(server);
        town = new Town(cluster);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_reaction_that_fails_again_and_again_is_parked_and_holds_up_no_other()
    {
        var broken = await town.CompoundAsync();
        var sound = await town.CompoundAsync();
        cluster.Faults.BeforeAppend = it =>
            it.Stream == broken.Grid.Place.ToString()
                ? Task.FromException(new InvalidOperationException("broken"))
                : Task.CompletedTask;

        var lost = await broken.ReportAsync(ForTheGrid);
        var done = await sound.ReportAsync(ForTheGrid);
        await cluster.QuietAsync();

        Assert.Equal(["grid.task-offered"], await TaskEventsAsync(done));
        Assert.Empty(await TaskEventsAsync(lost));
        var letter = Assert.Single(await cluster.Service<DeadLetterStore>().GetNewestAsync(10));
        Assert.Equal(("offer-task", broken.Grid.Place.ToString()), (letter.Reaction, letter.Target));
        Assert.Contains("broken", letter.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_full_log_parks_nothing_however_long_it_lasts()
    {
        var compound = await town.CompoundAsync();
        var refusals = 0;
        cluster.Faults.BeforeAppend = it =>
            it.Stream == compound.Grid.Place.ToString() && Interlocked.Increment(ref refusals) <= 20
                ? Task.FromException(new Storage.EventLog.LogBusyException())
                : Task.CompletedTask;

        var issue = await compound.ReportAsync(ForTheGrid);
        await cluster.QuietAsync();

        Assert.Equal(["grid.task-offered"], await TaskEventsAsync(issue));
        Assert.Equal(0, await cluster.Service<DeadLetterStore>().CountAsync());
    }

    [Fact]
    public async Task A_task_is_offered_when_its_grid_has_the_issue_and_ends_when_it_is_resolved()
    {
        var compound = await town.CompoundAsync();

        var issue = await compound.ReportAsync(ForTheGrid);
        await cluster.QuietAsync();
        var open = await OpenTasksAsync(compound.Grid.Place);
        await town.SurelyAsync(compound.Place, compound.Grid.Head, new Acknowledge(issue));
        var note = PrivateText.Of("note", "已劝导");
        await town.SurelyAsync(compound.Place, compound.Grid.Head, new Resolve(issue, note, []));
        await cluster.QuietAsync();

        Assert.Equal([issue], open);
        Assert.Empty(await OpenTasksAsync(compound.Grid.Place));
        Assert.Equal(["grid.task-offered", "grid.task-acknowledged", "grid.task-ended"], await TaskEventsAsync(issue));
    }

    [Fact]
    public async Task An_issue_that_climbs_to_the_grid_becomes_its_task_and_is_none_when_it_climbs_on()
    {
        var compound = await town.CompoundAsync();
        var issue = await compound.ReportAsync();

        await cluster.PassDeadlineAsync(compound.Place);
        var atTheGrid = await OpenTasksAsync(compound.Grid.Place);
        await cluster.PassDeadlineAsync(compound.Place);

        Assert.Equal([issue], atTheGrid);
        Assert.Equal(["grid.task-offered", "grid.task-ended"], await TaskEventsAsync(issue));
    }

    [Fact]
    public async Task Every_task_is_offered_once_although_the_dispatcher_begins_again_from_the_start()
    {
        var compound = await town.CompoundAsync();
        var issues = new List<string>();
        for (var i = 0; i < 10; i++)
        {
            issues.Add(await compound.ReportAsync(ForTheGrid));
            if (i is 3 or 7)
            {
                await cluster.LoseCursorAsync();
            }
        }

        await cluster.QuietAsync();

        Assert.Equal(
            issues,
            await cluster.Database.ColumnAsync<string>(
                "select subject from events where type = 'grid.task-offered' and stream = $1 order by seq",
                compound.Grid.Place.ToString()
            )
        );
        Assert.Equal(0, await cluster.Service<DeadLetterStore>().CountAsync());
    }

    [Fact]
    public async Task An_issue_moves_to_another_owner_with_its_overall_clock()
    {
        var from = await town.CompoundAsync();
        var to = await town.CompoundAsync();
        var issue = await from.ReportAsync();
        var clock = await OverallDueAsync(issue);

        cluster.Clock.AdvanceTo(cluster.Clock.GetUtcNow().AddHours(1));
        await town.SurelyAsync(from.Place, from.Manager, new Relocate(issue, to.Place));
        await cluster.QuietAsync();

        await town.SurelyAsync(to.Place, to.Manager, new Acknowledge(issue));
        Assert.Equal(
            [
                "issue.reported",
                "issue.accepted",
                "issue.sent-away",
                "issue.taken-over",
                "issue.handed-over",
                "issue.acknowledged",
            ],
            await cluster.Database.ColumnAsync<string>("select type from events where subject = $1 order by seq", issue)
        );
        Assert.Equal(
            to.Place.ToString(),
            await cluster.Database.ScalarAsync<string>("select owner from issues where id = $1", issue)
        );
        Assert.Equal(clock, await OverallDueAsync(issue));
    }

    [Fact]
    public async Task While_an_issue_moves_its_commands_are_refused()
    {
        var from = await town.CompoundAsync();
        var to = await town.CompoundAsync();
        var issue = await from.ReportAsync();
        var gate = new TaskCompletionSource();
        cluster.Faults.BeforeAppend = it => it.Stream == to.Place.ToString() ? gate.Task : Task.CompletedTask;

        await town.SurelyAsync(from.Place, from.Manager, new Relocate(issue, to.Place));
        var result = await town.DoAsync(from.Place, from.Manager, new Acknowledge(issue));
        gate.SetResult();
        await cluster.QuietAsync();

        Assert.Equal("issue.moving", result.Rejection?.Code);
    }

    [Fact]
    public async Task An_issue_that_its_new_owner_does_not_take_comes_back()
    {
        var from = await town.CompoundAsync();
        var issue = await from.ReportAsync();

        await town.SurelyAsync(from.Place, from.Manager, new Relocate(issue, Place.Compound("510105007004-C002")));
        await cluster.QuietAsync();

        await town.SurelyAsync(from.Place, from.Manager, new Acknowledge(issue));
    }

    [Fact]
    public async Task When_the_silo_that_dispatches_goes_another_takes_over()
    {
        var compound = await town.CompoundAsync();
        var before = await compound.ReportAsync(ForTheGrid);
        await cluster.QuietAsync();

        await cluster.StopDispatchingSiloAsync();
        var after = await compound.ReportAsync(ForTheGrid);
        await cluster.QuietAsync();

        Assert.Equal([before, after], await OpenTasksAsync(compound.Grid.Place));
    }

    private Task<DateTime> OverallDueAsync(string issue) =>
        cluster.Database.ScalarAsync<DateTime>("select overall_due_at from issues where id = $1", issue);

    private Task<IReadOnlyList<string>> TaskEventsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where subject = $1 and type like 'grid.%' order by seq",
            issue
        );

    private Task<IReadOnlyList<string>> OpenTasksAsync(Place grid) =>
        cluster.Database.ColumnAsync<string>(
            "select issue_id from tasks where grid = $1 and ended_at is null order by issue_id",
            grid.ToString()
        );
}
