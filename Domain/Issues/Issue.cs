namespace CivicGrains.Domain.Issues;

/// <summary>
/// One issue as its owner holds it: who has it, until when, and what the reporter may still do. It has exactly one
/// owner, and while it is open exactly one level and handler.
/// </summary>
[GenerateSerializer, Immutable, Alias("issue")]
public sealed record Issue
{
    [Id(0)]
    public required string Id { get; init; }

    [Id(1)]
    public required string Category { get; init; }

    [Id(2)]
    public required Visibility Visibility { get; init; }

    [Id(3)]
    public required IssueSource Source { get; init; }

    /// <summary>Reference of the account that reported it.</summary>
    [Id(4)]
    public required Guid Reporter { get; init; }

    [Id(5)]
    public string? Building { get; init; }

    /// <summary>Commitment of the text.</summary>
    [Id(6)]
    public required string Description { get; init; }

    /// <summary>Commitment of the finer location.</summary>
    [Id(7)]
    public string? Location { get; init; }

    [Id(8)]
    public required DateTimeOffset ReportedAt { get; init; }

    [Id(9)]
    public required DateTimeOffset UpdatedAt { get; init; }

    [Id(10)]
    public required IssueStatus Status { get; init; }

    /// <summary>Null until it is accepted.</summary>
    [Id(11)]
    public IssueTerms? Terms { get; init; }

    /// <summary>Who has it now; null until it is accepted.</summary>
    [Id(12)]
    public IssueStep? Step { get; init; }

    /// <summary>When the present step began.</summary>
    [Id(13)]
    public DateTimeOffset? StepFrom { get; init; }

    /// <summary>End of the overall clock, which no hand-over restarts.</summary>
    [Id(14)]
    public DateTimeOffset? OverallDueAt { get; init; }

    /// <summary>When the issue was first acknowledged; feeds the response rate.</summary>
    [Id(15)]
    public DateTimeOffset? AcknowledgedAt { get; init; }

    /// <summary>Whether the deadline of the present step has passed with no level left. No step runs once it is resolved.</summary>
    [Id(16)]
    public bool Overdue { get; init; }

    /// <summary>Number of failed checks since the last escalation.</summary>
    [Id(17)]
    public int FailedChecks { get; init; }

    /// <summary>Who resolved it: somebody else has to check it.</summary>
    [Id(18)]
    public Guid? ResolvedBy { get; init; }

    [Id(19)]
    public int TimesReopened { get; init; }

    /// <summary>Stars of the rating, 1 to 5; null while not rated.</summary>
    [Id(20)]
    public int? Stars { get; init; }

    /// <summary>End of the running window (rating, then reopening); null while there is none.</summary>
    [Id(21)]
    public DateTimeOffset? WindowEndsAt { get; init; }

    /// <summary>Where it is on its way to; null while it stays.</summary>
    [Id(22)]
    public Place? MovingTo { get; init; }

    /// <summary>References of those who want to hear about it, besides the reporter.</summary>
    [Id(23)]
    public ImmutableArray<Guid> Followers { get; init; } = [];

    /// <summary>The category that was asked for, where the owner's rule made it another one.</summary>
    [Id(24)]
    public string? AskedCategory { get; init; }

    /// <summary>While submitted: until when it should have been checked on site.</summary>
    [Id(25)]
    public DateTimeOffset? IntakeDueAt { get; init; }

    /// <summary>Until when it may be rated; null while it was never resolved.</summary>
    [Id(26)]
    public DateTimeOffset? RateUntil { get; init; }

    /// <summary>Level at which it was first handled; null until it is accepted.</summary>
    [Id(27)]
    public int? FirstLevel { get; init; }

    /// <summary>Whether deadlines run: from submitted to rework.</summary>
    [JsonIgnore]
    public bool IsOpen => Status <= IssueStatus.Rework;

    /// <summary>The next moment at which something happens by itself; null when nothing does.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt =>
        MovingTo is not null ? null
        : Status is IssueStatus.Submitted ? IntakeDueAt
        : IsOpen ? (Overdue ? null : Step?.DueAt)
        : WindowEndsAt;
}
