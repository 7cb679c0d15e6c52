namespace CivicGrains.WebFrontend.Health;

/// <summary>Whether this process lives, and whether it should be given requests.</summary>
internal static class HealthApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        group
            .MapGet("/live", () => TypedResults.Ok(new HealthView("live", [])))
            .WithName("GetLive")
            .WithSummary("Whether the process answers; asks nothing else");
        group
            .MapGet("/ready", ReadyAsync)
            .WithName("GetReady")
            .WithSummary("Whether it should be given requests: database, silo and live hub")
            .Produces<HealthView>()
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(Readiness readiness, CancellationToken cancellationToken)
    {
        var missing = await readiness.FindMissingAsync(cancellationToken);
        return missing.IsEmpty
            ? TypedResults.Ok(new HealthView("ready", []))
            : TypedResults.Json(
                new HealthView("notReady", missing),
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
    }
}

/// <summary>How it stands.</summary>
/// <param name="Missing">What is not there, of <c>database</c>, <c>silo</c>, <c>live</c>.</param>
internal sealed record HealthView(string Status, ImmutableArray<string> Missing);
