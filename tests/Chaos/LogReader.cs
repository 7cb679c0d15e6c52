using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using Npgsql;

namespace CivicGrains.Chaos;

/// <summary>Reads the log past everything that the platform itself would say of it.</summary>
internal sealed class LogReader(NpgsqlDataSource source)
{
    /// <summary>The last event of the log.</summary>
    public async Task<long> ReadSeqAsync() =>
        (await ReadAsync("select coalesce(max(seq), 0) from events", reader => reader.GetInt64(0)))[0];

    /// <summary>What happened after a number.</summary>
    public async Task<Log> ReadAsync(long since)
    {
        // Commands first: one that is carried out meanwhile is then missed, not half seen.
        var commands = await ReadAsync(
            "select command_id, last_seq from commands",
            reader => KeyValuePair.Create(reader.GetGuid(0), reader.GetInt64(1))
        );
        var events = await ReadAsync(
            """
            select seq, stream, version, subject, type, command_id, actor, at, payload from events
            where seq > $1 order by seq
            """,
            reader => new LoggedEvent(
                reader.GetInt64(0),
                reader.GetString(1),
                reader.GetInt32(2),
                Value(reader, 3, reader.GetString),
                reader.GetString(4),
                reader.GetGuid(5),
                reader.GetGuid(6),
                reader.GetFieldValue<DateTimeOffset>(7),
                reader.GetString(8)
            ),
            since
        );
        var letters = await ReadAsync(
            "select reaction, seq, target, error from dead_letters",
            reader => $"{reader.GetString(0)} to {reader.GetInt64(1)} at {reader.GetString(2)}: {reader.GetString(3)}"
        );
        return new Log(events, commands.ToDictionary(), letters);
    }

    /// <summary>Events of an issue that its reporter and the residents never hear of; nor that a grid was offered it.</summary>
    private static readonly string[] ForTheChain =
    [
        .. EventCatalog.All.Keys.Where(name =>
            IssueEventAudience.IsForChain(name) || !name.StartsWith("issue.", StringComparison.Ordinal)
        ),
    ];

    /// <summary>Every issue as it stands.</summary>
    public async Task<IReadOnlyDictionary<string, LoggedIssue>> ReadIssuesAsync() =>
        (
            await ReadAsync(
                """
                select id, owner, community, subdistrict, visibility <> 'compound', status, level, handler_place, reporter,
                  due_at, overall_due_at, stars, seq,
                  (select coalesce(max(e.seq), 0) from events e where e.subject = i.id and e.type <> all ($1))
                from issues i
                """,
                reader => new LoggedIssue(
                    reader.GetString(0),
                    reader.GetString(1),
                    Value(reader, 2, reader.GetString),
                    Value(reader, 3, reader.GetString),
                    reader.GetBoolean(4),
                    reader.GetString(5),
                    Number(reader, 6),
                    Value(reader, 7, reader.GetString),
                    reader.GetGuid(8),
                    Moment(reader, 9),
                    Moment(reader, 10),
                    Number(reader, 11),
                    reader.GetInt64(12),
                    reader.GetInt64(13)
                ),
                (object)ForTheChain
            )
        ).ToDictionary(issue => issue.Id, StringComparer.Ordinal);

    /// <summary>Account and reference of everybody, by the name they sign in with.</summary>
    public async Task<IReadOnlyDictionary<string, (Guid Id, Guid Reference)>> ReadAccountsAsync() =>
        (
            await ReadAsync(
                "select account, id, reference from accounts",
                reader => KeyValuePair.Create(reader.GetString(0), (reader.GetGuid(1), reader.GetGuid(2)))
            )
        ).ToDictionary(StringComparer.Ordinal);

    private async Task<ImmutableArray<T>> ReadAsync<T>(
        string sql,
        Func<NpgsqlDataReader, T> rowOf,
        params object[] parameters
    )
    {
        await using var command = source.CreateCommand(sql);
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(rowOf(reader));
        }

        return rows.ToImmutable();
    }

    private static T? Value<T>(NpgsqlDataReader reader, int column, Func<int, T> read)
        where T : class => reader.IsDBNull(column) ? null : read(column);

    private static int? Number(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetInt32(column);

    private static DateTimeOffset? Moment(NpgsqlDataReader reader, int column) =>
        reader.IsDBNull(column) ? null : reader.GetFieldValue<DateTimeOffset>(column);
}
