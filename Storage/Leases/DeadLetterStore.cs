using CivicGrains.Storage.EventLog;
using Npgsql;
using NpgsqlTypes;

namespace CivicGrains.Storage.Leases;

/// <summary>How it stands with a dead letter.</summary>
public enum DeadLetterState
{
    /// <summary>Somebody has to decide.</summary>
    Waiting,

    /// <summary>Somebody wants it tried again; the dispatcher does so.</summary>
    Retrying,

    /// <summary>It was tried again, and done.</summary>
    Done,

    /// <summary>Somebody decided that it is not done.</summary>
    Dropped,
}

/// <summary>A reaction that failed again and again.</summary>
/// <param name="Seq">The event it reacts to.</param>
/// <param name="Target">The grain it was for.</param>
/// <param name="Refused">Code of the refusal it follows from; null when it follows from the event itself.</param>
/// <param name="Error">The last error with all its words: for whoever has the database, not for pages and logs.</param>
/// <param name="ErrorKind">Type of the last error.</param>
/// <param name="Attempts">How often it was tried, over all retries.</param>
/// <param name="ParkedAt">When it was first parked, in real time.</param>
public sealed record DeadLetter(
    long Id,
    string Reaction,
    long Seq,
    string Target,
    string? Refused,
    string Error,
    string ErrorKind,
    int Attempts,
    DeadLetterState State,
    DateTimeOffset ParkedAt
);

/// <summary>What can be decided about a dead letter.</summary>
public enum DeadLetterVerdict
{
    /// <summary>Try it again.</summary>
    Retry,

    /// <summary>Do not do it.</summary>
    Drop,
}

/// <summary>Something that somebody decided about a dead letter.</summary>
/// <param name="Reason">Why; only of a drop.</param>
/// <param name="Actor">Reference of the account.</param>
/// <param name="At">In real time.</param>
public sealed record DeadLetterAct(
    long Letter,
    DeadLetterVerdict Verdict,
    string? Reason,
    Guid Actor,
    DateTimeOffset At
);

/// <summary>What became of a decision.</summary>
public enum DeadLetterOutcome
{
    /// <summary>It holds, now or since the first time it was sent.</summary>
    Decided,

    /// <summary>There is no such letter.</summary>
    Unknown,

    /// <summary>The letter does not wait for a decision.</summary>
    NotWaiting,

    /// <summary>Another decision was sent under this id before.</summary>
    OtherRequest,
}

/// <summary>Reactions that are parked, so that they block nothing else, until somebody looks and decides.</summary>
public sealed class DeadLetterStore(NpgsqlDataSource source)
{
    private static readonly string ParkSql = SqlText.Load("dead-letter-park");
    private static readonly string SelectSql = SqlText.Load("dead-letter-select");
    private static readonly string ActSql = SqlText.Load("dead-letter-act");
    private static readonly string ActsSql = SqlText.Load("dead-letter-acts");

    /// <summary>Parks a reaction; parking it again keeps the newer error, and what was dropped stays so.</summary>
    /// <param name="refused">Code of the refusal it follows from; null when it follows from the event itself.</param>
    /// <param name="attempts">How often it was tried this time.</param>
    public async Task ParkAsync(
        string reaction,
        long seq,
        string target,
        string? refused,
        Exception error,
        int attempts,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ParkSql);
        command.Parameters.Add(new() { Value = reaction });
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = target });
        command.Parameters.Add(TextOrNull(refused));
        command.Parameters.Add(new() { Value = error.ToString().Replace("\0", "", StringComparison.Ordinal) });
        command.Parameters.Add(new() { Value = error.GetType().FullName ?? "" });
        command.Parameters.Add(new() { Value = attempts });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many are not settled; more than none is a reason to look.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "select count(*) from dead_letters where state in ('waiting', 'retrying')"
        );
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The newest ones that are not settled.</summary>
    public Task<IReadOnlyList<DeadLetter>> GetNewestAsync(int max, CancellationToken cancellationToken = default) =>
        SelectAsync("where d.state in ('waiting', 'retrying') order by d.id desc limit $1", max, cancellationToken);

    /// <summary>The newest ones that are settled.</summary>
    public Task<IReadOnlyList<DeadLetter>> GetSettledAsync(int max, CancellationToken cancellationToken = default) =>
        SelectAsync("where d.state in ('done', 'dropped') order by d.id desc limit $1", max, cancellationToken);

    /// <summary>Those that somebody wants tried again, the oldest first.</summary>
    public Task<IReadOnlyList<DeadLetter>> GetRetryingAsync(int max, CancellationToken cancellationToken = default) =>
        SelectAsync("where d.state = 'retrying' order by d.id limit $1", max, cancellationToken);

    /// <summary>What was decided about letters, in order.</summary>
    public async Task<IReadOnlyList<DeadLetterAct>> GetActsAsync(
        IEnumerable<long> letters,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ActsSql);
        command.Parameters.Add(new() { Value = letters.ToArray() });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var acts = new List<DeadLetterAct>();
        while (await reader.ReadAsync(cancellationToken))
        {
            acts.Add(
                new DeadLetterAct(
                    reader.GetInt64(0),
                    Enum.Parse<DeadLetterVerdict>(reader.GetString(1), ignoreCase: true),
                    await reader.IsDBNullAsync(2, cancellationToken) ? null : reader.GetString(2),
                    reader.GetGuid(3),
                    await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken)
                )
            );
        }

        return acts;
    }

    /// <summary>Decides about a letter that waits. The same id again is the same decision.</summary>
    /// <param name="reason">Why; of a drop it must be there.</param>
    /// <param name="actor">Reference of the account that decides.</param>
    /// <param name="requestHash">What was asked, so that another wish under the same id is noticed.</param>
    public async Task<DeadLetterOutcome> DecideAsync(
        long id,
        DeadLetterVerdict verdict,
        string? reason,
        Guid actor,
        Guid commandId,
        ReadOnlyMemory<byte> requestHash,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        if (await LockAsync(connection, id, cancellationToken) is not { } state)
        {
            return DeadLetterOutcome.Unknown;
        }

        if (await FirstHashAsync(connection, commandId, cancellationToken) is { } first)
        {
            return first.AsSpan().SequenceEqual(requestHash.Span)
                ? DeadLetterOutcome.Decided
                : DeadLetterOutcome.OtherRequest;
        }

        if (state is not "waiting")
        {
            return DeadLetterOutcome.NotWaiting;
        }

        await using var act = new NpgsqlCommand(ActSql, connection);
        act.Parameters.Add(new() { Value = commandId });
        act.Parameters.Add(new NpgsqlParameter<ReadOnlyMemory<byte>> { TypedValue = requestHash });
        act.Parameters.Add(new() { Value = id });
        act.Parameters.Add(new() { Value = verdict is DeadLetterVerdict.Retry ? "retry" : "drop" });
        act.Parameters.Add(TextOrNull(reason));
        act.Parameters.Add(new() { Value = actor });
        act.Parameters.Add(new() { Value = verdict is DeadLetterVerdict.Retry ? "retrying" : "dropped" });
        await act.ExecuteNonQueryAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return DeadLetterOutcome.Decided;
    }

    /// <summary>What was to be tried again is done.</summary>
    public async Task SettleAsync(long id, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "update dead_letters set state = 'done' where id = $1 and state = 'retrying'"
        );
        command.Parameters.Add(new() { Value = id });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private static async Task<string?> LockAsync(
        NpgsqlConnection connection,
        long id,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select state from dead_letters where id = $1 for update",
            connection
        );
        command.Parameters.Add(new() { Value = id });
        return (string?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static async Task<byte[]?> FirstHashAsync(
        NpgsqlConnection connection,
        Guid commandId,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(
            "select request_hash from operator_acts where command_id = $1",
            connection
        );
        command.Parameters.Add(new() { Value = commandId });
        return (byte[]?)await command.ExecuteScalarAsync(cancellationToken);
    }

    private static NpgsqlParameter TextOrNull(string? text) =>
        new() { Value = (object?)text ?? DBNull.Value, NpgsqlDbType = NpgsqlDbType.Text };

    private async Task<IReadOnlyList<DeadLetter>> SelectAsync(
        string which,
        int max,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand($"{SelectSql} {which}");
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(
                new DeadLetter(
                    reader.GetInt64(0),
                    reader.GetString(1),
                    reader.GetInt64(2),
                    reader.GetString(3),
                    await reader.IsDBNullAsync(4, cancellationToken) ? null : reader.GetString(4),
                    reader.GetString(5),
                    reader.GetString(6),
                    reader.GetInt32(7),
                    Enum.Parse<DeadLetterState>(reader.GetString(8), ignoreCase: true),
                    await reader.GetFieldValueAsync<DateTimeOffset>(9, cancellationToken)
                )
            );
        }

        return letters;
    }
}
