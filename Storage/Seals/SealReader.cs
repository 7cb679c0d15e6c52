using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Seals;

/// <summary>Reads seals and what they cover.</summary>
internal static class SealReader
{
    private static readonly string HeadsSql = SqlText.Load("seal-heads");
    private static readonly string SelectSql = SqlText.Load("seal-select");

    /// <summary>The seal of a day; null when it has none.</summary>
    public static async Task<Seal?> FindAsync(
        NpgsqlConnection connection,
        DateOnly date,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand($"{SelectSql} where date = $1", connection);
        command.Parameters.Add(new() { Value = date });
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>The newest seal; null before the first.</summary>
    public static async Task<Seal?> FindLastAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand($"{SelectSql} order by date desc limit 1", connection);
        return await ReadOneAsync(command, cancellationToken);
    }

    /// <summary>All seals in order, with the hash that is stored beside each.</summary>
    public static async Task<IReadOnlyList<(Seal Seal, byte[] StoredHash)>> ReadAllAsync(
        NpgsqlConnection connection,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand($"{SelectSql} order by date", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var seals = new List<(Seal, byte[])>();
        while (await reader.ReadAsync(cancellationToken))
        {
            seals.Add((Read(reader), await reader.GetFieldValueAsync<byte[]>(4, cancellationToken)));
        }

        return seals;
    }

    /// <summary>The last event of every stream at a sequence number.</summary>
    public static async Task<IReadOnlyList<StreamHead>> ReadHeadsAsync(
        NpgsqlConnection connection,
        long seq,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(HeadsSql, connection);
        command.Parameters.Add(new() { Value = seq });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var heads = new List<StreamHead>();
        while (await reader.ReadAsync(cancellationToken))
        {
            var hash = await reader.GetFieldValueAsync<byte[]>(2, cancellationToken);
            heads.Add(new StreamHead(reader.GetString(0), reader.GetInt32(1), hash));
        }

        return heads;
    }

    private static async Task<Seal?> ReadOneAsync(NpgsqlCommand command, CancellationToken cancellationToken)
    {
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        return await reader.ReadAsync(cancellationToken) ? Read(reader) : null;
    }

    private static Seal Read(NpgsqlDataReader reader) =>
        new(
            reader.GetFieldValue<DateOnly>(0),
            reader.GetInt64(1),
            reader.GetFieldValue<byte[]>(2),
            reader.GetFieldValue<byte[]>(3)
        );
}
