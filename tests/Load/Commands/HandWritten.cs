using System.Globalization;
using CivicGrains.Load.Common;
using Npgsql;
using NpgsqlTypes;

namespace CivicGrains.Load.Commands;

/// <summary>
/// The best that can be written by hand without group commit: one prepared batch, one round trip, one transaction, the
/// same rows as a report of ours (head, two events, command id, text, view row), without decision, hash or JSON work.
/// </summary>
internal sealed class PreparedBatch(NpgsqlDataSource source, int connections) : ISide
{
    private readonly SemaphoreSlim _free = new(connections);
    private readonly Stack<Prepared> _idle = new();

    public string Name => "prepared batch";

    public async Task PrepareAsync(int callers)
    {
        while (_idle.Count < connections)
        {
            _idle.Push(await Prepared.OpenAsync(source));
        }
    }

    public async Task DoAsync(int caller)
    {
        await _free.WaitAsync();
        Prepared mine;
        lock (_idle)
        {
            mine = _idle.Pop();
        }

        try
        {
            await mine.WriteAsync(caller, Row.NextVersion());
        }
        finally
        {
            lock (_idle)
            {
                _idle.Push(mine);
            }

            _free.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var prepared in _idle)
        {
            await prepared.DisposeAsync();
        }

        _free.Dispose();
    }

    private sealed class Prepared : IAsyncDisposable
    {
        private readonly NpgsqlConnection _connection;
        private readonly NpgsqlBatch _batch;

        private Prepared(NpgsqlConnection connection)
        {
            _connection = connection;
            _batch = new NpgsqlBatch(connection)
            {
                BatchCommands =
                {
                    Statement(HandWrittenSql.Head, NpgsqlDbType.Text, NpgsqlDbType.Integer, NpgsqlDbType.Bytea),
                    Statement(
                        HandWrittenSql.Events,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Integer,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Uuid,
                        NpgsqlDbType.Uuid,
                        NpgsqlDbType.TimestampTz,
                        NpgsqlDbType.Bytea
                    ),
                    Statement(
                        HandWrittenSql.Command,
                        NpgsqlDbType.Uuid,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Bytea,
                        NpgsqlDbType.Text
                    ),
                    Statement(
                        HandWrittenSql.Content,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Bytea,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Text
                    ),
                    Statement(
                        HandWrittenSql.Issue,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.Uuid,
                        NpgsqlDbType.Text,
                        NpgsqlDbType.TimestampTz
                    ),
                },
            };
        }

        public static async Task<Prepared> OpenAsync(NpgsqlDataSource source)
        {
            var prepared = new Prepared(await source.OpenConnectionAsync());
            await prepared._batch.PrepareAsync();
            return prepared;
        }

        public async Task WriteAsync(int caller, int version)
        {
            var row = Row.Of(caller, version);
            Set(_batch.BatchCommands[0], row.Stream, version, SampleRows.Hash);
            Set(
                _batch.BatchCommands[1],
                row.Stream,
                version,
                row.IssueId,
                SampleRows.ReportedPayload,
                SampleRows.AcceptedPayload,
                row.CommandId,
                row.Actor,
                row.At,
                SampleRows.Hash
            );
            Set(_batch.BatchCommands[2], row.CommandId, row.Stream, SampleRows.Hash, SampleRows.Answer);
            Set(_batch.BatchCommands[3], row.Commitment, SampleRows.Salt, "description", SampleRows.Description);
            Set(_batch.BatchCommands[4], row.IssueId, row.Stream, row.Actor, row.Commitment, row.At);
            await _batch.ExecuteNonQueryAsync();
        }

        public async ValueTask DisposeAsync()
        {
            await _batch.DisposeAsync();
            await _connection.DisposeAsync();
        }

        private static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<NpgsqlDbType> types)
        {
            var statement = new NpgsqlBatchCommand(sql);
            foreach (var type in types)
            {
                statement.Parameters.Add(new NpgsqlParameter { NpgsqlDbType = type });
            }

            return statement;
        }

        private static void Set(NpgsqlBatchCommand statement, params ReadOnlySpan<object> values)
        {
            for (var i = 0; i < values.Length; i++)
            {
                statement.Parameters[i].Value = values[i];
            }
        }
    }
}

/// <summary>Usual code: begin, look at the head, write the events, write the row, commit; five round trips.</summary>
internal sealed class FiveRoundTrips(NpgsqlDataSource source, int connections) : ISide
{
    private readonly SemaphoreSlim _free = new(connections);

    public string Name => "five round trips";

    public Task PrepareAsync(int callers)
    {
        return Task.CompletedTask;
    }

    public async Task DoAsync(int caller)
    {
        await _free.WaitAsync();
        try
        {
            var version = Row.NextVersion();
            var row = Row.Of(caller, version);
            await using var connection = await source.OpenConnectionAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using (
                var head = Command(
                    connection,
                    "select version from stream_heads where stream = $1 for update",
                    row.Stream
                )
            )
            {
                await head.ExecuteScalarAsync();
            }

            await using (
                var batch = new NpgsqlBatch(connection, transaction)
                {
                    BatchCommands =
                    {
                        Statement(HandWrittenSql.Head, row.Stream, version, SampleRows.Hash),
                        Statement(
                            HandWrittenSql.Events,
                            row.Stream,
                            version,
                            row.IssueId,
                            SampleRows.ReportedPayload,
                            SampleRows.AcceptedPayload,
                            row.CommandId,
                            row.Actor,
                            row.At,
                            SampleRows.Hash
                        ),
                        Statement(
                            HandWrittenSql.Command,
                            row.CommandId,
                            row.Stream,
                            SampleRows.Hash,
                            SampleRows.Answer
                        ),
                    },
                }
            )
            {
                await batch.ExecuteNonQueryAsync();
            }

            await using (
                var view = new NpgsqlBatch(connection, transaction)
                {
                    BatchCommands =
                    {
                        Statement(
                            HandWrittenSql.Content,
                            row.Commitment,
                            SampleRows.Salt,
                            "description",
                            SampleRows.Description
                        ),
                        Statement(HandWrittenSql.Issue, row.IssueId, row.Stream, row.Actor, row.Commitment, row.At),
                    },
                }
            )
            {
                await view.ExecuteNonQueryAsync();
            }

            await transaction.CommitAsync();
        }
        finally
        {
            _free.Release();
        }
    }

    public ValueTask DisposeAsync()
    {
        _free.Dispose();
        return ValueTask.CompletedTask;
    }

    private static NpgsqlCommand Command(NpgsqlConnection connection, string sql, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlCommand(sql, connection);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return command;
    }

    private static NpgsqlBatchCommand Statement(string sql, params ReadOnlySpan<object> values)
    {
        var statement = new NpgsqlBatchCommand(sql);
        foreach (var value in values)
        {
            statement.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        return statement;
    }
}

/// <summary>The varying part of what a report writes.</summary>
internal readonly record struct Row(
    string Stream,
    string IssueId,
    Guid CommandId,
    Guid Actor,
    string Commitment,
    DateTimeOffset At
)
{
    private static int lastVersion;

    /// <summary>Versions rise over all sides and turns, so that no two rows are ever the same.</summary>
    public static int NextVersion() => Interlocked.Add(ref lastVersion, 2);

    private static readonly Guid SomeActor = Guid.CreateVersion7();

    /// <summary>Each caller has streams of its own, so that no two callers ever wait for one row.</summary>
    public static Row Of(int caller, int version) =>
        new(
            string.Create(CultureInfo.InvariantCulture, $"compound/510105007004-C{caller}"),
            string.Create(CultureInfo.InvariantCulture, $"QY-{caller}-{version}"),
            Guid.CreateVersion7(),
            SomeActor,
            SampleRows.Commitment(),
            TimeProvider.System.GetUtcNow()
        );
}

internal static class HandWrittenSql
{
    public const string Head = """
        insert into stream_heads (stream, version, hash) values ($1, $2, $3)
        on conflict (stream) do update set version = excluded.version, hash = excluded.hash
        where stream_heads.version < excluded.version
        """;

    public const string Events = """
        insert into events (seq, stream, version, subject, type, payload, command_id, actor, at, hash)
        values (nextval('event_seq'), $1, $2 - 1, $3, 'issue.reported', $4, $6, $7, $8, $9),
               (nextval('event_seq'), $1, $2, $3, 'issue.accepted', $5, $6, $7, $8, $9)
        """;

    public const string Command = """
        insert into commands (command_id, stream, request_hash, answer, last_seq)
        values ($1, $2, $3, $4, currval('event_seq'))
        """;

    public const string Content = "insert into contents (commitment, salt, kind, body) values ($1, $2, $3, $4)";

    public const string Issue = """
        insert into issues (id, stream, owner, community, subdistrict, category, urgency, visibility, source, status, level,
            handler_role, handler_place, reporter, followers, building, description, reported_at, updated_at, due_at,
            overall_due_at, next_due_at, overdue, times_reopened, archived, seq)
        values ($1, $2, $2, '510105007004', '510105007', 'UTL-04', 'P3', 'compound', 'resident', 'dispatched', 0,
            'property-manager', $2, $3, '{}', '1栋', $4, $5, $5, $5 + interval '2 days',
            $5 + interval '7 days', $5 + interval '2 days', false, 0, false, currval('event_seq'))
        on conflict (id) do update set status = excluded.status, level = excluded.level, seq = excluded.seq
        where issues.seq < excluded.seq
        """;
}
