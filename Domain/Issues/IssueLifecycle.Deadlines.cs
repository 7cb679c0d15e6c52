using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    /// <summary>
    /// Of each issue that is due, its next event: a warning, one level up, the mark of overdue at the last one, the end
    /// of standing still or of a window. Whoever asks applies them and asks again, so that what was due for long
    /// catches up level by level.
    /// </summary>
    public static ImmutableArray<DomainEvent> Due(OwnerProfile owner, IssueBook book, Law law, DateTimeOffset now)
    {
        var happened = ImmutableArray.CreateBuilder<DomainEvent>();
        foreach (var issue in book.DueAt(now))
        {
            var next = DueOf(new Here(owner, issue, Actor.Platform, law, now));
            happened.Add(next);
            if (next is IssueAccepted accepted && Alarm(accepted, owner, issue.Building, law) is { } alarmed)
            {
                happened.Add(alarmed);
            }

            if (next is IssueArchived)
            {
                // What lives on in it has no end of its own.
                foreach (var duplicate in issue.Duplicates)
                {
                    happened.Add(new IssueArchived(duplicate.IssueId));
                }
            }
        }

        return happened.ToImmutable();
    }

    private static DomainEvent DueOf(in Here here) =>
        here.Issue.Status switch
        {
            // Nobody came to check in time: that does not keep the report waiting.
            IssueStatus.Submitted => Accepted(here),
            IssueStatus.Dispatched or IssueStatus.Acknowledged or IssueStatus.InProgress or IssueStatus.Rework =>
                DueOfOpen(here),
            IssueStatus.Resolved or IssueStatus.Verified or IssueStatus.Closed => DueOfDone(here),
            _ => new IssueArchived(here.Issue.Id),
        };

    /// <summary>The deadline first: a warning after it would be idle, and what was asked for ends with the step.</summary>
    private static DomainEvent DueOfOpen(in Here here)
    {
        var (issue, step) = (here.Issue, here.Step);
        if (DueOfWhistles(here) is { } missed)
        {
            return missed;
        }

        if (issue.Suspended is not null)
        {
            return Resumed(here, byItself: true);
        }

        if (!issue.Overdue && step.DueAt <= here.Now)
        {
            return step.Level == IssueLevels.Last
                ? new IssueMarkedOverdue(issue.Id, step.Level)
                : here.Up(EscalationReason.Overdue, null);
        }

        // What a lower level orders does not spare it the district centre.
        if (issue.SupervisedByLevel is not IssueLevels.Last && issue.Overall?.SuperviseAt <= here.Now)
        {
            return new IssueSupervised(issue.Id, IssueLevels.Last, ByItself: true, null);
        }

        return issue.Request is { } request && request.DecideBy <= here.Now
            ? new IssueRequestRefused(issue.Id, request.Kind, InTime: false, null)
            : Warned(here);
    }

    /// <summary>Of several warnings that have passed, only the last is worth hearing.</summary>
    private static IssueWarned Warned(in Here here)
    {
        var step = here.Step;
        var (from, unit) = CountOf(here);
        var percent = step.Warning!.Percent;
        var next = IssueLevels.NextWarning(from, step.DueAt, unit, here.Terms, here.Law, percent);
        while (next?.At <= here.Now)
        {
            percent = next.Percent;
            next = IssueLevels.NextWarning(from, step.DueAt, unit, here.Terms, here.Law, percent);
        }

        var first = here.Clocks.WarningPercents[0];
        return new IssueWarned(
            here.Issue.Id,
            percent,
            step.Level,
            percent > first && step.Level < IssueLevels.Last ? [step.Handler, here.Above] : [step.Handler],
            next
        );
    }

    private static DomainEvent DueOfDone(in Here here)
    {
        var (issue, now) = (here.Issue, here.Now);
        return issue.CheckDueAt <= now ? new IssueCheckMissed(issue.Id, here.Above)
            : !issue.CallBackMissed && issue.CallBackDueAt <= now ? new IssueCallBackMissed(issue.Id, here.Above)
            : issue.Status is IssueStatus.Closed ? new IssueArchived(issue.Id)
            : new IssueClosed(issue.Id, ByReporter: false, here.ReopenWindowEnd);
    }

    /// <summary>From when the present step is counted, and in what.</summary>
    private static (DateTimeOffset From, TimeUnit Unit) CountOf(in Here here) =>
        (here.Step.CountedFrom ?? here.Issue.StepFrom!.Value, (here.Step.Limit ?? here.Terms.Cap).Unit);
}
