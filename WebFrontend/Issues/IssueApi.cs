using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Reporting issues and carrying them on.</summary>
internal static class IssueApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapIssues(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/issues").WithTags("Issues");
        group
            .MapPost("/", ReportAsync)
            .WithName("ReportIssue")
            .WithSummary("Report something at an owner")
            .TakesBody<ReportBody>()
            .TakesIdempotencyKey()
            .Produces<ReportedIssue>(StatusCodes.Status201Created);
        group
            .MapPost("/{id}/{command}", CommandAsync)
            .WithName("CommandIssue")
            .WithSummary("Carry an issue on: " + string.Join(", ", IssueCommands.Names))
            .TakesBody<IssueCommandBody>(isRequired: false)
            .TakesIdempotencyKey()
            .Produces<CommandedIssue>();
        group
            .MapGet("/{id}", GetAsync)
            .WithName("GetIssue")
            .WithSummary("An issue, with its texts for those who may read them")
            .Produces<IssueViewDocument>();
        group
            .MapGet("/{id}/timeline", TimelineAsync)
            .WithName("GetTimeline")
            .WithSummary("Everything that happened to it, oldest first, whole")
            .Produces<TimelineItem[]>();
        group
            .MapGet("/{id}/why", WhyAsync)
            .WithName("GetWhy")
            .WithSummary(
                "Why it is where it is: the rule, what comes next by itself, who can change that, the steps so far"
            )
            .Produces<WhyView>();
    }

    private static async Task<IResult> ReportAsync(HttpContext context, Actors actors, IssueRequests requests)
    {
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var commandId = IdempotencyKey.CommandIdOf(context.Request, accountId);
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var outcome = await requests.ReportAsync(accountId, actor, commandId, body, context.RequestAborted);
        return outcome.ToResult(StatusCodes.Status201Created);
    }

    private static async Task<IResult> CommandAsync(
        string id,
        string command,
        HttpContext context,
        Actors actors,
        IssueRequests requests
    )
    {
        if (!IssueCommands.IsKnown(command))
        {
            return Rejections.CommandUnknown.With(null, command).ToResult();
        }

        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var commandId = IdempotencyKey.CommandIdOf(context.Request, accountId);
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var outcome = await requests.CommandAsync(
            accountId,
            actor,
            id,
            command,
            commandId,
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, IssueRequests requests)
    {
        var (issue, sight) = await requests.VisibleAsync(id, context);
        return new JsonTextResult(StatusCodes.Status200OK, IssueView.Write(issue.Issue, sight));
    }

    private static async Task<IResult> TimelineAsync(
        string id,
        HttpContext context,
        IssueRequests requests,
        TimelineReader timelines,
        Actors actors
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var (_, sight) = await requests.VisibleAsync(id, actor, context.RequestAborted);
        return TypedResults.Ok(await timelines.ReadAsync(id, sight, actor, context.RequestAborted));
    }

    private static async Task<IResult> WhyAsync(string id, HttpContext context, IssueRequests requests, WhyReader whys)
    {
        var (_, sight) = await requests.VisibleAsync(id, context);
        return TypedResults.Ok(await whys.ReadAsync(id, sight, context.RequestAborted));
    }
}
