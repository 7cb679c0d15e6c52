using CivicGrains.WebFrontend.OpenApi;

namespace CivicGrains.WebFrontend.Kpi;

/// <summary>Key figures, for anybody signed in, like the wall: what is hidden is in none of a small place.</summary>
internal static class KpiApi
{
    /// <summary>Adds the route.</summary>
    public static void MapKpi(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/kpi", GetAsync)
            .WithTags("Key figures")
            .WithName("GetKpi")
            .WithSummary("Key figures of a place and period, with the sequence number they are true at")
            .TakesQuery(
                KpiReader.PlaceName,
                "An owner, a community, a subdistrict or the district, which is the usual one"
            )
            .TakesQuery(
                KpiReader.FromName,
                "First day of the town on which issues were reported; usually 30 days in all"
            )
            .TakesQuery(KpiReader.ToName, "Last of these days; usually today")
            .Produces<KpiView>();

    private static async Task<IResult> GetAsync(HttpContext context, KpiReader reader)
    {
        var asked = reader.Read(context.Request);
        var (place, figures) = await reader.AnswerAsync(asked, context.RequestAborted);
        return TypedResults.Ok(KpiView.Of(asked, place.Name, figures));
    }
}
