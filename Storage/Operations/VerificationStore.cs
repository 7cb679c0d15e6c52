using Npgsql;

namespace CivicGrains.Storage.Operations;

/// <summary>What the verb <c>verify</c> found the last time.</summary>
/// <param name="At">When it ended, in real time.</param>
/// <param name="Events">Events it went over.</param>
/// <param name="Faults">Breaks of the chain, of texts and of seals.</param>
public sealed record Verification(DateTimeOffset At, long Events, int Faults);

/// <summary>Remembers what verifications of the whole log found.</summary>
public sealed class VerificationStore(NpgsqlDataSource source)
{
    /// <summary>Remembers one that has just ended.</summary>
    public async Task AddAsync(long events, int faults, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("insert into verifications (events, faults) values ($1, $2)");
        command.Parameters.Add(new() { Value = events });
        command.Parameters.Add(new() { Value = faults });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
