using System.Diagnostics;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;
using Npgsql;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class LogTailTests(PostgresServer shared)
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Every_follower_sees_every_event_once_and_in_order_while_eight_writers_write()
    {
        const int Writers = 8;
        const int StreamsOfEach = 4;
        const int AppendsOfEach = 40;
        const int Total = Writers * StreamsOfEach * AppendsOfEach;
        await using var database = await shared.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        var live = CollectAsync(tail, 0, Total);
        var writers = Enumerable
            .Range(0, Writers)
            .Select(async w =>
            {
                // A log each, as so many silos have: only some of them wake this tail.
                await using var log = new PostgresEventLog(database.Source, w % 2 == 0 ? tail : null);
                await Task.WhenAll(
                    Enumerable
                        .Range(0, StreamsOfEach)
                        .Select(s => log.AppendInTurnAsync($"compound/{w}-{s}", AppendsOfEach))
                );
            });

        await Task.WhenAll(writers);

        var expected = await database.ColumnAsync<long>("select seq from events order by seq");
        Assert.Equal(Total, expected.Count);
        Assert.Equal(expected, (await live).Select(e => e.Seq));
        Assert.Equal(expected, (await CollectAsync(tail, 0, Total)).Select(e => e.Seq));
        Assert.Equal(expected[^1], tail.Seq);
    }

    [Fact]
    public async Task A_follower_with_an_old_cursor_reads_its_way_up_to_what_is_in_memory()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        await using var before = new PostgresEventLog(database.Source);
        var old = await before.AppendInTurnAsync("compound/old", 30);
        using var tail = await StartAsync(database);
        await using var log = new PostgresEventLog(database.Source, tail);
        Assert.Equal(old[^1].LastSeq, tail.Seq);
        var fresh = await log.AppendInTurnAsync("compound/fresh", 5);

        var seen = await CollectAsync(tail, old[9].LastSeq, 25);

        Assert.Equal(old.Skip(10).Concat(fresh).Select(r => r.LastSeq), seen.Select(e => e.Seq));
    }

    [Fact]
    public async Task A_cursor_in_the_middle_of_memory_gets_what_comes_after_it()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        await using var log = new PostgresEventLog(database.Source, tail);
        var appended = await log.AppendInTurnAsync("compound/a", 20);
        await CollectAsync(tail, 0, 20);

        for (var i = 0; i < 19; i++)
        {
            var seen = await CollectAsync(tail, appended[i].LastSeq, 19 - i);
            Assert.Equal(appended.Skip(i + 1).Select(r => r.LastSeq), seen.Select(e => e.Seq));
        }
    }

    [Fact]
    public async Task Numbers_that_nobody_used_do_not_stop_it()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        await using var log = new PostgresEventLog(database.Source, tail);
        await log.AppendAsync(Appends.First("compound/a"));
        await database.ExecuteAsync("select setval('event_seq', 1000000)");
        await log.AppendAsync(Appends.First("compound/b"));

        var seen = await CollectAsync(tail, 0, 2);

        Assert.Equal([1, 1_000_001], seen.Select(e => e.Seq));
    }

    [Fact]
    public async Task What_another_process_commits_is_heard_of_and_often_commits_count_as_one()
    {
        await using var database = await shared.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        await using var log = new PostgresEventLog(database.Source, tail);
        await using var listener = await database.Source.OpenConnectionAsync();
        await using (var listen = new NpgsqlCommand("listen civic_log", listener))
        {
            await listen.ExecuteNonQueryAsync();
        }

        var heard = 0;
        listener.Notification += (_, _) => heard++;
        var since = Stopwatch.GetTimestamp();
        await log.AppendInTurnAsync("compound/a", 200);
        await listener.WaitAsync();
        while (await listener.WaitAsync(TimeSpan.FromMilliseconds(100)))
        {
            // Until it is quiet.
        }

        // One at once, then at most one in 5 ms.
        Assert.InRange(heard, 1, 1 + (int)(Stopwatch.GetElapsedTime(since) / TimeSpan.FromMilliseconds(5)));
    }

    [Fact]
    public async Task It_goes_on_where_it_was_after_the_server_was_killed()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        var seen = CollectAsync(tail, 0, 20);
        await using (var log = new PostgresEventLog(database.Source, tail))
        {
            await log.AppendInTurnAsync("compound/before", 10);
        }

        await server.KillAsync();
        await server.StartAgainAsync();
        await using (var log = new PostgresEventLog(database.Source))
        {
            await log.AppendInTurnAsync("compound/after", 10);
        }

        var expected = await database.ColumnAsync<long>("select seq from events order by seq");
        Assert.Equal(expected, (await seen).Select(e => e.Seq));
    }

    [Fact]
    public async Task Followers_end_when_the_log_was_replaced_under_the_process()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        using var tail = await StartAsync(database);
        var epoch = tail.Epoch;
        var follower = CollectAsync(tail, 0, 1);

        await database.ExecuteAsync("update log_epochs set epoch = gen_random_uuid()");
        await server.KillAsync();
        await server.StartAgainAsync();

        await Assert.ThrowsAsync<LogReplacedException>(() => follower);
        await Assert.ThrowsAsync<LogReplacedException>(() => CollectAsync(tail, 0, 1));
        Assert.True(Guid.TryParse(epoch, out _));
        using var anew = await StartAsync(database);
        Assert.NotEqual(epoch, anew.Epoch, StringComparer.Ordinal);
    }

    private static async Task<LogTail> StartAsync(TestDatabase database)
    {
        var tail = new LogTail(database.Source);
        await tail.StartAsync(CancellationToken.None);
        return tail;
    }

    private static async Task<List<LoggedEvent>> CollectAsync(LogTail tail, long after, int count)
    {
        using var late = new CancellationTokenSource(Deadline, TimeProvider.System);
        var seen = new List<LoggedEvent>();
        await foreach (var batch in tail.ReadAsync(after, late.Token))
        {
            Assert.NotEmpty(batch);
            seen.AddRange(batch);
            if (seen.Count >= count)
            {
                break;
            }
        }

        return seen;
    }
}
