using System.Collections.Concurrent;
using CivicGrains.Grains.People;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>Accounts of a test: whoever is added here is signed in.</summary>
public sealed class TestActors : IActors
{
    private readonly ConcurrentDictionary<Guid, Actor> byAccount = new();

    public ValueTask<Actor?> FindAsync(Guid accountId) => new(byAccount.GetValueOrDefault(accountId));

    /// <summary>Adds somebody who holds a role at a place.</summary>
    /// <returns>The account.</returns>
    public Guid Add(Role role, Place place)
    {
        var account = Guid.CreateVersion7();
        byAccount[account] = new Actor(Guid.CreateVersion7(), [new HeldRole(role, place)]);
        return account;
    }

    public Guid ReferenceOf(Guid account) => byAccount[account].Reference;
}
