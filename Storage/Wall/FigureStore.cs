using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Kpi;
using CivicGrains.Storage.Leases;
using Npgsql;

namespace CivicGrains.Storage.Wall;

/// <summary>
/// Keeps the figures of places that many streams share. They are exact at the sequence number they carry: rows of
/// issues are written with the events they follow from, so whatever one statement sees of the log it sees of the
/// issues.
/// </summary>
/// <remarks>
/// A step always goes to the end of the log. A bounded one could not be exact: the row of an issue is as new as the log,
/// so that after half of the log it would be counted with what the other half did to it.
/// </remarks>
public sealed class FigureStore(NpgsqlDataSource source)
{
    /// <summary>Name of the projector's lease and cursor.</summary>
    public const string Projector = "projector";

    /// <summary>The tables that follow from the issues; no view of any stream.</summary>
    internal static readonly string[] Tables = ["figure_days", "figure_parts", "figures", .. KpiCount.Tables];

    private static readonly string LockSql = SqlText.Load("figures-lock");
    private static readonly string CountSql = SqlText.Load("figures-count");
    private static readonly string TidySql = SqlText.Load("figures-tidy");
    private static readonly string LeaseSql = SqlText.Load("cursor-advance");

    // A process that is stopped in the middle keeps the row of the cursor: the server then ends its session, and whoever
    // has the lease by then waits no longer than this for it.
    private const string LimitsSql =
        "set local idle_in_transaction_session_timeout = '5s'; set local lock_timeout = '10s'";
    private const string CursorSql = "update cursors set seq = $2 where name = $1";

    /// <summary>Counts what was logged since the last time, up to the end of the log; all of it or nothing.</summary>
    /// <param name="lease">Without one (a test, a rebuild) whoever else counts is waited for all the same.</param>
    /// <returns>The sequence number the figures are true at.</returns>
    /// <exception cref="LeaseLostException">Somebody else has the lease by now.</exception>
    public async Task<long> CountAsync(Lease? lease = null, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var limit = new NpgsqlCommand(LimitsSql, connection))
        {
            await limit.ExecuteNonQueryAsync(cancellationToken);
        }

        var counted = await LockAsync(connection, cancellationToken);
        var seq = await CountAsync(connection, counted, long.MaxValue, cancellationToken);
        if (seq > counted)
        {
            await AdvanceAsync(connection, lease, seq, cancellationToken);
            await transaction.CommitAsync(cancellationToken);
        }

        return seq;
    }

    /// <summary>Waits for whoever counts and keeps others from counting until the end of the transaction.</summary>
    /// <returns>Up to where it is counted.</returns>
    internal static async Task<long> LockAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(LockSql, connection);
        command.Parameters.Add(new() { Value = Projector });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>Counts a part of the log in the tables that come first in the search path.</summary>
    /// <param name="upTo">The issues of these tables must stand at this number.</param>
    internal static async Task<long> CountAsync(
        NpgsqlConnection connection,
        long after,
        long upTo,
        CancellationToken cancellationToken
    )
    {
        long seq;
        bool leftEmptyRows;
        await using (var command = new NpgsqlCommand(CountSql, connection) { CommandTimeout = 0 })
        {
            command.Parameters.Add(new() { Value = after });
            command.Parameters.Add(new() { Value = upTo });
            await using var reader = await command.ExecuteReaderAsync(cancellationToken);
            await reader.ReadAsync(cancellationToken);
            (seq, leftEmptyRows) = (reader.GetInt64(0), reader.GetBoolean(1));
        }

        if (leftEmptyRows)
        {
            await using var tidy = new NpgsqlCommand(TidySql, connection);
            await tidy.ExecuteNonQueryAsync(cancellationToken);
        }

        await KpiCount.CountAsync(connection, after, seq, cancellationToken);
        return seq;
    }

    /// <summary>Says up to where it is counted; the figures may have gone back with a rebuild.</summary>
    internal static async Task SetAsync(NpgsqlConnection connection, long seq, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(CursorSql, connection);
        command.Parameters.Add(new() { Value = Projector });
        command.Parameters.Add(new() { Value = seq });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task AdvanceAsync(
        NpgsqlConnection connection,
        Lease? lease,
        long seq,
        CancellationToken cancellationToken
    )
    {
        if (lease is null)
        {
            await SetAsync(connection, seq, cancellationToken);
            return;
        }

        await using var command = new NpgsqlCommand(LeaseSql, connection);
        command.Parameters.Add(new() { Value = lease.Name });
        command.Parameters.Add(new() { Value = lease.Token });
        command.Parameters.Add(new() { Value = seq });
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            throw new LeaseLostException(lease);
        }
    }
}
