using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <content>
/// 吹哨报到: departments that are called in to help. None of it moves the issue, its level or its clocks.
/// </content>
public static partial class IssueLifecycle
{
    private static Decision DecideBlow(in Here here, BlowWhistle command)
    {
        var (issue, department) = (here.Issue, command.Department);
        if (!Departments.Knows(department))
        {
            return Rejections.WhistleDepartmentUnknown.With("department", department);
        }

        if (here.Step.Handler.Place == Place.Department(department))
        {
            return Rejections.WhistleDepartmentLeads.With("department", department);
        }

        if (Find(issue, department) is not null)
        {
            return Rejections.WhistleOneEach.With("department", department);
        }

        var rules = here.Whistles;
        if ((issue.Whistles ?? []).Count(it => it.IsOpen) >= rules.OpenMax)
        {
            return Rejections.WhistleTooMany.With(null, rules.OpenMax);
        }

        if (CheckRequired(command.Reason, "reason") is { } refused)
        {
            return refused;
        }

        var drafted = new IssueWhistleDrafted(issue.Id, department, command.Kind, command.Reason!.Commitment);
        var atOnce =
            command.Kind is WhistleKind.Emergency
            || command.Kind is WhistleKind.WorkPush && here.IsStaffOf(SubdistrictLevel);
        return atOnce ? Decision.Of(drafted, Blown(here, department, command.Kind)) : drafted;
    }

    private static Decision DecideOnWhistle(in Here here, DecideWhistle command)
    {
        if (Find(here.Issue, command.Department) is not { DeciderLevel: { } level } whistle)
        {
            return Rejections.WhistleNothingToDecide.With("department", command.Department);
        }

        if (!here.IsStaffOf(level))
        {
            return Rejections.PlaceNotYours.With(null, here.Owner.Place);
        }

        if (here.Actor.Reference == (whistle.ObjectedBy ?? whistle.DraftedBy) || IsOf(here.Actor, whistle))
        {
            return Rejections.WhistleOwn.Now();
        }

        if (
            (command.Granted ? CheckOptional(command.Note, "note") : CheckRequired(command.Note, "note")) is { } refused
        )
        {
            return refused;
        }

        var (id, department) = (here.Issue.Id, whistle.Department);
        var decided = new IssueWhistleDecided(id, department, command.Granted, command.Note?.Commitment);
        return (whistle.State, command.Granted) switch
        {
            (WhistleState.Drafted, true) => Decision.Of(decided, Blown(here, department, whistle.Kind)),
            (WhistleState.Drafted, false) => decided,
            (_, true) => Decision.Of(decided, new IssueWhistleEnded(id, department)),
            (_, false) => decided with { Clocks = SignedAnew(here, whistle) },
        };
    }

    private static Decision DecideReportTo(in Here here, ReportToWhistle command)
    {
        var (whistle, refused) = OfActor(here, command.Department);
        refused ??=
            whistle!.State is WhistleState.Objected ? Rejections.WhistleObjected.Now()
            : whistle.Has(command.Step) ? StepDone(command.Step)
            : CheckOptional(command.Note, "note");
        if (refused is not null)
        {
            return refused;
        }

        var reported = new IssueWhistleReported(here.Issue.Id, whistle!.Department, command.Step);
        return command.Note is { } note
            ? Decision.Of(reported, new IssueNoted(here.Issue.Id, note.Commitment))
            : reported;
    }

    private static Decision DecideObject(in Here here, ObjectWhistle command)
    {
        var (whistle, refused) = OfActor(here, command.Department);
        refused ??=
            whistle!.State is WhistleState.Objected || whistle.ObjectedBy is not null
                ? Rejections.WhistleObjectOnce.Now()
            : whistle.State is not WhistleState.Blown ? Rejections.WhistleObjectTooLate.Now()
            : CheckRequired(command.Reason, "reason");
        return refused is not null
            ? refused
            : new IssueWhistleObjected(here.Issue.Id, whistle!.Department, command.Reason!.Commitment);
    }

    private static Decision DecideRateWhistle(in Here here, RateWhistle command) =>
        Find(here.Issue, command.Department) is not { IsBlown: true } whistle
            ? Rejections.WhistleNone.With("department", command.Department)
        : whistle.State is not WhistleState.Solved ? Rejections.WhistleNotSolved.Now()
        : command.Stars is < 1 or > 5 ? Rejections.StarsOutOfRange.Now("stars")
        : IsOf(here.Actor, whistle) ? Rejections.WhistleOwn.Now()
        : CheckOptional(command.Note, "note") is { } refused ? refused
        : new IssueWhistleRated(here.Issue.Id, whistle.Department, command.Stars, command.Note?.Commitment);

    /// <summary>The whistle of the actor's department; of the one that is named where there are more.</summary>
    private static (Whistle? Whistle, Rejection? Refused) OfActor(in Here here, string? department)
    {
        Whistle? found = null;
        foreach (var whistle in here.Issue.Whistles ?? [])
        {
            if (
                !whistle.IsBlown
                || !IsOf(here.Actor, whistle)
                || whistle.Department != (department ?? whistle.Department)
            )
            {
                continue;
            }

            if (found is not null)
            {
                return (null, Rejections.FieldMissing.With("department", "department"));
            }

            found = whistle;
        }

        // Who belongs to no department that is called in was refused before.
        return found is null ? (null, Rejections.WhistleNone.With("department", department!)) : (found, null);
    }

    private static Rejection StepDone(WhistleStep step)
    {
        var (english, chinese) = WhistleWording.Words(step);
        return Rejections.WhistleStepDone.With([english], [chinese], "step");
    }

    private static bool IsOf(Actor actor, Whistle whistle) => WhoMay.IsOfDepartment(actor, whistle.Department);

    private static IssueWhistleBlown Blown(in Here here, string department, WhistleKind kind)
    {
        var rules = here.Whistles;
        var clocks =
            kind is WhistleKind.Emergency
                ? new WhistleClocks(
                    here.End(rules.EmergencyWithin),
                    here.End(rules.EmergencyWithin),
                    here.End(rules.EmergencyWithin)
                )
                : new WhistleClocks(
                    here.End(rules.SignWithin),
                    here.End(rules.ContactWithin),
                    here.End(kind is WhistleKind.HardCase ? rules.HardCaseOnSiteWithin : rules.OnSiteWithin)
                );
        return new IssueWhistleBlown(here.Issue.Id, department, kind, clocks);
    }

    /// <summary>
    /// An objection that does not hold gains nothing but the time to sign: what is to be done later is due when it was,
    /// and no sooner than that.
    /// </summary>
    private static WhistleClocks SignedAnew(in Here here, Whistle whistle)
    {
        var sign = here.End(
            whistle.Kind is WhistleKind.Emergency ? here.Whistles.EmergencyWithin : here.Whistles.SignWithin
        );
        return new WhistleClocks(sign, Later(whistle.Clocks!.ContactBy, sign), Later(whistle.Clocks.OnSiteBy, sign));
    }

    /// <summary>The step of a whistle that was due first and not done; null when none is.</summary>
    private static IssueWhistleMissed? DueOfWhistles(in Here here)
    {
        Whistle? late = null;
        foreach (var whistle in here.Issue.Whistles ?? [])
        {
            if (whistle.Next?.At <= here.Now && (late is null || whistle.Next.Value.At < late.Next!.Value.At))
            {
                late = whistle;
            }
        }

        return late is null
            ? null
            : new IssueWhistleMissed(
                here.Issue.Id,
                late.Department,
                late.Next!.Value.Step,
                [here.HandlerAt(SubdistrictLevel), here.HandlerAt(IssueLevels.Last)]
            );
    }

    private static Whistle? Find(Issue issue, string department)
    {
        foreach (var whistle in issue.Whistles ?? [])
        {
            if (whistle.Department == department)
            {
                return whistle;
            }
        }

        return null;
    }

    /// <summary>What happened to a whistle.</summary>
    private static Issue NextWhistle(Issue issue, IssueEvent happened, Guid actor) =>
        happened switch
        {
            IssueWhistleDrafted e => With(issue, new Whistle(e.Department, e.Kind, WhistleState.Drafted, actor)),
            IssueWhistleBlown e => Changed(issue, e, it => it with { State = WhistleState.Blown, Clocks = e.Clocks }),
            IssueWhistleDecided { Clocks: { } clocks } e => Changed(
                issue,
                e,
                it => it with { State = WhistleState.Blown, Clocks = clocks }
            ),
            // What is granted has an event of its own.
            IssueWhistleDecided { Granted: true } => issue,
            IssueWhistleReported e => Changed(issue, e, it => it with { State = Whistle.StateOf(e.Step) }),
            IssueWhistleObjected e => Changed(
                issue,
                e,
                it => it with { State = WhistleState.Objected, ObjectedBy = actor }
            ),
            IssueWhistleMissed e => Changed(issue, e, it => it with { Missed = it.Missed.Add(e.Step) }),
            IssueWhistleDecided or IssueWhistleRated or IssueWhistleEnded => Kept(
                issue,
                it => it.Department != ((IssueWhistleEvent)happened).Department
            ),
            _ => throw new UnreachableException($"Nobody folds a {happened.GetType().Name}."),
        };

    /// <summary>With the issue ends what is still to be decided or done; what is solved can be rated.</summary>
    private static Issue WhistlesEnded(Issue issue) => Kept(issue, it => !it.IsOpen);

    private static Issue With(Issue issue, Whistle whistle) =>
        issue with
        {
            Whistles = (issue.Whistles ?? []).Add(whistle),
        };

    private static Issue Changed(Issue issue, IssueWhistleEvent happened, Func<Whistle, Whistle> change) =>
        issue with
        {
            Whistles = [.. (issue.Whistles ?? []).Select(it => it.Department == happened.Department ? change(it) : it)],
        };

    private static Issue Kept(Issue issue, Func<Whistle, bool> isKept) =>
        issue.Whistles is not { } whistles ? issue
        : whistles.Where(isKept).ToImmutableArray() is { IsEmpty: false } kept ? issue with { Whistles = kept }
        : issue with { Whistles = null };
}
