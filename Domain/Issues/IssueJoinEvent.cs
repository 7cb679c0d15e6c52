namespace CivicGrains.Domain.Issues;

/// <summary>Somebody else is affected too, and follows it from now on: the actor of the event.</summary>
/// <param name="Note">Commitment of what they said to that; null when nothing was.</param>
[EventName("issue.joined")]
public sealed record IssueJoined(string IssueId, string? Note) : IssueEvent(IssueId);

/// <summary>Somebody does not want to hear about it any more: the actor of the event.</summary>
[EventName("issue.left")]
public sealed record IssueLeft(string IssueId) : IssueEvent(IssueId);

/// <summary>It is about the same as another one of its owner, and lives on in that.</summary>
/// <param name="Into">The other one.</param>
/// <param name="Before">Who had it; null when nobody did.</param>
/// <param name="ByItself">Whether it was merged because so many report the same, or with the issue it lived on in before.</param>
/// <param name="Reason">Commitment of why; null when nothing was said.</param>
[EventName("issue.merged")]
public sealed record IssueMerged(string IssueId, string Into, Handler? Before, bool ByItself, string? Reason)
    : IssueEvent(IssueId),
        IEndsStep;

/// <summary>Another report of the same lives on in this one, and who cared for that one hears of this.</summary>
/// <param name="Duplicate">The other report.</param>
/// <param name="ByItself">Whether nobody had to say so.</param>
/// <param name="People">References of those who follow because of it, and did not before.</param>
[EventName("issue.duplicate-added")]
public sealed record IssueDuplicateAdded(string IssueId, string Duplicate, bool ByItself, ImmutableArray<Guid> People)
    : IssueEvent(IssueId)
{
    /// <summary>References of those who follow because of it; empty where all did before.</summary>
    public ImmutableArray<Guid> People { get; init; } = People.IsDefault ? [] : People;
}

/// <summary>
/// It was not the same after all, and stands for itself again: dispatched where it was, with a new step clock. The
/// overall clock ran on all the while.
/// </summary>
/// <param name="From">The issue it had been merged into.</param>
/// <param name="Step">Who has it now; null where it waits for intake, as it did before.</param>
/// <param name="Times">How often now.</param>
/// <param name="Reason">Commitment of why; null when nothing was said.</param>
[EventName("issue.split")]
public sealed record IssueSplit(
    string IssueId,
    string Category,
    string From,
    IssueStep? Step,
    int Times,
    string? Reason
) : IssueEvent(IssueId), IGivesStep;

/// <summary>A report that had been merged in stands for itself again.</summary>
/// <param name="Duplicate">The other report.</param>
/// <param name="People">References of those who no longer follow: they only did because of it.</param>
[EventName("issue.duplicate-removed")]
public sealed record IssueDuplicateRemoved(string IssueId, string Duplicate, ImmutableArray<Guid> People)
    : IssueEvent(IssueId)
{
    /// <summary>References of those who no longer follow; empty where all go on.</summary>
    public ImmutableArray<Guid> People { get; init; } = People.IsDefault ? [] : People;
}

/// <summary>
/// So many people are affected that it is an area incident: of class P2 at least from now on, and no deadline later
/// than it was. Reports of its category are merged into it while it is open.
/// </summary>
/// <param name="Terms">The terms that hold from now on.</param>
/// <param name="Step">Who has it, as before, until when now.</param>
/// <param name="Overall">How the overall deadline is counted from now on; null where it stays.</param>
/// <param name="People">How many people had said so in the time that counts.</param>
[EventName("issue.incident-declared")]
public sealed record IssueIncidentDeclared(
    string IssueId,
    string Category,
    IssueTerms Terms,
    IssueStep Step,
    DateTimeOffset OverallDueAt,
    OverallClock? Overall,
    int People
) : IssueEvent(IssueId), IGivesStep;

/// <summary>Reports of several places of a community are part of this incident of its master grid; they stay where they are.</summary>
[EventName("issue.gathered")]
public sealed record IssueGathered(string IssueId, ImmutableArray<GatheredIssue> Issues) : IssueEvent(IssueId)
{
    /// <summary>The reports.</summary>
    public ImmutableArray<GatheredIssue> Issues { get; init; } = Issues.IsDefault ? [] : Issues;
}

/// <summary>It is part of an area incident of the community, and stays where it is.</summary>
/// <param name="To">The incident.</param>
[EventName("issue.linked")]
public sealed record IssueLinked(string IssueId, string To) : IssueEvent(IssueId);
