using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Leases;

/// <summary>A reaction that failed again and again.</summary>
/// <param name="Seq">The event it reacts to.</param>
/// <param name="Target">The grain it was for.</param>
public sealed record DeadLetter(string Reaction, long Seq, string Target, string Error, DateTimeOffset ParkedAt);

/// <summary>Reactions that are parked, so that they block nothing else, until somebody looks.</summary>
public sealed class DeadLetterStore(NpgsqlDataSource source)
{
    private static readonly string ParkSql = SqlText.Load("dead-letter-park");

    /// <summary>Parks a reaction; parking it again keeps the newer error.</summary>
    public async Task ParkAsync(
        string reaction,
        long seq,
        string target,
        string error,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(ParkSql);
        command.Parameters.Add(new() { Value = reaction });
        command.Parameters.Add(new() { Value = seq });
        command.Parameters.Add(new() { Value = target });
        command.Parameters.Add(new() { Value = error.Replace("\0", "", StringComparison.Ordinal) });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }

    /// <summary>How many are parked; more than none is a reason to look.</summary>
    public async Task<long> CountAsync(CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("select count(*) from dead_letters");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    /// <summary>The newest ones.</summary>
    public async Task<IReadOnlyList<DeadLetter>> GetNewestAsync(int max, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(
            "select reaction, seq, target, error, parked_at from dead_letters order by id desc limit $1"
        );
        command.Parameters.Add(new() { Value = max });
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var letters = new List<DeadLetter>();
        while (await reader.ReadAsync(cancellationToken))
        {
            letters.Add(
                new DeadLetter(
                    reader.GetString(0),
                    reader.GetInt64(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    await reader.GetFieldValueAsync<DateTimeOffset>(4, cancellationToken)
                )
            );
        }

        return letters;
    }
}
