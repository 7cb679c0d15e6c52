namespace CivicGrains.Domain.Issues;

/// <summary>Something that happened to one issue, in the stream of the owner it lives in.</summary>
/// <param name="IssueId">Such as <c>QY20261124-000123</c>.</param>
public abstract record IssueEvent([property: JsonPropertyOrder(-1)] string IssueId) : DomainEvent
{
    /// <inheritdoc/>
    [JsonIgnore]
    public sealed override string Subject => IssueId;
}

/// <summary>An event after which somebody has the issue. The handler's task follows from it alone.</summary>
public interface IGivesStep
{
    /// <summary>The issue.</summary>
    string IssueId { get; }

    /// <summary>What it is about.</summary>
    string Category { get; }

    /// <summary>Who has it now, and until when; null when nobody has (it waits for intake).</summary>
    IssueStep? Step { get; }
}

/// <summary>An event after which the handler before has the issue no longer.</summary>
public interface IEndsStep
{
    /// <summary>The issue.</summary>
    string IssueId { get; }

    /// <summary>Who had it; null when nobody did.</summary>
    Handler? Before { get; }
}

/// <summary>Somebody reported something. The reporter is the actor of the event.</summary>
/// <param name="Category">Service code, such as <c>UTL-04</c>.</param>
/// <param name="Building">Public name of the building, such as <c>3栋</c>; null when none was named.</param>
/// <param name="Description">Commitment of the text.</param>
/// <param name="Location">Commitment of the finer location (point, words), which may name a dwelling; null when none was given.</param>
/// <param name="AskedCategory">The category that was asked for, where the owner's rule made it another one; else null.</param>
/// <param name="IntakeDueAt">Only where the category asks for a check on site first: until when; then it is accepted without one.</param>
/// <param name="Photos">Commitments of photos; null when there are none.</param>
[EventName("issue.reported")]
public sealed record IssueReported(
    string IssueId,
    string Category,
    Visibility Visibility,
    IssueSource Source,
    string? Building,
    string Description,
    string? Location,
    string? AskedCategory = null,
    DateTimeOffset? IntakeDueAt = null,
    ImmutableArray<string>? Photos = null
) : IssueEvent(IssueId);

/// <summary>Accepted and given to its first handler in one step; the overall clock runs from <paramref name="ClockFrom"/>.</summary>
/// <param name="Overall">How the overall deadline was counted; null in events of before it was told.</param>
[EventName("issue.accepted")]
public sealed record IssueAccepted(
    string IssueId,
    string Category,
    IssueTerms Terms,
    IssueStep Step,
    DateTimeOffset ClockFrom,
    DateTimeOffset OverallDueAt,
    OverallClock? Overall = null
) : IssueEvent(IssueId), IGivesStep;

/// <summary>Not accepted. The reason is a text beside the log.</summary>
/// <param name="WindowEndsAt">Then it is archived.</param>
[EventName("issue.rejected")]
public sealed record IssueRejected(string IssueId, string Reason, DateTimeOffset WindowEndsAt) : IssueEvent(IssueId);

/// <summary>Given to a handler of the same level, with a new step clock; to the one who has it, with the clock it has.</summary>
[EventName("issue.dispatched")]
public sealed record IssueDispatched(string IssueId, string Category, Handler Before, IssueStep Step, string? Reason)
    : IssueEvent(IssueId),
        IGivesStep,
        IEndsStep;

/// <summary>The handler has seen it.</summary>
/// <param name="Handler">Who has it; null in events of before it was told.</param>
[EventName("issue.acknowledged")]
public sealed record IssueAcknowledged(string IssueId, Handler? Handler = null) : IssueEvent(IssueId);

/// <summary>The handler began to work.</summary>
[EventName("issue.started")]
public sealed record IssueStarted(string IssueId) : IssueEvent(IssueId);

/// <summary>The handler says it is done.</summary>
/// <param name="Note">Commitment of the note; null when evidence is photos alone.</param>
/// <param name="Photos">Commitments of photos.</param>
/// <param name="SelfHandled">Done on the spot by a grid head, before any handler had begun.</param>
/// <param name="WindowEndsAt">End of the rating window: then it closes by itself.</param>
/// <param name="CheckDueAt">Until when somebody else should have checked it; null where nobody has to.</param>
[EventName("issue.resolved")]
public sealed record IssueResolved(
    string IssueId,
    string? Note,
    ImmutableArray<string> Photos,
    bool SelfHandled,
    Handler Before,
    DateTimeOffset WindowEndsAt,
    DateTimeOffset? CheckDueAt = null
) : IssueEvent(IssueId), IEndsStep
{
    /// <summary>Commitments of photos; empty when there are none.</summary>
    public ImmutableArray<string> Photos { get; init; } = Photos.IsDefault ? [] : Photos;
}

/// <summary>Somebody who did not handle it has checked it, and it is done.</summary>
[EventName("issue.verified")]
public sealed record IssueVerified(string IssueId, string? Note) : IssueEvent(IssueId);

/// <summary>A check failed, or a call back found it badly done: the same handler does it again, with a new step clock.</summary>
/// <param name="OverallDueAt">End of the overall clock it gets for that; null where the one it has runs on.</param>
/// <param name="Overall">How that was counted.</param>
[EventName("issue.rework-ordered")]
public sealed record IssueReworkOrdered(
    string IssueId,
    string Category,
    IssueStep Step,
    string? Note,
    DateTimeOffset? OverallDueAt = null,
    OverallClock? Overall = null
) : IssueEvent(IssueId), IGivesStep;

/// <summary>One or more levels up, with a new step clock; the overall clock runs on.</summary>
[EventName("issue.escalated")]
public sealed record IssueEscalated(
    string IssueId,
    string Category,
    int FromLevel,
    Handler Before,
    IssueStep Step,
    EscalationReason Reason,
    string? Note
) : IssueEvent(IssueId), IGivesStep, IEndsStep;

/// <summary>The deadline passed and no level is left: it stays where it is, marked.</summary>
[EventName("issue.overdue")]
public sealed record IssueMarkedOverdue(string IssueId, int Level) : IssueEvent(IssueId);

/// <summary>Ended: by the reporter, or by the end of the window.</summary>
/// <param name="ByReporter">False when the window ended without an answer; such issues do not count for satisfaction.</param>
/// <param name="WindowEndsAt">Until when it may be rated or reopened: then it is archived.</param>
[EventName("issue.closed")]
public sealed record IssueClosed(string IssueId, bool ByReporter, DateTimeOffset WindowEndsAt) : IssueEvent(IssueId);

/// <summary>Rated with 1 to 5 stars.</summary>
/// <param name="CallBackDueAt">Where it is low: until when who rated is to be called back; else null.</param>
[EventName("issue.rated")]
public sealed record IssueRated(string IssueId, int Stars, string? Note, DateTimeOffset? CallBackDueAt = null)
    : IssueEvent(IssueId);

/// <summary>Not as it should be after all: dispatched again with half of the overall budget.</summary>
[EventName("issue.reopened")]
public sealed record IssueReopened(
    string IssueId,
    string Category,
    IssueStep Step,
    DateTimeOffset OverallDueAt,
    int Times,
    string? Reason,
    OverallClock? Overall = null
) : IssueEvent(IssueId), IGivesStep;

/// <summary>A remark for everyone who may see the issue.</summary>
[EventName("issue.commented")]
public sealed record IssueCommented(string IssueId, string Text) : IssueEvent(IssueId);

/// <summary>A remark for the chain that handles it.</summary>
[EventName("issue.noted")]
public sealed record IssueNoted(string IssueId, string Text) : IssueEvent(IssueId);

/// <summary>The reporter answered a question.</summary>
[EventName("issue.answered")]
public sealed record IssueAnswered(string IssueId, string Text) : IssueEvent(IssueId);

/// <summary>Somebody else wants to hear about it too: the actor of the event.</summary>
[EventName("issue.followed")]
public sealed record IssueFollowed(string IssueId) : IssueEvent(IssueId);

/// <summary>The reporter took it back.</summary>
/// <param name="WindowEndsAt">Then it is archived.</param>
[EventName("issue.withdrawn")]
public sealed record IssueWithdrawn(string IssueId, Handler? Before, string? Reason, DateTimeOffset WindowEndsAt)
    : IssueEvent(IssueId),
        IEndsStep;

/// <summary>
/// It leaves this owner for another, with its clocks. Until the other has taken it over, commands are answered with
/// <c>issue.moving</c> and no deadline runs out here.
/// </summary>
/// <param name="To">The new owner.</param>
/// <param name="Carried">Everything the new owner needs: the issue as it stands.</param>
[EventName("issue.sent-away")]
public sealed record IssueSentAway(string IssueId, Place To, Issue Carried, string? Reason)
    : IssueEvent(IssueId),
        IEndsStep
{
    /// <inheritdoc/>
    [JsonIgnore]
    public Handler? Before => Carried.Step?.Handler;
}

/// <summary>The new owner has it, with the overall clock it came with, at the new owner's handler.</summary>
/// <param name="From">The owner it came from.</param>
[EventName("issue.taken-over")]
public sealed record IssueTakenOver(string IssueId, Place From, Issue Carried, IssueStep? Step)
    : IssueEvent(IssueId),
        IGivesStep
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Category => Carried.Category;
}

/// <summary>The old owner has heard that the new one has it, and forgets it.</summary>
/// <param name="To">The new owner.</param>
[EventName("issue.handed-over")]
public sealed record IssueHandedOver(string IssueId, Place To) : IssueEvent(IssueId);

/// <summary>The place it was sent to did not take it: it is here again, as it was.</summary>
/// <param name="To">The place that did not take it.</param>
/// <param name="Carried">The issue as it was when it was sent away.</param>
/// <param name="Code">Code of the refusal, such as <c>owner.unknown</c>.</param>
[EventName("issue.move-refused")]
public sealed record IssueMoveRefused(string IssueId, Place To, Issue Carried, string Code)
    : IssueEvent(IssueId),
        IGivesStep
{
    /// <inheritdoc/>
    [JsonIgnore]
    public string Category => Carried.Category;

    /// <inheritdoc/>
    [JsonIgnore]
    public IssueStep? Step => Carried.Step;
}

/// <summary>Nothing that is anybody's: ended by staff, with a reason beside the log.</summary>
/// <param name="WindowEndsAt">Then it is archived.</param>
[EventName("issue.voided")]
public sealed record IssueVoided(string IssueId, Handler? Before, string Reason, DateTimeOffset WindowEndsAt)
    : IssueEvent(IssueId),
        IEndsStep;

/// <summary>Its windows have ended: it leaves the owner's state and lives in the read model alone.</summary>
[EventName("issue.archived")]
public sealed record IssueArchived(string IssueId) : IssueEvent(IssueId);
