using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>Holds what callers were told against the log.</summary>
internal static class LogCheck
{
    private const string Reports = "/api/issues";

    /// <summary>Later than this after its moment, a deadline counts as missed: a dead silo, a lease, a sweep.</summary>
    public static readonly TimeSpan LateMax = TimeSpan.FromSeconds(75);

    /// <summary>A warning that is nearer to its deadline may be too late for it on a busy machine.</summary>
    public static readonly TimeSpan WarnedMin = TimeSpan.FromSeconds(2);

    /// <summary>Acknowledged commands are there once, refused ones are not, and nothing is there that nobody asked for.</summary>
    /// <param name="calls">Every command of these people since the log begins.</param>
    /// <param name="people">References of those who sent them.</param>
    public static IReadOnlyList<string> CompareCommands(
        IReadOnlyCollection<Call> calls,
        Log log,
        IReadOnlySet<Guid> people
    )
    {
        var events = log.Events.ToLookup(it => it.CommandId);
        var violations = calls
            .Select(call => (Call: call, Fault: FaultOf(call, log, [.. events[call.CommandId]])))
            .Where(it => it.Fault is not null)
            .Select(it => $"{it.Call} {it.Fault}.")
            .ToList();
        var asked = calls.Select(call => call.CommandId).ToHashSet();
        violations.AddRange(
            log.Events.Where(it => people.Contains(it.Actor) && !asked.Contains(it.CommandId))
                .Select(it => $"Nobody asked for {it.Type} of {it.Subject} at {it.Seq}, command {it.CommandId}.")
        );
        return violations;
    }

    /// <summary>Every report that is in the log was answered with its number, and every number that was given out is there once.</summary>
    public static IReadOnlyList<string> CompareReports(IReadOnlyCollection<Call> calls, Log log)
    {
        var told = calls
            .Where(call => call is { Outcome: CallOutcome.Acknowledged, Route: Reports })
            .Select(call => Answer<string>(call, "id"))
            .ToList();
        var logged = log.Events.Where(it => it.Type is "issue.reported").Select(it => it.Subject!).ToList();
        return
        [
            .. Repeated(told).Select(it => $"The number {it.Id} was given out {it.Times} times."),
            .. logged.Except(told).Select(id => $"Issue {id} is in the log and nobody was told."),
            .. told.Except(logged).Select(id => $"Issue {id} was acknowledged and is not in the log."),
            .. Repeated(logged).Select(it => $"Issue {it.Id} was reported {it.Times} times."),
        ];
    }

    /// <summary>
    /// An issue that nobody handles climbs when its step is due: then, once, and soon. What was never reported since the
    /// log begins is not looked at.
    /// </summary>
    /// <param name="now">Time of the town.</param>
    public static (IReadOnlyList<string> Violations, int Escalations, TimeSpan Latest) CompareDeadlines(
        Log log,
        DateTimeOffset now
    )
    {
        var violations = new List<string>();
        var due = new Dictionary<string, DateTimeOffset>(StringComparer.Ordinal);
        var (escalations, latest) = (0, TimeSpan.Zero);
        var reported = log
            .Events.Where(it => it.Type is "issue.reported")
            .Select(it => it.Subject)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var it in log.Events.Where(it => reported.Contains(it.Subject)))
        {
            if (it.Type is "issue.escalated" or "issue.overdue")
            {
                escalations++;
                var late = due.TryGetValue(it.Subject!, out var moment) ? it.At - moment : TimeSpan.MinValue;
                var fault =
                    late == TimeSpan.MinValue ? "when it was not due at all"
                    : late < TimeSpan.Zero ? $"before it was due at {moment:O}, or twice"
                    : late > LateMax ? string.Create(CultureInfo.InvariantCulture, $"{late.TotalSeconds:F1} s late")
                    : null;
                if (fault is not null)
                {
                    violations.Add($"{it.Subject}: {it.Type} came at {it.At:O}, {fault}.");
                }

                latest = late > latest ? late : latest;
            }

            Follow(it, due);
        }

        violations.AddRange(
            due.Where(it => now - it.Value > LateMax)
                .Select(it => $"{it.Key} was due at {it.Value:O} and nothing came.")
        );
        return (violations, escalations, latest);
    }

    /// <summary>
    /// Each warning of a step comes once, not before its moment and never after the deadline; and it comes, unless the
    /// deadline was nearer than <see cref="WarnedMin"/> or somebody was down meanwhile: of those that passed in that
    /// time only the last is told. Supervision begins by itself once.
    /// </summary>
    /// <param name="down">When somebody was down: from the kill until everybody was served again.</param>
    /// <param name="killedAt">The kill of a silo.</param>
    /// <returns>
    /// How many warnings came, and how many steps were warned of before the kill and had their deadline after it.
    /// </returns>
    public static (IReadOnlyList<string> Violations, int Warnings, int Between) CompareWarnings(
        Log log,
        IReadOnlyCollection<(DateTimeOffset From, DateTimeOffset Until)> down,
        DateTimeOffset? killedAt = null
    )
    {
        var violations = new List<string>();
        var (warnings, between) = (0, 0);
        var steps = new Dictionary<string, WarnedStep>(StringComparer.Ordinal);
        var supervised = new HashSet<string>(StringComparer.Ordinal);
        var reported = log
            .Events.Where(it => it.Type is "issue.reported")
            .Select(it => it.Subject)
            .ToHashSet(StringComparer.Ordinal);
        foreach (var it in log.Events.Where(it => reported.Contains(it.Subject)))
        {
            using var payload = JsonDocument.Parse(it.Payload);
            var step = steps.GetValueOrDefault(it.Subject!);
            if (it.Type is "issue.warned")
            {
                warnings++;
                var percent = payload.RootElement.GetProperty("percent").GetInt32();
                if (step?.FaultOfWarning(percent, it.At) is { } fault)
                {
                    violations.Add($"{it.Subject}: the warning of {percent} per cent came at {it.At:O}, {fault}.");
                }

                if (step is not null)
                {
                    steps[it.Subject!] = step.After(percent, payload.RootElement, it.At);
                }

                continue;
            }

            if (it.Type is "issue.supervised" && ByItself(payload.RootElement) && !supervised.Add(it.Subject!))
            {
                violations.Add($"{it.Subject}: supervision began by itself twice, again at {it.At:O}.");
            }

            if (it.Type is "issue.escalated" or "issue.overdue" && step is not null)
            {
                between += step.WarnedAt < killedAt && killedAt <= step.DueAt ? 1 : 0;
                if (step.WasMissed(down))
                {
                    violations.Add($"{it.Subject}: the warning that was due at {step.Warning:O} did not come.");
                }
            }

            if (WarnedStep.Of(it.Type, payload.RootElement, step) is { } given)
            {
                steps[it.Subject!] = given;
            }
            else if (it.Type is "issue.reopened")
            {
                supervised.Remove(it.Subject!);
            }
        }

        return (violations, warnings, between);

        static bool ByItself(JsonElement payload) =>
            payload.TryGetProperty("byItself", out var byItself) && byItself.GetBoolean();
    }

    private static string? FaultOf(Call call, Log log, LoggedEvent[] events)
    {
        var isStored = log.Commands.TryGetValue(call.CommandId, out var lastSeq);
        var last = events.Length == 0 ? 0 : events.Max(it => it.Seq);
        return call.Outcome switch
        {
            CallOutcome.Unknown => "has no answer, though all is well again",
            // That something is away for a moment is said as such (503).
            _ when call.Failures > 0 => $"was answered {call.Failures} times that the platform itself has failed",
            CallOutcome.Acknowledged when !isStored => "was acknowledged and is not in the log",
            CallOutcome.Acknowledged when lastSeq != last =>
                $"was acknowledged, and the log ends it at {lastSeq}, its events at {last}",
            CallOutcome.Acknowledged when last != 0 && Answer<long>(call, "seq") is var told && told != last =>
                $"was answered with number {told}, and its last event is {last}",
            CallOutcome.Refused when isStored => "was refused and is in the log",
            CallOutcome.Refused when last != 0 => "was refused and has events",
            _ when events.Select(it => it.Stream).Distinct(StringComparer.Ordinal).Count() > 1 =>
                "is in more than one stream",
            _ when events.Length > 0 && events[^1].Version - events[0].Version + 1 != events.Length =>
                $"has {events.Length} events that do not follow one another",
            // Of several reports that are merged into one, each is told of that one.
            _ when events
                    .Where(it => it.Type is not "issue.duplicate-added")
                    .GroupBy(it => (it.Subject, it.Type))
                    .FirstOrDefault(it => it.Count() > 1)
                    is { } twice => $"happened {twice.Count()} times: {twice.Key.Type} of {twice.Key.Subject}",
            _ => null,
        };
    }

    /// <summary>What the event makes of the moment at which its issue is due.</summary>
    private static void Follow(LoggedEvent it, Dictionary<string, DateTimeOffset> due)
    {
        using var payload = JsonDocument.Parse(it.Payload);
        if (payload.RootElement.TryGetProperty("step", out var step) && step.ValueKind is JsonValueKind.Object)
        {
            due[it.Subject!] = step.GetProperty("dueAt").GetDateTimeOffset();
        }
        else if (
            it.Type
            is "issue.overdue"
                or "issue.resolved"
                or "issue.withdrawn"
                or "issue.sent-away"
                or "issue.suspended"
                or "issue.voided"
                or "issue.merged"
        )
        {
            due.Remove(it.Subject!);
        }
    }

    private static T Answer<T>(Call call, string field)
    {
        using var answer = JsonDocument.Parse(call.Answer);
        return answer.RootElement.GetProperty(field).Deserialize<T>()!;
    }

    private static IEnumerable<(string Id, int Times)> Repeated(IEnumerable<string> ids) =>
        ids.GroupBy(id => id, StringComparer.Ordinal)
            .Where(group => group.Count() > 1)
            .Select(group => (group.Key, group.Count()));
}
