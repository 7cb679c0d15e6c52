namespace CivicGrains.Domain.Compounds;

/// <summary>Bring a compound under the platform's care.</summary>
[GenerateSerializer, Immutable, Alias("register-compound")]
public sealed record RegisterCompound(
    string Name,
    PropertyMode Mode,
    Place HomeGrid,
    ImmutableArray<Building> Buildings,
    bool Synthetic
) : DomainCommand;
