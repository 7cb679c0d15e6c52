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
    long Seq
);

/// <summary>Counts of a list.</summary>
/// <param name="Open">From submitted to rework.</param>
/// <param name="Overdue">Of the open ones, those past their deadline with no level left.</param>
public sealed record IssueFigures(long Open, long Overdue);

/// <summary>A text beside the log.</summary>
/// <param name="Kind"><c>description</c>, <c>location</c>, <c>note</c> or <c>reason</c>.</param>
public sealed record StoredText(string Commitment, string Kind, string Body);

/// <summary>An owner whose next deadline is near or past.</summary>
public sealed record DueOwner(Place Owner, DateTimeOffset NextDueAt);
