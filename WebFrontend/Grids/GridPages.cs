using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;
using CivicGrains.WebFrontend.Rules;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>An issue that a grid has to do, and with whom it is.</summary>
/// <param name="Task">The task; null for an issue of the grid that is not offered to anybody.</param>
/// <param name="IsMine">Whether it was offered to the one who looks, or they have it.</param>
/// <param name="IsInvited">Whether the one who looks was invited to help.</param>
public sealed record GridTaskLine(IssueLine Issue, TaskRow? Task, bool IsMine, bool IsInvited)
{
    /// <summary>Whether it waits for somebody to acknowledge it.</summary>
    public bool Waits => Task is { AcknowledgedAt: null };

    /// <summary>Whether who looks is to hear of it: it is theirs, they are invited, or nobody has it.</summary>
    public bool Rings => Waits && (IsMine || IsInvited || Task!.OfferedTo is null);

    /// <summary>Changes whenever something changes that is shown.</summary>
    public string Version => string.Create(CultureInfo.InvariantCulture, $"{Issue.Seq}-{Task?.Seq}");
}

/// <summary>What the page of a grid shows.</summary>
/// <param name="Path">Its own address, to come back to.</param>
/// <param name="RulesPath">The page of the rules that hold there.</param>
/// <param name="Duty">Who belongs to it and is on duty.</param>
/// <param name="Tasks">What it has to do: what is mine first, then the most urgent first.</param>
/// <param name="RollCall">Its newest roll-call, as long as it takes answers; null for none.</param>
public sealed record GridModel(
    string Name,
    string Where,
    string Path,
    string RulesPath,
    SeenRoster Duty,
    LiveList<GridTaskLine> Tasks,
    GridRollCall? RollCall
);

/// <summary>The page of a grid head: what there is to do, as it comes in.</summary>
internal static class GridPages
{
    /// <summary>Each is watched, and a connection may watch 200 topics.</summary>
    private const int PageSize = 100;

    /// <summary>Most tasks whose holders are looked up.</summary>
    private const int TasksMax = 1_000;

    /// <summary>Adds the routes.</summary>
    public static void MapGridPages(this IEndpointRouteBuilder routes) =>
        routes.MapPageGroup().MapGet("/grids/{key}", ShowAsync);

    private static async Task<IResult> ShowAsync(
        string key,
        HttpContext context,
        TopicGuard guard,
        PlaceTitles titles,
        IssueQueries queries,
        IssueBoards boards,
        TaskQueries taskQueries,
        GridRequests requests,
        RollCallReader rolls,
        IssueScopes scopes,
        IssueLines lines,
        LiveBoard live
    )
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var grid = await DeskGuard.AdmitAsync(visit, $"grid/{key}", guard, cancellationToken);
        var after = PageCursors.Of(new Query(context.Request));
        var mark = await LiveMark.BeforeReadingAsync(queries, live, cancellationToken);
        var duty = await requests.FindAsync(grid, visit.Actor!, cancellationToken);
        var page = await boards.GetToDoAsync(grid, after, PageSize, null, cancellationToken);
        var offered = (await taskQueries.GetOpenAsync(grid, TasksMax, null, cancellationToken)).ToDictionary(
            task => task.IssueId,
            StringComparer.Ordinal
        );
        var seen = await scopes.SeeAsync(page.Items, cancellationToken);
        var tasks = seen.Select(issue => (Issue: issue, Sight: issue.For(visit.Actor!)))
            .Where(it => it.Sight >= Sight.Fields)
            .ToList();
        var nameOf = await titles.OfAsync([grid], visit.Language, cancellationToken);
        var model = new GridModel(
            nameOf(grid),
            $"{nameOf(Place.Subdistrict(grid.SubdistrictCode!))} {nameOf(Place.Community(grid.CommunityCode!))}",
            $"/{PagePaths.Of(grid)}",
            OwnerRulePages.PathOf(grid),
            duty,
            new LiveList<GridTaskLine>(
                [
                    .. (await lines.OfAsync(visit, tasks, cancellationToken))
                        .Select(line => LineOf(line, offered.GetValueOrDefault(line.Id), duty.Me))
                        .OrderBy(RankOf),
                ],
                mark,
                // That a task is offered or ends stands in the topic of the grid; how it goes on, in that of the issue.
                after is null
                    ? [grid.ToString(), .. tasks.Select(it => $"issue/{it.Issue.Row.Id}")]
                    : [],
                PageCursors.Fragment(context),
                PageCursors.Next(context, page.Next)
            ),
            GridRollCall.Of(await rolls.OfGridAsync(duty, cancellationToken), duty, visit.Actor!)
        );
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<GridTasks, GridModel>(visit, model)
            : PageResult.Of<GridPage, GridModel>(visit, model.Name, model);
    }

    private static GridTaskLine LineOf(IssueLine line, TaskRow? task, Guid me) =>
        new(line, task, task?.OfferedTo == me, task?.Invited.Contains(me) is true);

    /// <summary>What waits for me, what I have, what nobody has, the rest; each as urgent as it is.</summary>
    private static int RankOf(GridTaskLine line) =>
        line.IsMine ? (line.Waits ? 0 : 1)
        : line is { Waits: true, Task.OfferedTo: null } ? 2
        : 3;
}
