using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>The epoch of the log: which life of it a cursor belongs to.</summary>
public static class LogEpoch
{
    /// <summary>Blocks of a hundred issue numbers that are left out: some days of a district.</summary>
    private const long BlocksLeftOut = 100;

    private static readonly string Renew = SqlText.Load("renew-epoch");

    /// <summary>
    /// Begins a new life of a log that was restored from a copy: cursors from before are answered with a snapshot, and
    /// numbers of issues that the copy does not know of are not given out again.
    /// </summary>
    /// <returns>The new epoch.</returns>
    public static async Task<Guid> RenewAsync(NpgsqlDataSource source, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(Renew);
        command.Parameters.Add(new() { Value = BlocksLeftOut });
        return (Guid)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}
