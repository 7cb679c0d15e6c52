using System.Data;
using Npgsql;

namespace CivicGrains.Storage;

/// <summary>
/// Several reads that see the database at one and the same moment, and the number of the newest event at that moment.
/// </summary>
public sealed class ReadSnapshot : IAsyncDisposable
{
    private readonly NpgsqlConnection connection;
    private readonly NpgsqlTransaction transaction;

    private ReadSnapshot(NpgsqlConnection connection, NpgsqlTransaction transaction, long seq)
    {
        this.connection = connection;
        this.transaction = transaction;
        Seq = seq;
    }

    /// <summary>Everything up to this sequence number is in what the snapshot shows, and nothing after it.</summary>
    public long Seq { get; }

    /// <summary>Takes a snapshot; it lasts until it is disposed, so keep it short.</summary>
    public static async Task<ReadSnapshot> TakeAsync(
        NpgsqlDataSource source,
        CancellationToken cancellationToken = default
    )
    {
        var opened = await source.OpenConnectionAsync(cancellationToken);
        try
        {
            var begun = await opened.BeginTransactionAsync(IsolationLevel.RepeatableRead, cancellationToken);
            await using var newest = new NpgsqlCommand("select coalesce(max(seq), 0) from events", opened, begun);
            var seq = (long)(await newest.ExecuteScalarAsync(cancellationToken))!;
            return new ReadSnapshot(opened, begun, seq);
        }
        catch
        {
            await opened.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await transaction.DisposeAsync();
        await connection.DisposeAsync();
    }

    /// <summary>A command that reads within a snapshot, or by itself where there is none.</summary>
    internal static NpgsqlCommand Command(NpgsqlDataSource source, string sql, ReadSnapshot? within) =>
        within is null ? source.CreateCommand(sql) : new NpgsqlCommand(sql, within.connection, within.transaction);
}
