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
}

/// <summary>Who is to act: a role at a place.</summary>
[GenerateSerializer, Immutable, Alias("handler")]
public sealed record Handler(Role Role, Place Place);

/// <summary>
/// The terms an issue was accepted under, copied from the rules in force then: later changes of the rules do not
/// touch it. Durations in whole seconds.
/// </summary>
/// <param name="RuleVersion">Version of the district's rules.</param>
/// <param name="AcknowledgeSeconds">Limit to acknowledge; feeds rates and warnings only.</param>
/// <param name="BudgetSeconds">Budget of levels 0 to 3; null = the level is skipped.</param>
/// <param name="CapSeconds">Overall limit.</param>
/// <param name="Department">Key of the department that is level 3, such as <c>housing</c>; null = level 3 is skipped.</param>
/// <param name="FirstHandler">Who handles the category first; it also says which desk is level 1.</param>
[GenerateSerializer, Immutable, Alias("issue-terms")]
public sealed record IssueTerms(
    int RuleVersion,
    UrgencyClass Class,
    long AcknowledgeSeconds,
    ImmutableArray<long?> BudgetSeconds,
    long CapSeconds,
    string? Department,
    Visibility Visibility,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    long RatingWindowSeconds,
    long ReopenWindowSeconds,
    FirstHandler FirstHandler = FirstHandler.CompoundManager
)
{
    /// <inheritdoc/>
    public bool Equals(IssueTerms? other) =>
        other is not null
        && RuleVersion == other.RuleVersion
        && Class == other.Class
        && AcknowledgeSeconds == other.AcknowledgeSeconds
        && BudgetSeconds.AsSpan().SequenceEqual(other.BudgetSeconds.AsSpan())
        && CapSeconds == other.CapSeconds
        && Department == other.Department
        && Visibility == other.Visibility
        && Evidence == other.Evidence
        && RatedBy == other.RatedBy
        && RatingWindowSeconds == other.RatingWindowSeconds
        && ReopenWindowSeconds == other.ReopenWindowSeconds
        && FirstHandler == other.FirstHandler;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(RuleVersion, Class, CapSeconds, Department);
}

/// <summary>One step of an issue: who has it since when and until when.</summary>
/// <param name="Level">0 compound or project, 1 grid or community, 2 subdistrict, 3 department, 4 district centre.</param>
/// <param name="AcknowledgeDueAt">Until when it should be acknowledged.</param>
/// <param name="DueAt">min(step start + budget of the level, overall deadline).</param>
[GenerateSerializer, Immutable, Alias("issue-step")]
public sealed record IssueStep(int Level, Handler Handler, DateTimeOffset AcknowledgeDueAt, DateTimeOffset DueAt);
