using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;

namespace CivicGrains.WebFrontend.Issues;

// What bodies and answers look like, for the API's description. The handlers read bodies field by field and views are
// written by hand, because each audience gets its own.

/// <summary>Body of a report.</summary>
/// <param name="Owner">Where it is: <c>compound/…</c>, <c>grid/…</c> or <c>project/…</c>.</param>
/// <param name="Category">Service code, such as <c>UTL-04</c>.</param>
/// <param name="Description">What is wrong; 1 to 4,000 characters.</param>
/// <param name="Photos">Photos that were uploaded before.</param>
/// <param name="Source">By staff on behalf of somebody: <c>desk</c>, <c>phone</c>, <c>paper</c>, <c>patrol</c>.</param>
internal sealed record ReportBody(
    string Owner,
    string Category,
    string Description,
    LocationBody? Location,
    string[]? Photos,
    string? Source
);

/// <summary>Where exactly.</summary>
/// <param name="Building">Public name of a building, such as <c>3栋</c>.</param>
/// <param name="Datum"><c>wgs84</c> (the default) or <c>gcj02</c>.</param>
/// <param name="Text">In words; a dwelling belongs here.</param>
internal sealed record LocationBody(string? Building, double? Lat, double? Long, string? Datum, string? Text);

/// <summary>Body of a command; each takes only what it needs.</summary>
/// <param name="Note">
/// Of resolve, selfHandle, verify, rate, decide, supervise, callBack, join, decideWhistle, reportToWhistle, rateWhistle; the
/// text of comment, note and answer.
/// </param>
/// <param name="Reason">
/// Of reject, dispatch, notSolved, reopen, escalate, relocate, withdraw, return, extend, suspend, void, merge, split, whistle,
/// objectWhistle.
/// </param>
/// <param name="Photos">Of resolve and selfHandle.</param>
/// <param name="Stars">Of rate and rateWhistle: 1 to 5.</param>
/// <param name="Passed">Of verify.</param>
/// <param name="To">Of dispatch, relocate and decide: a place.</param>
/// <param name="Limit">Of extend and suspend: how long, such as <c>2wd</c>; absent = as long as the rules allow.</param>
/// <param name="Why">
/// Of suspend: <c>awaitingReporter</c>, <c>awaitingThirdParty</c>, <c>ownersVote</c>, <c>underDeliberation</c>,
/// <c>engineering</c>.
/// </param>
/// <param name="PlannedFor">Of suspend for works or a season: until which day, such as <c>2027-03-01</c>.</param>
/// <param name="Granted">
/// Of decide: whether what the handler asks for is granted; of decideWhistle: whether the whistle is blown, or the objection
/// holds.
/// </param>
/// <param name="Solved">Of callBack: whether it is solved, as they say.</param>
/// <param name="CausedByHandling">Of callBack: whether the handling was to blame; then it is done again.</param>
/// <param name="Into">Of merge: the issue in which it lives on.</param>
/// <param name="Department">
/// Of whistle, decideWhistle, rateWhistle: key of a department, such as <c>housing</c>; of reportToWhistle and
/// objectWhistle where the asker belongs to more than one.
/// </param>
/// <param name="Kind">Of whistle: <c>workPush</c>, <c>hardCase</c>, <c>emergency</c>.</param>
/// <param name="Step">Of reportToWhistle: <c>signed</c>, <c>contacted</c>, <c>onSite</c>, <c>solved</c>.</param>
internal sealed record IssueCommandBody(
    string? Note,
    string? Reason,
    string[]? Photos,
    int? Stars,
    bool? Passed,
    string? To,
    TimeLimit? Limit,
    SuspensionReason? Why,
    DateOnly? PlannedFor,
    bool? Granted,
    bool? Solved,
    bool? CausedByHandling,
    string? Into,
    string? Department,
    WhistleKind? Kind,
    WhistleStep? Step
);

/// <summary>Answer to a report.</summary>
/// <param name="Seq">Number of the last event: where to watch from.</param>
internal sealed record ReportedIssue(string Id, string Status, int? Level, DateTimeOffset? DueAt, long Seq);

/// <summary>Answer to a command.</summary>
internal sealed record CommandedIssue(string Id, string Status, int? Level, DateTimeOffset? DueAt, long Seq);

/// <summary>Who is to act.</summary>
internal sealed record HandlerDocument(string Role, string Place);

/// <summary>An issue.</summary>
/// <param name="Provisional">Whether its deadlines may come otherwise, as the days of a year are not published yet.</param>
/// <param name="Suspension">Why its clocks stand still; absent when they run.</param>
/// <param name="SuspendedUntil">Until when at most.</param>
/// <param name="SupervisedBy">Level that ordered supervision last.</param>
/// <param name="WarnedPercent">For its chain: of how much of the step its handler was warned.</param>
/// <param name="Request">For its chain: what its handler asks for.</param>
/// <param name="RequestLevel">Level whose staff decide that.</param>
/// <param name="RequestDueAt">Until when.</param>
/// <param name="CheckDueAt">For its chain: until when somebody else should have checked it.</param>
/// <param name="CallBackDueAt">For its chain: until when who rated low is to be called back.</param>
/// <param name="Joined">How often somebody else said that it affects them.</param>
/// <param name="MergedInto">The issue in which it lives on; absent where it stands for itself.</param>
/// <param name="IncidentAt">Since when it is an area incident; absent when it is none.</param>
/// <param name="PartOf">The area incident of its community that it is part of; absent for none.</param>
/// <param name="Whistles">Departments that are called in to help; absent where none is.</param>
internal sealed record IssueViewDocument(
    string Id,
    string Owner,
    string Category,
    string Status,
    int? Level,
    HandlerDocument? Handler,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    DateTimeOffset ReportedAt,
    DateTimeOffset UpdatedAt,
    long Seq,
    bool Overdue,
    string Visibility,
    string Source,
    int? Stars,
    int TimesReopened,
    bool Archived,
    string? Building,
    string? MovingTo,
    string? Description,
    LocationBody? Location,
    PhotoDocument[]? Photos,
    bool Provisional,
    SuspensionReason? Suspension,
    DateTimeOffset? SuspendedUntil,
    int? SupervisedBy,
    int? WarnedPercent,
    RequestKind? Request,
    int? RequestLevel,
    DateTimeOffset? RequestDueAt,
    DateTimeOffset? CheckDueAt,
    DateTimeOffset? CallBackDueAt,
    int Joined,
    string? MergedInto,
    DateTimeOffset? IncidentAt,
    string? PartOf,
    WhistleDocument[]? Whistles
);

/// <summary>A photo of an issue, for those who may read its texts.</summary>
/// <param name="Stage"><c>before</c> of the report, <c>after</c> as evidence that it is done.</param>
internal sealed record PhotoDocument(string Id, string Stage);
