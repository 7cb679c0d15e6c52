namespace CivicGrains.WebFrontend.Wall;

/// <summary>The figures of the district, for the wall and for anybody signed in.</summary>
internal static class WallApi
{
    /// <summary>Adds the route.</summary>
    public static void MapWall(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet(
                "/api/wall",
                async (WallReader wall, HttpContext context) =>
                    TypedResults.Ok(await wall.ReadAsync(context.RequestAborted))
            )
            .WithTags("Wall")
            .WithName("GetWall")
            .WithSummary("Figures of the district and its subdistricts, with the sequence number they are true at")
            .Produces<WallView>();
}
