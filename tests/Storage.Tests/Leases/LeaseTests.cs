using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using CivicGrains.Testing;
using Microsoft.Extensions.Logging.Abstractions;

namespace CivicGrains.Storage.Tests.Leases;

public sealed class LeaseTests(PostgresServer server)
{
    private static readonly Guid One = Guid.CreateVersion7();
    private static readonly Guid Other = Guid.CreateVersion7();

    [Fact]
    public async Task A_lease_that_somebody_has_is_not_given_before_its_end()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        Assert.NotNull(await store.TryAcquireAsync("dispatcher", One));
        Assert.Null(await store.TryAcquireAsync("dispatcher", Other));
        Assert.NotNull(await store.TryAcquireAsync("sweep", Other));
    }

    [Fact]
    public async Task Of_many_that_ask_at_once_one_gets_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        var leases = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => store.TryAcquireAsync("dispatcher", Guid.CreateVersion7()))
        );
        Assert.Single(leases, lease => lease is not null);
    }

    [Fact]
    public async Task Past_its_end_the_next_one_gets_it_and_the_old_token_is_refused_everywhere()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        var cursors = new CursorStore(database.Source);
        var old = (await store.TryAcquireAsync("dispatcher", One))!;
        await cursors.AdvanceAsync(old, 10);
        await EndAsync(database, "dispatcher");

        var next = (await store.TryAcquireAsync("dispatcher", Other))!;
        Assert.True(next.Token > old.Token);
        Assert.False(await store.RenewAsync(old));
        await Assert.ThrowsAsync<LeaseLostException>(() => cursors.AdvanceAsync(old, 20));
        await store.ReleaseAsync(old);
        Assert.Null(await store.TryAcquireAsync("dispatcher", One));
        Assert.Equal(10, await cursors.ReadAsync("dispatcher"));
    }

    [Fact]
    public async Task A_lease_that_ended_unnoticed_can_be_renewed_as_long_as_nobody_took_it()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        var lease = (await store.TryAcquireAsync("dispatcher", One))!;
        await EndAsync(database, "dispatcher");
        Assert.True(await store.RenewAsync(lease));
        Assert.Null(await store.TryAcquireAsync("dispatcher", Other));
    }

    [Fact]
    public async Task A_lease_given_back_is_free_at_once_and_its_token_goes_on_rising()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        var first = (await store.TryAcquireAsync("dispatcher", One))!;
        await store.ReleaseAsync(first);
        Assert.Equal(first.Token + 1, (await store.TryAcquireAsync("dispatcher", Other))!.Token);
    }

    [Fact]
    public async Task A_cursor_never_goes_back()
    {
        await using var database = await server.CreateDatabaseAsync();
        var cursors = new CursorStore(database.Source);
        var lease = (await new LeaseStore(database.Source).TryAcquireAsync("dispatcher", One))!;
        Assert.Equal(0, await cursors.ReadAsync("dispatcher"));
        await cursors.AdvanceAsync(lease, 7);
        await cursors.AdvanceAsync(lease, 5);
        Assert.Equal(7, await cursors.ReadAsync("dispatcher"));
    }

    [Fact]
    public async Task A_lease_cannot_be_taken_between_the_look_at_its_token_and_the_write()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        var lease = (await store.TryAcquireAsync("dispatcher", One))!;
        await EndAsync(database, "dispatcher");
        await using var connection = await database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await using var advance = new Npgsql.NpgsqlCommand(SqlText.Load("cursor-advance"), connection);
        advance.Parameters.Add(new() { Value = "dispatcher" });
        advance.Parameters.Add(new() { Value = lease.Token });
        advance.Parameters.Add(new() { Value = 5L });
        await advance.ExecuteNonQueryAsync();

        var taking = store.TryAcquireAsync("dispatcher", Other);
        while (await database.ScalarAsync<long>("select count(*) from pg_locks where not granted") == 0)
        {
            Assert.False(taking.IsCompleted);
        }

        await transaction.CommitAsync();
        Assert.NotNull(await taking);
        Assert.Equal(5, await new CursorStore(database.Source).ReadAsync("dispatcher"));
    }

    [Fact]
    public async Task Work_begins_anew_after_a_failure_and_passes_on_when_its_process_ends()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        using var firstLives = new CancellationTokenSource();
        using var secondLives = new CancellationTokenSource();
        var again = new TaskCompletionSource<Lease>();
        var passedOn = new TaskCompletionSource<Lease>();
        var turns = 0;

        var first = Runner(store)
            .RunAsync(
                "dispatcher",
                async (lease, held) =>
                {
                    if (++turns == 1)
                    {
                        throw new InvalidOperationException("The first turn fails.");
                    }

                    again.TrySetResult(lease);
                    await Task.Delay(Timeout.InfiniteTimeSpan, held);
                },
                firstLives.Token
            );
        var before = await again.Task.WaitAsync(TimeSpan.FromMinutes(1));
        var second = Runner(store)
            .RunAsync(
                "dispatcher",
                async (lease, held) =>
                {
                    passedOn.TrySetResult(lease);
                    await Task.Delay(Timeout.InfiniteTimeSpan, held);
                },
                secondLives.Token
            );
        Assert.False(passedOn.Task.IsCompleted);

        await firstLives.CancelAsync();
        await first;
        Assert.True((await passedOn.Task.WaitAsync(TimeSpan.FromMinutes(1))).Token > before.Token);
        await secondLives.CancelAsync();
        await second;
    }

    [Fact]
    public async Task Work_is_cancelled_when_the_lease_was_taken_away()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new LeaseStore(database.Source);
        using var lives = new CancellationTokenSource();
        var began = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        var running = Runner(store)
            .RunAsync(
                "dispatcher",
                async (_, held) =>
                {
                    began.TrySetResult();
                    try
                    {
                        await Task.Delay(Timeout.InfiniteTimeSpan, held);
                    }
                    finally
                    {
                        cancelled.TrySetResult();
                    }
                },
                lives.Token
            );
        await began.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await database.ExecuteAsync("update leases set token = token + 1, holder = $1", Other);
        await cancelled.Task.WaitAsync(TimeSpan.FromMinutes(1));
        await lives.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_reaction_is_parked_once_with_its_newest_error()
    {
        await using var database = await server.CreateDatabaseAsync();
        var letters = new DeadLetterStore(database.Source);
        await letters.ParkAsync("offer-task", 7, "grid/510105007004", null, new TimeoutException("first"), 6);
        var second = new InvalidOperationException("with a \0 in it");
        await letters.ParkAsync("offer-task", 7, "grid/510105007004", null, second, 6);
        Assert.Equal(1, await letters.CountAsync());
        var letter = Assert.Single(await letters.GetNewestAsync(10));
        Assert.EndsWith("with a  in it", letter.Error, StringComparison.Ordinal);
        Assert.Equal(("System.InvalidOperationException", 12), (letter.ErrorKind, letter.Attempts));
    }

    private static LeaseRunner Runner(LeaseStore store) => new(store, NullLogger<LeaseRunner>.Instance);

    private static Task EndAsync(TestDatabase database, string name) =>
        database.ExecuteAsync("update leases set until = clock_timestamp() where name = $1", name);
}
