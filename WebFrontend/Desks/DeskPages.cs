using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Grids;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Desks;

/// <summary>What a desk shows.</summary>
/// <param name="Status">The one status that is shown; null for all open ones.</param>
/// <param name="AwaitsOnly">Whether only what waits for this desk is shown: requests to decide, checks, calls back.</param>
/// <param name="IsOfDepartment">Whether it is a department's, which has what it handles and what it is called in for.</param>
/// <param name="WhistledOnly">Whether only what the department is called in for is shown.</param>
/// <param name="Query">What was looked for; empty for nothing.</param>
/// <param name="Refused">What is wrong with the filter; null when nothing is.</param>
/// <param name="Unanswered">What nobody of its grids acknowledged, the longest unanswered first.</param>
/// <param name="RollCalls">Emergencies and roll-calls of its communities; null for a department, which has none.</param>
public sealed record DeskModel(
    string Name,
    string Path,
    IssueStatus? Status,
    bool OverdueOnly,
    bool AwaitsOnly,
    bool IsOfDepartment,
    bool WhistledOnly,
    string Query,
    Rejection? Refused,
    long Open,
    long Overdue,
    ImmutableArray<IncidentLine> Incidents,
    ImmutableArray<UnansweredTask> Unanswered,
    RollCallBoardModel? RollCalls,
    LiveList<IssueLine> Issues
);

/// <summary>Something that nobody of a grid acknowledged, although everybody on duty was asked.</summary>
/// <param name="Grid">What the grid is called.</param>
/// <param name="GridPath">The page of the grid.</param>
public sealed record UnansweredTask(string IssueId, string Grid, string GridPath, DateTimeOffset Since);

/// <summary>The inbox of a community, a subdistrict, a department or the district centre.</summary>
internal static class DeskPages
{
    private const int PageSize = 50;
    private const int UnansweredMax = 20;

    /// <summary>Adds the routes.</summary>
    public static void MapDeskPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/desk", OwnDesk);
        group.MapGet("/desk/{code}", ShowAsync);
    }

    /// <summary>The desk of whoever has one.</summary>
    private static IResult OwnDesk(HttpContext context)
    {
        var actor = context.Visit().Require();
        foreach (var (role, place) in actor.Roles)
        {
            if (role is Role.Community or Role.Subdistrict or Role.Department or Role.DistrictCentre)
            {
                return PageResult.SeeOther($"/{PagePaths.Of(place)}");
            }
        }

        throw new RefusedException(Rejections.PlaceNotYours.With(null, "/desk"));
    }

    private static async Task<IResult> ShowAsync(string code, HttpContext context, TopicGuard guard, DeskReader reader)
    {
        var visit = context.Visit();
        var place = await DeskGuard.AdmitAsync(visit, DeskGuard.OfficeOf(code), guard, context.RequestAborted);
        var (model, status) = await reader.ReadAsync(place, context);
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<DeskIssues, DeskModel>(visit, model)
            : PageResult.Of<DeskPage, DeskModel>(
                visit,
                visit.T($"{model.Name}工作台", $"Desk of {model.Name}"),
                model,
                status
            );
    }

    /// <summary>Reads a desk as the address filters it.</summary>
    internal sealed class DeskReader(
        IssueQueries queries,
        IssueLists lists,
        IssueLines lines,
        Incidents incidents,
        TaskQueries tasks,
        PlaceTitles titles,
        RollCallBoards rolls,
        LiveBoard board
    )
    {
        public async Task<(DeskModel Model, int Status)> ReadAsync(Place place, HttpContext context)
        {
            var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
            var actor = visit.Require();
            var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
            var all = new IssueFilter { Place = place, Limit = PageSize };
            var counts = await lists.CountAsync(all, actor, cancellationToken);
            var model = new DeskModel(
                PlaceTitles.OfOffice(place, visit.Language),
                $"/{PagePaths.Of(place)}",
                null,
                false,
                false,
                place.Kind is PlaceKind.Department,
                false,
                context.Request.Query["q"].ToString(),
                null,
                counts.Open,
                counts.Overdue,
                await incidents.AtAsync(place, visit, cancellationToken),
                await UnansweredAsync(place, visit, cancellationToken),
                // A further page of the inbox is as of when it was read, and so is all of it.
                context.Request.Query.ContainsKey("after")
                    ? null
                    : await rolls.OfAsync(place, visit, cancellationToken),
                new LiveList<IssueLine>([], mark, [], "", null)
            );
            try
            {
                var (filter, status) = FilterOf(new Query(context.Request), all);
                var list = await lists.ReadAsync(filter, actor, cancellationToken);
                model = model with
                {
                    Status = status,
                    OverdueOnly = filter.Overdue is true,
                    AwaitsOnly = filter.AwaitsLevel is not null,
                    WhistledOnly = filter.WhistledTo is not null,
                    Issues = new LiveList<IssueLine>(
                        await lines.OfAsync(visit, list.Items, cancellationToken),
                        mark,
                        filter.After is null ? TopicsOf(place, list) : [],
                        PageCursors.Fragment(context),
                        PageCursors.Next(context, list.Next)
                    ),
                };
                return (model, StatusCodes.Status200OK);
            }
            catch (RefusedException e)
            {
                return (model with { Refused = e.Rejection }, Problem.StatusOf(e.Rejection.Kind));
            }
        }

        /// <summary>What lies all over the district is watched issue by issue: the topic of the district is a ticker.</summary>
        private static ImmutableArray<string> TopicsOf(Place place, IssueList list) =>
            place.Kind is PlaceKind.Department or PlaceKind.District
                ? [.. list.Items.Select(it => $"issue/{it.Issue.Row.Id}")]
                : [place.ToString()];

        private async Task<ImmutableArray<UnansweredTask>> UnansweredAsync(
            Place place,
            Visit visit,
            CancellationToken cancellationToken
        )
        {
            var rows = await tasks.GetUnansweredAsync(place, UnansweredMax, cancellationToken);
            var nameOf = await titles.OfAsync(rows.Select(row => row.Grid), visit.Language, cancellationToken);
            return
            [
                .. rows.Select(row => new UnansweredTask(
                    row.IssueId,
                    nameOf(row.Grid),
                    $"/{PagePaths.Of(row.Grid)}",
                    row.UnansweredAt!.Value
                )),
            ];
        }

        private static (IssueFilter Filter, IssueStatus? Status) FilterOf(Query query, IssueFilter all)
        {
            var statuses = query.Words<IssueStatus>("status");
            var awaits = query.Flag("awaits") is true;
            var filter = all with
            {
                Statuses = statuses,
                OpenOnly = statuses.IsEmpty && !awaits,
                AwaitsLevel =
                    !awaits || all.Place is { Kind: PlaceKind.Department } ? null
                    : all.Place is { Kind: PlaceKind.District } ? IssueLevels.Last
                    : all.Place is { Kind: PlaceKind.Subdistrict } ? 2
                    : 1,
                WhistledTo =
                    query.Flag("whistled") is true && all.Place is { Kind: PlaceKind.Department } department
                        ? department.Key
                        : null,
                Overdue = query.Flag("overdue") is true ? true : null,
                Query = query.Text("q"),
                After = PageCursors.Of(query),
            };
            return (filter, statuses.IsEmpty ? null : statuses[0]);
        }
    }
}
