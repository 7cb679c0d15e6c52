using System.Collections.Concurrent;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class LogCrashTests
{
    [Fact]
    public async Task After_SIGKILLs_in_the_middle_of_batches_every_acknowledged_command_is_there_once_and_the_chain_verifies()
    {
        const int Streams = 48;
        const int Kills = 3;
        const int AcknowledgedPerKill = 600;
        await using var server = new PostgresServer();
        await using var database = await server.CreateLogDatabaseAsync();
        await using var one = new PostgresEventLog(database.Source);
        await using var two = new PostgresEventLog(database.Source);
        var acknowledged = new ConcurrentDictionary<Guid, long>();
        using var enough = new CancellationTokenSource();
        var callers = Enumerable
            .Range(0, Streams)
            .Select(i => CallAsync(i % 2 == 0 ? one : two, $"compound/{i}", acknowledged, enough.Token))
            .ToArray();

        for (var kill = 1; kill <= Kills; kill++)
        {
            while (acknowledged.Count < kill * AcknowledgedPerKill)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }

            await server.KillAsync();
            await server.StartAgainAsync();
        }

        var before = acknowledged.Count;
        while (acknowledged.Count < before + AcknowledgedPerKill)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
        }

        await enough.CancelAsync();
        await Task.WhenAll(callers);

        var written = await database.ColumnAsync<string>(
            "select command_id || ' ' || max(seq) from events group by command_id"
        );
        var expected = acknowledged.Select(a => $"{a.Key} {a.Value}").ToHashSet(StringComparer.Ordinal);
        Assert.Subset(written.ToHashSet(StringComparer.Ordinal), expected);
        // One event for each command, a command for each event, and a row of the view for each stream.
        Assert.Equal(written.Count, await database.ScalarAsync<long>("select count(*) from events"));
        Assert.Equal(written.Count, await database.ScalarAsync<long>("select count(*) from commands"));
        Assert.Equal(
            0,
            await database.ScalarAsync<long>(
                "select count(*) from stream_heads h left join probes p on p.id = h.stream where p.note is distinct from h.version::text"
            )
        );
        var report = await new ChainVerifier(database.Source).VerifyAsync();
        Assert.Empty(report.Faults);
        Assert.Equal((Streams, written.Count), (report.Streams, report.Events));
    }

    /// <summary>Does as a grain does: appends in turn, and when the log fails, repeats with the same command id.</summary>
    private static async Task CallAsync(
        PostgresEventLog log,
        string stream,
        ConcurrentDictionary<Guid, long> acknowledged,
        CancellationToken enough
    )
    {
        var request = Appends.First(stream).WithRow("1");
        while (!enough.IsCancellationRequested)
        {
            try
            {
                var result = await log.AppendAsync(request, CancellationToken.None);
                Assert.NotEqual(AppendOutcome.Behind, result.Outcome);
                acknowledged[request.CommandId] = result.LastSeq;
                var version = request.ExpectedVersion + 1;
                var head =
                    result.Outcome == AppendOutcome.Won ? result.HeadHash : await HeadAsync(log, stream, version);
                request = Appends
                    .After(stream, version, head)
                    .WithRow((version + 1).ToString(System.Globalization.CultureInfo.InvariantCulture));
            }
            catch (Exception e) when (e is LogUnavailableException or OutcomeUnknownException or Npgsql.NpgsqlException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, CancellationToken.None);
            }
        }
    }

    private static async Task<ReadOnlyMemory<byte>> HeadAsync(PostgresEventLog log, string stream, int version)
    {
        var last = await log.ReadStreamAsync(stream, version - 1).SingleAsync();
        return last.Hash;
    }
}
