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
