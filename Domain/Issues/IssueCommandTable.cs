using System.Text.Json;
using static CivicGrains.Domain.Issues.IssueStatus;
using W = CivicGrains.Domain.People.Who;

namespace CivicGrains.Domain.Issues;

/// <summary>One row of the table of commands.</summary>
/// <param name="Command">The record of the command.</param>
/// <param name="From">Statuses in which it is possible; empty for a report, which makes the issue.</param>
/// <param name="To">What becomes of it, in words.</param>
/// <param name="Events">The events it may lead to.</param>
/// <param name="Called">Its word where that is not the name of the record; else null.</param>
/// <param name="WhileSuspended">Whether it is possible while the clocks stand still.</param>
public sealed record IssueCommandRow(
    Type Command,
    ImmutableArray<IssueStatus> From,
    string To,
    Who Who,
    ImmutableArray<Type> Events,
    string? Called = null,
    bool WhileSuspended = false
)
{
    private readonly int from = Mask(From);

    /// <summary>The word of the command in the API, such as <c>notSolved</c>.</summary>
    public string Word { get; } = Called ?? JsonNamingPolicy.CamelCase.ConvertName(Command.Name);

    /// <summary>Whether the command is possible in a status.</summary>
    public bool Allows(IssueStatus status) => (from & (1 << (int)status)) != 0;

    private static int Mask(ImmutableArray<IssueStatus> statuses)
    {
        var mask = 0;
        foreach (var status in statuses)
        {
            mask |= 1 << (int)status;
        }

        return mask;
    }
}

/// <summary>
/// What may be done to an issue, when and by whom: the one table from which <see cref="IssueLifecycle"/> takes its
/// checks and <c>docs/issue-commands.md</c> is made.
/// </summary>
public static class IssueCommandTable
{
    private static readonly ImmutableArray<IssueStatus> Open =
    [
        Submitted,
        Dispatched,
        Acknowledged,
        InProgress,
        Rework,
    ];

    private static readonly ImmutableArray<IssueStatus> WithHandler = [Dispatched, Acknowledged, InProgress, Rework];

    private static readonly ImmutableArray<IssueStatus> Any = [.. Enum.GetValues<IssueStatus>()];

    /// <summary>Every command.</summary>
    public static ImmutableArray<IssueCommandRow> Rows { get; } =
    [
        new(
            typeof(Report),
            [],
            "dispatched; submitted where the category asks for a check on site first; merged while there is an incident",
            W.Reporting,
            [
                typeof(IssueReported),
                typeof(IssueAccepted),
                typeof(IssueAlarmed),
                typeof(IssueMerged),
                typeof(IssueDuplicateAdded),
                typeof(IssueIncidentDeclared),
            ]
        ),
        new(typeof(Accept), [Submitted], "dispatched", W.LevelOrAbove, [typeof(IssueAccepted), typeof(IssueAlarmed)]),
        new(typeof(Reject), [Submitted], "rejected", W.LevelOrAbove, [typeof(IssueRejected)]),
        new(
            typeof(Dispatch),
            [Dispatched, Acknowledged, InProgress],
            "dispatched, same level, new step clock; at the one who has it the clock runs on",
            W.LevelOrAbove | W.Arbiter,
            [typeof(IssueDispatched)]
        ),
        new(typeof(Acknowledge), [Dispatched], "acknowledged", W.Handler, [typeof(IssueAcknowledged)]),
        new(typeof(Start), [Acknowledged], "inProgress", W.Handler, [typeof(IssueStarted)]),
        new(typeof(Resolve), [Acknowledged, InProgress, Rework], "resolved", W.Handler, [typeof(IssueResolved)]),
        new(
            typeof(SelfHandle),
            [Submitted, Dispatched],
            "resolved",
            W.GridOfficer,
            [typeof(IssueAccepted), typeof(IssueResolved)]
        ),
        new(
            typeof(Verify),
            [Resolved],
            "verified; rework when it failed; dispatched one level up when it failed for the second time",
            W.LevelOrAbove,
            [typeof(IssueVerified), typeof(IssueReworkOrdered), typeof(IssueEscalated)]
        ),
        new(
            typeof(NotSolved),
            [Resolved, Verified],
            "dispatched one level up; at the last level dispatched there again",
            W.Reporter,
            [typeof(IssueEscalated), typeof(IssueDispatched)]
        ),
        new(typeof(Close), [Resolved, Verified], "closed", W.Reporter, [typeof(IssueClosed)]),
        new(typeof(Rate), [Resolved, Verified, Closed], "unchanged", W.Rater, [typeof(IssueRated)]),
        new(
            typeof(Reopen),
            [Resolved, Closed],
            "dispatched with half of the overall limit",
            W.Reporter,
            [typeof(IssueReopened)]
        ),
        new(
            typeof(Comment),
            Open,
            "unchanged",
            W.Reporter | W.Chain | W.Helper,
            [typeof(IssueCommented)],
            WhileSuspended: true
        ),
        new(typeof(Note), Open, "unchanged", W.Chain, [typeof(IssueNoted)], WhileSuspended: true),
        new(
            typeof(Answer),
            Open,
            "unchanged; a question that was waited for is answered, so that the clocks run on",
            W.Reporter,
            [typeof(IssueAnswered), typeof(IssueResumed)],
            WhileSuspended: true
        ),
        new(typeof(Escalate), WithHandler, "dispatched one level up", W.Handler, [typeof(IssueEscalated)]),
        new(typeof(Relocate), Open, "moving to the new owner", W.LevelOrAbove, [typeof(IssueSentAway)]),
        new(typeof(Follow), Any, "unchanged", W.Watcher, [typeof(IssueFollowed)], WhileSuspended: true),
        new(
            typeof(Join),
            Open,
            "unchanged; an area incident when many are affected",
            W.Affected,
            [
                typeof(IssueJoined),
                typeof(IssueAccepted),
                typeof(IssueAlarmed),
                typeof(IssueMerged),
                typeof(IssueDuplicateAdded),
                typeof(IssueIncidentDeclared),
            ],
            WhileSuspended: true
        ),
        new(typeof(Leave), Any, "unchanged", W.Watcher, [typeof(IssueLeft)], WhileSuspended: true),
        new(
            typeof(Merge),
            Open,
            "merged; it lives on in the other",
            W.LevelOrAbove | W.Superior,
            [typeof(IssueResumed), typeof(IssueMerged), typeof(IssueDuplicateAdded)],
            WhileSuspended: true
        ),
        new(
            typeof(Split),
            [Merged],
            "dispatched where it was, the overall clock runs on; submitted where it waited for intake",
            W.Reporter | W.LevelOrAbove | W.Superior,
            [typeof(IssueSplit), typeof(IssueRecounted), typeof(IssueDuplicateRemoved)]
        ),
        new(typeof(Withdraw), Open, "withdrawn", W.Reporter, [typeof(IssueWithdrawn)], WhileSuspended: true),
        new(
            typeof(Return),
            [Dispatched, Acknowledged],
            "unchanged until it is decided",
            W.Handler,
            [typeof(IssueRequested)]
        ),
        new(
            typeof(Extend),
            WithHandler,
            "unchanged until it is decided; at the last level decided at once",
            W.Handler,
            [typeof(IssueRequested), typeof(IssueExtended)]
        ),
        new(
            typeof(Suspend),
            WithHandler,
            "unchanged until it is decided; a question to the reporter stops the clocks at once",
            W.Handler,
            [typeof(IssueRequested), typeof(IssueSuspended)]
        ),
        new(
            typeof(DecideRequest),
            WithHandler,
            "as asked: dispatched to another or one level up, more time, clocks that stand still; or unchanged",
            W.Decider,
            [
                typeof(IssueRequestRefused),
                typeof(IssueRequestGranted),
                typeof(IssueDispatched),
                typeof(IssueEscalated),
                typeof(IssueExtended),
                typeof(IssueSuspended),
            ],
            Called: "decide"
        ),
        new(
            typeof(Resume),
            WithHandler,
            "unchanged; the clocks run on",
            W.LevelOrAbove,
            [typeof(IssueResumed)],
            WhileSuspended: true
        ),
        new(
            typeof(Supervise),
            WithHandler,
            "unchanged, supervised",
            W.Superior,
            [typeof(IssueSupervised)],
            WhileSuspended: true
        ),
        new(typeof(Void), Open, "voided", W.Coordinator, [typeof(IssueVoided)], WhileSuspended: true),
        new(
            typeof(CallBack),
            [Resolved, Verified, Closed],
            "unchanged; rework when the handling was to blame",
            W.LevelOrAbove,
            [typeof(IssueCalledBack), typeof(IssueReworkOrdered)]
        ),
        new(
            typeof(BlowWhistle),
            WithHandler,
            "unchanged; the department is called in, or somebody above decides whether it is",
            W.Whistler,
            [typeof(IssueWhistleDrafted), typeof(IssueWhistleBlown)],
            Called: "whistle",
            WhileSuspended: true
        ),
        new(
            typeof(DecideWhistle),
            WithHandler,
            "unchanged; the department is called in or not, is let off or not",
            W.Coordinator,
            [typeof(IssueWhistleDecided), typeof(IssueWhistleBlown), typeof(IssueWhistleEnded)],
            WhileSuspended: true
        ),
        new(
            typeof(ReportToWhistle),
            WithHandler,
            "unchanged; the department has signed, made contact, is on site, has done its part",
            W.Whistled,
            [typeof(IssueWhistleReported), typeof(IssueNoted)],
            WhileSuspended: true
        ),
        new(
            typeof(ObjectWhistle),
            WithHandler,
            "unchanged; the district centre decides",
            W.Whistled,
            [typeof(IssueWhistleObjected)],
            WhileSuspended: true
        ),
        new(
            typeof(RateWhistle),
            [Dispatched, Acknowledged, InProgress, Rework, Resolved, Verified, Closed, Withdrawn, Voided, Merged],
            "unchanged; the whistle is over",
            W.Subdistrict,
            [typeof(IssueWhistleRated)],
            WhileSuspended: true
        ),
        new(
            typeof(Gather),
            [],
            "an area incident of the master grid; where one is open, part of that",
            W.Platform,
            [
                typeof(IssueReported),
                typeof(IssueAccepted),
                typeof(IssueAlarmed),
                typeof(IssueIncidentDeclared),
                typeof(IssueGathered),
            ]
        ),
        new(
            typeof(FileHazard),
            [],
            "as reported, by who found it on a patrol",
            W.Platform,
            [
                typeof(IssueReported),
                typeof(IssueAccepted),
                typeof(IssueAlarmed),
                typeof(IssueMerged),
                typeof(IssueDuplicateAdded),
                typeof(IssueIncidentDeclared),
            ]
        ),
        new(typeof(Link), [], "unchanged", W.Platform, [typeof(IssueLinked)]),
        new(typeof(TakeOver), [], "dispatched at the new owner", W.Platform, [typeof(IssueTakenOver)]),
        new(typeof(ConfirmHandedOver), [], "forgotten by the old owner", W.Platform, [typeof(IssueHandedOver)]),
        new(typeof(ReturnToSender), [], "as before it was sent away", W.Platform, [typeof(IssueMoveRefused)]),
    ];

    private static readonly FrozenDictionary<Type, IssueCommandRow> ByType = Rows.ToFrozenDictionary(r => r.Command);

    private static readonly FrozenDictionary<string, IssueCommandRow> ByWord = Rows.ToFrozenDictionary(
        r => r.Word,
        StringComparer.Ordinal
    );

    /// <summary>The row of a command.</summary>
    public static IssueCommandRow RowOf(IssueCommand command) => ByType[command.GetType()];

    /// <summary>The row of a word of the API; null when there is no such command.</summary>
    public static IssueCommandRow? Find(string word) => ByWord.GetValueOrDefault(word);
}
