using System.Data.Common;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// One writer of the log: takes what waits, writes it as one batch, and tells each append what became of it. A silo has
/// two of them, on one queue, each with a connection of its own.
/// </summary>
/// <remarks>
/// <para>An error the server reports for a batch means that nothing of it was written. If the cause lies in one append,
/// halving finds it and it fails alone; if it lies in the server, all fail and may come again.</para>
/// <para>A time-out or a broken connection means nothing: the batch may still be written a moment later. Such a batch
/// goes to <see cref="OutcomeSettler"/> before anyone gets an answer.</para>
/// </remarks>
internal sealed class GroupCommitWriter(
    NpgsqlDataSource source,
    AppendQueue queue,
    OutcomeSettler settler,
    EventLogOptions options,
    Action committed,
    ILogger logger
)
{
    private const int AttemptsMax = 3;
    private static readonly TimeSpan PauseAfterNoServer = TimeSpan.FromMilliseconds(200);

    private AppendConnection? connection;
    private int taken;

    /// <summary>Writes until the queue is closed and empty.</summary>
    public async Task RunAsync()
    {
        var batch = new List<PendingAppend>(options.BatchMax);
        while (await queue.TakeAsync(batch))
        {
            taken = batch.Count;
            try
            {
                await WriteAsync(batch);
            }
            catch (Exception e)
            {
                // A bug here must not leave callers waiting for ever.
                logger.BatchLost(e, batch.Count);
                batch.ForEach(p => p.Fail(new OutcomeUnknownException(p.Request.CommandId, e)));
                await DropConnectionAsync();
            }

            Rest();
            batch.Clear();
        }

        await DropConnectionAsync();
    }

    private async Task WriteAsync(IReadOnlyList<PendingAppend> batch)
    {
        if (connection is { IsOpen: false })
        {
            // A server that has told of a full disk, or that it ends: the driver gives up the connection, and what would
            // be sent over it now would be taken for a command that cannot be stored.
            await DropConnectionAsync();
        }

        if (connection is null && await TryConnectAsync() is { } absence)
        {
            Fail(batch, absence);
            Rest();
            await Task.Delay(PauseAfterNoServer, TimeProvider.System);
            return;
        }

        try
        {
            using var span = LogTelemetry.StartBatch(batch);
            Tell(batch, await connection!.WriteAsync(batch));
            LogTelemetry.CountWritten(batch);
        }
        catch (PostgresException e) when (IsOfTheStatement(e))
        {
            await AnswerErrorAsync(batch, e);
        }
        catch (Exception e)
        {
            Rest();
            await SettleAsync(batch, e);
        }
    }

    /// <summary>Why there is no connection; null when there is one.</summary>
    private async Task<Exception?> TryConnectAsync()
    {
        Exception? cause = null;
        // The pool may hand out connections of a server that has ended since: the first failure clears them.
        for (var attempt = 0; attempt < 2; attempt++)
        {
            try
            {
                connection = await AppendConnection.OpenAsync(source, options.WriteTimeout);
                return null;
            }
            catch (Exception e) when (e is DbException or ObjectDisposedException or TimeoutException)
            {
                cause = e;
            }
        }

        logger.LogNotReached(cause);
        return cause;
    }

    private void Tell(IReadOnlyList<PendingAppend> batch, BatchAnswer answer)
    {
        var eventsBefore = 0;
        for (var i = 0; i < batch.Count; i++)
        {
            var pending = batch[i];
            eventsBefore += pending.Events.Length;
            switch (answer.Outcomes?[i] ?? BatchAnswer.Won)
            {
                case BatchAnswer.Won:
                    pending.Win(pending.Events.Length == 0 ? 0 : answer.Base + eventsBefore);
                    break;
                case BatchAnswer.Known:
                    pending.Recognise(
                        answer.FirstAnswers![i]!,
                        answer.FirstRequestHashes![i],
                        answer.FirstSeqs![i]!.Value
                    );
                    break;
                case BatchAnswer.Behind:
                    pending.FallBehind();
                    break;
                case BatchAnswer.Twin:
                    queue.AddAgain(pending);
                    break;
                case var unknown:
                    throw new InvalidOperationException($"append_batch answered {unknown}.");
            }
        }

        committed();
    }

    /// <summary>The server has refused a batch: nothing of it was written.</summary>
    private async Task AnswerErrorAsync(IReadOnlyList<PendingAppend> batch, PostgresException error)
    {
        switch (error.SqlState)
        {
            case PostgresErrorCodes.LockNotAvailable:
                Rest();
                await settler.EndLockHolderAsync();
                SendAgain(batch, error);
                break;
            case PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure:
                SendAgain(batch, error);
                break;
            case var state when IsOfTheServer(state):
                logger.ServerCannotWrite(error);
                Fail(batch, error);
                break;
            case var _ when batch is [var alone]:
                logger.CommandCannotBeStored(error, alone.Request.CommandId);
                alone.Fail(new PoisonAppendException(alone.Request.CommandId, error));
                break;
            default:
                await HalveAsync(batch);
                break;
        }
    }

    private async Task HalveAsync(IReadOnlyList<PendingAppend> batch)
    {
        var half = batch.Count / 2;
        await WriteAsync([.. batch.Take(half)]);
        await WriteAsync([.. batch.Skip(half)]);
    }

    private async Task SettleAsync(IReadOnlyList<PendingAppend> batch, Exception cause)
    {
        logger.OutcomeUnknown(cause, batch.Count);
        var backend = connection!.Backend;
        await DropConnectionAsync();
        var absent = await settler.SettleAsync(batch, backend, cause);
        if (cause is DbException)
        {
            SendAgain(absent, cause);
        }
        else if (absent is [var alone])
        {
            // Not the wire and not the server: this append cannot even be sent.
            alone.Fail(new PoisonAppendException(alone.Request.CommandId, cause));
        }
        else if (absent.Count > 0)
        {
            await HalveAsync(absent);
        }
    }

    private void SendAgain(IReadOnlyList<PendingAppend> unwritten, Exception cause)
    {
        foreach (var pending in unwritten)
        {
            if (++pending.Attempts < AttemptsMax)
            {
                queue.AddAgain(pending);
            }
            else
            {
                pending.Fail(new LogUnavailableException(cause));
            }
        }
    }

    private static void Fail(IReadOnlyList<PendingAppend> unwritten, Exception cause)
    {
        foreach (var pending in unwritten)
        {
            pending.Fail(new LogUnavailableException(cause));
        }
    }

    private void Rest()
    {
        queue.Rest(taken);
        taken = 0;
    }

    private async Task DropConnectionAsync()
    {
        if (connection is { } dropped)
        {
            connection = null;
            await dropped.DisposeAsync();
        }
    }

    /// <summary>Whether the server has rolled the statement back and lives on; after FATAL and PANIC who knows.</summary>
    private static bool IsOfTheStatement(PostgresException error) => error.InvariantSeverity == "ERROR";

    /// <summary>Out of memory or disk, shutting down, read-only, broken: another append would fare no better.</summary>
    private static bool IsOfTheServer(string state) =>
        state is PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.QueryCanceled
        || state[..2] is "53" or "57" or "58" or "XX";
}
