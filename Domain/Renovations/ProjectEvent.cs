namespace CivicGrains.Domain.Renovations;

/// <summary>A renovation project came under the platform's care. Its stages come with the renovation itself.</summary>
/// <param name="Compound">The compound it renovates.</param>
[EventName("project.registered")]
public sealed record ProjectRegistered(string Name, Place Compound, Place HomeGrid, bool Synthetic) : DomainEvent;
