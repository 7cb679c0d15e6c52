using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Leases;

/// <summary>How far the followers of the log have come. A follower has the lease of the same name.</summary>
public sealed class CursorStore(NpgsqlDataSource source)
{
    private static readonly string AdvanceSql = SqlText.Load("cursor-advance");

    /// <summary>Everything up to here is done; 0 before the first event.</summary>
    public async Task<long> ReadAsync(string name, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand("select seq from cursors where name = $1");
        command.Parameters.Add(new() { Value = name });
        return await command.ExecuteScalarAsync(cancellationToken) is long seq ? seq : 0;
    }

    /// <summary>Moves the cursor forward; never back.</summary>
    /// <exception cref="LeaseLostException">Somebody else has the lease by now.</exception>
    public async Task AdvanceAsync(Lease lease, long seq, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(AdvanceSql);
        command.Parameters.Add(new() { Value = lease.Name });
        command.Parameters.Add(new() { Value = lease.Token });
        command.Parameters.Add(new() { Value = seq });
        if (await command.ExecuteScalarAsync(cancellationToken) is null)
        {
            throw new LeaseLostException(lease);
        }
    }
}
