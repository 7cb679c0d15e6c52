using System.Collections.Concurrent;
using CivicGrains.Storage.People;

namespace CivicGrains.Grains.People;

/// <summary>Who is behind an account, as the silo itself knows it: a caller's word about roles is never taken.</summary>
public interface IActors
{
    /// <summary>The actor of an account; null when there is no such account.</summary>
    ValueTask<Actor?> FindAsync(Guid accountId);
}

/// <summary>
/// Remembers accounts for a short while, so that a command costs no look-up. A role that is taken away is still
/// honoured for as long.
/// </summary>
public sealed class RememberedActors(AccountStore accounts, TimeProvider time) : IActors
{
    /// <summary>Real time for which an account is remembered.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    /// <summary>Most accounts remembered at once; beyond it all are forgotten, which costs one look-up each.</summary>
    private const int RememberedMax = 100_000;

    private readonly ConcurrentDictionary<Guid, (Actor Actor, long Since)> remembered = new();

    /// <inheritdoc/>
    public ValueTask<Actor?> FindAsync(Guid accountId) =>
        remembered.TryGetValue(accountId, out var it) && time.GetElapsedTime(it.Since) < Life
            ? new ValueTask<Actor?>(it.Actor)
            : new ValueTask<Actor?>(AskAsync(accountId));

    private async Task<Actor?> AskAsync(Guid accountId)
    {
        var since = time.GetTimestamp();
        var account = await accounts.FindAsync(accountId);
        if (account is null)
        {
            return null;
        }

        var actor = new Actor(account.Reference, account.Roles);
        if (remembered.Count >= RememberedMax)
        {
            remembered.Clear();
        }

        remembered[accountId] = (actor, since);
        return actor;
    }
}
