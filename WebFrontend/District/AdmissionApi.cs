using CivicGrains.Domain.District;
using CivicGrains.Storage.District;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.District;

/// <summary>准入: what departments may give the staff of grids to do.</summary>
internal static class AdmissionApi
{
    private const int PageUsual = 50;
    private const int PageMax = 200;

    /// <summary>Adds the routes.</summary>
    public static void MapAdmissions(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/admissions").WithTags("Admissions");
        group
            .MapGet("", ListAsync)
            .AllowAnonymous()
            .WithName("ListAdmissions")
            .WithSummary(
                "What departments may give the staff of grids to do, newest first; a department sees its own requests too, the district centre all"
            )
            .TakesQuery("after", "The `next` of the page before")
            .TakesQuery("limit", "1 to 200; usually 50")
            .Produces<AdmissionList>();
        group
            .MapPost("", RequestAsync)
            .WithName("RequestAdmission")
            .WithSummary("Ask, as a department, that the staff of some grids may be given tasks")
            .TakesBody<AdmissionBody>()
            .TakesIdempotencyKey()
            .Produces<AdmissionAnswer>();
        group
            .MapPost("/{number:int}/{command}", CommandAsync)
            .WithName("CommandAdmission")
            .WithSummary("Decide on an admission, or end one: decide, end")
            .TakesBody<AdmissionCommandBody>(isRequired: false)
            .TakesIdempotencyKey()
            .Produces<AdmissionAnswer>();
    }

    private static async Task<IResult> ListAsync(HttpContext context, Actors actors, AdmissionRequests requests)
    {
        var query = new Query(context.Request);
        var actor = Actors.AccountIdOf(context.User) is null
            ? null
            : await actors.RequireAsync(context.User, context.RequestAborted);
        var seen = await requests.ListAsync(
            actor,
            query.Below(),
            query.Limit(PageUsual, PageMax),
            context.RequestAborted
        );
        return TypedResults.Ok(new AdmissionList(seen.Items, seen.Next));
    }

    private static async Task<IResult> RequestAsync(HttpContext context, Actors actors, AdmissionRequests requests)
    {
        requests.EnsureMayRequest(await actors.RequireAsync(context.User, context.RequestAborted));
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var outcome = await requests.RequestAsync(
            accountId,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }

    private static async Task<IResult> CommandAsync(
        int number,
        string command,
        HttpContext context,
        Actors actors,
        AdmissionRequests requests
    )
    {
        requests.EnsureMay(await actors.RequireAsync(context.User, context.RequestAborted), command);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var outcome = await requests.CommandAsync(
            accountId,
            number,
            command,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }
}

/// <summary>What a department asks for.</summary>
/// <param name="Title">What it is called, at most 100 characters.</param>
/// <param name="Categories">Of the issues it wants to give them.</param>
/// <param name="Area">Grids, communities, subdistricts or the district, such as grid/510105007004-G03.</param>
/// <param name="From">First day of the town.</param>
/// <param name="Until">Last day.</param>
/// <param name="Reason">Why.</param>
/// <param name="Department">Key of the department; left out for the one whose staff asks.</param>
internal sealed record AdmissionBody(
    string Title,
    ImmutableArray<string> Categories,
    ImmutableArray<string> Area,
    string From,
    string Until,
    string Reason,
    string? Department
);

/// <summary>What is said with a decision or an end.</summary>
/// <param name="Granted">Of a decision: whether it is admitted.</param>
/// <param name="Reason">Why; needed where it is refused or taken back.</param>
internal sealed record AdmissionCommandBody(bool? Granted, string? Reason);

/// <summary>A command was carried out.</summary>
internal sealed record AdmissionAnswer(int Number, AdmissionState State, long Seq);

/// <summary>A page of admissions.</summary>
/// <param name="Next">For `after` of the next page; null when this is the last.</param>
internal sealed record AdmissionList(ImmutableArray<AdmissionRow> Items, string? Next);
