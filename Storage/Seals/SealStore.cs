using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Seals;

/// <summary>Makes seals, keeps them and proves what they cover.</summary>
public sealed class SealStore(NpgsqlDataSource source)
{
    /// <summary>Key of the advisory lock of whoever makes a seal: seals follow one another.</summary>
    private const long LockKey = 4801050002;

    private static readonly string SeqSql = SqlText.Load("seal-seq");
    private static readonly string FirstDaySql = SqlText.Load("seal-first-day");
    private static readonly string InsertSql = SqlText.Load("seal-insert");

    /// <summary>The seal of a day; null when it has none.</summary>
    public async Task<Seal?> FindAsync(DateOnly date, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await SealReader.FindAsync(connection, date, cancellationToken);
    }

    /// <summary>The newest seal; null before the first.</summary>
    public async Task<Seal?> FindLastAsync(CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        return await SealReader.FindLastAsync(connection, cancellationToken);
    }

    /// <summary>Proves how a stream stood at the end of a day; null when the day has no seal or the stream no event then.</summary>
    public async Task<SealProof?> ProveAsync(
        DateOnly date,
        string stream,
        CancellationToken cancellationToken = default
    )
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        if (await SealReader.FindAsync(connection, date, cancellationToken) is not { } seal)
        {
            return null;
        }

        var heads = await SealReader.ReadHeadsAsync(connection, seal.Seq, cancellationToken);
        return Merkle.Prove(heads, stream) is { } steps
            ? new SealProof(heads.Single(h => h.Stream == stream), steps)
            : null;
    }

    /// <summary>
    /// Seals a day. A day that has a seal keeps it; so it does no harm to ask twice, or from two processes.
    /// </summary>
    /// <param name="date">A day that has ended in the town.</param>
    /// <exception cref="InvalidOperationException">A later day is sealed already: seals follow one another.</exception>
    public async Task<Seal> SealAsync(DateOnly date, CancellationToken cancellationToken = default)
    {
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("select pg_advisory_xact_lock($1)", connection))
        {
            take.Parameters.Add(new() { Value = LockKey });
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        var last = await SealReader.FindLastAsync(connection, cancellationToken);
        if (last?.Date >= date)
        {
            return await SealReader.FindAsync(connection, date, cancellationToken)
                ?? throw new InvalidOperationException($"{date:O} cannot be sealed any more: {last.Date:O} is sealed.");
        }

        var seq = await ReadSeqAsync(connection, last?.Seq ?? 0, Town.StartOf(date.AddDays(1)), cancellationToken);
        var root = Merkle.Root(await SealReader.ReadHeadsAsync(connection, seq, cancellationToken));
        var seal = new Seal(date, seq, root, last?.Hash() ?? Seal.Genesis);
        await InsertAsync(connection, seal, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        return seal;
    }

    /// <summary>
    /// Seals every day that has no seal yet, from the day of the first event or after the last seal, up to a day.
    /// </summary>
    /// <param name="last">A day that has ended in the town.</param>
    /// <param name="progress">Told of each seal.</param>
    public async Task SealUpToAsync(
        DateOnly last,
        IProgress<Seal>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        for (var date = await FindNextDayAsync(cancellationToken); date <= last; date = date.Value.AddDays(1))
        {
            var seal = await SealAsync(date.Value, cancellationToken);
            progress?.Report(seal);
        }
    }

    /// <summary>The first day without a seal; null while nothing has happened.</summary>
    public async Task<DateOnly?> FindNextDayAsync(CancellationToken cancellationToken = default)
    {
        if (await FindLastAsync(cancellationToken) is { } seal)
        {
            return seal.Date.AddDays(1);
        }

        await using var command = source.CreateCommand(FirstDaySql);
        return await command.ExecuteScalarAsync(cancellationToken) is DateTime first
            ? Town.DateOf(new DateTimeOffset(first))
            : null;
    }

    private static async Task<long> ReadSeqAsync(
        NpgsqlConnection connection,
        long after,
        DateTimeOffset end,
        CancellationToken cancellationToken
    )
    {
        await using var command = new NpgsqlCommand(SeqSql, connection);
        command.Parameters.Add(new() { Value = after });
        command.Parameters.Add(new() { Value = end });
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private static async Task InsertAsync(NpgsqlConnection connection, Seal seal, CancellationToken cancellationToken)
    {
        await using var insert = new NpgsqlCommand(InsertSql, connection);
        insert.Parameters.Add(new() { Value = seal.Date });
        insert.Parameters.Add(new() { Value = seal.Seq });
        insert.Parameters.Add(new() { Value = seal.Root });
        insert.Parameters.Add(new() { Value = seal.Previous });
        insert.Parameters.Add(new() { Value = seal.Hash() });
        await insert.ExecuteNonQueryAsync(cancellationToken);
    }
}
