using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    /// <summary>Most issues whose deadlines one append counts anew.</summary>
    private const int RecountMax = 200;

    /// <summary>
    /// The deadlines of open issues, counted anew by the calendar in force. What was told before stays when it would
    /// come earlier: nobody loses time that was promised.
    /// </summary>
    public static ImmutableArray<DomainEvent> Recount(OwnerProfile owner, IssueBook book, Law law, DateTimeOffset now)
    {
        var happened = ImmutableArray.CreateBuilder<DomainEvent>();
        foreach (var (_, issue) in book.Issues)
        {
            if (
                // Clocks that stand still are counted by the calendar of the day on which they run on.
                issue is { IsOpen: true, MovingTo: null, Suspended: null, Overall: not null }
                && issue.Step?.CalendarVersion is { } version
                && version < law.Calendar.Version
            )
            {
                happened.Add(Recounted(new Here(owner, issue, Actor.Platform, law, now)));
                if (happened.Count == RecountMax)
                {
                    break;
                }
            }
        }

        return happened.ToImmutable();
    }

    private static IssueRecounted Recounted(in Here here)
    {
        var (issue, step, clock) = (here.Issue, here.Step, here.Issue.Overall!);
        var (overallDueAt, overall) = IssueLevels.OverallAt(clock.From, clock.Limit, here.Terms, here.Law);
        overallDueAt = Later(
            Later(overallDueAt, Worked(here, here.OverallDueAt, clock.Limit.Unit)),
            ExtendedAnew(here)
        );
        var (from, unit) = CountOf(here);
        var counted = IssueLevels.StepOf(
            step.Level,
            step.Handler,
            here.Terms,
            from,
            step.Limit,
            overallDueAt,
            here.Law,
            issue.WarnedPercent
        );
        var stepDueAt = Later(counted.DueAt, Worked(here, step.DueAt, unit));
        return new IssueRecounted(
            issue.Id,
            issue.Category,
            counted with
            {
                AcknowledgeDueAt = step.AcknowledgeDueAt,
                CountedFrom = step.CountedFrom,
                DueAt = stepDueAt < overallDueAt ? stepDueAt : overallDueAt,
                // Overdue, or standing still: no warning runs.
                Warning = issue.Overdue ? null : counted.Warning,
            },
            overallDueAt,
            overall with
            {
                Room = clock.Room,
                SuperviseAt =
                    IssueLevels.SuperviseAt(overallDueAt, here.Terms, here.Law) is { } counts
                    && clock.SuperviseAt is { } told
                        ? Later(counts, told)
                        : clock.SuperviseAt,
            }
        );
    }

    /// <summary>A deadline that was told, on the next day that is worked where its own no longer is (Civil Code, article 203).</summary>
    private static DateTimeOffset Worked(in Here here, DateTimeOffset told, TimeUnit unit) =>
        unit.IsWorking() && !here.Law.Calendar.IsWorkday(TownTime.DateOf(told))
            ? here.Law.Calendar.Count(told, TimeLimit.WorkingDays(1)).At
            : told;

    /// <summary>Where an extension had moved the overall deadline to the end of the step, that end, counted anew.</summary>
    private static DateTimeOffset ExtendedAnew(in Here here)
    {
        if (
            here.Issue.Extensions == 0
            || here.Step is not { CountedFrom: { } from, Limit: { } limit }
            || here.Step.DueAt != here.OverallDueAt
        )
        {
            return here.OverallDueAt;
        }

        var (end, latest) = (here.Law.Calendar.Count(from, limit).At, LatestEnd(here));
        return end < latest ? end : latest;
    }

    private static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
}
