using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Grids;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Wall;

/// <summary>Reads what the wall shows, in words.</summary>
internal sealed class WallScreenReader(
    WallReader wall,
    IssueQueries queries,
    IssueBoards boards,
    IssueScopes scopes,
    PlaceTitles titles,
    Incidents incidents,
    RollCallReader rolls,
    LawKeeper laws,
    LiveBoard live
)
{
    private const int TicksMax = 20;

    /// <summary>The figures.</summary>
    public async Task<WallFiguresModel> ReadFiguresAsync(Visit visit, CancellationToken cancellationToken)
    {
        var view = await wall.ReadAsync(cancellationToken);
        var figures = view.Figures;
        return new WallFiguresModel(
            new LiveMark(view.Seq, live.Epoch),
            view.At,
            view.TrueAt,
            await incidents.OfDistrictAsync(visit, cancellationToken),
            [
                new("open", visit.T("未结事项", "Open"), figures.Open),
                new("overdue", visit.T("已超期", "Overdue"), figures.Overdue, figures.Overdue > 0),
                new("reported", visit.T("今日上报", "Reported today"), view.Today.Reported),
                new("resolved", visit.T("今日办结", "Resolved today"), view.Today.Resolved),
                new("working", visit.T("处理中", "In progress"), figures.InProgress + figures.Rework),
                new("waiting", visit.T("待签收", "Not yet acknowledged"), figures.Submitted + figures.Dispatched),
            ],
            [
                .. view.Levels.Select(it => new WallLevel(
                    it.Level,
                    visit.T(IssueWording.Level(it.Level)),
                    it.Open,
                    it.Overdue
                )),
            ],
            [
                .. view.Subdistricts.Select(it => new WallArea(
                    it.Code,
                    it.Name,
                    it.Open,
                    it.Overdue,
                    it.ReportedToday,
                    it.ResolvedToday
                )),
            ],
            visit.Actor is { } actor && WhoMay.HearRollCalls(actor)
                ? await rolls.OfDistrictAsync(cancellationToken)
                : null
        );
    }

    /// <summary>The ticker.</summary>
    public async Task<WallTickerModel> ReadTickerAsync(Visit visit, CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        await using var moment = await queries.TakeSnapshotAsync(cancellationToken);
        var newest = await boards.GetNewestAsync(new IssueBoard.District(), TicksMax, moment, cancellationToken);
        var shown = (await scopes.SeeAsync(newest, cancellationToken))
            .Where(issue => issue.Ticker is not Sight.None)
            .Select(issue => issue.Row)
            .OrderByDescending(row => row.Seq)
            .ToList();
        var nameOf = await titles.OfAsync(
            shown.Select(row => row.Owner.OfCompound()),
            visit.Language,
            cancellationToken
        );
        return new WallTickerModel(
            new LiveMark(moment.Seq, live.Epoch),
            visit.Now,
            [.. shown.Select(row => TickOf(row, visit, nameOf))]
        );
    }

    private WallTick TickOf(IssueRow row, Visit visit, Func<Place, string> nameOf)
    {
        var category = laws.Law.Categories[row.Category];
        return new WallTick(
            row.Seq,
            row.UpdatedAt,
            visit.T(category.Chinese, category.English),
            nameOf(row.Owner.OfCompound()),
            row.Status
        );
    }
}
