using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>Rules to be tried on the past.</summary>
/// <param name="Rules">All that would be otherwise than in the district, as it is published; null = the rules that were in force.</param>
/// <param name="From">First day of the town; issues that came from then on are looked at.</param>
/// <param name="To">Last day; they are followed to its end, or until now.</param>
internal sealed record SimulationBody(RuleOverrides? Rules, DateOnly From, DateOnly To);

/// <summary>The past as it was, and as it would have been.</summary>
/// <param name="Until">Until when issues are followed.</param>
/// <param name="WhatIf">The sums under the rules that were tried.</param>
/// <param name="Diverged">What people did and could not have done under them: it is left out, never forced.</param>
/// <param name="Issues">The issues you may see, in the order in which they came.</param>
internal sealed record SimulationView(
    Place Place,
    DateOnly From,
    DateOnly To,
    DateTimeOffset Until,
    CourseTotalsView Was,
    CourseTotalsView WhatIf,
    ImmutableArray<DivergedView> Diverged,
    ImmutableArray<SimulatedIssueView> Issues
)
{
    public static SimulationView Of(Simulation it, Language language) =>
        new(
            it.Place,
            it.Period.From,
            it.Period.To,
            TownTime.Local(it.Until),
            CourseTotalsView.Of(it.Was, it.TellsPressure),
            CourseTotalsView.Of(it.WhatIf, it.TellsPressure),
            [.. it.Diverged.Select(d => new DivergedView(d.Act, d.Why.Code, d.Why.In(language), d.Times))],
            [.. it.Issues.Select(issue => SimulatedIssueView.Of(issue, it))]
        );
}

/// <summary>What issues come to.</summary>
/// <param name="Issues">How many.</param>
/// <param name="Late">Of these, with a step whose deadline passed.</param>
/// <param name="PastOverall">Of these, with an overall deadline that passed.</param>
/// <param name="Warnings">How often a handler was warned; null for who does not publish the rules.</param>
/// <param name="Escalations">How often one went up a level.</param>
/// <param name="Hours">How long those that were resolved took on average, in hours of the clock; null when none was.</param>
/// <param name="WorkingHours">Likewise in office time.</param>
internal sealed record CourseTotalsView(
    int Issues,
    int Resolved,
    int Open,
    int Late,
    int PastOverall,
    int? Warnings,
    int Escalations,
    double? Hours,
    double? WorkingHours,
    ImmutableArray<LevelTotalsView> Levels
)
{
    public static CourseTotalsView Of(CourseTotals it, bool tellsPressure) =>
        new(
            it.Issues,
            it.Resolved,
            it.Open,
            it.Late,
            it.PastOverall,
            tellsPressure ? it.Warnings : null,
            it.Escalations,
            SimulatedIssueView.HoursOf(it.Took),
            SimulatedIssueView.HoursOf(it.WorkingTime),
            [.. it.Levels.Select((level, n) => new LevelTotalsView(n, level.Reached, level.Late))]
        );
}

/// <summary>How many issues a level had, and of these how many were late there.</summary>
internal sealed record LevelTotalsView(int Level, int Reached, int Late);

/// <summary>What could not have been done.</summary>
/// <param name="Act">The word of the command.</param>
/// <param name="Code">Why, of <c>docs/codes.md</c>.</param>
internal sealed record DivergedView(string Act, string Code, string Detail, int Times);

/// <summary>An issue as it was and as it would have been.</summary>
/// <param name="IsOtherwise">Whether anything here would have been otherwise.</param>
/// <param name="WhatIf">Null when it would not have been taken.</param>
/// <param name="Diverged">Words of commands that could not have been carried out.</param>
internal sealed record SimulatedIssueView(
    string Id,
    string Category,
    bool IsOtherwise,
    CourseView Was,
    CourseView? WhatIf,
    ImmutableArray<string> Diverged
)
{
    public static SimulatedIssueView Of(SimulatedIssue it, Simulation of) =>
        new(
            it.Id,
            it.Last.Category,
            it.IsOtherwise,
            CourseView.Of(it.Was, of.OfChain.Contains(it.Id)),
            it.WhatIf is { } whatIf ? CourseView.Of(whatIf, of.OfChain.Contains(it.Id)) : null,
            [.. of.DivergedOf(it).Select(d => d.Act)]
        );

    /// <summary>A length in hours, to the hundredth.</summary>
    public static double? HoursOf(TimeSpan? time) =>
        time is { } it ? Math.Round(it.TotalHours, 2, MidpointRounding.AwayFromZero) : null;
}

/// <summary>How an issue went.</summary>
/// <param name="Level">The highest that had it; null when it was not accepted.</param>
/// <param name="Levels">All that had it.</param>
/// <param name="LateAt">Levels at which a deadline passed.</param>
/// <param name="ResolvedAt">When it was resolved last; null when it is not.</param>
/// <param name="Warnings">How often its handler was warned; null for who is not of its chain.</param>
/// <param name="Left">Whether it left for another owner.</param>
/// <param name="Hours">From the report until it was resolved, or so far, in hours of the clock; null where it was ended otherwise.</param>
/// <param name="WorkingHours">Likewise in office time.</param>
internal sealed record CourseView(
    IssueStatus Status,
    int? Level,
    ImmutableArray<int> Levels,
    bool Late,
    ImmutableArray<int> LateAt,
    bool PastOverall,
    int? Warnings,
    int Escalations,
    DateTimeOffset? ResolvedAt,
    bool Left,
    double? Hours,
    double? WorkingHours
)
{
    public static CourseView Of(IssueCourse it, bool isOfChain) =>
        new(
            it.Status,
            it.Level,
            it.Levels,
            it.Late,
            it.LateAt,
            it.PastOverall,
            isOfChain ? it.Warnings : null,
            it.Escalations,
            it.ResolvedAt is { } at ? TownTime.Local(at) : null,
            it.Left,
            SimulatedIssueView.HoursOf(it.Took),
            SimulatedIssueView.HoursOf(it.WorkingTime)
        );
}
