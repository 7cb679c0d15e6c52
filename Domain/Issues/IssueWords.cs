using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>Where an issue stands. Words are camelCase (<c>inProgress</c>).</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<IssueStatus>))]
public enum IssueStatus
{
    /// <summary>Reported, waiting for intake (a category may ask for a check on site first).</summary>
    Submitted,

    /// <summary>Accepted and with a handler, who has not yet seen it.</summary>
    Dispatched,

    /// <summary>The handler has seen it.</summary>
    Acknowledged,

    /// <summary>The handler works on it.</summary>
    InProgress,

    /// <summary>A check failed: the same handler does it again.</summary>
    Rework,

    /// <summary>The handler says it is done, with evidence.</summary>
    Resolved,

    /// <summary>Somebody else has checked that it is done.</summary>
    Verified,

    /// <summary>Ended by the reporter or by the end of the window.</summary>
    Closed,

    /// <summary>Not accepted, with a reason.</summary>
    Rejected,

    /// <summary>Taken back by the reporter.</summary>
    Withdrawn,

    /// <summary>Declared void by staff: a test, an abuse, nothing that is anybody's.</summary>
    Voided,

    /// <summary>About the same as another one, in which it lives on.</summary>
    Merged,
}

/// <summary>Through which door a report came.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<IssueSource>))]
public enum IssueSource
{
    /// <summary>By the resident, online.</summary>
    Resident,

    /// <summary>At a desk, by staff on behalf of somebody.</summary>
    Desk,

    /// <summary>By telephone, by staff on behalf of somebody.</summary>
    Phone,

    /// <summary>On paper, by staff on behalf of somebody.</summary>
    Paper,

    /// <summary>Found by staff on patrol.</summary>
    Patrol,

    /// <summary>Put together by the platform, of many reports in one community.</summary>
    Surge,
}

/// <summary>Who may see an issue.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<Visibility>))]
public enum Visibility
{
    /// <summary>P: the residents of the compound as well.</summary>
    Compound,

    /// <summary>G: only the reporter and the chain that handles it (care, disputes).</summary>
    Chain,
}

/// <summary>Urgency class of a category, from <c>P1</c> (danger) to <c>Q</c> (inquiry).</summary>
[JsonConverter(typeof(JsonStringEnumConverter<UrgencyClass>))]
public enum UrgencyClass
{
    P1,
    P2,
    P3,
    P4,
    Q,
}

/// <summary>What a handler must show to resolve an issue.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EvidenceDuty>))]
public enum EvidenceDuty
{
    /// <summary>A photo.</summary>
    Photo,

    /// <summary>A photo or a note.</summary>
    PhotoOrNote,

    /// <summary>Nothing.</summary>
    None,
}

/// <summary>Who may rate an issue.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RatedBy>))]
public enum RatedBy
{
    Reporter,
    Compound,
    Nobody,
}

/// <summary>Why an issue went up a level.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<EscalationReason>))]
public enum EscalationReason
{
    /// <summary>The deadline of the step passed.</summary>
    Overdue,

    /// <summary>The handler asked for it.</summary>
    Handler,

    /// <summary>The reporter said that it is not solved.</summary>
    NotSolved,

    /// <summary>A check failed for the second time.</summary>
    FailedCheck,

    /// <summary>It was reopened too often for its level.</summary>
    Reopened,

    /// <summary>The handler disputed that it is theirs, rightly, and nobody else on the level has it.</summary>
    Returned,
}

/// <summary>Why the clocks of an issue stand still.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<SuspensionReason>))]
public enum SuspensionReason
{
    /// <summary>The reporter was asked something; the answer ends it.</summary>
    AwaitingReporter,

    /// <summary>Somebody else has to do or permit something first.</summary>
    AwaitingThirdParty,

    /// <summary>The owners have to decide.</summary>
    OwnersVote,

    /// <summary>It is being talked through among the residents.</summary>
    UnderDeliberation,

    /// <summary>Works or a season have to be waited for, until a date that is planned.</summary>
    Engineering,
}

/// <summary>What a handler asks for and somebody above decides.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<RequestKind>))]
public enum RequestKind
{
    /// <summary>退单: it is not theirs.</summary>
    Return,

    /// <summary>延期: more time.</summary>
    Extension,

    /// <summary>挂起: the clocks are to stand still.</summary>
    Suspension,
}

/// <summary>Who is to act: a role at a place.</summary>
[GenerateSerializer, Immutable, Alias("handler")]
public sealed record Handler(Role Role, Place Place);

/// <summary>
/// The terms an issue was accepted under, copied from the rules in force then: later changes of the rules do not
/// touch it.
/// </summary>
/// <param name="RuleVersion">Version of the district's rules.</param>
/// <param name="Acknowledge">Limit to acknowledge; feeds rates and warnings only.</param>
/// <param name="Budgets">Budget of levels 0 to 3; null = the level is skipped.</param>
/// <param name="Cap">Overall limit.</param>
/// <param name="Department">Key of the department that is level 3, such as <c>housing</c>; null = level 3 is skipped.</param>
/// <param name="FirstHandler">Who handles the category first; it also says which desk is level 1.</param>
/// <param name="OwnerRuleVersion">Version of the owner's own rules; null where it had none.</param>
[GenerateSerializer, Immutable, Alias("issue-terms")]
public sealed record IssueTerms(
    int RuleVersion,
    UrgencyClass Class,
    TimeLimit Acknowledge,
    ImmutableArray<TimeLimit?> Budgets,
    TimeLimit Cap,
    string? Department,
    Visibility Visibility,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    TimeLimit RatingWindow,
    TimeLimit ReopenWindow,
    FirstHandler FirstHandler = FirstHandler.CompoundManager,
    int? OwnerRuleVersion = null
)
{
    /// <inheritdoc/>
    public bool Equals(IssueTerms? other) =>
        other is not null
        && RuleVersion == other.RuleVersion
        && Class == other.Class
        && Acknowledge == other.Acknowledge
        && Budgets.AsSpan().SequenceEqual(other.Budgets.AsSpan())
        && Cap == other.Cap
        && Department == other.Department
        && Visibility == other.Visibility
        && Evidence == other.Evidence
        && RatedBy == other.RatedBy
        && RatingWindow == other.RatingWindow
        && ReopenWindow == other.ReopenWindow
        && FirstHandler == other.FirstHandler
        && OwnerRuleVersion == other.OwnerRuleVersion;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuleVersion, Class, Cap, Department);
}

/// <summary>One step of an issue: who has it since when and until when.</summary>
/// <param name="Level">0 compound or project, 1 grid or community, 2 subdistrict, 3 department, 4 district centre.</param>
/// <param name="AcknowledgeDueAt">Until when it should be acknowledged.</param>
/// <param name="DueAt">min(start + limit, overall deadline).</param>
/// <param name="Limit">The limit it was counted by; null where only the overall deadline holds.</param>
/// <param name="CountedFrom">From when the limit was counted, where not from the beginning of the step.</param>
/// <param name="CalendarVersion">Version of the working calendar it was counted by; null where the calendar has no say.</param>
/// <param name="Provisional">Whether its deadline may come otherwise, as the days of a year are not published yet.</param>
/// <param name="Warning">The next warning before the deadline; null when none is left.</param>
/// <param name="OfferOn">At a grid: how long each person on duty has to acknowledge it before it is offered to the next; else null.</param>
[GenerateSerializer, Immutable, Alias("issue-step")]
public sealed record IssueStep(
    int Level,
    Handler Handler,
    DateTimeOffset AcknowledgeDueAt,
    DateTimeOffset DueAt,
    TimeLimit? Limit = null,
    DateTimeOffset? CountedFrom = null,
    int? CalendarVersion = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Provisional = false,
    StepWarning? Warning = null,
    TimeLimit? OfferOn = null
);

/// <summary>When a handler is told how much of the time has passed.</summary>
/// <param name="Percent">How much.</param>
[GenerateSerializer, Immutable, Alias("step-warning")]
public sealed record StepWarning(int Percent, DateTimeOffset At);

/// <summary>How the overall deadline was counted, extensions aside.</summary>
/// <param name="From">From when.</param>
/// <param name="Limit">By which limit: the cap, half of it, or what was left when the clock stood still.</param>
/// <param name="SuperviseAt">When the district centre orders supervision by itself; null when it does not.</param>
/// <param name="Provisional">Whether the deadline may come otherwise.</param>
/// <param name="Room">How far past its end extensions still reach, where it stood still; null = as far as the rules say.</param>
[GenerateSerializer, Immutable, Alias("overall-clock")]
public sealed record OverallClock(
    DateTimeOffset From,
    TimeLimit Limit,
    DateTimeOffset? SuperviseAt,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Provisional = false,
    TimeLimit? Room = null
);

/// <summary>Somebody who is affected too, and joined instead of reporting the same again.</summary>
/// <param name="Who">Reference of the account.</param>
[GenerateSerializer, Immutable, Alias("joining")]
public sealed record Joining(Guid Who, DateTimeOffset At);

/// <summary>An issue that is part of an area incident, and where it lives.</summary>
[GenerateSerializer, Immutable, Alias("gathered-issue")]
public sealed record GatheredIssue(string Id, Place Owner);

/// <summary>Another report of the same that was merged in.</summary>
/// <param name="IssueId">The issue that was reported.</param>
/// <param name="People">References of those who follow because of it, and did not before.</param>
[GenerateSerializer, Immutable, Alias("duplicate")]
public sealed record Duplicate(string IssueId, ImmutableArray<Guid> People);

/// <summary>Something a handler asks for, until it is decided.</summary>
/// <param name="By">Who asks.</param>
/// <param name="Level">Whose staff decide.</param>
/// <param name="DecideBy">Until when; then it is refused by itself.</param>
/// <param name="Reason">Commitment of the reason.</param>
/// <param name="Limit">Of an extension, how much; of a suspension, how long at most; else null.</param>
/// <param name="Suspension">Of a suspension, why; else null.</param>
/// <param name="PlannedFor">Of a suspension for works or a season, until which day; else null.</param>
[GenerateSerializer, Immutable, Alias("issue-request")]
public sealed record IssueRequest(
    RequestKind Kind,
    Handler By,
    int Level,
    DateTimeOffset DecideBy,
    string Reason,
    TimeLimit? Limit = null,
    SuspensionReason? Suspension = null,
    DateOnly? PlannedFor = null
);

/// <summary>Clocks that stand still.</summary>
/// <param name="Until">Then they run on by themselves.</param>
/// <param name="StepLeft">What was left of the step; null where only the overall deadline holds.</param>
/// <param name="OverallLeft">What was left of the whole.</param>
/// <param name="Room">How far past that extensions still reach; null in events of before it was told.</param>
[GenerateSerializer, Immutable, Alias("suspension")]
public sealed record Suspension(
    SuspensionReason Reason,
    DateTimeOffset Until,
    TimeLimit? StepLeft,
    TimeLimit OverallLeft,
    TimeLimit? Room = null
);
