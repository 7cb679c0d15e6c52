using CivicGrains.Domain.Issues;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>One event of an issue, and how the issue stood after it.</summary>
internal sealed record HistoryStep(LoggedEvent Logged, IssueEvent Happened, Issue After)
{
    /// <summary>Commitment of the text that went with it; null when none did.</summary>
    public string? Note =>
        Happened switch
        {
            IssueRejected e => e.Reason,
            IssueDispatched e => e.Reason,
            IssueResolved e => e.Note,
            IssueVerified e => e.Note,
            IssueReworkOrdered e => e.Note,
            IssueEscalated e => e.Note,
            IssueRated e => e.Note,
            IssueReopened e => e.Reason,
            IssueCommented e => e.Text,
            IssueNoted e => e.Text,
            IssueAnswered e => e.Text,
            IssueWithdrawn e => e.Reason,
            IssueSentAway e => e.Reason,
            IssueRequested e => e.Request.Reason,
            IssueRequestGranted e => e.Note,
            IssueRequestRefused e => e.Note,
            IssueExtended e => e.Reason,
            IssueSuspended e => e.Note,
            IssueSupervised e => e.Note,
            IssueCalledBack e => e.Note,
            IssueVoided e => e.Reason,
            IssueJoined e => e.Note,
            IssueMerged e => e.Reason,
            IssueSplit e => e.Reason,
            IssueWhistleDrafted e => e.Reason,
            IssueWhistleDecided e => e.Note,
            IssueWhistleObjected e => e.Reason,
            IssueWhistleRated e => e.Note,
            _ => null,
        };
}

/// <summary>What happened to an issue, in whatever owners it lived, folded by the same function that grains use.</summary>
internal static class IssueHistory
{
    /// <summary>The steps in order. Tasks of grids name the issue too, but do not happen to it.</summary>
    public static ImmutableArray<HistoryStep> Of(string id, IEnumerable<LoggedEvent> events)
    {
        var steps = ImmutableArray.CreateBuilder<HistoryStep>();
        var book = IssueBook.Empty;
        var issue = (Issue?)null;
        foreach (var logged in events)
        {
            if (EventJson.Read(logged.Type, logged.Payload) is not IssueEvent happened)
            {
                continue;
            }

            // An owner that lets go of it forgets it; the issue itself goes on.
            if (happened is not (IssueHandedOver or IssueArchived))
            {
                book = IssueLifecycle.Evolve(book, happened, logged.Actor, logged.At);
                issue = book.Find(id);
            }

            steps.Add(new HistoryStep(logged, happened, issue!));
        }

        return steps.ToImmutable();
    }
}
