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

    /// <summary>When anything last happened to it that more than its chain hears of.</summary>
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

    /// <summary>How the overall deadline was counted; null until it is accepted.</summary>
    [Id(28)]
    public OverallClock? Overall { get; init; }

    /// <summary>Of how many per cent of the present step its handler was warned; 0 for none yet.</summary>
    [Id(29)]
    public int WarnedPercent { get; init; }

    /// <summary>What its handler asks for and nobody has decided yet; null for nothing.</summary>
    [Id(30)]
    public IssueRequest? Request { get; init; }

    /// <summary>Who disputed that it is theirs, each once.</summary>
    [Id(31)]
    public ImmutableArray<Handler> ReturnedBy
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>How often it was given to another handler of the same level.</summary>
    [Id(32)]
    public int Transfers { get; init; }

    /// <summary>How often its time limit was extended.</summary>
    [Id(33)]
    public int Extensions { get; init; }

    /// <summary>How often its clocks stood still.</summary>
    [Id(34)]
    public int Suspensions { get; init; }

    /// <summary>While its clocks stand still; else null.</summary>
    [Id(35)]
    public Suspension? Suspended { get; init; }

    /// <summary>Highest level that ordered supervision; null when none did.</summary>
    [Id(36)]
    public int? SupervisedByLevel { get; init; }

    /// <summary>While resolved: until when somebody else should have checked it; null where nobody has to.</summary>
    [Id(37)]
    public DateTimeOffset? CheckDueAt { get; init; }

    /// <summary>Until when who rated low is to be called back; null when nobody is.</summary>
    [Id(38)]
    public DateTimeOffset? CallBackDueAt { get; init; }

    /// <summary>Whether nobody called back in time: it is told once, and can still be done.</summary>
    [Id(39)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool CallBackMissed { get; init; }

    /// <summary>Reference of who asked for <see cref="Request"/>: somebody else decides it.</summary>
    [Id(40)]
    public Guid? RequestedBy { get; init; }

    /// <summary>The issue in which this one lives on; null where it stands for itself.</summary>
    [Id(41)]
    public string? MergedInto { get; init; }

    /// <summary>Who is affected too and joined, in order of time; all of them follow it.</summary>
    [Id(42)]
    public ImmutableArray<Joining> Joined
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Other reports of the same that live on in this one.</summary>
    [Id(43)]
    public ImmutableArray<Duplicate> Duplicates
    {
        get => field.IsDefault ? [] : field;
        init;
    }

    /// <summary>Since when it is an area incident, in which further reports are merged; null when it is none.</summary>
    [Id(44)]
    public DateTimeOffset? IncidentAt { get; init; }

    /// <summary>How often it was split out again: then it is merged by people only.</summary>
    [Id(45)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int TimesSplit { get; init; }

    /// <summary>The area incident of the community that it is part of, though it stays where it is; null for none.</summary>
    [Id(46)]
    public string? PartOf { get; init; }

    /// <summary>Of an incident of a community: the reports of its places that are part of it; null for any other issue.</summary>
    [Id(48)]
    public ImmutableArray<string>? Gathered { get; init; }

    /// <summary>When somebody last said that they are affected.</summary>
    [JsonIgnore]
    public DateTimeOffset AffectedAt => Joined.IsEmpty ? ReportedAt : Joined[^1].At;

    /// <summary>Whether reports of its category are merged into it: an incident that is still worked on.</summary>
    [JsonIgnore]
    public bool IsOpenIncident => IncidentAt is not null && IsOpen && MovingTo is null;

    /// <summary>Whether somebody above watches it or a department is called in: what would be lost if it lived on in another.</summary>
    [JsonIgnore]
    public bool IsPressed => SupervisedByLevel is not null || (Whistles ?? []).Any(it => it.IsOpen);

    /// <summary>
    /// Whether it is counted with others of its category when many report: open, worked on, for everybody who lives
    /// there to see, and nobody has said that it is something else.
    /// </summary>
    [JsonIgnore]
    public bool CountsInSurge =>
        IsOpen
        && MovingTo is null
        && Suspended is null
        && IncidentAt is null
        && TimesSplit == 0
        && !IsPressed
        && Visibility is Visibility.Compound;

    /// <summary>Departments that are called in to help, each once; null where none is.</summary>
    [Id(47)]
    public ImmutableArray<Whistle>? Whistles { get; init; }

    /// <summary>Whether deadlines run: from submitted to rework.</summary>
    [JsonIgnore]
    public bool IsOpen => Status <= IssueStatus.Rework;

    /// <summary>The next moment at which something happens by itself; null when nothing does.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt =>
        MovingTo is not null || Status is IssueStatus.Merged ? null
        : Status is IssueStatus.Submitted ? IntakeDueAt
        // It is not archived before who rated low was called back.
        : Status is IssueStatus.Closed && !CallBackMissed && CallBackDueAt is { } callBack ? callBack
        : !IsOpen ? Earliest(WindowEndsAt, CheckDueAt, CallBackMissed ? null : CallBackDueAt)
        // The clocks of the issue stand still, those of whistles do not.
        : Suspended is { } suspended ? Earliest(suspended.Until, WhistleDueAt, null)
        : Earliest(
            Overdue ? null : Step?.DueAt,
            Overdue ? null : Step?.Warning?.At,
            Earliest(
                Request?.DecideBy,
                SupervisedByLevel is IssueLevels.Last ? null : Overall?.SuperviseAt,
                WhistleDueAt
            )
        );

    private DateTimeOffset? WhistleDueAt
    {
        get
        {
            DateTimeOffset? earliest = null;
            foreach (var whistle in Whistles ?? [])
            {
                earliest = Earliest(earliest, whistle.Next?.At, null);
            }

            return earliest;
        }
    }

    private static DateTimeOffset? Earliest(DateTimeOffset? one, DateTimeOffset? other, DateTimeOffset? third)
    {
        var earliest = one;
        earliest = other < earliest || earliest is null ? other ?? earliest : earliest;
        return third < earliest || earliest is null ? third ?? earliest : earliest;
    }
}
