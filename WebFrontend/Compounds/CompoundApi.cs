using CivicGrains.Domain.Compounds;
using CivicGrains.Storage.Places;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;

namespace CivicGrains.WebFrontend.Compounds;

/// <summary>The compounds of the district.</summary>
internal static class CompoundApi
{
    private const int PageUsual = 50;

    /// <summary>Adds the route.</summary>
    public static void MapCompounds(this IEndpointRouteBuilder routes) =>
        routes
            .MapGet("/api/compounds", ListAsync)
            .WithTags("Compounds")
            .WithName("ListCompounds")
            .WithSummary("Compounds in the order of their keys; pages by `after`")
            .TakesQuery("community", "12-digit code")
            .TakesQuery("subdistrict", "9-digit code")
            .TakesQuery("q", "Part of the name")
            .TakesQuery("after", "`next` of the page before")
            .TakesQuery("limit", "1 to 500; usually 50")
            .Produces<CompoundPage>();

    private static async Task<IResult> ListAsync(HttpContext context, OwnerQueries owners)
    {
        var query = new Query(context.Request);
        var after = query.Text("after");
        if (after is not null && !(Place.TryParse(after, out var last) && last.Kind is PlaceKind.Compound))
        {
            return Rejections.CursorInvalid.Now("after").ToResult();
        }

        var page = await owners.ListAsync(
            new OwnerFilter
            {
                Kind = PlaceKind.Compound,
                Community = query.Code("community", "community")?.Key,
                Subdistrict = query.Code("subdistrict", "subdistrict")?.Key,
                Query = query.Text("q"),
                After = after,
                Limit = query.Limit(PageUsual, OwnerFilter.PageMax),
            },
            context.RequestAborted
        );
        return TypedResults.Ok(new CompoundPage([.. page.Items.Select(CompoundItem.Of)], page.Next));
    }
}

/// <summary>A page of compounds.</summary>
internal sealed record CompoundPage(ImmutableArray<CompoundItem> Items, string? Next);

/// <summary>A compound in a list.</summary>
internal sealed record CompoundItem(
    Place Place,
    string Name,
    string? Community,
    string? Subdistrict,
    PropertyMode? Mode,
    int? Households,
    Place? HomeGrid,
    bool Synthetic
)
{
    public static CompoundItem Of(OwnerRow row) =>
        new(row.Place, row.Name, row.Community, row.Subdistrict, row.Mode, row.Households, row.HomeGrid, row.Synthetic);
}
