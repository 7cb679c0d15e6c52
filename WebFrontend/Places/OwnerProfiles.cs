using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Places;

namespace CivicGrains.WebFrontend.Places;

/// <summary>
/// What "who may?" needs to know of owners. They are asked for with every view and hardly ever change: remembered,
/// until the log says that something happened to them.
/// </summary>
internal sealed class OwnerProfiles(OwnerQueries owners)
{
    private readonly Remembered<OwnerProfile?> _profiles = new();
    private readonly Remembered<ImmutableArray<Place>> _within = new();

    /// <summary>The profile of an owner; null when nobody has registered it.</summary>
    public ValueTask<OwnerProfile?> FindAsync(Place place, CancellationToken cancellationToken) =>
        _profiles.GetAsync(
            place,
            async () => await owners.FindAsync(place, null, cancellationToken) is { } row ? ProfileOf(row) : null
        );

    /// <summary>
    /// The owners that hang together with a place, but not by their codes: the projects of a compound, and whatever
    /// lies in a grid.
    /// </summary>
    public async ValueTask<ImmutableArray<Place>> FindWithinAsync(Place place, CancellationToken cancellationToken)
    {
        if (place.Kind is not PlaceKind.Compound && (place.Kind is not PlaceKind.Grid || place.IsMasterGrid))
        {
            return [];
        }

        return await _within.GetAsync(place, () => owners.GetWithinAsync(place, cancellationToken));
    }

    /// <summary>Something happened to an owner: what hangs together with it may be another too.</summary>
    public void Forget(Place place)
    {
        _profiles.Forget(place);
        _within.ForgetAll();
    }

    /// <summary>The profile of an owner as the read model has it.</summary>
    public static OwnerProfile ProfileOf(OwnerRow row) =>
        new(
            row.Place,
            Registered: true,
            row.Mode,
            row.HomeGrid ?? (row.Place.Kind is PlaceKind.Grid ? row.Place : Place.Grid(row.Place.CommunityCode!)),
            row.Buildings.ToImmutableSortedDictionary(b => b.Name, b => b.Grid, StringComparer.Ordinal),
            row.Rules
        );
}
