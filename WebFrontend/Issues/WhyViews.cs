using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Why an issue is where it is, and what comes next.</summary>
/// <param name="Since">When the present step began.</param>
/// <param name="Cause">Name of the event that brought it to this handler.</param>
/// <param name="Provisional">Whether its deadline may come otherwise, as the calendar of that year is not published yet.</param>
/// <param name="Terms">The rules it was accepted under; null until it is accepted.</param>
/// <param name="Rule">The rule that holds for the present step; null when nobody has it.</param>
/// <param name="Next">What happens by itself when nobody does anything; null when nothing does.</param>
/// <param name="Whistles">Departments that are called in to help, and what comes next of each.</param>
/// <param name="Can">Who can change that, by which command.</param>
/// <param name="Steps">What has brought it here, oldest first, each with its reason.</param>
/// <param name="English">Why it is here, as a sentence.</param>
/// <param name="Chinese">The same in Chinese.</param>
public sealed record WhyView(
    string Id,
    IssueStatus Status,
    int? Level,
    Handler? Handler,
    DateTimeOffset? Since,
    string? Cause,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    bool Provisional,
    WhyTerms? Terms,
    WhyRule? Rule,
    WhyNext? Next,
    ImmutableArray<WhyWhistle> Whistles,
    ImmutableArray<WhyCan> Can,
    ImmutableArray<WhyStep> Steps,
    string English,
    string Chinese
);

/// <summary>A department that is called in to help: who has the issue keeps it.</summary>
/// <param name="Department">Key of the department.</param>
/// <param name="Step">For the chain: what it is to do next, within a limit; null when no clock of it runs.</param>
/// <param name="At">For the chain: until when; then the subdistrict and the district centre are told.</param>
/// <param name="English">The same as a sentence.</param>
public sealed record WhyWhistle(
    string Department,
    WhistleState State,
    WhistleStep? Step,
    DateTimeOffset? At,
    string English,
    string Chinese
);

/// <summary>The rules an issue was accepted under; limits such as <c>2wd</c>.</summary>
/// <param name="RuleVersion">Version of the district's rules.</param>
/// <param name="OwnerRuleVersion">Version of the place's own rules; null where it had none.</param>
public sealed record WhyTerms(
    int RuleVersion,
    int? OwnerRuleVersion,
    string Category,
    UrgencyClass Class,
    TimeLimit Acknowledge,
    ImmutableArray<TimeLimit?> Budgets,
    TimeLimit Cap,
    EvidenceDuty Evidence
);

/// <summary>The rule that a step follows.</summary>
/// <param name="Limit">The limit of its level; null where only the overall limit holds.</param>
/// <param name="RuleVersion">Version of the district's rules; null before it was accepted.</param>
/// <param name="OwnerRuleVersion">Version of the place's own rules; null where it had none.</param>
/// <param name="English">Such as <c>2 working days of level 0; class P3, 7 working days overall; …</c>.</param>
public sealed record WhyRule(
    string Category,
    UrgencyClass Class,
    int Level,
    TimeLimit? Limit,
    int RuleVersion,
    int? OwnerRuleVersion,
    string English,
    string Chinese
);

/// <summary>What happens by itself.</summary>
/// <param name="What">
/// What moves it next, warnings aside: <c>escalate</c>, <c>markOverdue</c>, <c>resume</c>, <c>supervise</c>,
/// <c>accept</c>, <c>close</c> or <c>archive</c>.
/// </param>
/// <param name="Level">Where it goes.</param>
/// <param name="Handler">Who has it then.</param>
/// <param name="English">The same as a sentence.</param>
public sealed record WhyNext(
    DateTimeOffset At,
    string What,
    int? Level,
    Handler? Handler,
    string English,
    string Chinese
);

/// <summary>Who can change that.</summary>
/// <param name="Command">The word of the command.</param>
/// <param name="English">What it is called.</param>
/// <param name="Reporter">Whether who reported it may.</param>
/// <param name="Roles">Which roles may, each with its place.</param>
public sealed record WhyCan(
    string Command,
    string English,
    string Chinese,
    bool Reporter,
    ImmutableArray<Handler> Roles
);

/// <summary>Something that happened, and why.</summary>
/// <param name="Type">Name of the event.</param>
/// <param name="Level">Where the issue stood afterwards; null before it was accepted.</param>
/// <param name="Handler">Who had it afterwards.</param>
/// <param name="Rule">The rule of the step that began or was counted anew with it; null where none was.</param>
public sealed record WhyStep(
    long Seq,
    DateTimeOffset At,
    string Type,
    int? Level,
    Handler? Handler,
    WhyRule? Rule,
    string English,
    string Chinese
);
