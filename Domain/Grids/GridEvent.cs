namespace CivicGrains.Domain.Grids;

/// <summary>A grid came under the platform's care.</summary>
/// <param name="Heads">References of its heads, who are the first on its roster.</param>
[EventName("grid.registered")]
public sealed record GridRegistered(string Name, int Households, ImmutableArray<Guid> Heads, bool Synthetic)
    : DomainEvent
{
    /// <summary>References of its heads; empty while it has none.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}

/// <summary>Why a task was offered to somebody.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<OfferCause>))]
public enum OfferCause
{
    /// <summary>It came to the grid.</summary>
    Came,

    /// <summary>Who had it did not acknowledge it in time.</summary>
    Unanswered,

    /// <summary>Who had it is on duty no longer.</summary>
    OffDuty,

    /// <summary>Who had it left the grid or is away.</summary>
    Away,

    /// <summary>Somebody is on duty again.</summary>
    OnDuty,

    /// <summary>Its deadline is another one; who has it keeps it.</summary>
    Renewed,
}

/// <summary>An issue whose handler is this grid was offered as a task.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="Heads">Who was offered it: one person on duty, nobody where none is. Before there was a rota, all heads.</param>
/// <param name="Turn">Who is asked first in a round has 1; 0 in events of before there was a rota.</param>
/// <param name="OfferOn">How long each has to acknowledge it; null where nobody is asked in turn.</param>
/// <param name="OfferOnAt">When the next is offered it; null when that is not going to happen.</param>
/// <param name="QuietUntil">Until when nobody is disturbed with it; null when it is not quiet.</param>
/// <param name="Invited">References of the volunteers who are invited to help; null for none.</param>
/// <param name="Acknowledged">Whether it needs no acknowledging.</param>
[EventName("grid.task-offered")]
public sealed record TaskOffered(
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    ImmutableArray<Guid> Heads,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int Turn = 0,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] OfferCause Cause = OfferCause.Came,
    TimeLimit? OfferOn = null,
    DateTimeOffset? OfferOnAt = null,
    DateTimeOffset? QuietUntil = null,
    ImmutableArray<Guid>? Invited = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Acknowledged = false
) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;

    /// <summary>References of those who were offered it; empty where nobody was there.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;

    /// <summary>Who was offered it; null for nobody, and in events of before there was a rota.</summary>
    [JsonIgnore]
    public Guid? To => Turn > 0 && !Heads.IsEmpty ? Heads[0] : null;
}

/// <summary>Somebody acknowledged it: nobody else is asked.</summary>
/// <param name="To">Who has it from now on; null where nobody of the grid does.</param>
[EventName("grid.task-acknowledged")]
public sealed record TaskAcknowledged(string IssueId, Guid? To) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;
}

/// <summary>Everybody on duty was asked and nobody acknowledged it, or nobody is on duty. Who was asked last keeps it.</summary>
/// <param name="Told">The community, which hears of it once; null where it had heard.</param>
[EventName("grid.task-unanswered")]
public sealed record TaskUnanswered(string IssueId, Place? Told) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;
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

/// <summary>There is danger in this grid, whoever handles it: its heads and officers were told.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="Heads">References of those who were told.</param>
[EventName("grid.alarmed")]
public sealed record GridAlarmed(string IssueId, Place Owner, ImmutableArray<Guid> Heads) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public override string Subject => IssueId;

    /// <summary>References of those who were told; empty where the grid has nobody.</summary>
    public ImmutableArray<Guid> Heads { get; init; } = Heads.IsDefault ? [] : Heads;
}
