namespace CivicGrains.Domain.Renovations;

/// <summary>Bring a renovation project under the platform's care.</summary>
[GenerateSerializer, Immutable, Alias("register-project")]
public sealed record RegisterProject(string Name, Place HomeGrid, bool Synthetic) : DomainCommand;
