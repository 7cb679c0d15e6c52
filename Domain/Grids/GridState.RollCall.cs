namespace CivicGrains.Domain.Grids;

/// <content>
/// The roll of a grid: each micro-grid answers once, its volunteer or staff who were there. When the time is over the
/// grid says whose answer is missing, once; what comes later is taken, and counted as late.
/// </content>
public sealed partial record GridState
{
    /// <summary>The newest roll-call; null before there was any. Those before it stand in the log and in the view.</summary>
    public RollCall? RollCall { get; init; }

    /// <summary>Emergency and roll-call of the community, of its master grid alone; null before there was any.</summary>
    public AreaMobilisation? Mobilisation { get; init; }

    private static bool IsOfRollCall(DomainCommand command) =>
        command
            is StartEmergency
                or EndEmergency
                or OrderRollCall
                or StopRollCall
                or JoinRollCall
                or CallRoll
                or EndRoll
                or ConfirmRoll;

    private static Decision DecideRollCall(GridState state, DomainCommand command, Actor actor, DateTimeOffset now) =>
        command switch
        {
            ConfirmRoll c => DecideConfirm(state, c, actor, now),
            JoinRollCall or CallRoll or EndRoll when !WhoMay.IsPlatform(actor) => Rejections.PlatformOnly.Now(),
            CallRoll c => DecideCall(state, c),
            EndRoll c => state.RollCall is { Closing: null } call && call.Number == c.Number
                ? Closed(call, RollClosing.Ended, null)
                : Decision.Nothing,
            _ => DecideMobilisation(state, command, actor, now),
        };

    private static Decision DecideCall(GridState state, CallRoll command)
    {
        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        // Orders of a community come in their order; one that comes again is no second one.
        if (state.RollCall is { } known && known.Number >= command.Number)
        {
            return Decision.Nothing;
        }

        var called = new RollCalled(
            command.Number,
            command.Exercise,
            command.Minutes,
            command.Deadline,
            [.. state.Roster.MicroGrids.Select(it => it.Code)]
        );
        return state.RollCall is { Closing: null } before
            ? Decision.Of(Closed(before, RollClosing.Replaced, null), called)
            : called;
    }

    private static Decision DecideConfirm(GridState state, ConfirmRoll command, Actor actor, DateTimeOffset now)
    {
        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        var own = state.Roster.Find(actor.Reference);
        if (!WhoMay.AnswerRollCall(actor, state.Place, own?.Kind))
        {
            return Rejections.RollCallStranger.With(null, state.Place);
        }

        if (state.RollCall is not { } call || !call.TakesAnswersAt(now))
        {
            return Rejections.RollCallNone.With(null, state.Place);
        }

        if (command.Note is { } note && TextRules.Check(note.Body, "note") is { } wrong)
        {
            return wrong;
        }

        var (code, refused) = FindExpected(call, command.MicroGrid, own);
        return refused is null
            ? Confirm(state, call, code, command, own is not { Kind: MemberKind.Volunteer }, now)
            : refused;
    }

    /// <summary>For which micro-grid somebody answers.</summary>
    private static (string Code, Rejection? Refused) FindExpected(RollCall call, string? named, GridMember? own)
    {
        if (own is { Kind: MemberKind.Volunteer, MicroGrid: { } theirs })
        {
            if (named is not null && named != theirs)
            {
                return ("", Rejections.RollCallOtherMicroGrid.With("microGrid", theirs));
            }

            named = theirs;
        }
        else if (named is null && call.Expected is [RollCall.WholeGrid])
        {
            named = RollCall.WholeGrid;
        }

        return named is null ? ("", Rejections.FieldMissing.With("microGrid", "microGrid"))
            : call.Expected.Contains(named, StringComparer.Ordinal) ? (named, null)
            : ("", Rejections.RollCallNotExpected.With("microGrid", ShownCode(named)));
    }

    private static Decision Confirm(
        GridState state,
        RollCall call,
        string code,
        ConfirmRoll command,
        bool onBehalf,
        DateTimeOffset now
    )
    {
        var known = call.Answers.GetValueOrDefault(code);
        if (known?.State == command.State && command.Note is null)
        {
            return Decision.Nothing;
        }

        var late = now >= call.Deadline;
        var confirmed = new RollConfirmed(
            call.Number,
            code == RollCall.WholeGrid ? null : code,
            command.State,
            late,
            onBehalf,
            command.Note?.Commitment
        );
        if (call.Closing is not null)
        {
            return confirmed;
        }

        // Quicker than the timer, the log still says first that the time was over, and who was missing then.
        return late ? Decision.Of(OutOfTime(state, call), confirmed)
            : known is null && call.Missing.Length == 1
                ? Decision.Of(confirmed, new RollClosed(call.Number, RollClosing.Complete, [], CommunityOf(state)))
            : confirmed;
    }

    private static IEnumerable<DomainEvent> DueRollCall(GridState state, DateTimeOffset now) =>
        state.RollCall is { } call && call.NextDueAt <= now ? [OutOfTime(state, call)] : [];

    private static RollClosed OutOfTime(GridState state, RollCall call) =>
        Closed(call, RollClosing.Time, CommunityOf(state));

    private static RollClosed Closed(RollCall call, RollClosing closing, Place? told) =>
        new(call.Number, closing, call.Missing, told);

    private static Place CommunityOf(GridState state) => Place.Community(state.Place.CommunityCode!);

    /// <summary>What a refusal says of a code that somebody sent.</summary>
    private static string ShownCode(string code) => code.Length <= 4 ? code : "…";

    private static GridState Fold(GridState state, RollCallEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            RollCalled e => state with
            {
                RollCall = new RollCall(
                    e.Number,
                    e.Exercise,
                    e.Minutes,
                    at,
                    e.Deadline,
                    e.MicroGrids is { IsDefaultOrEmpty: false } codes ? codes : [RollCall.WholeGrid]
                ),
            },
            RollConfirmed e => state with { RollCall = Fold(state.RollCall!, e, actor, at) },
            RollClosed e => state with { RollCall = state.RollCall! with { ClosedAt = at, Closing = e.Closing } },
            _ => state with { Mobilisation = Fold(state.Mobilisation ?? AreaMobilisation.None, happened, at) },
        };

    private static RollCall Fold(RollCall call, RollConfirmed e, Guid actor, DateTimeOffset at)
    {
        var code = e.MicroGrid ?? RollCall.WholeGrid;
        var late = call.Answers.TryGetValue(code, out var first) ? first.Late : e.Late;
        return call with
        {
            Answers = call.Answers.SetItem(code, new RollAnswer(e.State, at, late, e.OnBehalf, actor, e.Note)),
        };
    }
}
