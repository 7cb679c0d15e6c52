using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Deadlines;

/// <summary>Asks the read model where something is due.</summary>
public sealed class DueStreams(NpgsqlDataSource source)
{
    private static readonly string DueStreamsSql = SqlText.Load("due-streams");
    private static readonly string NextDueSql = SqlText.Load("next-due");

    /// <summary>Streams of which something is due up to a moment of domain time, the longest due first.</summary>
    public async Task<IReadOnlyList<string>> FindAsync(
        DateTimeOffset until,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(DueStreamsSql);
        command.Parameters.Add(new NpgsqlParameter<DateTimeOffset> { TypedValue = until });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var streams = new List<string>();
        while (await reader.ReadAsync(cancellationToken))
        {
            streams.Add(reader.GetString(0));
        }

        return streams;
    }

    /// <summary>The next moment at which anything happens by itself; null when nothing ever does.</summary>
    public async Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(NextDueSql);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime at ? new DateTimeOffset(at) : null;
    }
}
