using CivicGrains.Storage.Kpi;

namespace CivicGrains.WebFrontend.Kpi;

/// <summary>Key figures of a place: of the issues that were reported there on some days, what has become of them.</summary>
/// <param name="Seq">Every event up to here is counted, and none after it.</param>
/// <param name="Reported">Issues, excluded ones included.</param>
/// <param name="Excluded">Those that no rate counts, by their reason.</param>
/// <param name="Response">响应率: responded to within the limit of the first handler, of those whose limit has come.</param>
/// <param name="Resolution">解决率: answers of reporters that it is solved, of all their answers.</param>
/// <param name="Satisfaction">满意率: ratings of four stars or five, of all ratings; silence is no rating.</param>
/// <param name="OnTime">Resolved within the overall deadline, of those that are resolved.</param>
/// <param name="ResolvedInCompound">小事不出小区: closed at level 0 without ever leaving the compound, of what residents reported and is closed.</param>
/// <param name="Late">Issues with a step whose deadline has passed.</param>
/// <param name="Returns">How often one was returned, rightly.</param>
/// <param name="Transfers">How often staff gave one to another of the same level.</param>
/// <param name="Whistles">How often a department was called in.</param>
/// <param name="AverageHours">From report to resolution, of those that are resolved; null when none is.</param>
public sealed record KpiView(
    Place Place,
    string? Name,
    DateOnly From,
    DateOnly To,
    long Seq,
    long Reported,
    ExcludedView Excluded,
    long Accepted,
    long Resolved,
    RateView Response,
    RateView Resolution,
    RateView Satisfaction,
    RateView OnTime,
    RateView ResolvedInCompound,
    long Late,
    long Returns,
    long Transfers,
    long Extensions,
    long Suspensions,
    long Escalations,
    long Supervisions,
    long Reopenings,
    long Whistles,
    double? AverageHours
)
{
    public static KpiView Of(KpiQuestion asked, string? name, KpiFigures it) =>
        new(
            asked.Place,
            name,
            asked.From,
            asked.To,
            it.Seq,
            it.Reported,
            new ExcludedView(it.Rejected, it.Withdrawn, it.Voided, it.Merged),
            it.Accepted,
            it.Resolved,
            RateView.Of(it.Responded, it.Accepted - it.Waiting),
            RateView.Of(it.Solved, it.Answered),
            RateView.Of(it.Satisfied, it.Rated),
            RateView.Of(it.OnTime, it.Resolved),
            RateView.Of(it.InCompound, it.Closed),
            it.Late,
            it.Returns,
            it.Transfers,
            it.Extensions,
            it.Suspensions,
            it.Escalations,
            it.Supervisions,
            it.Reopenings,
            it.Whistles,
            it.Resolved == 0 ? null : Math.Round((it.Took / it.Resolved).TotalHours, 2, MidpointRounding.AwayFromZero)
        );
}

/// <summary>Issues that no rate counts, by their reason.</summary>
/// <param name="Rejected">Not accepted.</param>
/// <param name="Withdrawn">Taken back by the reporter.</param>
/// <param name="Voided">Declared void by staff.</param>
/// <param name="Merged">About the same as another one, which is counted.</param>
public sealed record ExcludedView(long Rejected, long Withdrawn, long Voided, long Merged);

/// <summary>So many of so many.</summary>
/// <param name="Rate">From 0 to 1, to four digits; null of none.</param>
public sealed record RateView(long Count, long Total, double? Rate)
{
    public static RateView Of(long count, long total) =>
        new(count, total, total == 0 ? null : Math.Round((double)count / total, 4, MidpointRounding.AwayFromZero));
}
