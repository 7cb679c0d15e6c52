using static CivicGrains.Domain.Calendar.TimeLimit;

namespace CivicGrains.Domain.Rules;

/// <summary>How soon a department that is called in answers, and how many may be called in at once.</summary>
/// <param name="SignWithin">How soon it signs.</param>
/// <param name="ContactWithin">How soon it speaks with who called it.</param>
/// <param name="OnSiteWithin">How soon it is on site where the work is to be pushed on.</param>
/// <param name="HardCaseOnSiteWithin">How soon it is on site in a hard case.</param>
/// <param name="EmergencyWithin">How soon it does all of that in an emergency.</param>
/// <param name="OpenMax">How many whistles of one issue may be open at once.</param>
[GenerateSerializer, Immutable, Alias("whistle-rules")]
public sealed record WhistleRules(
    TimeLimit SignWithin,
    TimeLimit ContactWithin,
    TimeLimit OnSiteWithin,
    TimeLimit HardCaseOnSiteWithin,
    TimeLimit EmergencyWithin,
    int OpenMax
)
{
    /// <summary>The rules a district starts with.</summary>
    public static WhistleRules Default { get; } =
        new(
            SignWithin: Hours(1),
            ContactWithin: Hours(24),
            OnSiteWithin: WorkingDays(3),
            HardCaseOnSiteWithin: WorkingDays(5),
            EmergencyWithin: Minutes(30),
            OpenMax: 5
        );

    /// <summary>The same with every limit divided. For demonstrations.</summary>
    public WhistleRules DividedBy(int divisor) =>
        new(
            SignWithin.DividedBy(divisor),
            ContactWithin.DividedBy(divisor),
            OnSiteWithin.DividedBy(divisor),
            HardCaseOnSiteWithin.DividedBy(divisor),
            EmergencyWithin.DividedBy(divisor),
            OpenMax
        );
}
