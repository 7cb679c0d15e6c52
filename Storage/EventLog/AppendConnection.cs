using System.Data;
using Npgsql;
using NpgsqlTypes;

namespace CivicGrains.Storage.EventLog;

/// <summary>A process of the database server; the start tells it from a later one of the same number.</summary>
internal readonly record struct BackendId(int ProcessId, DateTime Started);

/// <summary>What append_batch answers.</summary>
/// <param name="Base">The event numbered n of the batch has seq <c>Base + n</c>.</param>
/// <param name="Outcomes">One per append; null when all have won.</param>
internal sealed record BatchAnswer(
    long Base,
    int[]? Outcomes,
    string?[]? FirstAnswers,
    byte[]?[]? FirstRequestHashes,
    long?[]? FirstSeqs
)
{
    /// <summary>Written.</summary>
    public const int Won = 0;

    /// <summary>The command was answered before.</summary>
    public const int Known = 1;

    /// <summary>The stream's head is elsewhere.</summary>
    public const int Behind = 2;

    /// <summary>The same command stands earlier in the batch: ask again.</summary>
    public const int Twin = 3;
}

/// <summary>
/// One connection of the writer with its prepared call of append_batch: a batch is one message there and one answer
/// back.
/// </summary>
internal sealed class AppendConnection : IAsyncDisposable
{
    private static readonly string Call = SqlText.Load("append-batch-call");

    private readonly NpgsqlConnection connection;
    private readonly NpgsqlCommand command;

    private readonly List<string> streams = [];
    private readonly List<int> expecteds = [];
    private readonly List<ReadOnlyMemory<byte>> expectedHashes = [];
    private readonly List<int> versions = [];
    private readonly List<ReadOnlyMemory<byte>> headHashes = [];
    private readonly List<Guid> commandIds = [];
    private readonly List<ReadOnlyMemory<byte>> requestHashes = [];
    private readonly List<string> answers = [];
    private readonly List<Guid> actors = [];
    private readonly List<DateTime> ats = [];
    private readonly List<int> lastEvents = [];

    private readonly List<int> eventOf = [];
    private readonly List<string> eventStreams = [];
    private readonly List<int> eventVersions = [];
    private readonly List<string?> subjects = [];
    private readonly List<string> types = [];
    private readonly List<string> payloads = [];
    private readonly List<ReadOnlyMemory<byte>> hashes = [];

    private readonly List<int> textOf = [];
    private readonly List<string> commitments = [];
    private readonly List<byte[]> salts = [];
    private readonly List<string> kinds = [];
    private readonly List<string> bodies = [];

    private readonly List<string> views = [];
    private readonly List<int> rowOf = [];
    private readonly List<int> rowView = [];
    private readonly List<string> rows = [];

    private AppendConnection(NpgsqlConnection connection, BackendId backend, TimeSpan timeout)
    {
        this.connection = connection;
        Backend = backend;
        command = new NpgsqlCommand(Call, connection) { CommandTimeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        Add(streams, NpgsqlDbType.Text);
        Add(expecteds, NpgsqlDbType.Integer);
        Add(expectedHashes, NpgsqlDbType.Bytea);
        Add(versions, NpgsqlDbType.Integer);
        Add(headHashes, NpgsqlDbType.Bytea);
        Add(commandIds, NpgsqlDbType.Uuid);
        Add(requestHashes, NpgsqlDbType.Bytea);
        Add(answers, NpgsqlDbType.Text);
        Add(actors, NpgsqlDbType.Uuid);
        Add(ats, NpgsqlDbType.TimestampTz);
        Add(lastEvents, NpgsqlDbType.Integer);
        Add(eventOf, NpgsqlDbType.Integer);
        Add(eventStreams, NpgsqlDbType.Text);
        Add(eventVersions, NpgsqlDbType.Integer);
        Add(subjects, NpgsqlDbType.Text);
        Add(types, NpgsqlDbType.Text);
        Add(payloads, NpgsqlDbType.Text);
        Add(hashes, NpgsqlDbType.Bytea);
        Add(textOf, NpgsqlDbType.Integer);
        Add(commitments, NpgsqlDbType.Text);
        Add(salts, NpgsqlDbType.Bytea);
        Add(kinds, NpgsqlDbType.Text);
        Add(bodies, NpgsqlDbType.Text);
        Add(views, NpgsqlDbType.Text);
        Add(rowOf, NpgsqlDbType.Integer);
        Add(rowView, NpgsqlDbType.Integer);
        Add(rows, NpgsqlDbType.Text);
    }

    /// <summary>The server's process behind this connection.</summary>
    public BackendId Backend { get; }

    /// <summary>Opens a connection and prepares the call.</summary>
    public static async Task<AppendConnection> OpenAsync(NpgsqlDataSource source, TimeSpan timeout)
    {
        var open = await source.OpenConnectionAsync();
        try
        {
            var ready = new AppendConnection(open, await ReadBackendAsync(open), timeout);
            await ready.command.PrepareAsync();
            return ready;
        }
        catch
        {
            await open.DisposeAsync();
            throw;
        }
    }

    /// <summary>Whether anything can be sent over it; after some errors of the server nothing can.</summary>
    public bool IsOpen => connection.FullState.HasFlag(ConnectionState.Open);

    /// <summary>Writes a batch. It is durable when the task ends well.</summary>
    public async Task<BatchAnswer> WriteAsync(IReadOnlyList<PendingAppend> batch)
    {
        Clear();
        for (var i = 0; i < batch.Count; i++)
        {
            Fill(i + 1, batch[i]);
        }

        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var answer = new BatchAnswer(
            await reader.IsDBNullAsync(0) ? 0 : reader.GetInt64(0),
            await ReadOrNullAsync<int[]>(reader, 1),
            await ReadOrNullAsync<string?[]>(reader, 2),
            await ReadOrNullAsync<byte[]?[]>(reader, 3),
            await ReadOrNullAsync<long?[]>(reader, 4)
        );
        // The row comes before the commit; only the end of the answer comes after it.
        await reader.NextResultAsync();
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        await command.DisposeAsync();
        await connection.DisposeAsync();
    }

    private static async Task<BackendId> ReadBackendAsync(NpgsqlConnection open)
    {
        await using var ask = new NpgsqlCommand(SqlText.Load("own-backend"), open);
        await using var reader = await ask.ExecuteReaderAsync();
        await reader.ReadAsync();
        return new BackendId(reader.GetInt32(0), reader.GetDateTime(1));
    }

    private static async Task<T?> ReadOrNullAsync<T>(NpgsqlDataReader reader, int column)
        where T : class => await reader.IsDBNullAsync(column) ? null : await reader.GetFieldValueAsync<T>(column);

    private void Add<T>(List<T> values, NpgsqlDbType element) =>
        command.Parameters.Add(
            new NpgsqlParameter<List<T>> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | element }
        );

    private void Fill(int append, PendingAppend pending)
    {
        var request = pending.Request;
        streams.Add(request.Stream);
        expecteds.Add(request.ExpectedVersion);
        expectedHashes.Add(request.HeadHash);
        versions.Add(pending.Version);
        headHashes.Add(pending.HeadHash);
        commandIds.Add(request.CommandId);
        requestHashes.Add(request.RequestHash);
        answers.Add(request.Answer);
        actors.Add(request.Actor);
        ats.Add(pending.At);
        foreach (ref readonly var happened in pending.Events.AsSpan())
        {
            eventOf.Add(append);
            eventStreams.Add(request.Stream);
            eventVersions.Add(happened.Version);
            subjects.Add(happened.Subject);
            types.Add(happened.Type);
            payloads.Add(happened.Payload);
            hashes.Add(happened.Hash);
        }

        lastEvents.Add(pending.Events.Length == 0 ? 0 : eventOf.Count);
        foreach (var text in request.Texts)
        {
            textOf.Add(append);
            commitments.Add(text.Commitment);
            salts.Add([.. text.Salt]);
            kinds.Add(text.Kind);
            bodies.Add(text.Body);
        }

        foreach (ref readonly var row in pending.Rows.AsSpan())
        {
            rowOf.Add(append);
            rowView.Add(NumberOf(row.View));
            rows.Add(row.Json);
        }
    }

    private int NumberOf(string view)
    {
        var known = views.IndexOf(view);
        if (known < 0)
        {
            known = views.Count;
            views.Add(view);
        }

        return known + 1;
    }

    private void Clear()
    {
        foreach (NpgsqlParameter parameter in command.Parameters)
        {
            ((System.Collections.IList)parameter.Value!).Clear();
        }
    }
}
