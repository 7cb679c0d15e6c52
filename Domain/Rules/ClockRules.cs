using CivicGrains.Domain.Issues;
using static CivicGrains.Domain.Calendar.TimeLimit;

namespace CivicGrains.Domain.Rules;

/// <summary>How long a clock may stand still for a reason.</summary>
[GenerateSerializer, Immutable, Alias("suspension-rule")]
public sealed record SuspensionRule(SuspensionReason Reason, TimeLimit Limit);

/// <summary>What may be done to the clocks of an issue, how often and how far; and what is checked after it is done.</summary>
/// <param name="WarningPercents">At which parts of a step its handler is warned, rising, below 100; from the second on the level above too.</param>
/// <param name="SupervisePercent">At which part of the overall limit the district centre orders supervision by itself.</param>
/// <param name="ReturnWithin">How soon after it was given a handler may dispute that it is theirs.</param>
/// <param name="DecideWithin">How soon a return, an extension or a suspension is to be decided.</param>
/// <param name="TransfersMax">How often an issue changes hands on one level before only the district centre moves it.</param>
/// <param name="ExtensionsMax">How often a time limit is extended.</param>
/// <param name="ExtendedCapPercent">How far an extended overall limit reaches at most, of the limit itself.</param>
/// <param name="SuspensionsMax">How often a clock stands still.</param>
/// <param name="Suspensions">The reasons for which it may, each once.</param>
/// <param name="VerifyWithin">How soon what was resolved is checked, where a photo is advised.</param>
/// <param name="LowStars">Ratings up to this many stars ask for a call back.</param>
/// <param name="CallBackWithin">How soon who rated low is called back.</param>
/// <param name="ReminderHours">
/// When on working days somebody is disturbed with what runs on a working clock; null in rules of before there were
/// quiet hours: <see cref="Reminders"/>.
/// </param>
[GenerateSerializer, Immutable, Alias("clock-rules")]
public sealed record ClockRules(
    ImmutableArray<int> WarningPercents,
    int SupervisePercent,
    TimeLimit ReturnWithin,
    TimeLimit DecideWithin,
    int TransfersMax,
    int ExtensionsMax,
    int ExtendedCapPercent,
    int SuspensionsMax,
    ImmutableArray<SuspensionRule> Suspensions,
    TimeLimit VerifyWithin,
    int LowStars,
    TimeLimit CallBackWithin,
    OfficeSpan? ReminderHours = null
)
{
    /// <summary>When on working days somebody is disturbed with what runs on a working clock. The rest is quiet.</summary>
    [JsonIgnore]
    public OfficeSpan Reminders => ReminderHours ?? new OfficeSpan(new(8, 30), new(18, 0));

    /// <summary>The rules a district starts with.</summary>
    public static ClockRules Default { get; } =
        new(
            WarningPercents: [50, 80],
            SupervisePercent: 150,
            ReturnWithin: WorkingHours(4),
            DecideWithin: WorkingHours(2),
            TransfersMax: 3,
            ExtensionsMax: 2,
            ExtendedCapPercent: 200,
            SuspensionsMax: 2,
            Suspensions:
            [
                new(SuspensionReason.AwaitingReporter, WorkingDays(3)),
                new(SuspensionReason.AwaitingThirdParty, WorkingDays(15)),
                new(SuspensionReason.OwnersVote, Days(60)),
                new(SuspensionReason.UnderDeliberation, Days(30)),
                new(SuspensionReason.Engineering, Days(90)),
            ],
            VerifyWithin: WorkingDays(1),
            LowStars: 2,
            CallBackWithin: WorkingDays(1),
            ReminderHours: new OfficeSpan(new(8, 30), new(18, 0))
        );

    /// <summary>How long a clock may stand still for a reason; null when it may not.</summary>
    public TimeLimit? LimitOf(SuspensionReason reason)
    {
        foreach (var rule in Suspensions)
        {
            if (rule.Reason == reason)
            {
                return rule.Limit;
            }
        }

        return null;
    }
}
