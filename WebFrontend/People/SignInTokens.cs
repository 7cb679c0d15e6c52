using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.People;

/// <summary>
/// Makes and reads tokens. A token is opaque and carries the account id alone: what somebody may do is looked up at
/// each request, never believed.
/// </summary>
internal sealed class SignInTokens(IOptionsMonitor<BearerTokenOptions> options, TimeProvider time)
{
    private BearerTokenOptions Options => options.Get(BearerTokenDefaults.AuthenticationScheme);

    /// <summary>Who is signed in, as the framework carries it.</summary>
    public static ClaimsPrincipal PrincipalOf(Guid accountId, string scheme) =>
        new(new ClaimsIdentity([new Claim(ClaimTypes.NameIdentifier, accountId.ToString("D"))], scheme));

    /// <summary>A fresh pair of tokens.</summary>
    public SignedIn Issue(Guid accountId)
    {
        var now = time.GetUtcNow();
        var (until, refreshUntil) = (now + Options.BearerTokenExpiration, now + Options.RefreshTokenExpiration);
        return new SignedIn(
            Options.BearerTokenProtector.Protect(TicketOf(accountId, until)),
            until,
            Options.RefreshTokenProtector.Protect(TicketOf(accountId, refreshUntil))
        );
    }

    /// <summary>The account of a refresh token; null when it is not one, or no longer.</summary>
    public Guid? AccountOfRefreshToken(string token) =>
        Options.RefreshTokenProtector.Unprotect(token) is { Properties.ExpiresUtc: { } until } ticket
        && until > time.GetUtcNow()
            ? Actors.AccountIdOf(ticket.Principal)
            : null;

    private static AuthenticationTicket TicketOf(Guid accountId, DateTimeOffset until) =>
        new(
            PrincipalOf(accountId, BearerTokenDefaults.AuthenticationScheme),
            new AuthenticationProperties { ExpiresUtc = until },
            BearerTokenDefaults.AuthenticationScheme
        );
}

/// <summary>The answer to a sign-in.</summary>
/// <param name="Token">For the header <c>Authorization: Bearer …</c>.</param>
/// <param name="ExpiresAt">Until when the token holds.</param>
/// <param name="RefreshToken">For <c>/api/sign-in/refresh</c>, when the token no longer holds.</param>
internal sealed record SignedIn(string Token, DateTimeOffset ExpiresAt, string RefreshToken);
