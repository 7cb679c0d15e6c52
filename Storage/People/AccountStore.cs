using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.People;
using CivicGrains.Storage.EventLog;
using Npgsql;
using NpgsqlTypes;

namespace CivicGrains.Storage.People;

/// <summary>Somebody who can sign in.</summary>
/// <param name="Id">The account, for whoever is signed in.</param>
/// <param name="Name">Name to sign in with, in lower case.</param>
/// <param name="PasswordHash">As ASP.NET Core Identity hashes it.</param>
/// <param name="DisplayName">Name that others see.</param>
/// <param name="Reference">Random 128 bits: the actor in events.</param>
public sealed record Account(
    Guid Id,
    string Name,
    string PasswordHash,
    string DisplayName,
    Guid Reference,
    ImmutableArray<HeldRole> Roles
);

/// <summary>The accounts. The log knows people by reference alone; only here stands whose it is.</summary>
public sealed class AccountStore(NpgsqlDataSource source)
{
    private static readonly string InsertSql = SqlText.Load("account-insert");
    private static readonly string SelectSql = SqlText.Load("account-select");

    /// <summary>Looks up who signs in by this name; case does not matter.</summary>
    public async Task<Account?> FindByNameAsync(string name, CancellationToken cancellationToken = default) =>
        (await SelectAsync("where account = $1", name.ToLowerInvariant(), cancellationToken)).SingleOrDefault();

    /// <summary>Looks up who is signed in.</summary>
    public async Task<Account?> FindAsync(Guid id, CancellationToken cancellationToken = default) =>
        (await SelectAsync("where id = $1", id, cancellationToken)).SingleOrDefault();

    /// <summary>Looks up several who are signed in; those that are gone are missing.</summary>
    public Task<IReadOnlyList<Account>> FindAsync(
        IEnumerable<Guid> ids,
        CancellationToken cancellationToken = default
    ) => SelectAsync("where id = any ($1)", ids.ToArray(), cancellationToken);

    /// <summary>Looks up who stands behind references in events; those that were erased are missing.</summary>
    public Task<IReadOnlyList<Account>> FindByReferencesAsync(
        IEnumerable<Guid> references,
        CancellationToken cancellationToken = default
    ) => SelectAsync("where reference = any ($1)", references.ToArray(), cancellationToken);

    /// <summary>All accounts, by name.</summary>
    public Task<IReadOnlyList<Account>> GetAllAsync(CancellationToken cancellationToken = default) =>
        SelectAsync("order by account", null, cancellationToken);

    /// <summary>Stores accounts; those whose id or name is there already stay as they are.</summary>
    /// <returns>How many were new.</returns>
    public async Task<int> InsertAsync(
        IReadOnlyCollection<Account> accounts,
        CancellationToken cancellationToken = default
    )
    {
        await using var command = source.CreateCommand(InsertSql);
        command.Parameters.Add(new() { Value = accounts.Select(a => a.Id).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(a => a.Name.ToLowerInvariant()).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(a => a.PasswordHash).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(a => a.DisplayName).ToArray() });
        command.Parameters.Add(new() { Value = accounts.Select(a => a.Reference).ToArray() });
        command.Parameters.Add(
            new()
            {
                Value = accounts.Select(a => JsonSerializer.Serialize(a.Roles, JsonSerializerOptions.Web)).ToArray(),
                NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Jsonb,
            }
        );
        return await command.ExecuteNonQueryAsync(cancellationToken);
    }

    private async Task<IReadOnlyList<Account>> SelectAsync(
        string which,
        object? parameter,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand($"{SelectSql} {which}");
        if (parameter is not null)
        {
            command.Parameters.Add(new() { Value = parameter });
        }

        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var accounts = new List<Account>();
        while (await reader.ReadAsync(cancellationToken))
        {
            accounts.Add(
                new Account(
                    reader.GetGuid(0),
                    reader.GetString(1),
                    reader.GetString(2),
                    reader.GetString(3),
                    reader.GetGuid(4),
                    JsonSerializer.Deserialize<ImmutableArray<HeldRole>>(reader.GetString(5), JsonSerializerOptions.Web)
                )
            );
        }

        return accounts;
    }
}
