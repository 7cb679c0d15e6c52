namespace CivicGrains.Domain.Compounds;

/// <summary>A compound came under the platform's care.</summary>
/// <param name="Synthetic">Whether it is demo data.</param>
[EventName("compound.registered")]
public sealed record CompoundRegistered(
    string Name,
    PropertyMode Mode,
    Place HomeGrid,
    ImmutableArray<Building> Buildings,
    bool Synthetic
) : DomainEvent
{
    /// <summary>Its buildings; empty where none is known.</summary>
    public ImmutableArray<Building> Buildings { get; init; } = Buildings.IsDefault ? [] : Buildings;
}
