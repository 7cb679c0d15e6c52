using CivicGrains.Domain.Grids;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// What follows from an emergency or a roll-call in the grids of a community. The order names them, so that what
/// follows is a function of the event alone; a grid that is registered later asks its master grid to be called as well.
/// </summary>
internal static class RollCallReactions
{
    /// <summary>Whether anything follows from events of a type.</summary>
    public static bool MayFollow(Type happened) =>
        happened == typeof(RollCallOrdered)
        || happened == typeof(RollCallJoined)
        || happened == typeof(RollCallStopped)
        || happened == typeof(GridRegistered);

    /// <summary>Adds the reactions to an event of a grid.</summary>
    public static void Add(ImmutableArray<Reaction>.Builder reactions, Place owner, DomainEvent happened)
    {
        switch (happened)
        {
            case RollCallOrdered it:
                var call = new CallRoll(it.Number, it.Emergency is null, it.Minutes, it.Deadline);
                foreach (var grid in it.Grids)
                {
                    reactions.Add(new Reaction($"call-roll/{grid.Key}", grid, call));
                }

                break;
            case RollCallJoined it:
                reactions.Add(
                    new Reaction(
                        "call-roll",
                        it.Grid,
                        new CallRoll(it.Number, it.Emergency is null, it.Minutes, it.Deadline)
                    )
                );
                break;
            case RollCallStopped it:
                foreach (var grid in it.Grids)
                {
                    reactions.Add(new Reaction($"end-roll/{grid.Key}", grid, new EndRoll(it.Number)));
                }

                break;
            case GridRegistered when !owner.IsMasterGrid:
                reactions.Add(
                    new Reaction("join-roll-call", Place.Grid(owner.CommunityCode!), new JoinRollCall(owner))
                );
                break;
        }
    }
}
