using System.Data;
using CivicGrains.Storage.Wall;
using Npgsql;

namespace CivicGrains.Storage.Rebuild;

/// <summary>
/// Makes the read model anew from the log: folds every stream from its first event into side tables, compares these
/// with the live ones, and puts them in their place where anything differs. The host may be up: appends wait only for
/// the swap, which takes a moment.
/// </summary>
public sealed class Rebuilder(NpgsqlDataSource source)
{
    /// <summary>Most rows of one view whose differences are named.</summary>
    public const int DifferencesMax = 1_000;

    /// <summary>Key of the advisory lock of whoever rebuilds.</summary>
    private const long RebuildLock = 4801050003;

    /// <summary>Key of the advisory lock of the log's writers, as in <c>append_batch</c>.</summary>
    private const long AppendLock = 4801050001;

    /// <summary>
    /// Rows that are kept in memory before they are written: most are overwritten by a later event before that.
    /// </summary>
    private const int RowsWaitingMax = 50_000;

    private const int EventsPerReport = 5_000;

    /// <summary>So many events or fewer may be caught up while writers wait.</summary>
    private const int LastStepMax = 500;

    /// <summary>Rebuilds.</summary>
    /// <param name="swap">False only compares.</param>
    /// <exception cref="UnfoldableLogException">The log holds something that cannot be folded.</exception>
    /// <exception cref="InvalidOperationException">Somebody else rebuilds at the moment.</exception>
    public async Task<RebuildReport> RebuildAsync(
        bool swap = true,
        IProgress<RebuildProgress>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (!await AskAsync<bool>(connection, "select pg_try_advisory_lock($1)", RebuildLock, cancellationToken))
        {
            throw new InvalidOperationException("Somebody else rebuilds at the moment.");
        }

        var tables = new SideTables(connection);
        try
        {
            await tables.DropAsync(cancellationToken);
            var fold = new LogFold(source);
            await using var transaction = await BeginAtOneMomentAsync(connection, cancellationToken);
            var report = await CompareAsync(connection, tables, fold, progress, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
            if (swap && report.Differences.Count > 0)
            {
                await SwapAsync(connection, tables, fold, cancellationToken);
                report = report with { Swapped = true };
            }

            return report;
        }
        finally
        {
            await tables.DropAsync(CancellationToken.None);
            await AskAsync<bool>(connection, "select pg_advisory_unlock($1)", RebuildLock, CancellationToken.None);
        }
    }

    /// <summary>
    /// Begins a transaction that sees the live tables as they are now: rows of streams always stand at the end of the
    /// log, and the figures are brought there first, while writers wait.
    /// </summary>
    private async Task<NpgsqlTransaction> BeginAtOneMomentAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        var figures = new FigureStore(source);
        // What there is to count is mostly counted before anybody has to wait.
        await figures.CountAsync(null, cancellationToken);
        await using var holding = await source.OpenConnectionAsync(cancellationToken);
        await AskAsync<object>(holding, "set lock_timeout = '3s'", null, cancellationToken);
        await AskAsync<object>(holding, "select pg_advisory_lock($1)", AppendLock, cancellationToken);
        try
        {
            await figures.CountAsync(null, cancellationToken);
            var transaction = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await AskAsync<int>(connection, "select 1", null, cancellationToken);
            return transaction;
        }
        finally
        {
            await AskAsync<bool>(holding, "select pg_advisory_unlock($1)", AppendLock, CancellationToken.None);
        }
    }

    /// <summary>
    /// Folds up to one moment of the log and compares at that moment. All in one transaction, which sees the live tables
    /// as they were at its first statement, and its own writes.
    /// </summary>
    private static async Task<RebuildReport> CompareAsync(
        NpgsqlConnection connection,
        SideTables tables,
        LogFold fold,
        IProgress<RebuildProgress>? progress,
        CancellationToken cancellationToken
    )
    {
        var seq = await AskAsync<long>(connection, "select coalesce(max(seq), 0) from events", null, cancellationToken);
        var total = await AskAsync<long>(connection, "select count(*) from events", null, cancellationToken);
        await tables.MakeAsync(cancellationToken);
        await FoldAsync(tables, fold, seq, done => progress?.Report(new(done, total)), cancellationToken);
        await tables.IndexAsync(cancellationToken);
        var differences = await tables.CompareAsync(DifferencesMax, cancellationToken);
        return new RebuildReport(fold.Events, seq, differences, Swapped: false);
    }

    /// <summary>Catches up with the log until little is missing, then the rest and the swap while writers wait.</summary>
    private static async Task SwapAsync(
        NpgsqlConnection connection,
        SideTables tables,
        LogFold fold,
        CancellationToken cancellationToken
    )
    {
        long before;
        do
        {
            before = fold.Events;
            await CatchUpAsync(connection, tables, fold, cancellationToken);
        } while (fold.Events - before > LastStepMax);

        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        // Longer than a moment, and the writers would take the lock from us by force.
        await AskAsync<object>(connection, "set local lock_timeout = '3s'", null, cancellationToken);
        await AskAsync<object>(connection, "select pg_advisory_xact_lock($1)", AppendLock, cancellationToken);
        // Before the tables, as the projector does: otherwise each could wait for the other.
        await FigureStore.LockAsync(connection, cancellationToken);
        await CatchUpAsync(connection, tables, fold, cancellationToken);
        await tables.SwapAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    private static async Task CatchUpAsync(
        NpgsqlConnection connection,
        SideTables tables,
        LogFold fold,
        CancellationToken cancellationToken
    )
    {
        var seq = await AskAsync<long>(connection, "select coalesce(max(seq), 0) from events", null, cancellationToken);
        await FoldAsync(tables, fold, seq, _ => { }, cancellationToken);
    }

    private static async Task FoldAsync(
        SideTables tables,
        LogFold fold,
        long upTo,
        Action<long> done,
        CancellationToken cancellationToken
    )
    {
        var reported = fold.Events;
        await foreach (var append in fold.ContinueAsync(upTo, cancellationToken))
        {
            foreach (var row in append)
            {
                tables.Put(row);
            }

            if (tables.Waiting >= RowsWaitingMax)
            {
                await tables.WriteAsync(cancellationToken);
            }

            if (fold.Events >= reported + EventsPerReport)
            {
                reported = fold.Events;
                done(reported);
            }
        }

        await tables.WriteAsync(cancellationToken);
        await tables.CountFiguresAsync(upTo, cancellationToken);
        done(fold.Events);
    }

    private static async Task<T?> AskAsync<T>(
        NpgsqlConnection connection,
        string sql,
        object? parameter,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        if (parameter is not null)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        return await command.ExecuteScalarAsync(cancellationToken) is T answer ? answer : default;
    }
}
