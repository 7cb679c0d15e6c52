using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>One line of a timeline.</summary>
/// <param name="Type">Name of the event.</param>
/// <param name="Level">Where the issue stood afterwards; null before it was accepted.</param>
/// <param name="Note">The text that went with it, for those who may read it.</param>
/// <param name="Photos">The photos that went with it, for those who may read the texts.</param>
/// <param name="ActorRole">What the one who did it is; null when that is no longer known.</param>
/// <param name="Department">Of a whistle: key of the department that is called in; else null.</param>
/// <param name="Step">Of a whistle: the step that was reported or missed; else null.</param>
public sealed record TimelineItem(
    long Seq,
    DateTimeOffset At,
    string Type,
    int? Level,
    IssueStatus Status,
    string? Note,
    ImmutableArray<string> Photos,
    Role? ActorRole,
    string? Department = null,
    WhistleStep? Step = null
);

/// <summary>Makes the timeline of an issue for one pair of eyes.</summary>
internal sealed class TimelineReader(IssueQueries issues, AccountStore accounts)
{
    /// <summary>The whole timeline, oldest first.</summary>
    public async Task<IReadOnlyList<TimelineItem>> ReadAsync(
        string id,
        Sight sight,
        Actor reader,
        CancellationToken cancellationToken
    )
    {
        var steps = IssueHistory
            .Of(id, await issues.GetTimelineAsync(id, null, cancellationToken))
            .Where(step => sight >= Sight.Chain || !IssueEventAudience.IsForChain(step.Happened))
            .ToImmutableArray();
        var texts =
            sight >= Sight.Texts
                ? await issues.GetTextsAsync(
                    steps.Select(s => NoteFor(s, sight, reader)).OfType<string>(),
                    null,
                    cancellationToken
                )
                : ImmutableDictionary<string, StoredText>.Empty;
        var people = (
            await accounts.FindByReferencesAsync(steps.Select(s => s.Logged.Actor).Distinct(), cancellationToken)
        ).ToDictionary(account => account.Reference);
        return
        [
            .. steps.Select(step => new TimelineItem(
                step.Logged.Seq,
                step.Logged.At,
                step.Logged.Type,
                step.After.Step?.Level,
                step.After.Status,
                NoteFor(step, sight, reader) is { } note ? texts.GetValueOrDefault(note)?.Body : null,
                sight >= Sight.Texts ? IssuePhotos.Of(step.Happened).Photos : [],
                RoleOf(step, people.GetValueOrDefault(step.Logged.Actor)),
                (step.Happened as IssueWhistleEvent)?.Department,
                StepOf(step.Happened)
            )),
        ];
    }

    private static WhistleStep? StepOf(IssueEvent happened) =>
        happened switch
        {
            IssueWhistleReported e => e.Step,
            IssueWhistleMissed e => e.Step,
            _ => null,
        };

    /// <summary>What somebody writes when they join is for the chain and for themselves: they are not the reporter.</summary>
    private static string? NoteFor(HistoryStep step, Sight sight, Actor reader) =>
        step.Happened is IssueJoined && sight < Sight.Chain && step.Logged.Actor != reader.Reference ? null : step.Note;

    /// <summary>What followed by the owner's rule from what somebody did.</summary>
    private static bool IsByRule(HistoryStep step) =>
        step.Happened switch
        {
            IssueAccepted => step.Logged.Actor == step.After.Reporter,
            IssueMerged e => e.ByItself,
            IssueDuplicateAdded e => e.ByItself,
            IssueIncidentDeclared => true,
            _ => false,
        };

    /// <summary>In which of their roles somebody acted: the events know the person alone.</summary>
    private static Role? RoleOf(HistoryStep step, Account? account)
    {
        // A report is accepted by the owner's rule, whoever reported it; likewise where many report the same.
        if (step.Logged.Actor == Actor.Platform.Reference || IsByRule(step))
        {
            return Role.Platform;
        }

        if (account is null)
        {
            return null;
        }

        var owner = Place.Parse(step.Logged.Stream);
        var handler = step.After.Step?.Handler;
        return step.After is { Source: IssueSource.Resident } issue && issue.Reporter == account.Reference
                ? Role.Resident
            : handler is not null && account.Roles.Contains(new HeldRole(handler.Role, handler.Place)) ? handler.Role
            : account
                .Roles.Where(held => held.Role is not Role.Resident && held.Place.Covers(owner))
                .Select(held => (Role?)held.Role)
                .FirstOrDefault()
                ?? account.Roles.Select(held => (Role?)held.Role).FirstOrDefault();
    }
}
