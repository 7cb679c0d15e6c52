using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;
using CivicGrains.WebFrontend.Rules;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>What the page of a grid shows.</summary>
/// <param name="Path">Its own address, to come back to.</param>
/// <param name="RulesPath">The page of the rules that hold there.</param>
/// <param name="Tasks">What it has to do, the most urgent first.</param>
public sealed record GridModel(string Name, string Where, string Path, string RulesPath, LiveList<IssueLine> Tasks);

/// <summary>The page of a grid head: what there is to do, as it comes in.</summary>
internal static class GridPages
{
    /// <summary>Each is watched, and a connection may watch 200 topics.</summary>
    private const int PageSize = 100;

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
        IssueScopes scopes,
        IssueLines lines,
        LiveBoard live
    )
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var grid = await DeskGuard.AdmitAsync(visit, $"grid/{key}", guard, cancellationToken);
        var after = PageCursors.Of(new Query(context.Request));
        var mark = await LiveMark.BeforeReadingAsync(queries, live, cancellationToken);
        var page = await boards.GetToDoAsync(grid, after, PageSize, null, cancellationToken);
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
            new LiveList<IssueLine>(
                await lines.OfAsync(visit, tasks, cancellationToken),
                mark,
                // That a task is offered or ends stands in the topic of the grid; how it goes on, in that of the issue.
                after is null
                    ? [grid.ToString(), .. tasks.Select(it => $"issue/{it.Issue.Row.Id}")]
                    : [],
                PageCursors.Fragment(context),
                PageCursors.Next(context, page.Next)
            )
        );
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<GridTasks, GridModel>(visit, model)
            : PageResult.Of<GridPage, GridModel>(visit, model.Name, model);
    }
}
