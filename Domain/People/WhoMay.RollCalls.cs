using CivicGrains.Domain.Grids;

namespace CivicGrains.Domain.People;

/// <content>Emergencies and roll-calls.</content>
public static partial class WhoMay
{
    /// <summary>
    /// Whether somebody may put a community in emergency mode and call its roll, and end both: its own desk, its
    /// subdistrict and the district centre.
    /// </summary>
    /// <param name="masterGrid">The master grid of the community.</param>
    public static bool Mobilise(Actor actor, Place masterGrid) =>
        actor.HoldsOver(Role.Community, masterGrid)
        || actor.HoldsOver(Role.Subdistrict, masterGrid)
        || actor.HoldsOver(Role.DistrictCentre, masterGrid);

    /// <summary>Whether somebody hears of roll-calls anywhere in the district, and how many need help: its offices.</summary>
    public static bool HearRollCalls(Actor actor) =>
        actor.Roles.Any(it => it.Role is Role.Community or Role.Subdistrict or Role.DistrictCentre);

    /// <summary>
    /// Whether somebody may read what is written with the answers of a grid's roll-call: staff of the grid and the offices
    /// above. Who only keeps accounts may not.
    /// </summary>
    public static bool ReadRollNotes(Actor actor, Place grid) =>
        actor.HoldsOver(Role.GridHead, grid) || Mobilise(actor, grid);

    /// <summary>
    /// Whether somebody may answer the roll-call of a grid: its heads and officers for each of its micro-grids, the head
    /// of the master grid as well, and a volunteer who is on its roster, for the micro-grid they look after.
    /// </summary>
    /// <param name="own">What they are on the roster; null when they are not on it.</param>
    public static bool AnswerRollCall(Actor actor, Place grid, MemberKind? own) =>
        own is MemberKind.Volunteer
            ? BelongTo(actor, grid, MemberKind.Volunteer)
            : actor.HoldsOver(Role.GridHead, grid);
}
