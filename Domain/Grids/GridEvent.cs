namespace CivicGrains.Domain.Grids;

/// <summary>A grid came under the platform's care.</summary>
/// <param name="Heads">References of its heads, who are offered its tasks.</param>
[EventName("grid.registered")]
public sealed record GridRegistered(string Name, int Households, ImmutableArray<Guid> Heads, bool Synthetic)
    : DomainEvent
{
    /// <summary>References of its heads; empty while it has none.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}

/// <summary>An issue whose handler is this grid was offered to its heads as a task.</summary>
/// <param name="Owner">Where the issue lives.</param>
[EventName("grid.task-offered")]
public sealed record TaskOffered(
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    ImmutableArray<Guid> Heads
) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;

    /// <summary>References of those who were offered it; empty where the grid has no head.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}

/// <summary>The task is no longer this grid's: done, gone up, sent elsewhere.</summary>
/// <param name="Cause">Event that ended it, such as <c>issue.resolved</c>.</param>
[EventName("grid.task-ended")]
public sealed record TaskEnded(string IssueId, string Cause) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;
}

/// <summary>There is danger in this grid, whoever handles it: its heads were told.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="Heads">References of those who were told.</param>
[EventName("grid.alarmed")]
public sealed record GridAlarmed(string IssueId, Place Owner, ImmutableArray<Guid> Heads) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;

    /// <summary>References of those who were told; empty where the grid has no head.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}
