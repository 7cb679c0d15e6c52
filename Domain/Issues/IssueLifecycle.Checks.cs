namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    /// <summary>From here on an issue that was reopened too often belongs.</summary>
    private const int OftenReopenedLevel = 2;

    private static Decision DecideVerify(in Here here, Verify command)
    {
        if (here.Actor.Reference == here.Issue.ResolvedBy)
        {
            return Rejections.VerifyOwnWork.Now();
        }

        if (CheckOptional(command.Note, "note") is { } refused)
        {
            return refused;
        }

        var note = command.Note?.Commitment;
        return command.Passed ? new IssueVerified(here.Issue.Id, note)
            : here.Issue.FailedChecks > 0 && here.Step.Level < IssueLevels.Last
                ? here.Up(EscalationReason.FailedCheck, note)
            : new IssueReworkOrdered(
                here.Issue.Id,
                here.Issue.Category,
                here.StepAt(here.Step.Level, here.Step.Handler),
                note
            );
    }

    private static Decision DecideNotSolved(in Here here, NotSolved command)
    {
        if (CheckOptional(command.Reason, "reason") is { } refused)
        {
            return refused;
        }

        var reason = command.Reason?.Commitment;
        return here.Step.Level < IssueLevels.Last
            ? here.Up(EscalationReason.NotSolved, reason)
            : new IssueDispatched(
                here.Issue.Id,
                here.Issue.Category,
                here.Step.Handler,
                here.StepAt(here.Step.Level, here.Step.Handler),
                reason
            );
    }

    private static Decision DecideRate(in Here here, Rate command)
    {
        if (command.Stars is < 1 or > 5)
        {
            return Rejections.StarsOutOfRange.Now("stars");
        }

        if (here.Terms.RatedBy is RatedBy.Nobody)
        {
            return Rejections.RateNotOffered.Now();
        }

        if (here.Now >= here.Issue.RateUntil)
        {
            return Rejections.RateTooLate.Now();
        }

        return here.Issue.Stars is not null ? Rejections.RateTwice.Now()
            : CheckOptional(command.Note, "note") is { } refused ? refused
            : new IssueRated(
                here.Issue.Id,
                command.Stars,
                command.Note?.Commitment,
                command.Stars <= here.Clocks.LowStars ? here.End(here.Clocks.CallBackWithin) : null
            );
    }

    /// <summary>
    /// Who rated low was asked. Where the handling was to blame it is done again, with half of the limit, or with what is
    /// left of it where that is more.
    /// </summary>
    private static Decision DecideCallBack(in Here here, CallBack command)
    {
        if (here.Issue.CallBackDueAt is null)
        {
            return Rejections.CallBackNone.Now();
        }

        if (here.Actor.Reference == here.Issue.ResolvedBy)
        {
            return Rejections.VerifyOwnWork.Now();
        }

        if (CheckOptional(command.Note, "note") is { } refused)
        {
            return refused;
        }

        var called = new IssueCalledBack(
            here.Issue.Id,
            command.Solved,
            command.CausedByHandling,
            command.Note?.Commitment
        );
        if (!command.CausedByHandling)
        {
            return called;
        }

        var (overallDueAt, overall) = IssueLevels.OverallAt(here.Now, here.Terms.Cap.Part(50), here.Terms, here.Law);
        var runsOn = overallDueAt <= here.OverallDueAt;
        var step = IssueLevels.StepAt(
            here.Step.Level,
            here.Step.Handler,
            here.Terms,
            here.Now,
            runsOn ? here.OverallDueAt : overallDueAt,
            here.Law
        );
        return Decision.Of(
            called,
            new IssueReworkOrdered(
                here.Issue.Id,
                here.Issue.Category,
                step,
                // What was said on the telephone is for the chain; that it is done again is for everybody.
                null,
                runsOn ? null : overallDueAt,
                runsOn ? null : overall
            )
        );
    }

    /// <summary>
    /// Half of the overall limit, at the level that resolved it; once it was reopened as often as the rules say, at
    /// the subdistrict at least.
    /// </summary>
    private static Decision DecideReopen(in Here here, Reopen command)
    {
        if (here.Now >= here.Issue.WindowEndsAt)
        {
            return Rejections.ReopenTooLate.Now();
        }

        if (CheckOptional(command.Reason, "reason") is { } refused)
        {
            return refused;
        }

        var times = here.Issue.TimesReopened + 1;
        var level = here.Step.Level;
        if (times > here.Law.TemplateOf(here.Terms.RuleVersion).ReopensMax && level < OftenReopenedLevel)
        {
            level = IssueLevels.AtLeast(OftenReopenedLevel, here.Terms);
        }

        var handler = level == here.Step.Level ? here.Step.Handler : here.HandlerAt(level);
        var (overallDueAt, overall) = IssueLevels.OverallAt(here.Now, here.Terms.Cap.Part(50), here.Terms, here.Law);
        return new IssueReopened(
            here.Issue.Id,
            here.Issue.Category,
            IssueLevels.StepAt(level, handler, here.Terms, here.Now, overallDueAt, here.Law),
            overallDueAt,
            times,
            command.Reason?.Commitment,
            overall
        );
    }
}
