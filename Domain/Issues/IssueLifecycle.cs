using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// The life of an issue, whatever owns it. <see cref="Decide"/> turns a command into events or a refusal,
/// <see cref="Due"/> says what happens by itself, <see cref="Evolve"/> folds. No clock, no I/O: the caller passes the
/// time, the law and the actor.
/// </summary>
/// <remarks>
/// Two clocks. The step clock is the present level's: it begins anew at every hand-over. The overall clock never does:
/// a step ends no later than it, and one that begins after it is overdue at once. Terms are copied into the issue when
/// it is accepted, so that later rules do not touch it. An issue that is sent to another owner stays here, marked,
/// until the other has it: then the platform confirms and it is forgotten, or returns it when the other refused; it is
/// never nowhere.
/// </remarks>
public static partial class IssueLifecycle
{
    /// <summary>Command in, events or refusal out.</summary>
    public static Decision Decide(IIssueOwner owner, IssueCommand command, Actor actor, Law law, DateTimeOffset now)
    {
        if (!owner.Profile.Registered)
        {
            return Rejections.OwnerUnknown.With("owner", owner.Profile.Place);
        }

        var row = IssueCommandTable.RowOf(command);
        if (row.Who is Who.Platform)
        {
            return !WhoMay.IsPlatform(actor) ? Rejections.PlatformOnly.Now()
                : command is Gather gather ? DecideGather(owner, gather, law, now)
                : command is FileHazard hazard ? DecideFile(owner, hazard, law, now)
                : Move(owner, command, law, now);
        }

        var issue = owner.Issues.GetValueOrDefault(command.IssueId);
        if (command is Report report)
        {
            return issue is null
                ? WithSurge(
                    owner,
                    DecideReport(owner.Profile, report, actor, law, now),
                    report.IssueId,
                    actor,
                    law,
                    now
                )
                : Rejections.IssueExists.With(null, command.IssueId);
        }

        if (issue is null)
        {
            return Rejections.IssueUnknown.With(null, command.IssueId);
        }

        var here = new Here(owner.Profile, issue, actor, law, now);
        if (here.Check(row) is { } refused)
        {
            return refused;
        }

        return command switch
        {
            Join c => WithSurge(owner, DecideJoin(owner, here, c), c.IssueId, actor, law, now),
            Merge c => DecideMerge(owner, here, c),
            Split c => DecideSplit(owner, here, c),
            _ => DecideOn(here, command),
        };
    }

    private static Decision DecideOn(in Here here, IssueCommand command) =>
        command switch
        {
            Accept => DecideAccept(here),
            Reject c => DecideReject(here, c),
            Dispatch c => DecideDispatch(here, c),
            Acknowledge c => new IssueAcknowledged(c.IssueId, here.Step.Handler),
            Start c => new IssueStarted(c.IssueId),
            Resolve c => DecideResolve(here, c),
            SelfHandle c => DecideSelfHandle(here, c),
            Verify c => DecideVerify(here, c),
            NotSolved c => DecideNotSolved(here, c),
            Close c => new IssueClosed(c.IssueId, ByReporter: true, here.ReopenWindowEnd),
            Rate c => DecideRate(here, c),
            Reopen c => DecideReopen(here, c),
            Comment c => TextRules.Check(c.Text.Body, "text") is { } wrong
                ? wrong
                : new IssueCommented(c.IssueId, c.Text.Commitment),
            Note c => TextRules.Check(c.Text.Body, "text") is { } wrong
                ? wrong
                : new IssueNoted(c.IssueId, c.Text.Commitment),
            Answer c => DecideAnswer(here, c),
            Escalate c => DecideEscalate(here, c),
            Relocate c => DecideRelocate(here, c),
            Follow c => here.Issue.Reporter == here.Actor.Reference
            || here.Issue.Followers.Contains(here.Actor.Reference)
                ? Decision.Nothing
                : new IssueFollowed(c.IssueId),
            Leave => DecideLeave(here),
            Return c => DecideReturn(here, c),
            Extend c => DecideExtend(here, c),
            Suspend c => DecideSuspend(here, c),
            DecideRequest c => DecideOnRequest(here, c),
            Resume => here.Issue.Suspended is null
                ? Rejections.ResumeNotSuspended.Now()
                : Resumed(here, byItself: false),
            Supervise c => DecideSupervise(here, c),
            Void when !here.Issue.Duplicates.IsEmpty => Rejections.EndMerged.Now(),
            Void c => CheckRequired(c.Reason, "reason") is { } wrong
                ? wrong
                : new IssueVoided(c.IssueId, here.Issue.Step?.Handler, c.Reason!.Commitment, here.ReopenWindowEnd),
            CallBack c => DecideCallBack(here, c),
            Withdraw when !here.Issue.Joined.IsEmpty || !here.Issue.Duplicates.IsEmpty =>
                Rejections.WithdrawJoined.Now(),
            BlowWhistle c => DecideBlow(here, c),
            DecideWhistle c => DecideOnWhistle(here, c),
            ReportToWhistle c => DecideReportTo(here, c),
            ObjectWhistle c => DecideObject(here, c),
            RateWhistle c => DecideRateWhistle(here, c),
            Withdraw c => CheckOptional(c.Reason, "reason") is { } wrong
                ? wrong
                : new IssueWithdrawn(c.IssueId, here.Issue.Step?.Handler, c.Reason?.Commitment, here.ReopenWindowEnd),
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };

    private static Rejection? CheckOptional(PrivateText? text, string field) =>
        text is null ? null : TextRules.Check(text.Body, field);

    private static Rejection? CheckRequired(PrivateText? text, string field) =>
        text is null ? Rejections.FieldMissing.With(field, field) : TextRules.Check(text.Body, field);

    /// <summary>What a decision about an issue looks at.</summary>
    private readonly record struct Here(OwnerProfile Owner, Issue Issue, Actor Actor, Law Law, DateTimeOffset Now)
    {
        /// <summary>The terms it was accepted under. Every status but submitted, rejected and withdrawn has them.</summary>
        public IssueTerms Terms => Issue.Terms!;

        /// <summary>Who has it. Every status with a handler has one.</summary>
        public IssueStep Step => Issue.Step!;

        public DateTimeOffset OverallDueAt => Issue.OverallDueAt!.Value;

        /// <summary>What may be done to the clocks of an issue of these terms.</summary>
        public ClockRules Clocks => Law.TemplateOf(Terms.RuleVersion).Clocks;

        /// <summary>What holds of departments that are called in for an issue of these terms.</summary>
        public WhistleRules Whistles => Law.TemplateOf(Terms.RuleVersion).Whistles;

        /// <summary>The rule of the urgency class it was accepted under.</summary>
        public ClassRule Class => Law.TemplateOf(Terms.RuleVersion).RuleOf(Terms.Class);

        public DateTimeOffset RatingWindowEnd => End(Terms.RatingWindow);

        public DateTimeOffset ReopenWindowEnd => End(Issue.Terms?.ReopenWindow ?? Law.Template.ReopenWindow);

        /// <summary>When a limit that begins now ends.</summary>
        public DateTimeOffset End(TimeLimit limit) => Law.Calendar.Count(Now, limit).At;

        /// <summary>Moving, then who, then the status: who may not act here does not learn how it stands.</summary>
        public Rejection? Check(IssueCommandRow row)
        {
            if (Issue.MovingTo is { } to)
            {
                return Rejections.IssueMoving.With(null, to);
            }

            if (!WhoMay.Do(Actor, row.Who, IssueScope.Of(Issue, Owner, Law)))
            {
                return Rejections.PlaceNotYours.With(null, Owner.Place);
            }

            return !row.Allows(Issue.Status) ? IssueWording.WrongState(Issue.Status, row)
                : Issue.Suspended is { } still && !row.WhileSuspended
                    ? Rejections.IssueSuspended.With(null, TownTime.Local(still.Until))
                : null;
        }

        public int LevelAbove => IssueLevels.Above(Step.Level, Terms);

        /// <summary>Who stands above the one who has it.</summary>
        public Handler Above => HandlerAt(LevelAbove);

        /// <summary>Whether the actor is staff of a level.</summary>
        public bool IsStaffOf(int level) => WhoMay.IsStaffOf(Actor, level, IssueScope.Of(Issue, Owner, Law));

        public Handler HandlerAt(int level) => IssueLevels.HandlerAt(level, Owner, Issue.Building, Terms);

        public IssueStep StepAt(int level, Handler handler) =>
            IssueLevels.StepAt(level, handler, Terms, Now, OverallDueAt, Law);

        /// <summary>One level up, for a reason; at the last level once more there.</summary>
        public IssueEscalated Up(EscalationReason reason, string? note)
        {
            var level = LevelAbove;
            return new IssueEscalated(
                Issue.Id,
                Issue.Category,
                Step.Level,
                Step.Handler,
                StepAt(level, HandlerAt(level)),
                reason,
                note
            );
        }
    }
}
