using System.Collections.Frozen;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Wall;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Wall;

/// <summary>Reads what the wall shows.</summary>
internal sealed class WallReader(FigureQueries figures, OwnerQueries owners, DomainClock clock)
{
    private static readonly FrozenDictionary<string, string> Names = Census
        .Read()
        .Subdistricts.ToFrozenDictionary(it => it.Place.Key, it => it.Name, StringComparer.Ordinal);

    /// <summary>The wall as it stands now: figures that all hold at one sequence number.</summary>
    public async Task<WallView> ReadAsync(CancellationToken cancellationToken)
    {
        var subdistricts = await owners.GetSubdistrictsAsync(cancellationToken);
        var now = clock.GetUtcNow();
        var read = await figures.ReadAsync(
            now,
            subdistricts.Select(AreaOf).Prepend(FigureQueries.District),
            null,
            cancellationToken
        );
        var byArea = read.ByStatus.ToLookup(it => it.Area, StringComparer.Ordinal);
        var ofDay = read.OfDay.ToDictionary(it => it.Area, StringComparer.Ordinal);
        var today = ofDay.GetValueOrDefault(FigureQueries.District);
        return new WallView(
            read.Seq,
            now,
            read.UncountedSince ?? now,
            new TodayView(today?.Reported ?? 0, today?.Resolved ?? 0),
            Figures([.. byArea[FigureQueries.District]]),
            [.. Enumerable.Range(0, IssueLevels.Last + 1).Select(Level)],
            [.. subdistricts.Select(Subdistrict)]
        );

        LevelView Level(int level)
        {
            var (open, overdue) = OpenAndOverdue(byArea[FigureQueries.District].Where(it => it.Level == level));
            return new LevelView(level, open, overdue);
        }

        SubdistrictView Subdistrict(string code)
        {
            var (open, overdue) = OpenAndOverdue(byArea[AreaOf(code)]);
            var day = ofDay.GetValueOrDefault(AreaOf(code));
            var name = Names.GetValueOrDefault(code, code);
            return new SubdistrictView(code, name, open, overdue, day?.Reported ?? 0, day?.Resolved ?? 0);
        }
    }

    private static string AreaOf(string subdistrict) => Place.Subdistrict(subdistrict).ToString();

    private static (long Open, long Overdue) OpenAndOverdue(IEnumerable<StatusFigure> figures)
    {
        var open = figures.Where(it => it.Status <= IssueStatus.Rework).ToList();
        return (open.Sum(it => it.Issues), open.Sum(it => it.Overdue));
    }

    private static FiguresView Figures(ImmutableArray<StatusFigure> figures)
    {
        long Of(IssueStatus status) => figures.Where(it => it.Status == status).Sum(it => it.Issues);
        var (open, overdue) = OpenAndOverdue(figures);
        return new FiguresView(
            open,
            overdue,
            Of(IssueStatus.Submitted),
            Of(IssueStatus.Dispatched),
            Of(IssueStatus.Acknowledged),
            Of(IssueStatus.InProgress),
            Of(IssueStatus.Rework),
            Of(IssueStatus.Resolved),
            Of(IssueStatus.Verified),
            Of(IssueStatus.Closed),
            Of(IssueStatus.Rejected),
            Of(IssueStatus.Withdrawn),
            Of(IssueStatus.Voided),
            Of(IssueStatus.Merged)
        );
    }
}
