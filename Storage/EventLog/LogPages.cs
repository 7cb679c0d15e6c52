using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>The log page by page, for exports.</summary>
public sealed class LogPages(NpgsqlDataSource source)
{
    private static readonly string ReadStreamPage = SqlText.Load("read-stream-page");

    /// <summary>Events after a sequence number, in order.</summary>
    /// <param name="stream">Only those of this stream; null for all.</param>
    public async Task<IReadOnlyList<LoggedEvent>> ReadAsync(
        string? stream,
        long after,
        int limit,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (stream is null)
        {
            return await LogReader.ReadLogAsync(connection, after, limit, cancellationToken);
        }

        await using var command = new NpgsqlCommand(ReadStreamPage, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(LogReader.Read(reader));
        }

        return events;
    }
}
