using System.Threading.RateLimiting;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.People;

/// <summary>
/// Compares passwords as ASP.NET Core Identity does. An unknown account costs as much time as a wrong password, so
/// that the time of the answer does not tell which accounts there are.
/// </summary>
internal sealed class PasswordCheck : IDisposable
{
    private readonly AccountStore _accounts;
    private readonly IPasswordHasher<Account> _hasher;
    private readonly PartitionedRateLimiter<string> _failures;
    private readonly Account _nobody;

    public PasswordCheck(AccountStore accounts, IPasswordHasher<Account> hasher, IOptions<SignInOptions> options)
    {
        _accounts = accounts;
        _hasher = hasher;
        _nobody = new Account(Guid.Empty, "", hasher.HashPassword(null!, ""), "", Guid.Empty, []);
        _failures = PartitionedRateLimiter.Create<string, string>(account =>
            RateLimitPartition.GetFixedWindowLimiter(
                account,
                _ => new FixedWindowRateLimiterOptions
                {
                    PermitLimit = options.Value.FailuresPerMinute,
                    Window = TimeSpan.FromMinutes(1),
                }
            )
        );
    }

    /// <summary>Whether so many wrong passwords were tried for this account that nobody may try now.</summary>
    public bool IsBlocked(string account)
    {
        using var lease = _failures.AttemptAcquire(account.ToLowerInvariant(), permitCount: 0);
        return !lease.IsAcquired;
    }

    /// <summary>The account, when the password is its own.</summary>
    public async Task<Account?> CheckAsync(string name, string password, CancellationToken cancellationToken)
    {
        var found = await _accounts.FindByNameAsync(name, cancellationToken);
        // Nor does that of an account which has no password.
        var account = found is { PasswordHash.Length: > 0 } ? found : _nobody;
        var verdict = _hasher.VerifyHashedPassword(account, account.PasswordHash, password);
        if (found is { PasswordHash.Length: > 0 } && verdict is not PasswordVerificationResult.Failed)
        {
            return found;
        }

        using var failure = _failures.AttemptAcquire(name.ToLowerInvariant());
        return null;
    }

    /// <inheritdoc/>
    public void Dispose() => _failures.Dispose();
}
