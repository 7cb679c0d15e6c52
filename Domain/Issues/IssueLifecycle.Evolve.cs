namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    /// <summary>Folds an event into the issues of its owner. Copies what the event says and computes nothing.</summary>
    /// <param name="actor">Who did it, from the envelope of the log.</param>
    public static IssueBook Evolve(IssueBook book, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueReported e => book.With(Reported(e, actor, at)),
            IssueTakenOver e => book.With(Arrived(e, at)),
            IssueMoveRefused e => book.With(e.Carried with { MovingTo = null, UpdatedAt = at }),
            IssueHandedOver or IssueArchived => book.Without(happened.IssueId),
            _ => book.With(Next(Known(book, happened.IssueId), happened, actor, at) with { UpdatedAt = at }),
        };

    private static Issue Next(Issue issue, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueAccepted e => Given(issue, e.Step, at) with
            {
                Terms = e.Terms,
                OverallDueAt = e.OverallDueAt,
                IntakeDueAt = null,
                FirstLevel = e.Step.Level,
            },
            IssueRejected e => issue with
            {
                Status = IssueStatus.Rejected,
                IntakeDueAt = null,
                WindowEndsAt = e.WindowEndsAt,
            },
            IssueDispatched e => Given(issue, e.Step, at),
            IssueAcknowledged => issue with
            {
                Status = IssueStatus.Acknowledged,
                AcknowledgedAt = issue.AcknowledgedAt ?? at,
            },
            IssueStarted => issue with { Status = IssueStatus.InProgress },
            IssueResolved e => issue with
            {
                Status = IssueStatus.Resolved,
                Overdue = false,
                ResolvedBy = actor,
                RateUntil = e.WindowEndsAt,
                WindowEndsAt = e.WindowEndsAt,
            },
            IssueVerified => issue with { Status = IssueStatus.Verified },
            IssueReworkOrdered e => Given(issue, e.Step, at) with
            {
                Status = IssueStatus.Rework,
                FailedChecks = issue.FailedChecks + 1,
            },
            IssueEscalated e => Given(issue, e.Step, at) with { FailedChecks = 0 },
            IssueMarkedOverdue => issue with { Overdue = true },
            IssueClosed e => issue with { Status = IssueStatus.Closed, WindowEndsAt = e.WindowEndsAt },
            IssueRated e => issue with { Stars = e.Stars },
            IssueReopened e => Given(issue, e.Step, at) with
            {
                OverallDueAt = e.OverallDueAt,
                TimesReopened = e.Times,
                FailedChecks = 0,
                Stars = null,
            },
            IssueCommented or IssueNoted or IssueAnswered => issue,
            IssueFollowed => issue with { Followers = issue.Followers.Add(actor) },
            IssueWithdrawn e => issue with
            {
                Status = IssueStatus.Withdrawn,
                IntakeDueAt = null,
                WindowEndsAt = e.WindowEndsAt,
            },
            IssueSentAway e => issue with { MovingTo = e.To },
            _ => throw new UnreachableException($"Nobody folds a {happened.GetType().Name}."),
        };

    private static Issue Reported(IssueReported e, Guid actor, DateTimeOffset at) =>
        new()
        {
            Id = e.IssueId,
            Category = e.Category,
            AskedCategory = e.AskedCategory,
            Visibility = e.Visibility,
            Source = e.Source,
            Reporter = actor,
            Building = e.Building,
            Description = e.Description,
            Location = e.Location,
            ReportedAt = at,
            UpdatedAt = at,
            Status = IssueStatus.Submitted,
            IntakeDueAt = e.IntakeDueAt,
        };

    private static Issue Arrived(IssueTakenOver e, DateTimeOffset at)
    {
        var arrived = e.Carried with { MovingTo = null, UpdatedAt = at };
        return e.Step is { } step ? Given(arrived, step, at) : arrived;
    }

    /// <summary>Somebody has it from now on: a new step, and no window is left from before.</summary>
    private static Issue Given(Issue issue, IssueStep step, DateTimeOffset at) =>
        issue with
        {
            Status = IssueStatus.Dispatched,
            Step = step,
            StepFrom = at,
            Overdue = false,
            WindowEndsAt = null,
        };

    private static Issue Known(IssueBook book, string id) =>
        book.Find(id) ?? throw new UnreachableException($"An event is about {id}, which is not here.");
}
