namespace CivicGrains.Domain.Issues;

/// <summary>Danger: every level was told at once, whoever has it.</summary>
/// <param name="Told">Who was told.</param>
[EventName("issue.alarmed")]
public sealed record IssueAlarmed(string IssueId, ImmutableArray<Handler> Told) : IssueEvent(IssueId)
{
    /// <summary>Who was told.</summary>
    public ImmutableArray<Handler> Told { get; init; } = Told.IsDefault ? [] : Told;
}

/// <summary>So much of the time of the step has passed.</summary>
/// <param name="Percent">How much, of 100.</param>
/// <param name="Told">Who was told: the handler, later the level above as well.</param>
/// <param name="Next">The next warning; null when none is left.</param>
[EventName("issue.warned")]
public sealed record IssueWarned(
    string IssueId,
    int Percent,
    int Level,
    ImmutableArray<Handler> Told,
    StepWarning? Next
) : IssueEvent(IssueId)
{
    /// <summary>Who was told.</summary>
    public ImmutableArray<Handler> Told { get; init; } = Told.IsDefault ? [] : Told;
}

/// <summary>The handler asks for something that a level above decides. The clocks run on.</summary>
[EventName("issue.requested")]
public sealed record IssueRequested(string IssueId, IssueRequest Request) : IssueEvent(IssueId);

/// <summary>What the handler asked for is not granted: decided so, or not decided in time.</summary>
/// <param name="InTime">False when nobody decided in time.</param>
/// <param name="Note">Commitment of why; null when nothing was said.</param>
[EventName("issue.request-refused")]
public sealed record IssueRequestRefused(string IssueId, RequestKind Kind, bool InTime, string? Note)
    : IssueEvent(IssueId);

/// <summary>Somebody above grants what the handler asked for; what follows from it is the next event.</summary>
/// <param name="Note">Commitment of what was said to that; null when nothing was.</param>
[EventName("issue.request-granted")]
public sealed record IssueRequestGranted(string IssueId, RequestKind Kind, string? Note) : IssueEvent(IssueId);

/// <summary>More time, granted before the deadline. The reporter is told why.</summary>
/// <param name="Times">How often now.</param>
/// <param name="Reason">Commitment of the handler's reason.</param>
/// <param name="Overall">How the overall deadline is counted from now on; null where it is not moved.</param>
[EventName("issue.extended")]
public sealed record IssueExtended(
    string IssueId,
    string Category,
    IssueStep Step,
    DateTimeOffset OverallDueAt,
    int Times,
    string Reason,
    OverallClock? Overall = null
) : IssueEvent(IssueId), IGivesStep;

/// <summary>Its clocks stand still, for a reason and until a moment. Its age never does.</summary>
/// <param name="Times">How often now.</param>
/// <param name="Note">Commitment of what was said: of a question to the reporter, the question.</param>
/// <param name="PlannedFor">The planned day, where works or a season are waited for.</param>
[EventName("issue.suspended")]
public sealed record IssueSuspended(
    string IssueId,
    Suspension Suspension,
    int Times,
    string Note,
    DateOnly? PlannedFor = null
) : IssueEvent(IssueId);

/// <summary>Its clocks run on with what was left.</summary>
/// <param name="ByItself">Whether the time of standing still had ended.</param>
[EventName("issue.resumed")]
public sealed record IssueResumed(
    string IssueId,
    string Category,
    IssueStep Step,
    DateTimeOffset OverallDueAt,
    OverallClock Overall,
    bool ByItself
) : IssueEvent(IssueId), IGivesStep;

/// <summary>督办: a level above orders that it is done, and watches.</summary>
/// <param name="Level">Who orders.</param>
/// <param name="ByItself">Whether the overall deadline has passed for so long that nobody had to.</param>
/// <param name="Note">Commitment of the order.</param>
[EventName("issue.supervised")]
public sealed record IssueSupervised(string IssueId, int Level, bool ByItself, string? Note) : IssueEvent(IssueId);

/// <summary>
/// A year of the working calendar was published, and the deadlines were counted anew. None comes earlier than it was
/// told before.
/// </summary>
[EventName("issue.recounted")]
public sealed record IssueRecounted(
    string IssueId,
    string Category,
    IssueStep Step,
    DateTimeOffset OverallDueAt,
    OverallClock? Overall
) : IssueEvent(IssueId), IGivesStep;

/// <summary>Nobody checked in time what was resolved.</summary>
/// <param name="Told">Who was told.</param>
[EventName("issue.check-missed")]
public sealed record IssueCheckMissed(string IssueId, Handler Told) : IssueEvent(IssueId);

/// <summary>Who rated low was called back.</summary>
/// <param name="Solved">Whether it is solved, as they say.</param>
/// <param name="CausedByHandling">Whether the handling was to blame: then it is done again.</param>
[EventName("issue.called-back")]
public sealed record IssueCalledBack(string IssueId, bool Solved, bool CausedByHandling, string? Note)
    : IssueEvent(IssueId);

/// <summary>Nobody called back in time.</summary>
/// <param name="Told">Who was told.</param>
[EventName("issue.call-back-missed")]
public sealed record IssueCallBackMissed(string IssueId, Handler Told) : IssueEvent(IssueId);
