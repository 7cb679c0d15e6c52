using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// Finds out what became of a batch whose answer never came.
/// </summary>
/// <remarks>
/// A look-up alone would lie: it may say "absent" while the server's process still works on the batch and commits it a
/// moment later. So that process is ended first. Once it is gone, by our hand or by a crash of the server, the log
/// holds all there will ever be of the batch.
/// </remarks>
internal sealed class OutcomeSettler(NpgsqlDataSource source, EventLogOptions options, ILogger logger)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);
    private static readonly string EndBackend = SqlText.Load("end-backend");
    private static readonly string EndLockHolder = SqlText.Load("end-lock-holder");
    private static readonly string FindAnswers = SqlText.Load("find-answers");

    /// <summary>
    /// Tells those of a batch that were written. If it cannot be found out in time, all fail as unknown.
    /// </summary>
    /// <param name="backend">The server's process that had the batch.</param>
    /// <returns>Those that were surely not written and never will be.</returns>
    public async Task<IReadOnlyList<PendingAppend>> SettleAsync(
        IReadOnlyList<PendingAppend> batch,
        BackendId backend,
        Exception cause
    )
    {
        var since = Stopwatch.GetTimestamp();
        var pause = PauseMin;
        while (Stopwatch.GetElapsedTime(since) < options.SettleTimeout)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync();
                if (await EndAsync(connection, backend))
                {
                    return await TellWrittenAsync(connection, batch);
                }
            }
            catch (Exception e) when (e is DbException or TimeoutException or ObjectDisposedException)
            {
                logger.LogNotAskedYet(e);
            }

            await Task.Delay(pause, TimeProvider.System);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }

        foreach (var pending in batch)
        {
            pending.Fail(new OutcomeUnknownException(pending.Request.CommandId, cause));
        }

        return [];
    }

    /// <summary>Ends who holds the lock of the log and waits for its own client: that silo was stopped.</summary>
    public async Task EndLockHolderAsync()
    {
        try
        {
            await using var command = source.CreateCommand(EndLockHolder);
            var ended = await command.ExecuteScalarAsync();
            logger.LockHolderEnded(ended ?? "no");
        }
        catch (DbException e)
        {
            logger.LockHolderNotEnded(e);
        }
    }

    private static async Task<bool> EndAsync(NpgsqlConnection connection, BackendId backend)
    {
        await using var command = new NpgsqlCommand(EndBackend, connection);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = backend.ProcessId });
        command.Parameters.Add(new NpgsqlParameter<DateTime> { TypedValue = backend.Started });
        return await command.ExecuteScalarAsync() is null or true;
    }

    private static async Task<IReadOnlyList<PendingAppend>> TellWrittenAsync(
        NpgsqlConnection connection,
        IReadOnlyList<PendingAppend> batch
    )
    {
        await using var command = new NpgsqlCommand(FindAnswers, connection);
        command.Parameters.Add(new() { Value = batch.Select(p => p.Request.CommandId).ToArray() });
        command.Parameters.Add(new() { Value = batch.Select(p => p.Request.Stream).ToArray() });
        command.Parameters.Add(new() { Value = batch.Select(p => p.Version).ToArray() });
        var found = new Dictionary<Guid, (StoredAnswer Stored, byte[]? Hash)>();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            while (await reader.ReadAsync())
            {
                found[reader.GetGuid(0)] = (LogReader.ReadAnswer(reader, 1), LogReader.ReadBytes(reader, 5));
            }
        }

        var absent = new List<PendingAppend>();
        foreach (var pending in batch)
        {
            if (!found.TryGetValue(pending.Request.CommandId, out var written))
            {
                absent.Add(pending);
            }
            else if (pending.HeadHash.Span.SequenceEqual(written.Hash))
            {
                pending.Win(written.Stored.LastSeq);
            }
            else
            {
                // The command was accepted earlier, by another batch.
                pending.Recognise(written.Stored.Answer, written.Stored.RequestHash, written.Stored.LastSeq);
            }
        }

        return absent;
    }
}
