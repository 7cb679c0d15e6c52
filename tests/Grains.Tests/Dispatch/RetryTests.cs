using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Leases;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Dispatch;

/// <summary>A parked reaction that somebody wants tried again goes the way of every reaction, and happens once.</summary>
public sealed class RetryTests(PostgresServer server) : IAsyncLifetime
{
    /// <summary>Noise: its grid has it first.</summary>
    private const string ForTheGrid = "ENV-05";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private CivicCluster cluster = null!;
    private Town town = null!;

    private DeadLetterStore Letters => cluster.Service<DeadLetterStore>();

    public async ValueTask InitializeAsync()
    {
        cluster = await CivicCluster.StartAsync(server);
        town = new Town(cluster);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task What_failed_is_done_when_its_cause_is_gone()
    {
        var compound = await town.CompoundAsync();
        Break(compound.Grid.Place);
        var issue = await compound.ReportAsync(ForTheGrid);
        var letter = await ParkedAsync();
        cluster.Faults.BeforeAppend = null;

        await RetryAsync(letter.Id);
        await UntilAsync(letter.Id, DeadLetterState.Done);

        Assert.Equal(["grid.task-offered"], await TaskEventsAsync(issue));
        Assert.Equal(0, await Letters.CountAsync());
    }

    [Fact]
    public async Task What_was_done_all_the_same_is_not_done_twice()
    {
        var compound = await town.CompoundAsync();
        // Written, and then the answer is lost each time: nobody knows that it was done.
        cluster.Faults.AfterAppend = it =>
            it.Stream == compound.Grid.Place.ToString()
                ? Task.FromException(new InvalidOperationException("lost"))
                : Task.CompletedTask;
        var issue = await compound.ReportAsync(ForTheGrid);
        var letter = await ParkedAsync();
        Assert.Equal(["grid.task-offered"], await TaskEventsAsync(issue));
        cluster.Faults.AfterAppend = null;

        await RetryAsync(letter.Id);
        await UntilAsync(letter.Id, DeadLetterState.Done);

        Assert.Equal(["grid.task-offered"], await TaskEventsAsync(issue));
    }

    [Fact]
    public async Task What_fails_again_waits_again_and_counts_on()
    {
        var compound = await town.CompoundAsync();
        Break(compound.Grid.Place);
        await compound.ReportAsync(ForTheGrid);
        var letter = await ParkedAsync();
        Assert.Equal(6, letter.Attempts);

        await RetryAsync(letter.Id);
        await UntilAsync(letter.Id, DeadLetterState.Waiting);

        Assert.Equal(12, Assert.Single(await Letters.GetNewestAsync(10)).Attempts);
    }

    [Fact]
    public async Task What_was_dropped_stays_so_although_the_log_is_read_anew()
    {
        var compound = await town.CompoundAsync();
        Break(compound.Grid.Place);
        var issue = await compound.ReportAsync(ForTheGrid);
        var letter = await ParkedAsync();
        Assert.Equal(
            DeadLetterOutcome.Decided,
            await Letters.DecideAsync(
                letter.Id,
                DeadLetterVerdict.Drop,
                "不再需要",
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                default
            )
        );

        await Letters.ParkAsync(letter.Reaction, letter.Seq, letter.Target, null, new TimeoutException(), 6);
        cluster.Faults.BeforeAppend = null;
        await cluster.QuietAsync();

        Assert.Equal(DeadLetterState.Dropped, Assert.Single(await Letters.GetSettledAsync(10)).State);
        Assert.Empty(await TaskEventsAsync(issue));
    }

    [Fact]
    public async Task An_issue_that_nobody_took_and_that_could_not_go_back_goes_back_and_not_away_once_more()
    {
        var from = await town.CompoundAsync();
        var issue = await from.ReportAsync();
        var nowhere = Place.Compound("510105007004-C002");
        cluster.Faults.BeforeAppend = it =>
            it.Events.Any(happened => happened is IssueMoveRefused)
                ? Task.FromException(new InvalidOperationException("broken"))
                : Task.CompletedTask;
        await town.SurelyAsync(from.Place, from.Manager, new Relocate(issue, nowhere));
        var letter = await ParkedAsync();
        Assert.Equal(("return-to-sender", from.Place.ToString()), (letter.Reaction, letter.Target));
        Assert.Equal("owner.unknown", letter.Refused);
        cluster.Faults.BeforeAppend = null;

        await RetryAsync(letter.Id);
        await UntilAsync(letter.Id, DeadLetterState.Done);

        await town.SurelyAsync(from.Place, from.Manager, new Acknowledge(issue));
        Assert.Equal(
            1L,
            await cluster.Database.ScalarAsync<long>(
                "select count(*) from events where subject = $1 and type = 'issue.move-refused'",
                issue
            )
        );
    }

    [Fact]
    public async Task A_letter_to_an_event_that_has_no_such_reaction_waits_for_somebody_to_drop_it()
    {
        var compound = await town.CompoundAsync();
        await Letters.ParkAsync("offer-task", 1, compound.Grid.Place.ToString(), null, new TimeoutException(), 6);
        var letter = await ParkedAsync();

        await RetryAsync(letter.Id);
        await UntilAsync(letter.Id, DeadLetterState.Waiting);

        Assert.EndsWith(
            "ReactionUnknownException",
            Assert.Single(await Letters.GetNewestAsync(10)).ErrorKind,
            StringComparison.Ordinal
        );
    }

    private void Break(Place grid) =>
        cluster.Faults.BeforeAppend = it =>
            it.Stream == grid.ToString()
                ? Task.FromException(new InvalidOperationException("broken"))
                : Task.CompletedTask;

    private async Task<DeadLetter> ParkedAsync()
    {
        await cluster.QuietAsync();
        return Assert.Single(await Letters.GetNewestAsync(10));
    }

    private async Task RetryAsync(long id) =>
        Assert.Equal(
            DeadLetterOutcome.Decided,
            await Letters.DecideAsync(
                id,
                DeadLetterVerdict.Retry,
                null,
                Guid.CreateVersion7(),
                Guid.CreateVersion7(),
                default
            )
        );

    private async Task UntilAsync(long id, DeadLetterState state)
    {
        using var patience = new CancellationTokenSource(Patience);
        var word = state.ToString().ToLowerInvariant();
        while (await cluster.Database.ScalarAsync<string>("select state from dead_letters where id = $1", id) != word)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, patience.Token);
        }
    }

    private Task<IReadOnlyList<string>> TaskEventsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where subject = $1 and type like 'grid.%' order by seq",
            issue
        );
}
