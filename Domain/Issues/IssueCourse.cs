namespace CivicGrains.Domain.Issues;

/// <summary>How an issue went, as far as lives are compared.</summary>
/// <param name="Status">How it stood in the end.</param>
/// <param name="Levels">The levels that had it, rising.</param>
/// <param name="LateAt">The levels at which a deadline passed, rising.</param>
/// <param name="PastOverall">Whether an overall deadline passed before it was resolved.</param>
/// <param name="Warnings">How often its handler was warned that time is passing.</param>
/// <param name="Escalations">How often it went up a level, for whatever reason.</param>
/// <param name="ResolvedAt">When it was resolved last; null when it is not.</param>
/// <param name="Left">Whether it left for another owner.</param>
/// <param name="Took">From the report until it was resolved, or so far; null where it was ended without being resolved, or left.</param>
/// <param name="WorkingTime">The office time in that.</param>
public sealed record IssueCourse(
    IssueStatus Status,
    ImmutableArray<int> Levels,
    ImmutableArray<int> LateAt,
    bool PastOverall,
    int Warnings,
    int Escalations,
    DateTimeOffset? ResolvedAt,
    bool Left,
    TimeSpan? Took,
    TimeSpan? WorkingTime
)
{
    /// <summary>The highest level that had it; null when it was never accepted.</summary>
    public int? Level => Levels.IsEmpty ? null : Levels[^1];

    /// <summary>Whether a deadline of any step passed.</summary>
    public bool Late => !LateAt.IsEmpty;

    /// <summary>How a life went until a moment.</summary>
    public static IssueCourse Of(IssueLife life, WorkingCalendar calendar, DateTimeOffset until)
    {
        var (levels, lateAt) = (new SortedSet<int>(), new SortedSet<int>());
        var (warnings, escalations, pastOverall) = (0, 0, false);
        DateTimeOffset? resolvedAt = null;
        DateTimeOffset? overallDueAt = null;
        foreach (var (happened, at) in life.Events)
        {
            if (happened is IGivesStep { Step: { } step })
            {
                levels.Add(step.Level);
            }

            if (LateAtBy(happened) is { } late)
            {
                lateAt.Add(late);
            }

            escalations += happened is IssueEscalated ? 1 : 0;
            warnings += happened is IssueWarned ? 1 : 0;
            if (happened is IssueResolved)
            {
                resolvedAt = at;
                pastOverall |= at > overallDueAt;
            }

            overallDueAt = OverallAfter(happened) ?? overallDueAt;
        }

        var last = life.Last!;
        if (last is { IsOpen: true, Step: { } running, MovingTo: null, Suspended: null } && !life.Left)
        {
            pastOverall |= overallDueAt < until;
            if (running.DueAt < until)
            {
                lateAt.Add(running.Level);
            }
        }

        var isResolved = last.Status is IssueStatus.Resolved or IssueStatus.Verified or IssueStatus.Closed;
        DateTimeOffset? end =
            life.Left ? null
            : isResolved ? resolvedAt
            : last.IsOpen ? until
            : null;
        return new IssueCourse(
            last.Status,
            [.. levels],
            [.. lateAt],
            pastOverall,
            warnings,
            escalations,
            isResolved ? resolvedAt : null,
            life.Left,
            end - last.ReportedAt,
            end is { } then ? calendar.WorkingTimeBetween(last.ReportedAt, then) : null
        );
    }

    /// <summary>Whether another one went the same way.</summary>
    public bool IsLike(IssueCourse? other) =>
        other is not null
        && other with { Levels = Levels, LateAt = LateAt } == this
        && other.Levels.AsSpan().SequenceEqual(Levels.AsSpan())
        && other.LateAt.AsSpan().SequenceEqual(LateAt.AsSpan());

    /// <summary>The level at which a deadline passed, as an event tells; null when it tells nothing of the kind.</summary>
    private static int? LateAtBy(IssueEvent happened) =>
        happened switch
        {
            IssueEscalated { Reason: EscalationReason.Overdue } e => e.FromLevel,
            IssueMarkedOverdue e => e.Level,
            _ => null,
        };

    private static DateTimeOffset? OverallAfter(IssueEvent happened) =>
        happened switch
        {
            IssueAccepted e => e.OverallDueAt,
            IssueReopened e => e.OverallDueAt,
            IssueReworkOrdered e => e.OverallDueAt,
            IssueExtended e => e.OverallDueAt,
            IssueResumed e => e.OverallDueAt,
            IssueRecounted e => e.OverallDueAt,
            IssueIncidentDeclared e => e.OverallDueAt,
            IssueTakenOver e => e.Carried.OverallDueAt,
            IssueMoveRefused e => e.Carried.OverallDueAt,
            _ => null,
        };
}

/// <summary>What many courses come to.</summary>
/// <param name="Issues">How many.</param>
/// <param name="Resolved">Of these, resolved.</param>
/// <param name="Open">Of these, open.</param>
/// <param name="Late">Of these, with a step whose deadline passed.</param>
/// <param name="PastOverall">Of these, with an overall deadline that passed.</param>
/// <param name="Levels">Of each level from 0 on, how many it had and how many were late there.</param>
/// <param name="Took">Of what was resolved, on average; null when nothing was.</param>
/// <param name="WorkingTime">Likewise in office time.</param>
public sealed record CourseTotals(
    int Issues,
    int Resolved,
    int Open,
    int Late,
    int PastOverall,
    int Warnings,
    int Escalations,
    ImmutableArray<(int Reached, int Late)> Levels,
    TimeSpan? Took,
    TimeSpan? WorkingTime
)
{
    /// <summary>Sums up.</summary>
    public static CourseTotals Of(IReadOnlyCollection<IssueCourse> courses)
    {
        var resolved = courses.Where(it => it is { ResolvedAt: not null, Took: not null }).ToList();
        return new CourseTotals(
            courses.Count,
            resolved.Count,
            courses.Count(it => it.Status <= IssueStatus.Rework && !it.Left),
            courses.Count(it => it.Late),
            courses.Count(it => it.PastOverall),
            courses.Sum(it => it.Warnings),
            courses.Sum(it => it.Escalations),
            [
                .. Enumerable
                    .Range(0, IssueLevels.Last + 1)
                    .Select(level =>
                        (courses.Count(it => it.Levels.Contains(level)), courses.Count(it => it.LateAt.Contains(level)))
                    ),
            ],
            Average(resolved.Select(it => it.Took!.Value)),
            Average(resolved.Select(it => it.WorkingTime!.Value))
        );
    }

    private static TimeSpan? Average(IEnumerable<TimeSpan> times)
    {
        var (sum, count) = times.Aggregate((Sum: 0L, Count: 0), (so, it) => (so.Sum + it.Ticks, so.Count + 1));
        return count == 0 ? null : TimeSpan.FromTicks(sum / count);
    }
}
