using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>An open issue like one that is about to be reported.</summary>
/// <param name="Distance">Metres between the two, up to the next ten, where both say where; else null.</param>
/// <param name="Joined">How often somebody else said that it affects them.</param>
/// <param name="IncidentAt">Since when it is an area incident; null when it is none.</param>
internal sealed record SimilarItem(
    string Id,
    IssueStatus Status,
    int? Level,
    DateTimeOffset? DueAt,
    DateTimeOffset ReportedAt,
    string? Building,
    int? Distance,
    int Joined,
    DateTimeOffset? IncidentAt
);

/// <summary>Open issues like one that is about to be reported.</summary>
internal sealed record SimilarList(SimilarItem[] Items);

/// <summary>What is reported already, before the same is reported again.</summary>
internal static class SimilarApi
{
    private const int LatitudeMax = 90;
    private const int LongitudeMax = 180;

    /// <summary>Adds the route.</summary>
    public static void MapSimilarIssues(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/issues/similar", FindAsync)
            .WithTags("Issues")
            .WithName("FindSimilarIssues")
            .WithSummary("Open issues like one that is about to be reported, of those that the asker may see")
            .TakesQuery("owner", "Where it would be reported, such as compound/510105007004-C012")
            .TakesQuery("category", "Service code")
            .TakesQuery("building", "Public name of the building")
            .TakesQuery("lat", "Degrees north")
            .TakesQuery("long", "Degrees east")
            .TakesQuery("datum", "wgs84 (the usual) or gcj02")
            .Produces<SimilarList>();

    private static async Task<IResult> FindAsync(
        HttpContext context,
        SimilarIssues similar,
        OwnerProfiles owners,
        LawKeeper laws,
        Actors actors
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var query = new Query(context.Request);
        var owner = query.Place("owner", place => place.OwnsIssues) ?? throw Missing("owner");
        var category = query.Text("category") ?? throw Missing("category");
        var building = query.Text("building");
        var at = PositionIn(query);
        var profile =
            await owners.FindAsync(owner, context.RequestAborted)
            ?? throw new RefusedException(Rejections.OwnerUnknown.With("owner", owner));
        await laws.ReadyAsync(context.RequestAborted);
        if (!laws.Law.Categories.ContainsKey(category))
        {
            throw new RefusedException(Rejections.CategoryUnknown.With("category", category));
        }

        if (building is not null && !profile.GridOfBuilding.ContainsKey(building))
        {
            throw new RefusedException(Rejections.BuildingUnknown.With("building", building));
        }

        var found = await similar.FindAsync(actor, owner, category, building, at, context.RequestAborted);
        return TypedResults.Ok(new SimilarList([.. found.Select(ItemOf)]));
    }

    private static SimilarItem ItemOf(SimilarIssue it)
    {
        var row = it.Issue.Row;
        return new SimilarItem(
            row.Id,
            row.Status,
            row.Level,
            row.DueAt,
            row.ReportedAt,
            row.Building,
            it.Metres,
            row.Joins.Joined,
            row.Joins.IncidentAt
        );
    }

    private static Position? PositionIn(Query query)
    {
        var (latitude, longitude) = (Degrees(query, "lat", LatitudeMax), Degrees(query, "long", LongitudeMax));
        var datum = query.Text("datum") ?? Position.Wgs84;
        if (datum is not (Position.Wgs84 or Position.Gcj02))
        {
            throw Query.Wrong("datum", "wgs84 or gcj02", "wgs84 或 gcj02");
        }

        return (latitude, longitude) switch
        {
            ({ } lat, { } lon) => new Position(lat, lon, datum),
            (null, null) => null,
            (null, _) => throw Missing("lat"),
            _ => throw Missing("long"),
        };
    }

    private static double? Degrees(Query query, string name, int max) =>
        query.Text(name) is not { } text ? null
        : double.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var degrees
        )
        && Math.Abs(degrees) <= max
            ? degrees
        : throw Query.Wrong(name, $"degrees from -{max} to {max}", $"-{max}至{max}度");

    private static RefusedException Missing(string name) => new(Rejections.FieldMissing.With(name, name));
}
