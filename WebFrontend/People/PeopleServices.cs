using System.Threading.RateLimiting;
using CivicGrains.Storage.Keys;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Authentication.BearerToken;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.People;

/// <summary>Who is signed in, by cookie (pages) or bearer token (everybody else).</summary>
internal static class PeopleServices
{
    /// <summary>Name of the limit on attempts to sign in from one address.</summary>
    public const string SignInLimit = "sign-in";

    private const string EitherScheme = "civic";
    private const int LimitWindowSeconds = 60;

    /// <summary>Too many attempts.</summary>
    public static Problem TooOften { get; } =
        new(StatusCodes.Status429TooManyRequests, Rejections.SignInTooOften.Now(), LimitWindowSeconds);

    /// <summary>Adds sign-in. Without being told otherwise, a route is for those who are signed in.</summary>
    public static IServiceCollection AddPeople(this IServiceCollection services)
    {
        services
            .AddSingleton<Actors>()
            .AddSingleton<Audiences>()
            .AddSingleton<SignInTokens>()
            .AddSingleton<PasswordCheck>()
            .AddSingleton<SignIns>();
        services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        services.AddDataProtection().SetApplicationName("CivicGrains");
        services
            .AddOptions<KeyManagementOptions>()
            .Configure<PostgresXmlRepository>((keys, repository) => keys.XmlRepository = repository);
        services
            .AddAuthentication(EitherScheme)
            .AddPolicyScheme(EitherScheme, null, either => either.ForwardDefaultSelector = SchemeOf)
            .AddCookie(cookie =>
            {
                cookie.Cookie.Name = "civic";
                cookie.Cookie.HttpOnly = true;
                cookie.Cookie.SameSite = SameSiteMode.Lax;
                cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
                cookie.SlidingExpiration = true;
                cookie.Events.OnRedirectToLogin = Unanswered;
                cookie.Events.OnRedirectToAccessDenied = Unanswered;
            })
            .AddBearerToken(bearer => bearer.Events.OnMessageReceived = TakeTokenOfHub);
        services
            .AddOptions<CookieAuthenticationOptions>(CookieAuthenticationDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInOptions>>((cookie, signIn) => cookie.ExpireTimeSpan = signIn.Value.RefreshLife);
        services
            .AddOptions<BearerTokenOptions>(BearerTokenDefaults.AuthenticationScheme)
            .Configure<IOptions<SignInOptions>>(
                (bearer, signIn) =>
                {
                    bearer.BearerTokenExpiration = signIn.Value.TokenLife;
                    bearer.RefreshTokenExpiration = signIn.Value.RefreshLife;
                }
            );
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusedAsProblem>();
        services
            .AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build());
        return services.AddRateLimiter(LimitSignIns);
    }

    private static void LimitSignIns(RateLimiterOptions limiter)
    {
        limiter.AddPolicy(
            SignInLimit,
            context =>
                RateLimitPartition.GetFixedWindowLimiter(
                    context.Connection.RemoteIpAddress?.ToString() ?? "",
                    _ => new FixedWindowRateLimiterOptions
                    {
                        PermitLimit = context
                            .RequestServices.GetRequiredService<IOptions<SignInOptions>>()
                            .Value.AttemptsPerMinute,
                        Window = TimeSpan.FromSeconds(LimitWindowSeconds),
                    }
                )
        );
        limiter.OnRejected = async (rejected, _) =>
            await (
                PageRoutes.WantsPage(rejected.HttpContext)
                    ? PageRoutes.WriteAsync(rejected.HttpContext, TooOften)
                    : ProblemResult.WriteAsync(rejected.HttpContext, TooOften)
            );
    }

    private static string SchemeOf(HttpContext context) =>
        context.Request.Headers.Authorization.Count > 0 || TokenOfHub(context.Request) is not null
            ? BearerTokenDefaults.AuthenticationScheme
            : CookieAuthenticationDefaults.AuthenticationScheme;

    /// <summary>A browser cannot set headers of a WebSocket: the hub, and the hub alone, takes the token as a parameter.</summary>
    private static Task TakeTokenOfHub(MessageReceivedContext context)
    {
        context.Token = TokenOfHub(context.Request);
        return Task.CompletedTask;
    }

    private static string? TokenOfHub(HttpRequest request) =>
        request.Path.StartsWithSegments(LiveHub.Path, StringComparison.Ordinal)
        && request.Query.TryGetValue("access_token", out var token)
            ? token.ToString()
            : null;

    /// <summary>There is no page to send anybody to: <see cref="RefusedAsProblem"/> answers.</summary>
    private static Task Unanswered(
        Microsoft.AspNetCore.Authentication.RedirectContext<CookieAuthenticationOptions> _
    ) => Task.CompletedTask;
}
