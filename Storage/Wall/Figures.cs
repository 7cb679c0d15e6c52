using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;

namespace CivicGrains.Storage.Wall;

/// <summary>How many issues of an area stand alike.</summary>
/// <param name="Area"><c>district</c>, <c>subdistrict/…</c> or <c>community/…</c>.</param>
/// <param name="Level">Level that has them; null before they are accepted.</param>
/// <param name="Issues">Number of issues; archived ones are not counted.</param>
/// <param name="Overdue">Of these, open ones whose deadline has passed.</param>
public sealed record StatusFigure(string Area, IssueStatus Status, int? Level, long Issues, long Overdue);

/// <summary>What happened in an area on a day.</summary>
/// <param name="Area"><c>district</c>, <c>subdistrict/…</c> or <c>community/…</c>.</param>
/// <param name="Reported">Issues reported on that day.</param>
/// <param name="Resolved">Issues that were last resolved on that day and have not been reopened since.</param>
public sealed record DayFigure(string Area, long Reported, long Resolved);

/// <summary>Figures of some areas, all true at one sequence number.</summary>
/// <param name="Seq">
/// Every event up to here is counted, and none after it. 0 before anything was counted. The newest event of the log
/// may be later, by as much as the projector is behind.
/// </param>
/// <param name="UncountedSince">Domain time of the first event that is not counted; null when all are.</param>
/// <param name="ByStatus">What is 0 is missing.</param>
/// <param name="OfDay">What is 0 is missing.</param>
public sealed record AreaFigures(
    long Seq,
    DateTimeOffset? UncountedSince,
    ImmutableArray<StatusFigure> ByStatus,
    ImmutableArray<DayFigure> OfDay
)
{
    /// <summary>The issues of the one area that was asked for, as they are counted elsewhere.</summary>
    public ImmutableArray<IssueCount> ToCounts() =>
        [
            .. ByStatus.SelectMany(it =>
                new[]
                {
                    new IssueCount(Visibility.Compound, it.Status, true, it.Overdue),
                    new IssueCount(Visibility.Compound, it.Status, false, it.Issues - it.Overdue),
                }
            ),
        ];
}
