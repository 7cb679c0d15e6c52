using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CivicGrains.WebFrontend.People;

/// <summary>Signing in by account and password, through whatever door.</summary>
internal sealed class SignIns(PasswordCheck passwords)
{
    private const int NameCharactersMax = 200;

    /// <summary>Signs somebody in and sets the cookie of the pages.</summary>
    /// <returns>The account; else why not.</returns>
    public async Task<(Account? Account, Problem? Refused)> SignInAsync(
        HttpContext context,
        string name,
        string password
    )
    {
        if (name.Length > NameCharactersMax || password.Length > NameCharactersMax)
        {
            return (null, Problem.Of(Rejections.SignInWrong.Now()));
        }

        if (passwords.IsBlocked(name))
        {
            return (null, PeopleServices.TooOften);
        }

        if (await passwords.CheckAsync(name, password, context.RequestAborted) is not { } account)
        {
            return (null, Problem.Of(Rejections.SignInWrong.Now()));
        }

        await context.SignInAsync(
            CookieAuthenticationDefaults.AuthenticationScheme,
            SignInTokens.PrincipalOf(account.Id, CookieAuthenticationDefaults.AuthenticationScheme)
        );
        return (account, null);
    }
}
