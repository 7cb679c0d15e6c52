using CivicGrains.Storage.EventLog;
using Npgsql;

namespace CivicGrains.Storage.Leases;

/// <summary>The right to do something that only one process may do at a time.</summary>
/// <param name="Name">What it is for.</param>
/// <param name="Holder">The process that has it.</param>
/// <param name="Token">Rises with each change of holder; shown at each write made under the lease.</param>
public sealed record Lease(string Name, Guid Holder, long Token);

/// <summary>The lease has ended and somebody else may have it: stop at once, nothing was written.</summary>
public sealed class LeaseLostException(Lease lease)
    : Exception($"The lease '{lease.Name}' with token {lease.Token} is lost.");

/// <summary>
/// Leases by rows, ended by the clock of the database server: a lock of a session would be kept for ever by a process
/// that is stopped but not dead.
/// </summary>
public sealed class LeaseStore(NpgsqlDataSource source)
{
    /// <summary>How long a lease lasts unless it is renewed.</summary>
    public static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private static readonly string AcquireSql = SqlText.Load("lease-acquire");
    private static readonly string RenewSql = SqlText.Load("lease-renew");
    private static readonly string ReleaseSql = SqlText.Load("lease-release");

    /// <summary>Takes a lease that nobody has, or that has ended; null while somebody else has it.</summary>
    public async Task<Lease?> TryAcquireAsync(string name, Guid holder, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(AcquireSql);
        command.Parameters.Add(new() { Value = name });
        command.Parameters.Add(new() { Value = holder });
        command.Parameters.Add(new() { Value = Duration });
        return await command.ExecuteScalarAsync(cancellationToken) is long token
            ? new Lease(name, holder, token)
            : null;
    }

    /// <summary>Makes a lease last its whole duration again; false when somebody else has it by now.</summary>
    public async Task<bool> RenewAsync(Lease lease, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(RenewSql);
        command.Parameters.Add(new() { Value = lease.Name });
        command.Parameters.Add(new() { Value = lease.Token });
        command.Parameters.Add(new() { Value = Duration });
        return await command.ExecuteNonQueryAsync(cancellationToken) == 1;
    }

    /// <summary>Gives a lease back, so that the next need not wait for its end.</summary>
    public async Task ReleaseAsync(Lease lease, CancellationToken cancellationToken = default)
    {
        await using var command = source.CreateCommand(ReleaseSql);
        command.Parameters.Add(new() { Value = lease.Name });
        command.Parameters.Add(new() { Value = lease.Token });
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
