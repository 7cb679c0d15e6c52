using System.Collections.Concurrent;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Places;

namespace CivicGrains.WebFrontend.People;

/// <summary>
/// What lists of somebody can hold at most: where one lives and what one's desk covers. It narrows the search in the
/// database; <see cref="WhoMay"/> decides on each row.
/// </summary>
internal sealed class Audiences(OwnerQueries owners)
{
    private readonly ConcurrentDictionary<Place, ImmutableArray<Place>> _within = new();

    /// <summary>The audience of somebody.</summary>
    public async ValueTask<Audience> OfAsync(Actor actor, CancellationToken cancellationToken)
    {
        var homes = ImmutableArray.CreateBuilder<Place>();
        var desks = ImmutableArray.CreateBuilder<Place>();
        foreach (var (role, place) in actor.Roles)
        {
            switch (role)
            {
                case Role.Administrator or Role.Platform:
                    break;
                case Role.Resident:
                    homes.Add(place);
                    homes.AddRange(await WithinAsync(place, cancellationToken));
                    break;
                default:
                    desks.Add(place);
                    desks.AddRange(await WithinAsync(place, cancellationToken));
                    break;
            }
        }

        return new Audience
        {
            Reference = actor.Reference,
            ResidentOf = homes.ToImmutable(),
            StaffOf = desks.ToImmutable(),
        };
    }

    /// <summary>
    /// The owners that hang together with a place, but not by their codes: the projects of a compound, and whatever
    /// lies in a grid. They are registered once, so they are remembered.
    /// </summary>
    private async ValueTask<ImmutableArray<Place>> WithinAsync(Place place, CancellationToken cancellationToken)
    {
        if (place.Kind is not PlaceKind.Compound && (place.Kind is not PlaceKind.Grid || place.IsMasterGrid))
        {
            return [];
        }

        if (!_within.TryGetValue(place, out var within))
        {
            within = await owners.GetWithinAsync(place, cancellationToken);
            _within[place] = within;
        }

        return within;
    }
}
