using CivicGrains.Domain.Grids;

namespace CivicGrains.Domain.People;

/// <content>Patrols of grids.</content>
public static partial class WhoMay
{
    /// <summary>
    /// Whether somebody may record patrols of a grid: who belongs to it and still holds the role that goes with that.
    /// </summary>
    /// <param name="own">What they are on the roster; null when they are not on it.</param>
    public static bool Patrol(Actor actor, Place grid, GridMember? own) =>
        own is not null && own.Person == actor.Reference && BelongTo(actor, grid, own.Kind);

    /// <summary>Whether somebody may read the patrols of a grid: whoever may watch it. What is hidden is for <see cref="WatchHidden"/>.</summary>
    public static bool ReadPatrols(Actor actor, Place grid) => Watch(actor, grid, []);

    /// <summary>
    /// Whether somebody reads how many patrols the grids of a place made: staff who cover it. Hidden ones are counted, so
    /// that it is for nobody else.
    /// </summary>
    public static bool CountPatrols(Actor actor, Place place) =>
        actor.HoldsOver(Role.Community, place)
        || actor.HoldsOver(Role.Subdistrict, place)
        || actor.HoldsOver(Role.DistrictCentre, place);
}
