namespace CivicGrains.Domain.Grids;

/// <summary>Bring a grid under the platform's care.</summary>
[GenerateSerializer, Immutable, Alias("register-grid")]
public sealed record RegisterGrid(string Name, int Households, ImmutableArray<Guid> Heads, bool Synthetic)
    : DomainCommand;

/// <summary>Reaction of the platform: an issue's handler is this grid now.</summary>
/// <param name="OfferOn">How long each person on duty has to acknowledge it; null where nobody is asked in turn.</param>
/// <param name="Acknowledged">Whether it needs no acknowledging: it came back, or is to be done again.</param>
/// <param name="RunsOn">Whether the step runs on with another deadline, so that who has it keeps it.</param>
[GenerateSerializer, Immutable, Alias("offer-task")]
public sealed record OfferTask(
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    TimeLimit? OfferOn = null,
    bool Acknowledged = false,
    bool RunsOn = false
) : DomainCommand;

/// <summary>Reaction of the platform: an issue whose handler is this grid was acknowledged.</summary>
/// <param name="By">Reference of who did it.</param>
[GenerateSerializer, Immutable, Alias("acknowledge-task")]
public sealed record AcknowledgeTask(string IssueId, Guid By) : DomainCommand;

/// <summary>Reaction of the platform: an issue's handler is this grid no longer.</summary>
[GenerateSerializer, Immutable, Alias("end-task")]
public sealed record EndTask(string IssueId, string Cause) : DomainCommand;

/// <summary>Reaction of the platform: there is danger in this grid, whoever handles it.</summary>
[GenerateSerializer, Immutable, Alias("alarm-grid")]
public sealed record AlarmGrid(string IssueId, Place Owner) : DomainCommand;
