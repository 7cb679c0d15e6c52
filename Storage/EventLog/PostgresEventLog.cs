using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using CivicGrains.Storage.Operations;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// The event log in PostgreSQL, written by group commit: appends of many callers travel in one message and become
/// durable in one transaction, so that the price of a commit is shared; a lone caller waits for no one.
/// </summary>
/// <remarks>
/// All writers of all silos take turns (one lock), hence sequence numbers rise in commit order and a reader that asks
/// for "after n" misses nothing. See <c>docs/decisions/0003-group-commit.md</c>.
/// </remarks>
public sealed class PostgresEventLog : IEventLog, IAsyncDisposable
{
    private const int PurgeRows = 10_000;
    private static readonly string FindAnswer = SqlText.Load("find-answer");
    private static readonly string PurgeCommands = SqlText.Load("purge-commands");

    private readonly NpgsqlDataSource source;
    private readonly AppendQueue queue;
    private readonly Task[] writers;

    /// <summary>Starts the writers; they connect when there is something to write.</summary>
    /// <param name="tail">Is woken after every commit of this process.</param>
    public PostgresEventLog(
        NpgsqlDataSource source,
        ILogTail? tail = null,
        EventLogOptions? options = null,
        ILogger<PostgresEventLog>? logger = null
    )
    {
        options ??= new EventLogOptions();
        logger ??= NullLogger<PostgresEventLog>.Instance;
        this.source = source;
        queue = new AppendQueue(options);
        var settler = new OutcomeSettler(source, options, logger);
        Action committed = tail is null ? static () => { } : tail.Wake;
        writers = new Task[options.Connections];
        for (var i = 0; i < writers.Length; i++)
        {
            var writer = new GroupCommitWriter(source, queue, settler, options, committed, logger);
            writers[i] = Task.Run(writer.RunAsync);
        }
    }

    /// <summary>What waits to be written.</summary>
    internal QueueState Waiting => queue.Look();

    /// <inheritdoc/>
    /// <remarks>A token is heeded only before the append is queued: after that its outcome must be known.</remarks>
    public Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (Telemetry.Source.HasListeners())
        {
            return AppendTracedAsync(request);
        }

        var pending = PendingAppend.Of(request);
        queue.Add(pending);
        return pending.Outcome;
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<LoggedEvent> ReadStreamAsync(
        string stream,
        long afterVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        await using var connection = await ReachAsync(source.OpenConnectionAsync(cancellationToken));
        await using var events = LogReader
            .ReadStreamAsync(connection, stream, afterVersion, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        while (await ReachAsync(events.MoveNextAsync()))
        {
            yield return events.Current;
        }
    }

    /// <summary>Events of the whole log after a sequence number, in order; fewer than the limit at its end.</summary>
    public async Task<IReadOnlyList<LoggedEvent>> ReadLogAsync(
        long after,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await LogReader.ReadLogAsync(connection, after, limit, cancellationToken);
    }

    /// <inheritdoc/>
    public async Task<StoredAnswer?> FindAnswerAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        await ReachAsync(new ValueTask<StoredAnswer?>(LookUpAsync(commandId, cancellationToken)));

    /// <summary>Forgets the answers of commands older than an age (30 days), so that the table does not grow for ever.</summary>
    /// <returns>How many were forgotten.</returns>
    public async Task<int> PurgeCommandsAsync(TimeSpan age, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(PurgeCommands, connection);
        command.Parameters.Add(new NpgsqlParameter<TimeSpan> { TypedValue = age });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = PurgeRows });
        var total = 0;
        int purged;
        do
        {
            purged = await command.ExecuteNonQueryAsync(cancellationToken);
            total += purged;
        } while (purged == PurgeRows);

        return total;
    }

    /// <summary>Takes nothing more in and writes what waits.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Close();
        await Task.WhenAll(writers);
    }

    private async Task<AppendResult> AppendTracedAsync(AppendRequest request)
    {
        using var span = LogTelemetry.StartAppend(request);
        try
        {
            var pending = PendingAppend.Of(request);
            pending.Span = span;
            queue.Add(pending);
            var result = await pending.Outcome;
            span?.SetTag("civicgrains.append.outcome", LogTelemetry.WordOf(result.Outcome));
            return result;
        }
        catch (Exception e)
        {
            // The kind alone: a message may hold what somebody wrote.
            span?.SetStatus(ActivityStatusCode.Error, e.GetType().Name);
            throw;
        }
    }

    private async Task<StoredAnswer?> LookUpAsync(Guid commandId, CancellationToken cancellationToken)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand(FindAnswer, connection);
        command.Parameters.Add(new NpgsqlParameter<Guid> { TypedValue = commandId });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? LogReader.ReadAnswer(reader, 0) : null;
    }

    /// <summary>Whatever the server or the way to it does while reading: the log cannot be read now.</summary>
    private static async ValueTask<T> ReachAsync<T>(ValueTask<T> read)
    {
        try
        {
            return await read;
        }
        catch (DbException e)
        {
            throw new LogUnavailableException(e);
        }
    }
}
