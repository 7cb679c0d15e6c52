using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <content>
/// What moves the clocks of an issue, so that none can be gamed: a handler asks, somebody above decides in time, and
/// everything has its number and its end.
/// </content>
public static partial class IssueLifecycle
{
    /// <summary>Who decides the second extension at the least.</summary>
    private const int SubdistrictLevel = 2;

    /// <summary>After the second dispute the district centre has decided whose it is.</summary>
    private const int DisputesMax = 2;

    private static Decision DecideReturn(in Here here, Return command)
    {
        var (issue, step) = (here.Issue, here.Step);
        if (!here.Class.MayBeReturned)
        {
            return Rejections.ReturnNotForClass.With(null, here.Terms.Class);
        }

        if (step.Level == IssueLevels.Last)
        {
            return Rejections.LevelNoneAbove.Now();
        }

        if (issue.ReturnedBy.Contains(step.Handler) || issue.ReturnedBy.Length >= DisputesMax)
        {
            return Rejections.ReturnOnce.Now();
        }

        var until = here.Law.Calendar.Count(issue.StepFrom!.Value, here.Clocks.ReturnWithin).At;
        return here.Now >= until ? OfLimit(Rejections.ReturnTooLate, here.Clocks.ReturnWithin, null)
            : CheckRequest(here, command.Reason) is { } refused ? refused
            : Asked(
                here,
                RequestKind.Return,
                issue.ReturnedBy.IsEmpty ? here.LevelAbove : IssueLevels.Last,
                command.Reason!
            );
    }

    private static Decision DecideExtend(in Here here, Extend command)
    {
        var (issue, step, clocks) = (here.Issue, here.Step, here.Clocks);
        if (issue.Overdue || here.Now >= step.DueAt)
        {
            return Rejections.ExtendTooLate.Now();
        }

        if (issue.Extensions >= clocks.ExtensionsMax)
        {
            return Rejections.ExtendTooOften.With(null, clocks.ExtensionsMax);
        }

        var budget = step.Level < IssueLevels.Last ? here.Terms.Budgets[step.Level] ?? here.Terms.Cap : here.Terms.Cap;
        var limit = command.Limit ?? budget;
        // Office hours are added to office hours: a clock of two kinds would not stand still with what it had left.
        if (limit.Unit.IsWorking() != budget.Unit.IsWorking() || IsLonger(limit, budget, step.DueAt, here.Law))
        {
            return OfLimit(Rejections.ExtendTooLong, budget, "limit");
        }

        if (here.OverallDueAt >= LatestEnd(here))
        {
            return Rejections.ExtendPastCap.With(null, clocks.ExtendedCapPercent);
        }

        if (CheckRequest(here, command.Reason) is { } refused)
        {
            return refused;
        }

        var level = issue.Extensions == 0 ? here.LevelAbove : Math.Max(here.LevelAbove, SubdistrictLevel);
        return step.Level == IssueLevels.Last
            ? Extended(here, limit, command.Reason!.Commitment)
            : Asked(here, RequestKind.Extension, level, command.Reason!, limit);
    }

    private static Decision DecideSuspend(in Here here, Suspend command)
    {
        var clocks = here.Clocks;
        if (!here.Class.MayBeSuspended)
        {
            return Rejections.SuspendNotForClass.With(null, here.Terms.Class);
        }

        if (here.Issue.Suspensions >= clocks.SuspensionsMax)
        {
            return Rejections.SuspendTooOften.With(null, clocks.SuspensionsMax);
        }

        if (here.Issue.Overdue || here.Now >= here.Step.DueAt)
        {
            return Rejections.SuspendTooLate.Now();
        }

        if (clocks.LimitOf(command.Why) is not { } most)
        {
            return Rejections.SuspendUnknownReason.With("why", command.Why.Camel());
        }

        var limit = command.Limit ?? most;
        if (IsLonger(limit, most, here.Now, here.Law))
        {
            return TooLong(command.Why, most, "limit");
        }

        var planned = command.Why is SuspensionReason.Engineering ? command.PlannedFor : null;
        if (command.Why is SuspensionReason.Engineering && CheckPlanned(here, planned, most) is { } unplanned)
        {
            return unplanned;
        }

        if (CheckRequest(here, command.Reason) is { } refused)
        {
            return refused;
        }

        return command.Why is SuspensionReason.AwaitingReporter || here.Step.Level == IssueLevels.Last
            ? Suspended(here, command.Why, limit, planned, command.Reason!.Commitment)
            : Asked(here, RequestKind.Suspension, here.LevelAbove, command.Reason!, limit, command.Why, planned);
    }

    private static Decision DecideOnRequest(in Here here, DecideRequest command)
    {
        // What was not decided in time, or before the deadline, has lapsed, though nobody may have come round to say so.
        if (
            here.Issue.Request is not { } request
            || request.DecideBy <= here.Now
            || !here.Issue.Overdue && here.Step.DueAt <= here.Now
        )
        {
            return Rejections.RequestNone.Now();
        }

        if (here.Actor.Reference == here.Issue.RequestedBy)
        {
            return Rejections.RequestOwn.Now();
        }

        if (CheckOptional(command.Note, "note") is { } refused)
        {
            return refused;
        }

        var note = command.Note?.Commitment;
        if (!command.Granted)
        {
            return new IssueRequestRefused(here.Issue.Id, request.Kind, InTime: true, note);
        }

        var granted = Grant(here, command, request);
        return granted.Rejection is not null
            ? granted
            : Decision.Of([new IssueRequestGranted(here.Issue.Id, request.Kind, note), .. granted.Events]);
    }

    /// <summary>What follows from a request that is granted.</summary>
    private static Decision Grant(in Here here, DecideRequest command, IssueRequest request) =>
        request.Kind switch
        {
            RequestKind.Return => GrantReturn(here, command),
            RequestKind.Extension => Extended(here, request.Limit!.Value, request.Reason),
            RequestKind.Suspension when request.PlannedFor is { } day && EndOf(day) <= here.Now => TooLong(
                request.Suspension!.Value,
                request.Limit!.Value,
                null
            ),
            RequestKind.Suspension => Suspended(
                here,
                request.Suspension!.Value,
                request.Limit!.Value,
                request.PlannedFor,
                request.Reason
            ),
            _ => throw new UnreachableException(),
        };

    /// <summary>
    /// To another of the level where one is named, else one level up. The overall clock runs on. Why it was disputed is
    /// for the chain, which has read it: what everybody sees says only that it was.
    /// </summary>
    private static Decision GrantReturn(in Here here, DecideRequest command)
    {
        if (command.To is not { } to)
        {
            return here.Up(EscalationReason.Returned, null);
        }

        return HandlerNamed(here.Step.Level, to, here) is not { } handler || handler == here.Step.Handler
                ? Rejections.HandlerUnknown.With("to", to)
            : CheckTransfer(here, handler) is { } often ? often
            : CheckTask(here, handler.Place) is { } unadmitted ? unadmitted
            : new IssueDispatched(
                here.Issue.Id,
                here.Issue.Category,
                here.Step.Handler,
                here.StepAt(here.Step.Level, handler),
                null
            );
    }

    private static Decision DecideSupervise(in Here here, Supervise command)
    {
        if (CheckRequired(command.Note, "note") is { } refused)
        {
            return refused;
        }

        // The highest level that this person stands at: the order carries its weight.
        var level = IssueLevels.Last;
        while (level > here.Step.Level + 1 && !here.IsStaffOf(level))
        {
            level--;
        }

        return new IssueSupervised(here.Issue.Id, level, ByItself: false, command.Note!.Commitment);
    }

    private static Rejection? CheckRequest(in Here here, PrivateText? reason) =>
        here.Issue.Request is not null ? Rejections.RequestPending.Now() : CheckRequired(reason, "reason");

    private static Rejection? CheckPlanned(in Here here, DateOnly? planned, TimeLimit most) =>
        planned is not { } day ? Rejections.FieldMissing.With("plannedFor", "plannedFor")
        : day <= TownTime.DateOf(here.Now) || EndOf(day) > here.End(most)
            ? TooLong(SuspensionReason.Engineering, most, "plannedFor")
        : null;

    /// <summary>Whether a limit is none, or longer than another: of another unit it may end later though it looks as long.</summary>
    private static bool IsLonger(TimeLimit limit, TimeLimit most, DateTimeOffset from, Law law) =>
        limit.Amount <= 0
        || limit.RoughLength > most.RoughLength
        || limit.Unit != most.Unit && law.Calendar.Count(from, limit).At > law.Calendar.Count(from, most).At;

    private static Rejection OfLimit(RejectionCode code, TimeLimit limit, string? field)
    {
        var (english, chinese) = limit.Words();
        return code.With([english], [chinese], field);
    }

    private static Rejection TooLong(SuspensionReason why, TimeLimit most, string? field)
    {
        var (english, chinese) = most.Words();
        return Rejections.SuspendTooLong.With(
            [IssueWording.English(why), english],
            [IssueWording.Chinese(why), chinese],
            field
        );
    }

    private static IssueRequested Asked(
        in Here here,
        RequestKind kind,
        int level,
        PrivateText reason,
        TimeLimit? limit = null,
        SuspensionReason? why = null,
        DateOnly? planned = null
    ) =>
        new(
            here.Issue.Id,
            new IssueRequest(
                kind,
                here.Step.Handler,
                level,
                here.End(here.Clocks.DecideWithin),
                reason.Commitment,
                limit,
                why,
                planned
            )
        );

    /// <summary>
    /// The step is longer by a limit that counts from its deadline on, and the overall clock by what that takes; never
    /// past so many times the cap.
    /// </summary>
    private static IssueExtended Extended(in Here here, TimeLimit limit, string reason)
    {
        var (issue, step) = (here.Issue, here.Step);
        var latest = LatestEnd(here);
        var longer = IssueLevels.StepOf(
            step.Level,
            step.Handler,
            here.Terms,
            step.DueAt,
            limit,
            latest,
            here.Law,
            issue.WarnedPercent
        );
        var overall = longer.DueAt > here.OverallDueAt ? longer.DueAt : here.OverallDueAt;
        return new IssueExtended(
            issue.Id,
            issue.Category,
            longer with
            {
                AcknowledgeDueAt = step.AcknowledgeDueAt,
                CountedFrom = step.DueAt,
            },
            overall,
            issue.Extensions + 1,
            reason,
            overall > here.OverallDueAt && issue.Overall is { } clock
                ? clock with
                {
                    SuperviseAt = IssueLevels.SuperviseAt(overall, here.Terms, here.Law),
                }
                : null
        );
    }

    /// <summary>Where an extended overall clock ends at the latest.</summary>
    private static DateTimeOffset LatestEnd(in Here here)
    {
        var calendar = here.Law.Calendar;
        var end = here.Issue.Overall is { } clock ? calendar.Count(clock.From, clock.Limit).At : here.OverallDueAt;
        var more = here.Clocks.ExtendedCapPercent - 100;
        var room = here.Issue.Overall?.Room ?? (more > 0 ? here.Terms.Cap.Part(more) : TimeLimit.Seconds(0));
        return room.Amount == 0 ? end : calendar.Count(end, room).At;
    }

    private static IssueSuspended Suspended(
        in Here here,
        SuspensionReason why,
        TimeLimit limit,
        DateOnly? planned,
        string note
    )
    {
        var end = here.End(limit);
        var until = planned is { } day && EndOf(day) < end ? EndOf(day) : end;
        var unit = (here.Issue.Overall?.Limit ?? here.Terms.Cap).Unit;
        return new IssueSuspended(
            here.Issue.Id,
            new Suspension(
                why,
                until,
                here.Step.Limit is { } step ? Left(here.Now, here.Step.DueAt, step.Unit, here.Law, min: 1) : null,
                Left(here.Now, here.OverallDueAt, unit, here.Law, min: 1),
                Left(here.OverallDueAt, LatestEnd(here), unit, here.Law, min: 0)
            ),
            here.Issue.Suspensions + 1,
            note,
            planned
        );
    }

    private static TimeLimit Left(DateTimeOffset from, DateTimeOffset dueAt, TimeUnit unit, Law law, int min)
    {
        var left = unit.IsWorking() ? law.Calendar.WorkingTimeBetween(from, dueAt) : dueAt - from;
        return new TimeLimit(
            (int)Math.Clamp(Math.Ceiling(left.TotalSeconds), min, int.MaxValue),
            unit.IsWorking() ? TimeUnit.WorkingSeconds : TimeUnit.Seconds
        );
    }

    private static IssueResumed Resumed(in Here here, bool byItself)
    {
        var (issue, step, still) = (here.Issue, here.Step, here.Issue.Suspended!);
        var (overallDueAt, overall) = IssueLevels.OverallAt(here.Now, still.OverallLeft, here.Terms, here.Law);
        // A year that was published meanwhile takes nothing back of what was told.
        overallDueAt = Later(overallDueAt, here.OverallDueAt);
        return new IssueResumed(
            issue.Id,
            issue.Category,
            IssueLevels.StepOf(
                step.Level,
                step.Handler,
                here.Terms,
                here.Now,
                still.StepLeft,
                overallDueAt,
                here.Law,
                issue.WarnedPercent
            ) with
            {
                AcknowledgeDueAt = step.AcknowledgeDueAt,
                CountedFrom = here.Now,
            },
            overallDueAt,
            overall with
            {
                Room = still.Room,
                SuperviseAt = IssueLevels.SuperviseAt(overallDueAt, here.Terms, here.Law),
            },
            byItself
        );
    }

    private static DateTimeOffset EndOf(DateOnly day) => TownTime.At(day, TimeSpan.FromDays(1));
}
