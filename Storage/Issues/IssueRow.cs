using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;

namespace CivicGrains.Storage.Issues;

/// <summary>An issue as the read model holds it: everything but texts, which are referenced by commitment.</summary>
/// <param name="Urgency">Null until it is accepted, as are level, handler and deadlines.</param>
/// <param name="Description">Commitment of the text.</param>
/// <param name="Location">Commitment of the finer location.</param>
/// <param name="NextDueAt">Next moment at which something happens by itself.</param>
/// <param name="Archived">Whether it lives here alone and takes no commands any more.</param>
/// <param name="Seq">Sequence number the row is true at.</param>
/// <param name="Clocks">How its clocks stand.</param>
/// <param name="Chain">Who stands above each other for it; null until it is accepted.</param>
/// <param name="Joins">What it has to do with other reports of the same.</param>
/// <param name="Whistles">Departments that are called in to help, or asked for; empty for none.</param>
public sealed record IssueRow(
    string Id,
    Place Owner,
    string? Community,
    string? Subdistrict,
    string Category,
    UrgencyClass? Urgency,
    Visibility Visibility,
    IssueSource Source,
    IssueStatus Status,
    int? Level,
    Handler? Handler,
    Guid Reporter,
    ImmutableArray<Guid> Followers,
    string? Building,
    string Description,
    string? Location,
    DateTimeOffset ReportedAt,
    DateTimeOffset UpdatedAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    DateTimeOffset? NextDueAt,
    bool Overdue,
    int? Stars,
    int TimesReopened,
    bool Archived,
    Place? MovingTo,
    long Seq,
    IssueClocks Clocks,
    IssueChain? Chain,
    IssueJoins Joins,
    ImmutableArray<WhistleRow> Whistles = default
)
{
    /// <summary>Departments that are called in to help, or asked for; empty for none.</summary>
    public ImmutableArray<WhistleRow> Whistles { get; init; } = Whistles.IsDefault ? [] : Whistles;
}

/// <summary>A whistle of an issue that is not over.</summary>
/// <param name="Department">Key of the department.</param>
/// <param name="SignBy">Null while it is drafted, as are the other deadlines.</param>
/// <param name="Disputed">Whether the department has objected, which it does once.</param>
/// <param name="Missed">Steps that were not done in time; null for none.</param>
public sealed record WhistleRow(
    string Department,
    WhistleKind Kind,
    WhistleState State,
    DateTimeOffset? SignBy = null,
    DateTimeOffset? ContactBy = null,
    DateTimeOffset? OnSiteBy = null,
    bool Disputed = false,
    ImmutableArray<WhistleStep>? Missed = null
)
{
    /// <summary>It as the rules know it; who asked for it and who disputes it stand in the log alone.</summary>
    public Whistle ToWhistle() =>
        new(
            Department,
            Kind,
            State,
            Guid.Empty,
            SignBy is { } sign && ContactBy is { } contact && OnSiteBy is { } site
                ? new WhistleClocks(sign, contact, site)
                : null,
            Disputed ? Guid.Empty : null
        )
        {
            Missed = Missed ?? [],
        };
}

/// <summary>What "who may?" needs of the terms an issue was accepted under.</summary>
/// <param name="FirstLevel">Where its chain begins; null where it never was told apart from the rules in force.</param>
/// <param name="LevelAbove">The next level above that has a budget.</param>
/// <param name="Department">The department that is level 3; null = level 3 is skipped.</param>
public sealed record IssueChain(int? FirstLevel, int LevelAbove, string? Department, RatedBy RatedBy);

/// <summary>What an issue has to do with other reports of the same.</summary>
/// <param name="MergedInto">The issue in which it lives on; null where it stands for itself.</param>
/// <param name="Joined">How often somebody else said that it affects them.</param>
/// <param name="IncidentAt">Since when it is an area incident; null when it is none.</param>
/// <param name="PartOf">The area incident of its community that it is part of; null for none.</param>
public sealed record IssueJoins(string? MergedInto, int Joined, DateTimeOffset? IncidentAt, string? PartOf = null);

/// <summary>How the clocks of an issue stand.</summary>
/// <param name="WarnedPercent">Of how much of the present step its handler was warned; 0 for none yet.</param>
/// <param name="Provisional">Whether its deadlines may come otherwise, as the days of a year are not published yet.</param>
/// <param name="Suspension">Why they stand still; null when they run.</param>
/// <param name="Request">What its handler asks for; null for nothing.</param>
/// <param name="RequestLevel">Level whose staff decide that.</param>
/// <param name="SupervisedBy">Level that ordered supervision last.</param>
/// <param name="CheckDueAt">Until when somebody else should have checked what was resolved.</param>
/// <param name="CallBackDueAt">Until when who rated low is to be called back.</param>
public sealed record IssueClocks(
    int WarnedPercent,
    bool Provisional,
    SuspensionReason? Suspension,
    DateTimeOffset? SuspendedUntil,
    RequestKind? Request,
    int? RequestLevel,
    DateTimeOffset? RequestDueAt,
    int? SupervisedBy,
    DateTimeOffset? CheckDueAt,
    DateTimeOffset? CallBackDueAt
);

/// <summary>Counts of a list.</summary>
/// <param name="Open">From submitted to rework.</param>
/// <param name="Overdue">Of the open ones, those past their deadline with no level left.</param>
public sealed record IssueFigures(long Open, long Overdue);

/// <summary>A text beside the log.</summary>
/// <param name="Kind"><c>description</c>, <c>location</c>, <c>note</c> or <c>reason</c>.</param>
public sealed record StoredText(string Commitment, string Kind, string Body);

/// <summary>Many reports of the same at several places of a community.</summary>
/// <param name="Community">12-digit code.</param>
/// <param name="Issues">The reports, the oldest first, none of which is part of an incident yet.</param>
public sealed record AreaSurge(string Community, string Category, ImmutableArray<GatheredIssue> Issues);

/// <summary>An owner whose next deadline is near or past.</summary>
public sealed record DueOwner(Place Owner, DateTimeOffset NextDueAt);
