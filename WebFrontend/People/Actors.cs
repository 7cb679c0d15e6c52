using System.Collections.Concurrent;
using System.Security.Claims;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.People;

/// <summary>
/// Who is behind a request. A token names the account alone; roles are looked up here, and remembered for a short
/// while so that a request costs no look-up. What is written is judged again in the grain, which asks by itself.
/// </summary>
internal sealed class Actors(AccountStore accounts, TimeProvider time)
{
    /// <summary>For how long a role that was taken away is still seen as held.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromSeconds(10);

    private const int RememberedMax = 100_000;
    private const int ReadMax = 500;

    /// <summary>When a web process has ended, thousands come to another within a second, each with an account of their own.</summary>
    private readonly SharedReads<Guid, Account> _reads = new(
        async ids => (await accounts.FindAsync(ids)).ToDictionary(account => account.Id),
        ReadMax
    );
    private readonly ConcurrentDictionary<Guid, (Actor Actor, long Since)> _remembered = new();

    /// <summary>The account that is signed in; null when nobody is.</summary>
    public static Guid? AccountIdOf(ClaimsPrincipal? user) =>
        Guid.TryParseExact(user?.FindFirstValue(ClaimTypes.NameIdentifier), "D", out var id) ? id : null;

    /// <summary>The account that is signed in, freshly read; null when nobody is, or it is gone.</summary>
    public async Task<Account?> AccountOfAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        AccountIdOf(user) is { } id ? await accounts.FindAsync(id, cancellationToken) : null;

    /// <summary>Whether there is (still) such an account.</summary>
    public async Task<bool> ExistsAsync(Guid accountId, CancellationToken cancellationToken) =>
        await accounts.FindAsync(accountId, cancellationToken) is not null;

    /// <summary>Who is signed in.</summary>
    /// <exception cref="RefusedException">Nobody is, or the account is gone.</exception>
    public async ValueTask<Actor> RequireAsync(ClaimsPrincipal user, CancellationToken cancellationToken) =>
        await FindAsync(user, cancellationToken) ?? throw new RefusedException(Rejections.ActorNotSignedIn.Now());

    /// <summary>Who is signed in; null when nobody is, or the account is gone.</summary>
    public async ValueTask<Actor?> FindAsync(ClaimsPrincipal? user, CancellationToken cancellationToken)
    {
        if (AccountIdOf(user) is not { } id)
        {
            return null;
        }

        if (_remembered.TryGetValue(id, out var it) && time.GetElapsedTime(it.Since) < Life)
        {
            return it.Actor;
        }

        var since = time.GetTimestamp();
        if (await _reads.ReadAsync(id, cancellationToken) is not { } account)
        {
            return null;
        }

        if (_remembered.Count >= RememberedMax)
        {
            _remembered.Clear();
        }

        var actor = new Actor(account.Reference, account.Roles);
        _remembered[id] = (actor, since);
        return actor;
    }
}
