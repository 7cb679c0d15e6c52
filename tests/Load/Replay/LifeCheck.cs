using System.Globalization;
using System.Reflection;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Load.Replay;

/// <summary>
/// Whether an issue went a legal way to its end, and whether every answer to why agrees with the log, with the rules in
/// force, and with what came next by itself: a pure function of what was read.
/// </summary>
internal static class LifeCheck
{
    /// <summary>Later than this after its moment, in real time, a deadline counts as missed.</summary>
    private static readonly TimeSpan LateMax = TimeSpan.FromSeconds(75);

    /// <summary>What happens to it, and changes nothing of what comes next by itself.</summary>
    private static readonly HashSet<string> Idle = new(StringComparer.Ordinal)
    {
        "issue.warned",
        "issue.alarmed",
        "issue.acknowledged",
        "issue.started",
        "issue.commented",
        "issue.noted",
        "issue.check-missed",
        "issue.rated",
    };

    /// <summary>What gives it to somebody anew, by the limit of the level.</summary>
    private static readonly HashSet<string> Given = new(StringComparer.Ordinal)
    {
        "issue.accepted",
        "issue.escalated",
        "issue.dispatched",
        "issue.rework-ordered",
        "issue.reopened",
    };

    /// <summary>What time alone leads to, by the status in which it does.</summary>
    private static readonly (IssueStatus[] From, Type[] Events)[] ByItself =
    [
        ([IssueStatus.Submitted], [typeof(IssueAccepted), typeof(IssueAlarmed)]),
        (
            [IssueStatus.Dispatched, IssueStatus.Acknowledged, IssueStatus.InProgress, IssueStatus.Rework],
            [
                typeof(IssueWarned),
                typeof(IssueEscalated),
                typeof(IssueMarkedOverdue),
                typeof(IssueSupervised),
                typeof(IssueResumed),
                typeof(IssueRequestRefused),
                typeof(IssueRecounted),
            ]
        ),
        (
            [IssueStatus.Resolved, IssueStatus.Verified, IssueStatus.Closed],
            [typeof(IssueCheckMissed), typeof(IssueCallBackMissed), typeof(IssueClosed), typeof(IssueArchived)]
        ),
        (
            [IssueStatus.Rejected, IssueStatus.Withdrawn, IssueStatus.Voided, IssueStatus.Merged],
            [typeof(IssueArchived)]
        ),
    ];

    /// <summary>Every pair of a status and an event that may follow in it: by the table of commands, and by time.</summary>
    private static readonly HashSet<(string Status, string Type)> Legal =
    [
        .. from row in IssueCommandTable.Rows
        from status in row.From
        from happened in row.Events
        select (status.Camel(), NameOf(happened)),
        .. from it in ByItself
        from status in it.From
        from happened in it.Events
        select (status.Camel(), NameOf(happened)),
    ];

    /// <summary>Everything that is wrong with it.</summary>
    public static IEnumerable<Disagreement> Compare(Life life) =>
        Ended(life)
            .Concat(WentLegally(life))
            .Concat(IsReasoned(life))
            .Concat(life.Whys.SelectMany(why => IsByTheRules(life, why)))
            .Concat(life.Whys.SelectMany(why => WasForetold(life, why).Faults));

    /// <summary>How late what was foretold came, in real time; once for each event that came by itself.</summary>
    public static IEnumerable<TimeSpan> Lateness(Life life) =>
        life
            .Whys.Select(why => WasForetold(life, why))
            .Where(it => it.Seq is not null)
            .GroupBy(it => it.Seq)
            .Select(it => it.First().Late);

    private static IEnumerable<Disagreement> Ended(Life life)
    {
        if (life.End is null)
        {
            var last = life.Timeline.Count > 0 ? life.Timeline[^1] : null;
            yield return Wrong(
                Point.Ended,
                life,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"has not come to an end: {last?.Status} at level {last?.Level} after {last?.Type}"
                )
            );
        }
    }

    private static IEnumerable<Disagreement> WentLegally(Life life)
    {
        // One that goes on may have gone on since the log was read.
        var read = life.End is null ? life.Timeline.Take(life.Events.Count) : life.Timeline;
        if (
            !life
                .Events.Select(it => (it.Seq, it.Type, it.At))
                .SequenceEqual(read.Select(it => (it.Seq, it.Type, it.At)))
        )
        {
            yield return Wrong(Point.Legal, life, "has another timeline than the log");
        }

        for (var i = 0; i < life.Timeline.Count; i++)
        {
            var it = life.Timeline[i];
            var before = i == 0 ? null : life.Timeline[i - 1];
            // A report is accepted, and danger told, in the same append.
            var isLegal = before is null
                ? it.Type == "issue.reported"
                : i < 3 && it.Type is "issue.accepted" or "issue.alarmed" || Legal.Contains((before.Status, it.Type));
            if (!isLegal)
            {
                yield return Wrong(Point.Legal, life, $"was {before?.Status} when {it.Type} happened");
            }

            if (it.Type != "issue.escalated" && it.Level < before?.Level && it.Type != "issue.reopened")
            {
                yield return Wrong(Point.Legal, life, $"came down a level by {it.Type}");
            }
        }
    }

    /// <summary>Every event has its reason, and every answer on the way told of all that had happened by then.</summary>
    private static IEnumerable<Disagreement> IsReasoned(Life life)
    {
        if (life.End is not null && !Tells(life.Whys[^1], life.Timeline))
        {
            yield return Wrong(Point.Reasoned, life, "is not told step by step as its timeline is");
        }

        foreach (var why in life.Whys)
        {
            if (!Tells(why, [.. life.Timeline.TakeWhile(it => it.Seq <= why.Seq)]))
            {
                yield return Wrong(
                    Point.Reasoned,
                    life,
                    string.Create(CultureInfo.InvariantCulture, $"was told otherwise than the log at {why.Seq}")
                );
            }

            foreach (var step in why.Steps)
            {
                if (!step.HasReason || Given.Contains(step.Type) && !step.HasRule)
                {
                    yield return Wrong(
                        Point.Reasoned,
                        life,
                        string.Create(CultureInfo.InvariantCulture, $"has no reason for {step.Type} at {step.Seq}")
                    );
                }
            }
        }
    }

    private static bool Tells(WhyReading why, IReadOnlyList<TimelineLine> timeline) =>
        why
            .Steps.Select(it => (it.Seq, it.At, it.Type, it.Level))
            .SequenceEqual(timeline.Select(it => (it.Seq, it.At, it.Type, it.Level)));

    /// <summary>The versions in force, the class of the category, each level's limit, and deadlines counted by them.</summary>
    private static IEnumerable<Disagreement> IsByTheRules(Life life, WhyReading why)
    {
        if (why.Rules is not { } rules)
        {
            yield return Wrong(Point.ByRule, life, "names no rules");
            yield break;
        }

        var own = life.Rules.Version == 0 ? null : (int?)life.Rules.Version;
        if (rules.RuleVersion != life.Rules.DistrictVersion || rules.OwnerRuleVersion != own)
        {
            yield return Wrong(Point.ByRule, life, "names other versions than those in force");
        }

        var (byDay, byNight) = life.Rules.Classes.GetValueOrDefault(rules.Category);
        if (rules.Class != byDay && rules.Class != byNight)
        {
            yield return Wrong(Point.ByRule, life, $"is of class {rules.Class}, its category {rules.Category} is not");
        }

        foreach (var step in why.Steps.Where(it => it.HasRule && Given.Contains(it.Type)))
        {
            if (step.Limit != (step.Level < IssueLevels.Last ? rules.Budgets[step.Level!.Value] : null))
            {
                yield return Wrong(Point.ByRule, life, $"has limit {step.Limit} by {step.Type}, not that of its level");
            }
        }

        if (why is { DueAt: { } due, OverallDueAt: { } overall, Since: { } since } && IsWithHandler(why))
        {
            var limit = why.Level < IssueLevels.Last ? rules.Budgets[why.Level!.Value] : null;
            var counted = TimeLimit.TryParse(limit, out var some)
                ? WorkingCalendar.Default.Count(since, some).At
                : overall;
            if (due != (counted < overall ? counted : overall))
            {
                yield return Wrong(Point.ByRule, life, $"is due at {due:O}, by its rule at {counted:O}");
            }
        }
    }

    private static bool IsWithHandler(WhyReading why) =>
        why.Status is "dispatched" or "acknowledged" or "inProgress" or "rework";

    /// <summary>What came next by itself is what was foretold, at its moment and soon after it.</summary>
    private static (IEnumerable<Disagreement> Faults, long? Seq, TimeSpan Late) WasForetold(Life life, WhyReading why)
    {
        var next = life.Timeline.FirstOrDefault(it => it.Seq > why.Seq && !Idle.Contains(it.Type));
        if (next is null || life.Acts.Contains(next.Seq))
        {
            return ([], null, default);
        }

        var type = why.Next?.What switch
        {
            "escalate" => "issue.escalated",
            "markOverdue" => "issue.overdue",
            "supervise" => "issue.supervised",
            "resume" => "issue.resumed",
            "accept" => "issue.accepted",
            "close" => "issue.closed",
            "archive" => "issue.archived",
            _ => null,
        };
        // A moment that had passed when somebody was given it counts from then.
        var known = why.Steps[^1].At;
        var moment = why.Next is { } foretold && foretold.At > known ? foretold.At : known;
        var late = (next.At - moment) / life.Speed;
        var fault =
            type != next.Type ? $"came to {next.Type} and {why.Next?.What ?? "nothing"} was foretold"
            : why.Next!.Level is { } level && level != next.Level ? $"came to another level than was foretold"
            : late < TimeSpan.Zero ? $"came to {next.Type} before the moment that was foretold"
            : late > LateMax
                ? string.Create(CultureInfo.InvariantCulture, $"came to {next.Type} {late.TotalSeconds:F1} s late")
            : null;
        return (fault is null ? [] : [Wrong(Point.Foretold, life, fault)], next.Seq, late);
    }

    private static string NameOf(Type happened) => happened.GetCustomAttribute<EventNameAttribute>()!.Name;

    private static Disagreement Wrong(Point point, Life life, string what) => new(point, $"{life} {what}.");
}
