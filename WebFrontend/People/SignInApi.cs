using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CivicGrains.WebFrontend.People;

/// <summary>Signing in and out.</summary>
internal static class SignInApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api").WithTags("People");
        group
            .MapPost("/sign-in", SignInAsync)
            .WithName("SignIn")
            .WithSummary("Sign in by account and password; answers a token and sets the cookie of the pages")
            .TakesBody<SignInBody>()
            .Produces<SignedIn>()
            .AllowAnonymous()
            .RequireRateLimiting(PeopleServices.SignInLimit);
        group
            .MapPost("/sign-in/refresh", RefreshAsync)
            .WithName("RefreshSignIn")
            .WithSummary("A fresh token for a refresh token")
            .TakesBody<RefreshBody>()
            .Produces<SignedIn>()
            .AllowAnonymous()
            .RequireRateLimiting(PeopleServices.SignInLimit);
        group
            .MapPost("/sign-out", SignOutAsync)
            .WithName("SignOut")
            .WithSummary("Ends the page's session; a token ends by itself")
            .Produces(StatusCodes.Status204NoContent);
        group.MapGet("/me", MeAsync).WithName("GetMe").WithSummary("Who is signed in").Produces<MeView>();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns, SignInTokens tokens)
    {
        using var body = await RequestBody.ReadAsync(context);
        var (name, password) = (body.Fields.Word("account"), body.Fields.Word("password"));
        var (account, refused) = await signIns.SignInAsync(context, name, password);
        return account is null ? refused!.ToResult() : TypedResults.Ok(tokens.Issue(account.Id));
    }

    private static async Task<IResult> RefreshAsync(HttpContext context, SignInTokens tokens, Actors actors)
    {
        using var body = await RequestBody.ReadAsync(context);
        var accountId = tokens.AccountOfRefreshToken(body.Fields.Word("refreshToken"));
        return accountId is { } id && await actors.ExistsAsync(id, context.RequestAborted)
            ? TypedResults.Ok(tokens.Issue(id))
            : Rejections.ActorNotSignedIn.Now("refreshToken").ToResult();
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, CancellationToken _)
    {
        await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        return TypedResults.NoContent();
    }

    private static async Task<IResult> MeAsync(HttpContext context, Actors actors) =>
        await actors.AccountOfAsync(context.User, context.RequestAborted) is { } account
            ? TypedResults.Ok(new MeView(account.Name, account.DisplayName, account.Roles))
            : Rejections.ActorNotSignedIn.Now().ToResult();
}

/// <summary>Body of a sign-in.</summary>
internal sealed record SignInBody(string Account, string Password);

/// <summary>Body of a refresh.</summary>
internal sealed record RefreshBody(string RefreshToken);

/// <summary>Who is signed in.</summary>
internal sealed record MeView(string Account, string Name, ImmutableArray<HeldRole> Roles);
