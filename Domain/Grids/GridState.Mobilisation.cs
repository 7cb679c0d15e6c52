namespace CivicGrains.Domain.Grids;

/// <content>
/// 平急转换. The master grid holds whether its community is in emergency mode, and orders roll-calls; the dispatcher
/// carries each to the grids that it names.
/// </content>
public sealed partial record GridState
{
    /// <summary>Most grids of one roll-call, more than any community has.</summary>
    public const int CalledGridsMax = 200;

    private static Decision DecideMobilisation(GridState state, DomainCommand command, Actor actor, DateTimeOffset now)
    {
        if (!state.Place.IsMasterGrid)
        {
            return Rejections.RollCallMasterOnly.With(null, state.Place);
        }

        if (command is not JoinRollCall && !WhoMay.Mobilise(actor, state.Place))
        {
            return Rejections.PlaceNotYours.With(null, state.Place);
        }

        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        var area = state.Mobilisation ?? AreaMobilisation.None;
        var running = area.Call?.RunsAt(now) is true ? area.Call : null;
        return command switch
        {
            StartEmergency c => DecideStart(state.Place, area, running, c, now),
            OrderRollCall c => DecideOrder(state.Place, area, running, c, now),
            EndEmergency => area.Running is not { } emergency ? Rejections.EmergencyNone.With(null, state.Place)
            : running is null ? new EmergencyEnded(emergency.Number)
            : Decision.Of(new RollCallStopped(running.Number, running.Grids), new EmergencyEnded(emergency.Number)),
            StopRollCall => running is null
                ? Rejections.RollCallNone.With(null, state.Place)
                : new RollCallStopped(running.Number, running.Grids),
            JoinRollCall c => DecideJoin(state.Place, area, running, c.Grid),
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };
    }

    private static Decision DecideStart(
        Place master,
        AreaMobilisation area,
        AreaRollCall? running,
        StartEmergency command,
        DateTimeOffset now
    )
    {
        if (area.Running is not null)
        {
            return Rejections.EmergencyRunning.With(null, master);
        }

        if (command.Reason is { } reason && TextRules.Check(reason.Body, "reason") is { } wrong)
        {
            return wrong;
        }

        if (CheckOrder(master, command.Minutes, command.Grids) is { } refused)
        {
            return refused;
        }

        var number = (area.Emergency?.Number ?? 0) + 1;
        var started = new EmergencyStarted(number, command.Reason?.Commitment);
        var ordered = Ordered(area, number, command.Minutes, command.Grids, now);
        // What is under way without an emergency is an exercise, which gives way.
        return running is null
            ? Decision.Of(started, ordered)
            : Decision.Of(started, new RollCallStopped(running.Number, running.Grids), ordered);
    }

    private static Decision DecideOrder(
        Place master,
        AreaMobilisation area,
        AreaRollCall? running,
        OrderRollCall command,
        DateTimeOffset now
    )
    {
        if (area.Running is null != command.Exercise)
        {
            return command.Exercise
                ? Rejections.RollCallNoExercise.With("exercise", master)
                : Rejections.RollCallExerciseOnly.With("exercise", master);
        }

        if (running is not null)
        {
            return Rejections.RollCallRunning.With(null, master);
        }

        return CheckOrder(master, command.Minutes, command.Grids) is { } refused
            ? refused
            : Ordered(area, area.Running?.Number, command.Minutes, command.Grids, now);
    }

    private static Decision DecideJoin(Place master, AreaMobilisation area, AreaRollCall? running, Place grid) =>
        running is null || running.Grids.Contains(grid) ? Decision.Nothing
        : !IsPartOf(master, grid) ? Rejections.GridUnknown.With(null, grid)
        : new RollCallJoined(
            running.Number,
            running.Exercise ? null : area.Emergency!.Number,
            running.Minutes,
            running.Deadline,
            grid
        );

    private static Rejection? CheckOrder(Place master, int minutes, ImmutableArray<Place> grids)
    {
        if (minutes is < RollCall.MinutesMin or > RollCall.MinutesMax)
        {
            return Rejections.RollCallMinutes.With("minutes", RollCall.MinutesMin, RollCall.MinutesMax, minutes);
        }

        if (grids.IsDefaultOrEmpty || grids.Length > CalledGridsMax)
        {
            return Rejections.RollCallNoGrids.With(null, master);
        }

        foreach (var grid in grids)
        {
            if (!IsPartOf(master, grid))
            {
                return Rejections.GridUnknown.With(null, grid);
            }
        }

        return null;
    }

    private static bool IsPartOf(Place master, Place grid) =>
        grid.Kind is PlaceKind.Grid && !grid.IsMasterGrid && grid.CommunityCode == master.CommunityCode;

    private static RollCallOrdered Ordered(
        AreaMobilisation area,
        int? emergency,
        int minutes,
        ImmutableArray<Place> grids,
        DateTimeOffset now
    ) => new((area.Call?.Number ?? 0) + 1, emergency, minutes, now.AddMinutes(minutes), [.. grids.Distinct()]);

    private static AreaMobilisation Fold(AreaMobilisation area, RollCallEvent happened, DateTimeOffset at) =>
        happened switch
        {
            EmergencyStarted e => area with { Emergency = new AreaEmergency(e.Number, at, e.Reason) },
            EmergencyEnded => area with { Emergency = area.Emergency! with { EndedAt = at } },
            RollCallOrdered e => area with
            {
                Call = new AreaRollCall(e.Number, e.Emergency is null, e.Minutes, at, e.Deadline, e.Grids),
            },
            RollCallJoined e => area with { Call = area.Call! with { Grids = area.Call.Grids.Add(e.Grid) } },
            RollCallStopped => area with { Call = area.Call! with { StoppedAt = at } },
            _ => throw new UnreachableException($"A community does not fold a {happened.GetType().Name}."),
        };
}
