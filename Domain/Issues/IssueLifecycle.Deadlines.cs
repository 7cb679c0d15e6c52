using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    /// <summary>
    /// Of each issue that is due, its next event: one level up, the mark of overdue at the last one, the end of a
    /// window. Whoever asks applies them and asks again, so that what was due for long catches up level by level.
    /// </summary>
    public static ImmutableArray<DomainEvent> Due(OwnerProfile owner, IssueBook book, Law law, DateTimeOffset now)
    {
        var happened = ImmutableArray.CreateBuilder<DomainEvent>();
        foreach (var issue in book.DueAt(now))
        {
            happened.Add(DueOf(new Here(owner, issue, Actor.Platform, law, now)));
        }

        return happened.ToImmutable();
    }

    private static DomainEvent DueOf(in Here here) =>
        here.Issue.Status switch
        {
            // Nobody came to check in time: that does not keep the report waiting.
            IssueStatus.Submitted => Accepted(here),
            IssueStatus.Dispatched or IssueStatus.Acknowledged or IssueStatus.InProgress or IssueStatus.Rework =>
                here.Step.Level == IssueLevels.Last
                    ? new IssueMarkedOverdue(here.Issue.Id, here.Step.Level)
                    : here.Up(EscalationReason.Overdue, null),
            IssueStatus.Resolved or IssueStatus.Verified => new IssueClosed(
                here.Issue.Id,
                ByReporter: false,
                here.ReopenWindowEnd
            ),
            _ => new IssueArchived(here.Issue.Id),
        };
}
