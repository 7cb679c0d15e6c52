using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Issues;
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
            .WithSummary("Why it is where it is, and what comes next by itself")
            .Produces<WhyView>();
    }

    private static async Task<IResult> ReportAsync(
        HttpContext context,
        IssueNumbers numbers,
        CommandSender sender,
        PhotoCheck photos
    )
    {
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var commandId = IdempotencyKey.CommandIdOf(context.Request, accountId);
        var owner = ReportReader.Owner(body.Fields);
        var report = ReportReader.Read(body.Fields);
        await photos.EnsureKnownAsync(IssueCommands.Photos(body.Fields), context.RequestAborted);

        // The hash was made before, so a repeat is known as such although its number is another.
        var numbered = report with
        {
            IssueId = await numbers.NextAsync(context.RequestAborted),
        };
        var envelope = new CommandEnvelope(commandId, accountId, body.Hash, numbered);
        return await sender.SendAsync(owner, envelope, StatusCodes.Status201Created);
    }

    private static async Task<IResult> CommandAsync(
        string id,
        string command,
        HttpContext context,
        IssueBoards issues,
        IssueScopes scopes,
        Actors actors,
        CommandSender sender,
        PhotoCheck photos
    )
    {
        if (!IssueCommands.IsKnown(command))
        {
            return Rejections.CommandUnknown.With(null, command).ToResult();
        }

        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var commandId = IdempotencyKey.CommandIdOf(context.Request, accountId);
        var wish = IssueCommands.Read(command, id, body.Fields);
        await photos.EnsureKnownAsync(IssueCommands.Photos(body.Fields), context.RequestAborted);
        var (issue, _) = await VisibleAsync(id, context, issues, scopes, actors);
        var envelope = new CommandEnvelope(commandId, accountId, body.Hash, wish);
        return await sender.SendAsync(
            issue.Row.Owner,
            envelope,
            StatusCodes.Status200OK,
            refused => ExplainAsync(refused, issue.Row, issues, context.RequestAborted)
        );
    }

    /// <summary>
    /// An owner forgets an issue that has left its state and answers that it knows no such issue; the list knows where
    /// it went. Asked after the owner, so that a repeat of an accepted command has got its first answer.
    /// </summary>
    private static async ValueTask<Rejection> ExplainAsync(
        Rejection refused,
        IssueRow asked,
        IssueBoards issues,
        CancellationToken cancellationToken
    )
    {
        if (refused.Code != Rejections.IssueUnknown.Code)
        {
            return refused;
        }

        var row = (await issues.FindAsync(asked.Id, null, cancellationToken))?.Row;
        return row switch
        {
            { Archived: true } => Rejections.IssueArchived.Now(),
            { } moved when moved.Owner != asked.Owner => Rejections.IssueMoving.With(null, moved.Owner),
            _ => refused,
        };
    }

    private static async Task<IResult> GetAsync(
        string id,
        HttpContext context,
        IssueBoards issues,
        IssueScopes scopes,
        Actors actors
    )
    {
        var (issue, sight) = await VisibleAsync(id, context, issues, scopes, actors);
        return new JsonTextResult(StatusCodes.Status200OK, IssueView.Write(issue.Issue, sight));
    }

    private static async Task<IResult> TimelineAsync(
        string id,
        HttpContext context,
        IssueBoards issues,
        IssueScopes scopes,
        Actors actors,
        TimelineReader timelines
    )
    {
        var (_, sight) = await VisibleAsync(id, context, issues, scopes, actors);
        return TypedResults.Ok(await timelines.ReadAsync(id, sight, context.RequestAborted));
    }

    private static async Task<IResult> WhyAsync(
        string id,
        HttpContext context,
        IssueBoards issues,
        IssueScopes scopes,
        Actors actors,
        WhyReader whys
    )
    {
        await VisibleAsync(id, context, issues, scopes, actors);
        return TypedResults.Ok(await whys.ReadAsync(id, context.RequestAborted));
    }

    /// <summary>An issue that the asker may know of.</summary>
    /// <exception cref="RefusedException">There is none, or its very existence is not for these eyes.</exception>
    private static async Task<(SeenIssue Issue, Sight Sight)> VisibleAsync(
        string id,
        HttpContext context,
        IssueBoards issues,
        IssueScopes scopes,
        Actors actors
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var found = IssueIds.IsId(id) ? await issues.FindAsync(id, null, context.RequestAborted) : null;
        if (found is null)
        {
            throw new RefusedException(Rejections.IssueUnknown.With(null, id.Length <= 50 ? id : id[..50]));
        }

        var issue = await scopes.SeeAsync(found, context.RequestAborted);
        var sight = issue.For(actor);
        return sight > Sight.None
            ? (issue, sight)
            : throw new RefusedException(
                issue.Row.Visibility is Visibility.Compound
                    ? Rejections.PlaceNotYours.With(null, issue.Row.Owner)
                    : Rejections.IssueUnknown.With(null, id)
            );
    }
}
