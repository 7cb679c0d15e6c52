using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>What the page of an issue shows.</summary>
/// <param name="IsNew">Whether it was reported just now by the one who looks.</param>
/// <param name="Command">The command whose form was refused; null for none.</param>
/// <param name="Sent">That form.</param>
public sealed record IssueModel(
    IssueLine Issue,
    IReadOnlyList<TimelineItem> Timeline,
    WhyView Why,
    LiveMark Mark,
    bool IsNew,
    string? Command,
    SentForm? Sent
)
{
    /// <summary>Whether the form that was refused is the one of an action.</summary>
    public bool IsOf(IssueAction action) =>
        action.Word == Command
        && (action.Whistle is null || Sent?.Values.GetValueOrDefault("department") == action.Whistle.Department);
}

/// <summary>The page of an issue and the forms on it; the list of one's own.</summary>
internal static class IssuePages
{
    private const string LiveFragment = "live";
    private const int PageSize = 30;

    /// <summary>Adds the routes.</summary>
    public static void MapIssuePages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/my", MineAsync);
        group.MapGet("/issues/{id}", ShowAsync);
        // Where a refused form was shown; whoever loads that address anew wants the issue.
        group.MapGet("/issues/{id}/{command}", (string id) => PageResult.SeeOther(PathOf(id)));
        group.MapPost("/issues/{id}/{command}", CommandAsync);
    }

    /// <summary>The page of an issue.</summary>
    public static string PathOf(string id) => $"/issues/{Uri.EscapeDataString(id)}";

    private static async Task<IResult> ShowAsync(string id, HttpContext context, IssuePageReader reader)
    {
        var visit = context.Visit();
        var model = await reader.ReadAsync(visit, id, context.RequestAborted);
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<IssueLive, IssueModel>(visit, model)
            : Page(visit, model with { IsNew = context.Request.Query.ContainsKey("sent") }, 200);
    }

    private static async Task<IResult> CommandAsync(
        string id,
        string command,
        HttpContext context,
        IssuePageReader reader,
        IssueRequests requests,
        PhotoForms photos
    )
    {
        var visit = context.Visit();
        var (form, photoRefused) = await photos.ReadAsync(context);
        using var _ = form;
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        if (!IssueCommands.IsKnown(command))
        {
            throw new RefusedException(Rejections.CommandUnknown.With(null, command));
        }

        var refused = await form.TryAsync(
            async () =>
                (
                    await requests.CommandAsync(
                        account.Id,
                        visit.Actor!,
                        id,
                        command,
                        IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                        form.Body,
                        context.RequestAborted
                    )
                ).Refused,
            photoRefused
        );
        return refused is not null
            ? await AgainAsync(id, command, context, SentForm.Of(form, refused), reader)
            : PageResult.SeeOther(form.Back ?? PathOf(id));
    }

    /// <summary>The issue as it is now, with the form as it was filled in; the form alone for who may not see it any more.</summary>
    private static async Task<IResult> AgainAsync(
        string id,
        string command,
        HttpContext context,
        SentForm sent,
        IssuePageReader reader
    )
    {
        var visit = context.Visit();
        try
        {
            var model = await reader.ReadAsync(visit, id, context.RequestAborted);
            return Page(visit, model with { Command = command, Sent = sent }, Problem.StatusOf(sent.Refused.Kind));
        }
        catch (RefusedException e)
        {
            var status = Problem.StatusOf(e.Rejection.Kind);
            return PageResult.Of<IssueOutOfSight, SentForm>(
                visit,
                ProblemResult.TitleOf(status, visit.Language),
                sent with
                {
                    Refused = e.Rejection,
                },
                status
            );
        }
    }

    private static async Task<IResult> MineAsync(
        HttpContext context,
        IssueQueries queries,
        IssueLists lists,
        IssueLines lines,
        LiveBoard board
    )
    {
        var (visit, query) = (context.Visit(), new Query(context.Request));
        var actor = visit.Require();
        var after = PageCursors.Of(query);
        var mark = await LiveMark.BeforeReadingAsync(queries, board, context.RequestAborted);
        var filter = new IssueFilter
        {
            ConcernedWith = actor.Reference,
            Order = IssueOrder.Updated,
            After = after,
            Limit = PageSize,
        };
        var list = await lists.ReadAsync(filter, actor, context.RequestAborted);
        var model = new LiveList<IssueLine>(
            await lines.OfAsync(visit, list.Items, context.RequestAborted),
            mark,
            after is null ? [Topic.MeName] : [],
            PageCursors.Fragment(context),
            PageCursors.Next(context, list.Next)
        );
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<MyIssues, LiveList<IssueLine>>(visit, model)
            : PageResult.Of<MyPage, LiveList<IssueLine>>(visit, visit.T("我的事项", "My reports"), model);
    }

    private static IResult Page(Visit visit, IssueModel model, int status)
    {
        var title = $"{model.Issue.Category} {model.Issue.Id}";
        return PageResult.Of<IssueDetails, IssueModel>(
            visit,
            model.Sent is null ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }

    /// <summary>The address of the part of an issue's page that stays right.</summary>
    public static string FragmentOf(string id) => $"{PathOf(id)}?{PageResult.FragmentName}={LiveFragment}";
}

/// <summary>Reads what the page of an issue shows, for who looks.</summary>
internal sealed class IssuePageReader(
    IssueRequests requests,
    IssueLines lines,
    TimelineReader timelines,
    WhyReader whys,
    IssueQueries queries,
    LiveBoard board
)
{
    /// <summary>What the page shows.</summary>
    /// <exception cref="RefusedException">Nobody is signed in, or the issue is not for these eyes.</exception>
    public async Task<IssueModel> ReadAsync(Visit visit, string id, CancellationToken cancellationToken)
    {
        var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
        var (issue, sight) = await requests.VisibleAsync(id, visit.Require(), cancellationToken);
        var line = await lines.OfAsync(visit, [(issue, sight)], cancellationToken);
        return new IssueModel(
            line[0],
            await timelines.ReadAsync(id, sight, visit.Require(), cancellationToken),
            await whys.ReadAsync(id, sight, cancellationToken),
            mark,
            IsNew: false,
            Command: null,
            Sent: null
        );
    }
}
