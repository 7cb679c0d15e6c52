using CivicGrains.Domain.Compounds;
using CivicGrains.Storage.Places;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Places;

/// <summary>Any place of the tree.</summary>
internal static class PlaceApi
{
    /// <summary>Adds the route. Keys hold a slash, which ASP.NET Core leaves encoded elsewhere: hence the catch-all.</summary>
    public static void MapPlaces(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/places/{**key}", GetAsync)
            .WithTags("Places")
            .WithName("GetPlace")
            .WithSummary("A place, such as compound/510105007004-C012 or community/510105007004")
            .Produces<PlaceView>();

    private static async Task<IResult> GetAsync(string? key, HttpContext context, OwnerQueries owners)
    {
        return Place.TryParse(key, out var place) && await FindAsync(place, owners, context.RequestAborted) is { } found
            ? TypedResults.Ok(found)
            : Unknown(key);
    }

    /// <summary>A place; null where there is none.</summary>
    public static async Task<PlaceView?> FindAsync(
        Place place,
        OwnerQueries owners,
        CancellationToken cancellationToken
    )
    {
        if (!place.OwnsIssues)
        {
            return await OfficeAsync(place, owners, cancellationToken);
        }

        return await owners.FindAsync(place, null, cancellationToken) is { } row ? PlaceView.Of(row) : null;
    }

    /// <summary>Offices own nothing themselves: one is there when something lies in it. A community is named as its grid.</summary>
    private static async Task<PlaceView?> OfficeAsync(
        Place place,
        OwnerQueries owners,
        CancellationToken cancellationToken
    )
    {
        var filter = place.Kind switch
        {
            PlaceKind.Community => new OwnerFilter { Community = place.Key, Limit = 1 },
            PlaceKind.Subdistrict => new OwnerFilter { Subdistrict = place.Key, Limit = 1 },
            PlaceKind.District => new OwnerFilter { Limit = 1 },
            _ => null,
        };
        if (filter is null)
        {
            return Domain.Rules.Departments.Find(place.Key) is { } department
                ? PlaceView.OfOffice(place, department.Chinese)
                : null;
        }

        var any = (await owners.ListAsync(filter, cancellationToken)).Items;
        if (any.Count == 0 || !place.Covers(any[0].Place))
        {
            return null;
        }

        var grid =
            place.Kind is PlaceKind.Community
                ? await owners.FindAsync(Place.Grid(place.Key), null, cancellationToken)
                : null;
        return PlaceView.OfOffice(place, grid?.Name);
    }

    private static ProblemResult Unknown(string? key) =>
        Rejections.PlaceUnknown.With(null, key is { Length: <= 50 } ? key : "…").ToResult();
}

/// <summary>A place; of an office only place, kind and name.</summary>
internal sealed record PlaceView(
    Place Place,
    PlaceKind Kind,
    string? Name,
    string? Community,
    string? Subdistrict,
    PropertyMode? Mode,
    int? Households,
    Place? HomeGrid,
    ImmutableArray<Building> Buildings,
    bool Synthetic
)
{
    public static PlaceView Of(OwnerRow row) =>
        new(
            row.Place,
            row.Place.Kind,
            row.Name,
            row.Community,
            row.Subdistrict,
            row.Mode,
            row.Households,
            row.HomeGrid,
            row.Buildings,
            row.Synthetic
        );

    public static PlaceView OfOffice(Place place, string? name) =>
        new(place, place.Kind, name, place.CommunityCode, place.SubdistrictCode, null, null, null, [], false);
}
