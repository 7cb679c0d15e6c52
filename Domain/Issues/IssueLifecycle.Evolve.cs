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
            _ => book.With(Stirred(Next(Known(book, happened.IssueId), happened, actor, at), happened, at)),
        };

    /// <summary>
    /// Something happened, as everybody sees it: neither what only its chain hears nor a year that was published brings
    /// an issue to the top of lists and of the ticker.
    /// </summary>
    private static Issue Stirred(Issue issue, IssueEvent happened, DateTimeOffset at) =>
        happened is IssueRecounted || IssueEventAudience.IsForChain(happened) ? issue : issue with { UpdatedAt = at };

    private static Issue Next(Issue issue, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueAccepted e => Given(issue, e.Step, at) with
            {
                Terms = e.Terms,
                OverallDueAt = e.OverallDueAt,
                Overall = e.Overall,
                IntakeDueAt = null,
                FirstLevel = e.Step.Level,
            },
            IssueRejected e => issue with
            {
                Status = IssueStatus.Rejected,
                IntakeDueAt = null,
                WindowEndsAt = e.WindowEndsAt,
            },
            IssueDispatched e => Given(Settled(issue, returned: true), e.Step, at) with
            {
                Transfers = issue.Transfers + (e.Step.Handler == e.Before ? 0 : 1),
                // Counted from before it was given: given to the one who had it, so that the step runs on.
                StepFrom = e.Step.CountedFrom is null ? at : issue.StepFrom,
                Overdue = e.Step.CountedFrom is not null && issue.Overdue,
                WarnedPercent = e.Step.CountedFrom is null ? 0 : issue.WarnedPercent,
            },
            IssueAcknowledged => issue with
            {
                Status = IssueStatus.Acknowledged,
                AcknowledgedAt = issue.AcknowledgedAt ?? at,
            },
            IssueStarted => issue with { Status = IssueStatus.InProgress },
            IssueReopened e => Given(issue, e.Step, at) with
            {
                OverallDueAt = e.OverallDueAt,
                Overall = e.Overall,
                TimesReopened = e.Times,
                FailedChecks = 0,
                Extensions = 0,
                Suspensions = 0,
                SupervisedByLevel = null,
            },
            IssueCommented or IssueNoted or IssueAnswered => issue,
            IssueFollowed => issue with { Followers = issue.Followers.Add(actor) },
            IssueSentAway e => issue with { MovingTo = e.To },
            _ => NextDone(issue, happened, actor, at),
        };

    /// <summary>What was done, and how it ends.</summary>
    private static Issue NextDone(Issue issue, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueResolved e => WhistlesEnded(issue) with
            {
                Status = IssueStatus.Resolved,
                Overdue = false,
                ResolvedBy = actor,
                RateUntil = e.WindowEndsAt,
                WindowEndsAt = e.WindowEndsAt,
                CheckDueAt = e.CheckDueAt,
                Request = null,
            },
            IssueVerified => issue with { Status = IssueStatus.Verified, CheckDueAt = null },
            IssueReworkOrdered e => Given(issue, e.Step, at) with
            {
                Status = IssueStatus.Rework,
                FailedChecks = issue.FailedChecks + 1,
                OverallDueAt = e.OverallDueAt ?? issue.OverallDueAt,
                Overall = e.Overall ?? issue.Overall,
            },
            IssueEscalated e => Given(issue, e.Step, at) with { FailedChecks = 0 },
            IssueMarkedOverdue => issue with { Overdue = true },
            IssueClosed e => issue with
            {
                Status = IssueStatus.Closed,
                WindowEndsAt = e.WindowEndsAt,
                CheckDueAt = null,
            },
            IssueRated e => issue with { Stars = e.Stars, CallBackDueAt = e.CallBackDueAt },
            IssueVoided e => WhistlesEnded(issue) with
            {
                Status = IssueStatus.Voided,
                Request = null,
                Suspended = null,
                IntakeDueAt = null,
                WindowEndsAt = e.WindowEndsAt,
            },
            IssueWithdrawn e => WhistlesEnded(issue) with
            {
                Status = IssueStatus.Withdrawn,
                Request = null,
                Suspended = null,
                IntakeDueAt = null,
                WindowEndsAt = e.WindowEndsAt,
            },
            _ => NextClocks(issue, happened, actor, at),
        };

    /// <summary>What moves the clocks, or tells of them.</summary>
    private static Issue NextClocks(Issue issue, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueAlarmed => issue,
            IssueWarned e => issue with { WarnedPercent = e.Percent, Step = issue.Step! with { Warning = e.Next } },
            IssueRequested e => issue with { Request = e.Request, RequestedBy = actor },
            IssueRequestGranted e => Settled(issue, returned: e.Kind is RequestKind.Return),
            IssueRequestRefused e => Settled(issue, returned: e.Kind is RequestKind.Return),
            IssueExtended e => issue with
            {
                Step = e.Step,
                OverallDueAt = e.OverallDueAt,
                Overall = e.Overall ?? issue.Overall,
                Extensions = e.Times,
            },
            IssueSuspended e => issue with { Suspended = e.Suspension, Suspensions = e.Times },
            IssueResumed e => issue with
            {
                Step = e.Step,
                OverallDueAt = e.OverallDueAt,
                Overall = e.Overall,
                Suspended = null,
            },
            IssueSupervised e => issue with
            {
                SupervisedByLevel = Math.Max(e.Level, issue.SupervisedByLevel ?? e.Level),
            },
            IssueRecounted e => issue with { Step = e.Step, OverallDueAt = e.OverallDueAt, Overall = e.Overall },
            IssueCheckMissed => issue with { CheckDueAt = null },
            IssueCalledBack => issue with { CallBackDueAt = null, CallBackMissed = false },
            IssueCallBackMissed => issue with { CallBackMissed = true },
            _ => NextJoined(issue, happened, actor, at),
        };

    /// <summary>What was asked for is decided. Who disputed that it is theirs does not do so twice.</summary>
    private static Issue Settled(Issue issue, bool returned) =>
        issue.Request is not { } request ? issue
        : returned && request.Kind is RequestKind.Return
            ? issue with
            {
                Request = null,
                ReturnedBy = issue.ReturnedBy.Add(request.By),
            }
        : issue with { Request = null };

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

    /// <summary>Somebody has it from now on: a new step, and neither window nor rating is left from before.</summary>
    private static Issue Given(Issue issue, IssueStep step, DateTimeOffset at) =>
        issue with
        {
            Status = IssueStatus.Dispatched,
            Step = step,
            StepFrom = at,
            Overdue = false,
            WindowEndsAt = null,
            Stars = null,
            WarnedPercent = 0,
            Request = null,
            Suspended = null,
            CheckDueAt = null,
            CallBackDueAt = null,
            CallBackMissed = false,
        };

    private static Issue Known(IssueBook book, string id) =>
        book.Find(id) ?? throw new UnreachableException($"An event is about {id}, which is not here.");
}
