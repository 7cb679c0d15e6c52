using System.Text.RegularExpressions;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

/// <content>Who belongs to a grid, and when they are on duty. What a change takes from somebody is offered on at once.</content>
public sealed partial record GridState
{
    /// <summary>Most members, micro-grids, shifts and leaves of a grid, each.</summary>
    public const int EntriesMax = 200;

    /// <summary>Most households, or shops, of a micro-grid.</summary>
    public const int MicroGridHouseholdsMax = 1_000;

    /// <summary>Most days that a shift or a leave lasts, or lies ahead.</summary>
    public const int DaysMax = 366;

    private static bool IsOfRoster(DomainCommand command) =>
        command
            is SetMicroGrid
                or RemoveMicroGrid
                or AddMember
                or ChangeMember
                or RemoveMember
                or PlanShift
                or CancelShift
                or TakeLeave
                or EndLeave;

    private static Decision DecideRoster(
        GridState state,
        DomainCommand command,
        Actor actor,
        Law law,
        DateTimeOffset now
    )
    {
        if (!MayChange(state, command, actor))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        var decision = command switch
        {
            SetMicroGrid c => DecideMicroGrid(state, c),
            RemoveMicroGrid c => DecideMicroGrid(state, c),
            AddMember c => DecideAdd(state, c),
            ChangeMember c => DecideChange(state, c),
            RemoveMember c => state.Roster.Find(c.Person) is null
                ? Rejections.MemberUnknown.Now("person")
                : new MemberRemoved(c.Person),
            PlanShift c => DecideShift(state.Roster, c, now),
            CancelShift c => state.Roster.Shifts.Any(it => it.Number == c.Number)
                ? new ShiftCancelled(c.Number)
                : Rejections.ShiftUnknown.With(null, c.Number),
            TakeLeave c => DecideLeave(state.Roster, c, now),
            EndLeave c => state.Roster.Leaves.Any(it => it.Number == c.Number && it.Until > now)
                ? new LeaveEnded(c.Number)
                : Rejections.LeaveUnknown.With(null, c.Number),
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };
        if (decision.Rejection is not null || decision.Events.IsEmpty)
        {
            return decision;
        }

        var changed = state with { Roster = Fold(state.Roster, (RosterEvent)decision.Events[0], now) };
        return new Decision([decision.Events[0], .. Reoffered(changed, law, now)], null);
    }

    /// <summary>Everybody says themselves that they are away; who plans the rota says it of all.</summary>
    private static bool MayChange(GridState state, DomainCommand command, Actor actor)
    {
        var own = state.Roster.Find(actor.Reference)?.Kind;
        return command switch
        {
            PlanShift or CancelShift => WhoMay.PlanDuty(actor, state.Place, own),
            TakeLeave c => (own is not null && c.Person == actor.Reference) || WhoMay.PlanDuty(actor, state.Place, own),
            EndLeave c => state.Roster.Leaves.Any(it => it.Number == c.Number && it.Person == actor.Reference)
                || WhoMay.PlanDuty(actor, state.Place, own),
            _ => WhoMay.KeepRoster(actor, state.Place),
        };
    }

    private static Decision DecideMicroGrid(GridState state, SetMicroGrid command)
    {
        if (state.Place.IsMasterGrid)
        {
            return Rejections.MicroGridNotHere.With(null, state.Place);
        }

        if (!MicroGridCode().IsMatch(command.Code))
        {
            return Rejections.FieldWrongType.With("code", "code", "such as M07");
        }

        if (TextRules.Check(command.Name, "name") is { } wrong)
        {
            return wrong;
        }

        if (command.Households is < 1 or > MicroGridHouseholdsMax)
        {
            return Rejections.FieldWrongType.With("households", "households", "a number from 1 to 1000");
        }

        var known = FindMicroGrid(state.Roster, command.Code);
        return known is null && state.Roster.MicroGrids.Length >= EntriesMax
                ? Rejections.RosterFull.With(null, EntriesMax)
            : known == new MicroGrid(command.Code, command.Name, command.Households) ? Decision.Nothing
            : new MicroGridSet(command.Code, command.Name, command.Households);
    }

    private static Decision DecideMicroGrid(GridState state, RemoveMicroGrid command) =>
        FindMicroGrid(state.Roster, command.Code) is null ? Rejections.MicroGridUnknown.With("code", command.Code)
        : state.Roster.Members.Any(it => it.MicroGrid == command.Code)
            ? Rejections.MicroGridInUse.With(null, command.Code)
        : new MicroGridRemoved(command.Code);

    private static Decision DecideAdd(GridState state, AddMember command) =>
        state.Roster.Find(command.Person) is not null ? Rejections.MemberTwice.Now("person")
        : state.Roster.Members.Length >= EntriesMax ? Rejections.RosterFull.With(null, EntriesMax)
        : CheckMember(state, command.Person, command.Kind, command.Roles, command.MicroGrid) is { } refused ? refused
        : new MemberAdded(command.Person, command.Kind, command.MicroGrid);

    private static Decision DecideChange(GridState state, ChangeMember command) =>
        state.Roster.Find(command.Person) is not { } known ? Rejections.MemberUnknown.Now("person")
        : CheckMember(state, command.Person, command.Kind, command.Roles, command.MicroGrid) is { } refused ? refused
        : known == new GridMember(command.Person, command.Kind, command.MicroGrid) ? Decision.Nothing
        : new MemberChanged(command.Person, command.Kind, command.MicroGrid);

    private static Rejection? CheckMember(
        GridState state,
        Guid person,
        MemberKind kind,
        ImmutableArray<HeldRole> roles,
        string? microGrid
    ) =>
        !WhoMay.BelongTo(new Actor(person, roles.IsDefault ? [] : roles), state.Place, kind)
            ? Rejections.MemberRoleMissing.With("account", state.Place)
        : kind is not MemberKind.Volunteer
            ? microGrid is null ? null
                : Rejections.MicroGridOfVolunteers.Now("microGrid")
        : microGrid is null ? Rejections.FieldMissing.With("microGrid", "microGrid")
        : FindMicroGrid(state.Roster, microGrid) is null ? Rejections.MicroGridUnknown.With("microGrid", microGrid)
        : null;

    private static Decision DecideShift(GridRoster roster, PlanShift command, DateTimeOffset now)
    {
        if (!roster.IsStaff(command.Person))
        {
            return roster.Find(command.Person) is null
                ? Rejections.MemberUnknown.Now("person")
                : Rejections.VolunteerNotPlanned.Now("person");
        }

        var today = TownTime.DateOf(now);
        if (command.From < today || command.Until < command.From || command.Until.DayNumber - today.DayNumber > DaysMax)
        {
            return Rejections.ShiftDays.With(command.From < today ? "from" : "until", DaysMax);
        }

        return roster.Shifts.Any(it =>
                it.Person == command.Person && it.From <= command.Until && command.From <= it.Until
            )
                ? Rejections.ShiftOverlaps.Now("from")
            : roster.Shifts.Length >= EntriesMax ? Rejections.RosterFull.With(null, EntriesMax)
            : new ShiftPlanned(roster.LastNumber + 1, command.Person, command.Kind, command.From, command.Until);
    }

    private static Decision DecideLeave(GridRoster roster, TakeLeave command, DateTimeOffset now)
    {
        if (roster.Find(command.Person) is null)
        {
            return Rejections.MemberUnknown.Now("person");
        }

        var (from, until) = ((command.From ?? now).ToUniversalTime(), command.Until.ToUniversalTime());
        if (from.AddMinutes(1) <= now)
        {
            return Rejections.LeaveDays.With("from", DaysMax);
        }

        // A form tells minutes: the present one is now.
        from = from < now ? now : from;
        if (until <= from || until - now > TimeSpan.FromDays(DaysMax))
        {
            return Rejections.LeaveDays.With("until", DaysMax);
        }

        if (roster.Leaves.Any(it => it.Person == command.Person && it.From < until && from < it.Until))
        {
            return Rejections.LeaveOverlaps.Now("from");
        }

        if (command.StandIn is { } other)
        {
            if (other == command.Person || !roster.IsStaff(other) || !roster.IsStaff(command.Person))
            {
                return Rejections.StandInUnknown.Now("standIn");
            }

            if (roster.Leaves.Any(it => it.Person == other && it.From < until && from < it.Until))
            {
                return Rejections.StandInAway.Now("standIn");
            }
        }

        return roster.Leaves.Length >= EntriesMax
            ? Rejections.RosterFull.With(null, EntriesMax)
            : new LeaveTaken(roster.LastNumber + 1, command.Person, from, until, command.StandIn);
    }

    private static MicroGrid? FindMicroGrid(GridRoster roster, string code) =>
        roster.MicroGrids.FirstOrDefault(it => it.Code == code);

    private static GridRoster Fold(GridRoster roster, RosterEvent happened, DateTimeOffset at)
    {
        var next = happened switch
        {
            MicroGridSet e => roster with
            {
                MicroGrids =
                [
                    .. roster
                        .MicroGrids.Where(it => it.Code != e.Code)
                        .Append(new MicroGrid(e.Code, e.Name, e.Households))
                        .OrderBy(it => it.Code, StringComparer.Ordinal),
                ],
            },
            MicroGridRemoved e => roster with { MicroGrids = roster.MicroGrids.RemoveAll(it => it.Code == e.Code) },
            MemberAdded e => roster with { Members = roster.Members.Add(new(e.Person, e.Kind, e.MicroGrid)) },
            MemberChanged e => roster with
            {
                Members =
                [
                    .. roster.Members.Select(it => it.Person == e.Person ? new(e.Person, e.Kind, e.MicroGrid) : it),
                ],
                // Who helps from now on is not planned any more.
                Shifts =
                    e.Kind is MemberKind.Volunteer
                        ? roster.Shifts.RemoveAll(it => it.Person == e.Person)
                        : roster.Shifts,
            },
            MemberRemoved e => roster with
            {
                Members = roster.Members.RemoveAll(it => it.Person == e.Person),
                Shifts = roster.Shifts.RemoveAll(it => it.Person == e.Person),
                Leaves = roster.Leaves.RemoveAll(it => it.Person == e.Person),
            },
            ShiftPlanned e => roster with
            {
                Shifts = roster.Shifts.Add(new(e.Number, e.Person, e.Kind, e.From, e.Until)),
                LastNumber = e.Number,
            },
            ShiftCancelled e => roster with { Shifts = roster.Shifts.RemoveAll(it => it.Number == e.Number) },
            LeaveTaken e => roster with
            {
                Leaves = roster.Leaves.Add(new(e.Number, e.Person, e.From, e.Until, e.StandIn)),
                LastNumber = e.Number,
            },
            LeaveEnded e => roster with { Leaves = roster.Leaves.RemoveAll(it => it.Number == e.Number) },
            _ => throw new UnreachableException($"A roster does not fold a {happened.GetType().Name}."),
        };

        // What is over stays in the log alone.
        return next with
        {
            Shifts = next.Shifts.RemoveAll(it => it.End <= at),
            Leaves = next.Leaves.RemoveAll(it => it.Until <= at),
            ChangedAt = at,
        };
    }

    [GeneratedRegex(@"\AM[0-9]{2,3}\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MicroGridCode();
}
