namespace CivicGrains.Domain.Grids;

/// <summary>Bring a grid under the platform's care.</summary>
[GenerateSerializer, Immutable, Alias("register-grid")]
public sealed record RegisterGrid(string Name, int Households, ImmutableArray<Guid> Heads, bool Synthetic)
    : DomainCommand;

/// <summary>Reaction of the platform: an issue's handler is this grid now.</summary>
[GenerateSerializer, Immutable, Alias("offer-task")]
public sealed record OfferTask(string IssueId, Place Owner, string Category, int Level, DateTimeOffset DueAt)
    : DomainCommand;

/// <summary>Reaction of the platform: an issue's handler is this grid no longer.</summary>
[GenerateSerializer, Immutable, Alias("end-task")]
public sealed record EndTask(string IssueId, string Cause) : DomainCommand;

/// <summary>Reaction of the platform: there is danger in this grid, whoever handles it.</summary>
[GenerateSerializer, Immutable, Alias("alarm-grid")]
public sealed record AlarmGrid(string IssueId, Place Owner) : DomainCommand;
