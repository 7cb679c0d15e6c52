using CivicGrains.WebFrontend.Pages;
using Orleans.Dashboard;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>The dashboard of Orleans: what the grains are doing. For administrators alone.</summary>
internal static class Dashboard
{
    /// <summary>Where it is.</summary>
    public const string Path = "/dashboard";

    // Not ours: it brings styles within its pages. Nothing of it comes from elsewhere all the same.
    private const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Administrators keep the platform and see no issue, so they do not look into a grain either.</summary>
    private static bool IsState(PathString path) =>
        path.StartsWithSegments($"{Path}/GrainState", StringComparison.OrdinalIgnoreCase);

    /// <summary>Adds it.</summary>
    public static void MapDashboard(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("");
        group.MapOrleansDashboard(Path);
        group.RequireAuthorization(Operators.Policy).ExcludeFromDescription().WithMetadata(new PageMetadata());
        group.AddEndpointFilter(
            (invocation, next) =>
            {
                var headers = invocation.HttpContext.Response.Headers;
                headers.ContentSecurityPolicy = Policy;
                headers.XContentTypeOptions = "nosniff";
                headers["Referrer-Policy"] = "same-origin";
                headers.CacheControl = "no-cache, no-store";
                return IsState(invocation.HttpContext.Request.Path)
                    ? ValueTask.FromResult<object?>(TypedResults.NotFound())
                    : next(invocation);
            }
        );
    }
}
