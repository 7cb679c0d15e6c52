using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// Reads back from the log what somebody did: the command from which the events followed. Its texts are commitments
/// alone, so that their words are of no account.
/// </summary>
public static class PastActs
{
    /// <summary>Stands for the words of a text, which are not in the log.</summary>
    private const string Words = "…";

    /// <summary>Whether something happened by itself: a deadline that passed, a window that ended.</summary>
    /// <param name="happened">What one append logged of an issue.</param>
    public static bool IsByItself(ImmutableArray<IssueEvent> happened, Guid actor) =>
        actor == Actor.Platform.Reference
        && !IsMove(happened)
        && !happened.Any(IsTakenAsItCame)
        && happened[0] is not IssueRecounted;

    /// <summary>Whether it is a part of an issue's way to another owner, carried out by the platform.</summary>
    public static bool IsMove(ImmutableArray<IssueEvent> happened) =>
        happened[0] is IssueTakenOver or IssueHandedOver or IssueMoveRefused;

    /// <summary>
    /// Whether something hangs on other issues, or on departments that are called in: it happens again as it did, since
    /// the rules of the owner have no say in it.
    /// </summary>
    public static bool IsTakenAsItCame(IssueEvent happened) => WordOf(happened) is not null;

    /// <summary>The word of the command that something which is taken as it came follows from; null for all else.</summary>
    public static string? WordOf(IssueEvent happened) =>
        happened switch
        {
            // Into an open one something is merged, and out of an open one it is split.
            IssueMerged or IssueDuplicateAdded or IssueDuplicateRemoved => "merge",
            IssueSplit => "split",
            IssueIncidentDeclared => "join",
            IssueGathered => "gather",
            IssueLinked => "link",
            // That nobody came in time happens by itself.
            IssueWhistleMissed => null,
            IssueWhistleRated => "rateWhistle",
            IssueWhistleEvent => "whistle",
            _ => null,
        };

    /// <summary>The command of a person from which events of one issue followed.</summary>
    /// <param name="happened">All that the command logged of the issue, in order.</param>
    /// <param name="before">The issue before; null when it was reported by this.</param>
    /// <param name="owner">The owner as it was then.</param>
    /// <param name="law">The law of then.</param>
    public static IssueCommand CommandOf(
        ImmutableArray<IssueEvent> happened,
        Issue? before,
        OwnerProfile owner,
        Law law,
        DateTimeOffset at
    )
    {
        var id = happened[0].IssueId;
        return happened[0] switch
        {
            IssueReported e => new Report(
                id,
                e.AskedCategory ?? e.Category,
                Text(e.Description),
                e.Building,
                Optional(e.Location),
                e.Source,
                e.Photos ?? []
            ),
            IssueAccepted when happened[^1] is IssueResolved e => SelfHandled(e),
            IssueAccepted => new Accept(id),
            IssueRejected e => new Reject(id, Text(e.Reason)),
            // What was resolved is given to who had it only when nobody stands above.
            IssueDispatched e when !before!.IsOpen => new NotSolved(id, Optional(e.Reason)),
            IssueDispatched e => new Dispatch(id, NamedPlace(e.Step, before!, owner), Optional(e.Reason)),
            IssueAcknowledged => new Acknowledge(id),
            IssueStarted => new Start(id),
            IssueResolved { SelfHandled: true } e => SelfHandled(e),
            IssueResolved e => new Resolve(id, Optional(e.Note), e.Photos),
            IssueVerified e => new Verify(id, Passed: true, Optional(e.Note)),
            IssueReworkOrdered e => new Verify(id, Passed: false, Optional(e.Note)),
            IssueEscalated { Reason: EscalationReason.FailedCheck } e => new Verify(
                id,
                Passed: false,
                Optional(e.Note)
            ),
            IssueEscalated { Reason: EscalationReason.NotSolved } e => new NotSolved(id, Optional(e.Note)),
            IssueEscalated e => new Escalate(id, Optional(e.Note)),
            IssueClosed => new Close(id),
            IssueRated e => new Rate(id, e.Stars, Optional(e.Note)),
            IssueReopened e => new Reopen(id, Optional(e.Reason)),
            IssueCommented e => new Comment(id, Text(e.Text)),
            IssueNoted e => new Note(id, Text(e.Text)),
            IssueAnswered e => new Answer(id, Text(e.Text)),
            IssueFollowed => new Follow(id),
            IssueJoined e => new Join(id, Optional(e.Note)),
            IssueLeft => new Leave(id),
            IssueWithdrawn e => new Withdraw(id, Optional(e.Reason)),
            IssueSentAway e => new Relocate(id, e.To, Optional(e.Reason)),
            IssueVoided e => new Void(id, Text(e.Reason)),
            IssueCalledBack e => new CallBack(id, e.Solved, e.CausedByHandling, Optional(e.Note)),
            _ => ClockCommandOf(happened, before!, law, at),
        };
    }

    /// <summary>What was asked for, decided and ordered.</summary>
    private static IssueCommand ClockCommandOf(
        ImmutableArray<IssueEvent> happened,
        Issue before,
        Law law,
        DateTimeOffset at
    )
    {
        var id = happened[0].IssueId;
        return happened[0] switch
        {
            IssueRequested { Request: { Kind: RequestKind.Return } request } => new Return(id, Text(request.Reason)),
            IssueRequested { Request: { Kind: RequestKind.Extension } request } => new Extend(
                id,
                Text(request.Reason),
                UnlessUsual(request.Limit, BudgetOf(before))
            ),
            IssueRequested { Request: var request } => new Suspend(
                id,
                request.Suspension!.Value,
                Text(request.Reason),
                UnlessUsual(request.Limit, LongestOf(request.Suspension.Value, before, law)),
                request.PlannedFor
            ),
            IssueExtended e => new Extend(id, Text(e.Reason), UnlessUsual(e.Step.Limit, BudgetOf(before))),
            IssueSuspended e => new Suspend(
                id,
                e.Suspension.Reason,
                Text(e.Note),
                LimitOf(e, LongestOf(e.Suspension.Reason, before, law), law, at),
                e.PlannedFor
            ),
            IssueRequestGranted e => new DecideRequest(
                id,
                Granted: true,
                Optional(e.Note),
                happened[^1] is IssueDispatched { Step.Handler.Place: var to } ? to : null
            ),
            IssueRequestRefused e => new DecideRequest(id, Granted: false, Optional(e.Note)),
            IssueResumed => new Resume(id),
            IssueSupervised e => new Supervise(id, Optional(e.Note)),
            var other => throw new UnreachableException($"Nobody does what leads to a {other.GetType().Name}."),
        };
    }

    /// <summary>
    /// The same person, standing wherever the issue stands: roles of then are not in the log, and that they were enough
    /// then is. Of an order to supervise only its own level: it carries the weight of whoever gave it.
    /// </summary>
    /// <param name="issue">The issue to which it is done; null when it is reported by this.</param>
    /// <param name="orderedAt">Level of an order of supervision; else null.</param>
    public static Actor StandIn(Guid reference, OwnerProfile owner, Issue? issue, Law law, int? orderedAt)
    {
        var place = owner.Place;
        var scope = issue is null ? default(IssueScope?) : IssueScope.Of(issue, owner, law);
        var roles = ImmutableArray.CreateBuilder<HeldRole>();
        for (var level = orderedAt ?? 0; level <= (orderedAt ?? IssueLevels.Last); level++)
        {
            switch (level)
            {
                case 0 when place.Kind is not PlaceKind.Grid:
                    roles.Add(new HeldRole(IssueLevels.ManagerOf(owner), place));
                    break;
                case 1:
                    roles.Add(new HeldRole(Role.Community, Place.Community(place.CommunityCode!)));
                    roles.Add(new HeldRole(Role.GridHead, scope?.Grid ?? owner.HomeGrid));
                    break;
                case 2:
                    roles.Add(new HeldRole(Role.Subdistrict, Place.Subdistrict(place.SubdistrictCode!)));
                    break;
                case 3 when scope?.Department is { } department:
                    roles.Add(new HeldRole(Role.Department, Place.Department(department)));
                    break;
                case IssueLevels.Last:
                    roles.Add(new HeldRole(Role.DistrictCentre, Place.District(place.DistrictCode!)));
                    break;
            }
        }

        if (orderedAt is null)
        {
            roles.Add(new HeldRole(Role.Resident, place));
        }

        return new Actor(reference, roles.ToImmutable());
    }

    private static SelfHandle SelfHandled(IssueResolved e) => new(e.IssueId, Optional(e.Note), e.Photos);

    /// <summary>Where it was sent; null where that is whom the owner's rule names, so that by other rules it is theirs.</summary>
    private static Place? NamedPlace(IssueStep step, Issue before, OwnerProfile owner) =>
        step.Handler == IssueLevels.HandlerAt(step.Level, owner, before.Building, before.Terms!)
            ? null
            : step.Handler.Place;

    private static TimeLimit BudgetOf(Issue issue) =>
        issue.Step!.Level < IssueLevels.Last
            ? issue.Terms!.Budgets[issue.Step.Level] ?? issue.Terms.Cap
            : issue.Terms!.Cap;

    private static TimeLimit? LongestOf(SuspensionReason why, Issue issue, Law law) =>
        law.TemplateOf(issue.Terms!.RuleVersion).Clocks.LimitOf(why);

    /// <summary>A limit that was asked for; null for the usual one, which by other rules may be another.</summary>
    private static TimeLimit? UnlessUsual(TimeLimit? limit, TimeLimit? usual) => limit == usual ? null : limit;

    /// <summary>
    /// By which limit clocks that stand still run on when they do: an event tells the end alone. Null for the usual
    /// one, and for an end that a planned day makes.
    /// </summary>
    private static TimeLimit? LimitOf(IssueSuspended e, TimeLimit? usual, Law law, DateTimeOffset at)
    {
        var until = e.Suspension.Until;
        if (
            usual is not { } most
            || law.Calendar.Count(at, most).At == until
            || e.PlannedFor is { } day && TownTime.At(day, TimeSpan.FromDays(1)) == until
        )
        {
            return null;
        }

        foreach (var unit in Enum.GetValues<TimeUnit>())
        {
            if (
                AmountThatEnds(at, until, unit, law.Calendar) is { } amount
                && new TimeLimit(amount, unit) is var limit
                && limit.RoughLength <= most.RoughLength
            )
            {
                return limit;
            }
        }

        return null;
    }

    /// <summary>How much of a unit ends at a moment; null when nothing does.</summary>
    private static int? AmountThatEnds(DateTimeOffset at, DateTimeOffset until, TimeUnit unit, WorkingCalendar calendar)
    {
        var seconds = new TimeLimit(1, unit).InNaturalTime.TotalSeconds;
        var (low, high) = (1, (int)Math.Min(int.MaxValue / 2, Math.Ceiling((until - at).TotalSeconds / seconds) + 1));
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (calendar.Count(at, middle, unit).At < until)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return calendar.Count(at, low, unit).At == until ? low : null;
    }

    private static PrivateText Text(string commitment) => new(commitment, [], "note", Words);

    private static PrivateText? Optional(string? commitment) => commitment is null ? null : Text(commitment);
}
