using System.Collections.Frozen;
using CivicGrains.Domain.Grids;

namespace CivicGrains.WebFrontend.Live;

/// <summary>What happens at a place and to no issue: who hears that it happened, live and of what was missed alike.</summary>
internal static class PlaceNews
{
    private static readonly string Patrolled = EventCatalog.NameOf<PatrolRecorded>();

    private static readonly FrozenSet<string> RollCalls = EventCatalog
        .All.Where(it => it.Value.IsAssignableTo(typeof(RollCallEvent)))
        .Select(it => it.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether it belongs to an emergency or a roll-call.</summary>
    public static bool IsOfRollCall(string type) => RollCalls.Contains(type);

    /// <summary>Whether it leaves what a place is as it was: that comes all day, and nobody has to look at the place anew.</summary>
    public static bool LeavesPlaceAlone(string type) => type == Patrolled || IsOfRollCall(type);

    /// <summary>
    /// Whether somebody who watches a topic hears of it. Who only helps does not learn that there was a patrol they are
    /// not shown; of roll-calls in the district as a whole, offices alone.
    /// </summary>
    public static bool IsFor(Actor actor, Topic topic, string type) =>
        type == Patrolled
            ? WhoMay.WatchHidden(actor, topic.Place)
            : topic.Kind is not TopicKind.District || !IsOfRollCall(type) || WhoMay.HearRollCalls(actor);
}
