using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    private const int GridLevel = 1;

    private static Decision DecideDispatch(in Here here, Dispatch command)
    {
        if (CheckOptional(command.Reason, "reason") is { } refused)
        {
            return refused;
        }

        var level = here.Step.Level;
        var handler = command.To is { } to ? HandlerNamed(level, to, here) : here.HandlerAt(level);
        return handler is null ? Rejections.HandlerUnknown.With("to", command.To!)
            : CheckTransfer(here, handler) is { } often ? often
            : handler != here.Step.Handler && CheckTask(here, handler.Place) is { } unadmitted ? unadmitted
            : new IssueDispatched(
                here.Issue.Id,
                here.Issue.Category,
                here.Step.Handler,
                handler == here.Step.Handler ? RunningOn(here) : here.StepAt(level, handler),
                command.Reason?.Commitment
            );
    }

    /// <summary>Who gives it to the one who has it gains them no time: the clock of the step runs on.</summary>
    private static IssueStep RunningOn(in Here here) => here.Step with { CountedFrom = CountOf(here).From };

    /// <summary>Orders do not circle: after so many hands only the district centre passes them on.</summary>
    private static Rejection? CheckTransfer(in Here here, Handler to) =>
        to == here.Step.Handler
        || here.Issue.Transfers < here.Clocks.TransfersMax
        || here.Actor.HoldsOver(Role.DistrictCentre, here.Owner.Place)
            ? null
            : Rejections.TransferCeiling.With(null, here.Clocks.TransfersMax);

    /// <summary>The handler at a place, if the place is one of the level that could have the issue.</summary>
    private static Handler? HandlerNamed(int level, Place to, in Here here)
    {
        var owner = here.Owner.Place;
        return level switch
        {
            1 when to.Kind is PlaceKind.Grid && to.CommunityCode == owner.CommunityCode => new Handler(
                Role.GridHead,
                to
            ),
            1 when to.Kind is PlaceKind.Community && to.Key == owner.CommunityCode => new Handler(Role.Community, to),
            3 when to.Kind is PlaceKind.Department && Departments.Knows(to.Key) => new Handler(Role.Department, to),
            0 or 2 or 4 when here.HandlerAt(level) is var handler && handler.Place == to => handler,
            _ => null,
        };
    }

    private static Decision DecideResolve(in Here here, Resolve command) =>
        CheckEvidence(here.Terms.Evidence, command.Note, command.Photos) is { } refused
            ? refused
            : new IssueResolved(
                here.Issue.Id,
                command.Note?.Commitment,
                command.Photos,
                SelfHandled: false,
                here.Step.Handler,
                here.RatingWindowEnd,
                CheckDueAt(here, here.Terms)
            );

    /// <summary>Until when somebody else should look at it, where a photo is advised.</summary>
    private static DateTimeOffset? CheckDueAt(in Here here, IssueTerms terms)
    {
        var rules = here.Law.TemplateOf(terms.RuleVersion);
        return rules.AdviceOf(here.Issue.Category) is PhotoAdvice.After or PhotoAdvice.BeforeAndAfter
            ? here.End(rules.Clocks.VerifyWithin)
            : null;
    }

    /// <summary>A submitted issue is accepted by the same act, at the grid that solved it.</summary>
    private static Decision DecideSelfHandle(in Here here, SelfHandle command)
    {
        var accepted = here.Issue.Terms is null ? AcceptedAtGrid(here) : null;
        var terms = accepted?.Terms ?? here.Terms;
        if (CheckEvidence(terms.Evidence, command.Note, command.Photos) is { } refused)
        {
            return refused;
        }

        var resolved = new IssueResolved(
            here.Issue.Id,
            command.Note?.Commitment,
            command.Photos,
            SelfHandled: true,
            (accepted?.Step ?? here.Step).Handler,
            here.End(terms.RatingWindow),
            CheckDueAt(here, terms)
        );
        return accepted is null ? resolved : Decision.Of(accepted, resolved);
    }

    private static IssueAccepted AcceptedAtGrid(in Here here)
    {
        var accepted = Accepted(here);
        var grid = new Handler(Role.GridHead, IssueLevels.GridOf(here.Owner, here.Issue.Building));
        return accepted with
        {
            Step = IssueLevels.StepAt(GridLevel, grid, accepted.Terms, here.Now, accepted.OverallDueAt, here.Law),
        };
    }

    private static Decision DecideEscalate(in Here here, Escalate command) =>
        here.Step.Level == IssueLevels.Last ? Rejections.LevelNoneAbove.Now()
        : CheckRequired(command.Reason, "reason") is { } refused ? refused
        : here.Up(EscalationReason.Handler, command.Reason!.Commitment);

    private static Decision DecideAnswer(in Here here, Answer command)
    {
        if (TextRules.Check(command.Text.Body, "text") is { } wrong)
        {
            return wrong;
        }

        var answered = new IssueAnswered(here.Issue.Id, command.Text.Commitment);
        return here.Issue.Suspended is { Reason: SuspensionReason.AwaitingReporter }
            ? Decision.Of(answered, Resumed(here, byItself: false))
            : answered;
    }

    /// <summary>A photo is evidence for every duty.</summary>
    internal static Rejection? CheckEvidence(EvidenceDuty duty, PrivateText? note, ImmutableArray<string> photos)
    {
        if (!photos.IsDefaultOrEmpty)
        {
            return PhotoRules.Check(photos) ?? CheckOptional(note, "note");
        }

        return duty switch
        {
            EvidenceDuty.Photo => Rejections.EvidenceMissing.With("photos", "a photo", "照片"),
            EvidenceDuty.PhotoOrNote when note is null => Rejections.EvidenceMissing.With(
                "note",
                "a photo or a note",
                "照片或说明"
            ),
            _ => CheckOptional(note, "note"),
        };
    }
}
