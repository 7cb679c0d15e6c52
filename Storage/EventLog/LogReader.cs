using System.Runtime.CompilerServices;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>Reads events as they stand in the log.</summary>
internal static class LogReader
{
    private static readonly string ReadStream = SqlText.Load("read-stream");
    private static readonly string ReadLog = SqlText.Load("read-log");

    /// <summary>The events of a stream after a version, in order.</summary>
    public static async IAsyncEnumerable<LoggedEvent> ReadStreamAsync(
        NpgsqlConnection connection,
        string stream,
        long afterVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ReadStream, connection);
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = afterVersion });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        while (await reader.ReadAsync(cancellationToken))
        {
            yield return Read(reader);
        }
    }

    /// <summary>Some events of the whole log after a sequence number, in order.</summary>
    public static async Task<IReadOnlyList<LoggedEvent>> ReadLogAsync(
        NpgsqlConnection connection,
        long after,
        int limit,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(ReadLog, connection);
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = after });
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = limit });
        await command.PrepareAsync(cancellationToken);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var events = new List<LoggedEvent>();
        while (await reader.ReadAsync(cancellationToken))
        {
            events.Add(Read(reader));
        }

        return events;
    }

    /// <summary>An event from the columns of <c>read-stream.sql</c> and <c>read-log.sql</c>.</summary>
    public static LoggedEvent Read(NpgsqlDataReader reader) =>
        new(
            reader.GetInt64(0),
            reader.GetString(1),
            reader.GetInt32(2),
            reader.IsDBNull(3) ? null : reader.GetString(3),
            reader.GetString(4),
            reader.GetString(5),
            reader.GetGuid(6),
            reader.GetGuid(7),
            new DateTimeOffset(reader.GetDateTime(8)),
            reader.GetFieldValue<byte[]>(9)
        );

    /// <summary>A command's answer from the columns stream, answer, request_hash, last_seq.</summary>
    /// <param name="first">Where they begin.</param>
    public static StoredAnswer ReadAnswer(NpgsqlDataReader reader, int first) =>
        new(
            reader.GetString(first),
            reader.GetString(first + 1),
            reader.GetFieldValue<byte[]>(first + 2),
            reader.GetInt64(first + 3)
        );

    /// <summary>Bytes, or null.</summary>
    public static byte[]? ReadBytes(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<byte[]>(column);
}
