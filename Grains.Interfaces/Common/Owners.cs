using CivicGrains.Grains.Interfaces.Compounds;
using CivicGrains.Grains.Interfaces.District;
using CivicGrains.Grains.Interfaces.Grids;
using CivicGrains.Grains.Interfaces.Renovations;

namespace CivicGrains.Grains.Interfaces.Common;

/// <summary>From a place to its grain.</summary>
public static class Owners
{
    /// <summary>The grain of a place that has one.</summary>
    /// <exception cref="ArgumentException">The place is an office, not a grain.</exception>
    public static ICommandGrain GetOwner(this IGrainFactory grains, Place place) =>
        place.Kind switch
        {
            PlaceKind.Compound => grains.GetGrain<ICompoundGrain>(place.Key),
            PlaceKind.Grid => grains.GetGrain<IGridGrain>(place.Key),
            PlaceKind.Project => grains.GetGrain<IRenovationProjectGrain>(place.Key),
            PlaceKind.District => grains.GetGrain<IDistrictGrain>(place.Key),
            _ => throw new ArgumentException($"{place} has no grain of its own.", nameof(place)),
        };
}
