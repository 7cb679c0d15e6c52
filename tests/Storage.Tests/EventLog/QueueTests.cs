using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class QueueTests(PostgresServer server)
{
    private static readonly EventLogOptions Small = new()
    {
        Connections = 1,
        QueueCapacity = 5,
        DeadlineCapacity = 2,
    };

    [Fact]
    public async Task A_full_lane_refuses_people_at_once_and_deadlines_pass_them()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source, options: Small);
        Task<AppendResult> ahead;
        Task<AppendResult>[] people;
        Task<AppendResult>[] deadlines;
        await using (var held = await LogLock.TakeAsync(database))
        {
            ahead = log.AppendAsync(Appends.First("compound/ahead"));
            await held.WaitForWaitersAsync(1);
            people = [.. Enumerable.Range(0, 5).Select(i => log.AppendAsync(Appends.First($"compound/{i}")))];

            await Assert.ThrowsAsync<LogBusyException>(() => log.AppendAsync(Appends.First("compound/refused")));

            deadlines = [.. Enumerable.Range(0, 2).Select(i => log.AppendAsync(Due($"compound/due-{i}")))];
            await Assert.ThrowsAsync<LogBusyException>(() => log.AppendAsync(Due("compound/due-refused")));
        }

        var last = (await Task.WhenAll(deadlines)).Max(r => r.LastSeq);
        Assert.All(await Task.WhenAll(people), r => Assert.True(r.LastSeq > last));
        Assert.True((await ahead).LastSeq < last);
        Assert.Empty(await database.ColumnAsync<string>("select stream from events where stream like '%refused'"));
    }

    [Fact]
    public async Task People_get_their_half_of_a_batch_while_the_lane_of_deadlines_is_long()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        var options = new EventLogOptions { Connections = 1, BatchMax = 4 };
        await using var log = new PostgresEventLog(database.Source, options: options);
        Task<AppendResult> ahead;
        Task<AppendResult>[] people;
        Task<AppendResult>[] deadlines;
        await using (var held = await LogLock.TakeAsync(database))
        {
            ahead = log.AppendAsync(Appends.First("compound/ahead"));
            await held.WaitForWaitersAsync(1);
            deadlines = [.. Enumerable.Range(0, 8).Select(i => log.AppendAsync(Due($"compound/due-{i}")))];
            people = [.. Enumerable.Range(0, 4).Select(i => log.AppendAsync(Appends.First($"compound/{i}")))];
        }

        await ahead;
        var order = (await Task.WhenAll(deadlines)).Select(r => (r.LastSeq, Who: 'd'));
        var all = order.Concat((await Task.WhenAll(people)).Select(r => (r.LastSeq, Who: 'p')));
        Assert.Equal("ddppddppdddd", string.Concat(all.OrderBy(a => a.LastSeq).Select(a => a.Who)));
    }

    [Fact]
    public async Task A_log_that_is_stopped_takes_nothing_in_and_writes_what_waits()
    {
        await using var database = await server.CreateLogDatabaseAsync();
        var log = new PostgresEventLog(database.Source, options: Small);
        Task<AppendResult>[] appends;
        Task stopping;
        await using (var held = await LogLock.TakeAsync(database))
        {
            var ahead = log.AppendAsync(Appends.First("compound/ahead"));
            await held.WaitForWaitersAsync(1);
            appends = [ahead, .. Enumerable.Range(0, 4).Select(i => log.AppendAsync(Appends.First($"compound/{i}")))];
            stopping = log.DisposeAsync().AsTask();

            await Assert.ThrowsAsync<LogUnavailableException>(() => log.AppendAsync(Appends.First("compound/late")));
        }

        await stopping;
        Assert.All(appends, a => Assert.True(a.IsCompletedSuccessfully));
        Assert.Equal(5, await database.ScalarAsync<long>("select count(*) from events"));
    }

    private static AppendRequest Due(string stream) => Appends.First(stream) with { IsDeadline = true };
}
