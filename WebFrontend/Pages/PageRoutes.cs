using CivicGrains.WebFrontend.Http;
using Microsoft.AspNetCore.Diagnostics;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Marks a route whose answers are pages, also when something goes wrong.</summary>
internal sealed record PageMetadata;

/// <summary>What all pages have in common.</summary>
internal static class PageRoutes
{
    /// <summary>Where one signs in.</summary>
    public const string SignIn = "/sign-in";

    // Nothing of a page runs or loads that this host has not sent, and nobody shows it within a page of theirs.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
        + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds what pages need.</summary>
    public static IServiceCollection AddPages(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.FormFieldName = PageForm.TokenName;
            antiforgery.Cookie.Name = "civic-form";
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            antiforgery.SuppressXFrameOptionsHeader = true;
        });
        return services.AddSingleton<PageAssets>().AddSingleton<Visits>();
    }

    /// <summary>
    /// A group of pages: anybody may come, each page says itself whom it is for (<see cref="Require"/>); refusals are
    /// answered as pages.
    /// </summary>
    public static RouteGroupBuilder MapPageGroup(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.AllowAnonymous().ExcludeFromDescription().WithMetadata(new PageMetadata());
        group.AddEndpointFilter(AnswerAsync);
        return group;
    }

    /// <summary>The visit that a request is.</summary>
    public static Visit Visit(this HttpContext context) =>
        context.Features.Get<Visit>() ?? throw new InvalidOperationException("Map the page in a group of pages.");

    /// <summary>Who is signed in.</summary>
    /// <exception cref="RefusedException">Nobody is: the visitor is asked to sign in and comes back.</exception>
    public static Actor Require(this Visit visit) =>
        visit.Actor ?? throw new RefusedException(Rejections.ActorNotSignedIn.Now());

    /// <summary>Whether a page is wanted rather than an answer of the API.</summary>
    public static bool WantsPage(HttpContext context)
    {
        var endpoint = context.GetEndpoint() ?? context.Features.Get<IExceptionHandlerFeature>()?.Endpoint;
        return endpoint is not null
            ? endpoint.Metadata.GetMetadata<PageMetadata>() is not null
            : HttpMethods.IsGet(context.Request.Method)
                && !context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal)
                && context
                    .Request.GetTypedHeaders()
                    .Accept.Any(type => type.MediaType.Equals("text/html", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Says as a page what went wrong where no page could be made.</summary>
    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        SetHeaders(context);
        if (Preferences.Take(context) is { } same)
        {
            return PageResult.SeeOther(same).ExecuteAsync(context);
        }

        if (problem.RetryAfterSeconds is { } seconds)
        {
            context.Response.Headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        var visit = context.RequestServices.GetRequiredService<Visits>().OfStranger(context);
        return PageResult.Of(visit, problem).ExecuteAsync(context);
    }

    /// <summary>Leads somebody to the sign-in and back.</summary>
    public static IResult AskToSignIn(HttpContext context)
    {
        var request = context.Request;
        return PageResult.SeeOther($"{SignIn}?next={Uri.EscapeDataString($"{request.Path}{request.QueryString}")}");
    }

    private static async ValueTask<object?> AnswerAsync(
        EndpointFilterInvocationContext invocation,
        EndpointFilterDelegate next
    )
    {
        var context = invocation.HttpContext;
        SetHeaders(context);
        if (Preferences.Take(context) is { } same)
        {
            return PageResult.SeeOther(same);
        }

        var visit = await context.RequestServices.GetRequiredService<Visits>().OfAsync(context);
        try
        {
            return await next(invocation);
        }
        catch (RefusedException e) when (e.Rejection.Kind is RejectionKind.NotSignedIn)
        {
            return PageResult.IsFragment(context)
                ? TypedResults.StatusCode(StatusCodes.Status401Unauthorized)
                : AskToSignIn(context);
        }
        catch (RefusedException e)
        {
            return PageResult.Of(visit, Problem.Of(e.Rejection));
        }
    }

    private static void SetHeaders(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), microphone=(), payment=()";
        // What one person may see is kept by no proxy, and gone from the browser when they have signed out.
        headers.CacheControl = "no-cache, no-store";
    }
}
