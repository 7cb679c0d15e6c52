using static CivicGrains.Domain.Calendar.TimeLimit;

namespace CivicGrains.Domain.Rules;

/// <summary>When reports are held to be about the same thing, and when many of them are one incident.</summary>
/// <param name="SimilarWithin">How long after it was reported an open issue is offered to who is about to report the like.</param>
/// <param name="SimilarMetres">How near two points are that count as one place, in metres.</param>
/// <param name="SurgeReports">So many people of one compound make an incident of one category.</param>
/// <param name="SurgeWithin">When they report or join within this.</param>
/// <param name="AreaSurgeReports">So many reports of one category in one community make an incident of its master grid.</param>
/// <param name="AreaSurgeWithin">When they come within this, from more than one owner.</param>
[GenerateSerializer, Immutable, Alias("join-rules")]
public sealed record JoinRules(
    TimeLimit SimilarWithin,
    int SimilarMetres,
    int SurgeReports,
    TimeLimit SurgeWithin,
    int AreaSurgeReports,
    TimeLimit AreaSurgeWithin
)
{
    /// <summary>Fewest reports that make an incident: one alone is never many.</summary>
    public const int SurgeReportsMin = 2;

    /// <summary>Most reports that may be asked for before they make an incident.</summary>
    public const int SurgeReportsMax = 1_000;

    /// <summary>The rules a district starts with.</summary>
    public static JoinRules Default { get; } =
        new(
            SimilarWithin: Hours(72),
            SimilarMetres: 50,
            SurgeReports: 5,
            SurgeWithin: Minutes(30),
            AreaSurgeReports: 20,
            AreaSurgeWithin: Minutes(60)
        );
}
