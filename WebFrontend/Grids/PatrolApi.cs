using CivicGrains.Domain.Grids;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Photos;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Patrols of grids: checked, found, put right on the spot.</summary>
internal static class PatrolApi
{
    private const int PageUsual = 50;
    private const int PageMax = 200;

    /// <summary>Adds the routes.</summary>
    public static void MapPatrols(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/grids/{key}").WithTags("Grids");
        group
            .MapPost("/recordPatrol", RecordAsync)
            .WithName("RecordPatrol")
            .WithSummary("Record a patrol, as a member of the grid; a hazard becomes an issue, which the answer names")
            .TakesBody<PatrolBody>()
            .TakesIdempotencyKey()
            .Produces<PatrolAnswer>();
        group
            .MapGet("/patrols", ListAsync)
            .WithName("ListPatrols")
            .WithSummary("Patrols of a grid, the newest first; those that are hidden for its chain alone")
            .TakesQuery("from", "First day of the town; usually 30 days in all")
            .TakesQuery("to", "Last day; usually today")
            .TakesQuery("after", "The `next` of the page before")
            .TakesQuery("limit", "1 to 200; usually 50")
            .Produces<PatrolList>();
        group
            .MapGet("/patrols/{number:int}/photos/{photo}", ShowAsync)
            .WithName("GetPatrolPhoto")
            .WithSummary("A photo of a patrol, for those who may see the patrol")
            .TakesQuery(PhotoApi.Size, "`thumbnail` for the small one")
            .Produces<Stream>(StatusCodes.Status200OK, PhotoApi.Jpeg)
            .Produces(StatusCodes.Status304NotModified);
        routes
            .MapGet("/api/patrols", CountAsync)
            .WithTags("Grids")
            .WithName("CountPatrols")
            .WithSummary("How many patrols each grid of an area made, for staff who cover it")
            .TakesQuery("place", "A community, a subdistrict or the district")
            .TakesQuery("from", "First day of the town; usually 30 days in all")
            .TakesQuery("to", "Last day; usually today")
            .Produces<PatrolCounts>();
    }

    /// <summary>The address of a photo of a patrol.</summary>
    public static string PathOf(Place grid, int number, string photo) =>
        string.Create(CultureInfo.InvariantCulture, $"/api/grids/{grid.Key}/patrols/{number}/photos/{photo}");

    /// <summary>The address of its thumbnail.</summary>
    public static string ThumbnailOf(Place grid, int number, string photo) =>
        $"{PathOf(grid, number, photo)}?{PhotoApi.Size}=thumbnail";

    private static async Task<IResult> RecordAsync(
        string key,
        HttpContext context,
        Actors actors,
        PatrolRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var grid = GridRequests.PlaceOf(key);
        await requests.EnsureMayAsync(grid, actor, context.RequestAborted);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var outcome = await requests.RecordAsync(
            grid,
            accountId,
            actor,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }

    private static async Task<IResult> ListAsync(
        string key,
        HttpContext context,
        Actors actors,
        PatrolRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var query = new Query(context.Request);
        var seen = await requests.ListAsync(
            GridRequests.PlaceOf(key),
            actor,
            requests.DaysOf(query),
            query.Below(),
            query.Limit(PageUsual, PageMax),
            context.RequestAborted
        );
        return TypedResults.Ok(new PatrolList([.. seen.Items.Select(it => PatrolView.Of(it, seen.Names))], seen.Next));
    }

    private static async Task<IResult> CountAsync(HttpContext context, Actors actors, PatrolRequests requests)
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var query = new Query(context.Request);
        var area =
            query.Place("place", it => it.Kind is PlaceKind.Community or PlaceKind.Subdistrict or PlaceKind.District)
            ?? throw new RefusedException(Rejections.FieldMissing.With("place", "place"));
        var days = requests.DaysOf(query);
        var counts = await requests.CountAsync(area, actor, days, context.RequestAborted);
        return TypedResults.Ok(new PatrolCounts(area, days.From, days.To, [.. counts]));
    }

    private static async Task<IResult> ShowAsync(
        string key,
        int number,
        string photo,
        HttpContext context,
        Actors actors,
        PatrolRequests requests,
        IPhotoStore store
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var patrol = await requests.FindAsync(GridRequests.PlaceOf(key), number, actor, context.RequestAborted);
        return await PhotoApi.AnswerAsync(context, photo, patrol.Photos.Contains(photo, StringComparer.Ordinal), store);
    }
}

/// <summary>A patrol as it is recorded.</summary>
/// <param name="HazardLevel">Of what was found; left out when nothing was.</param>
/// <param name="Compound">The compound it is in, such as compound/510105007004-C012; left out for the street.</param>
/// <param name="Building">Public name of the building.</param>
/// <param name="MicroGrid">Code of the micro-grid; a volunteer's is their own.</param>
/// <param name="Category">Of the issue that a hazard becomes; left out for the one that goes with the item.</param>
/// <param name="Note">What was found; of a hazard the description of the issue.</param>
/// <param name="Photos">Ids of uploaded photos.</param>
internal sealed record PatrolBody(
    PatrolPlace PlaceType,
    PatrolItem Item,
    PatrolResult Result,
    HazardLevel? HazardLevel,
    string? Compound,
    string? Building,
    string? MicroGrid,
    string? Category,
    string? Note,
    ImmutableArray<string>? Photos
);

/// <summary>A patrol was recorded.</summary>
/// <param name="Number">Counts the patrols of the grid.</param>
/// <param name="Issue">Number of the issue that the hazard becomes.</param>
internal sealed record PatrolAnswer(int Number, string? Issue, long Seq);

/// <summary>A page of patrols.</summary>
/// <param name="Next">For `after` of the next page; null when this is the last.</param>
internal sealed record PatrolList(ImmutableArray<PatrolView> Items, string? Next);

/// <summary>A patrol.</summary>
/// <param name="Person">Reference of who looked.</param>
/// <param name="Name">What others call them; null for who may not read it, and when the account is gone.</param>
/// <param name="Hidden">Whether it is for the chain alone.</param>
/// <param name="Issue">Number of the issue it led to.</param>
internal sealed record PatrolView(
    int Number,
    DateTimeOffset At,
    Guid Person,
    string? Name,
    string? MicroGrid,
    PatrolPlace PlaceType,
    PatrolItem Item,
    PatrolResult Result,
    HazardLevel? HazardLevel,
    Place? Compound,
    string? Building,
    bool Hidden,
    string? Note,
    ImmutableArray<string> Photos,
    string? Issue
)
{
    /// <summary>A patrol, with the name of who made it where that may be read.</summary>
    public static PatrolView Of(PatrolRow it, IReadOnlyDictionary<Guid, string> names) =>
        new(
            it.Number,
            it.At,
            it.Person,
            names.GetValueOrDefault(it.Person),
            it.MicroGrid,
            it.PlaceType,
            it.Item,
            it.Result,
            it.Level,
            it.Compound,
            it.Building,
            it.Hidden,
            it.Note,
            it.Photos,
            it.Issue
        );
}

/// <summary>How many patrols the grids of an area made on some days; grids that made none are missing.</summary>
internal sealed record PatrolCounts(Place Place, DateOnly From, DateOnly To, ImmutableArray<PatrolCount> Grids);
