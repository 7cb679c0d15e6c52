using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

public static partial class IssueLifecycle
{
    private static Decision DecideRelocate(in Here here, Relocate command)
    {
        var owner = here.Owner.Place;
        return command.To == owner ? Rejections.RelocateSamePlace.With("to", command.To)
            : !command.To.OwnsIssues || command.To.DistrictCode != owner.DistrictCode
                ? Rejections.RelocateNoOwner.With("to", command.To)
            : !here.Issue.Duplicates.IsEmpty ? Rejections.RelocateMerged.Now()
            : CheckOptional(command.Reason, "reason") is { } refused ? refused
            // One that never went up begins at the staff of the grid.
            : !(here.Issue.Step?.Level > here.Issue.FirstLevel) && CheckTask(here, command.To) is { } unadmitted
                ? unadmitted
            : new IssueSentAway(here.Issue.Id, command.To, here.Issue, command.Reason?.Commitment);
    }

    /// <summary>Reactions of the platform. A repeat of one that is done finds nothing to do.</summary>
    private static Decision Move(IIssueOwner owner, IssueCommand command, Law law, DateTimeOffset now)
    {
        var issue = owner.Issues.GetValueOrDefault(command.IssueId);
        return command switch
        {
            // One that was sent away from here may come back before the confirmation that it had left.
            TakeOver c => issue is { MovingTo: null } ? Decision.Nothing : TakenOver(owner.Profile, c, law, now),
            Link c => issue is { PartOf: null } ? new IssueLinked(c.IssueId, c.To) : Decision.Nothing,
            ConfirmHandedOver c => issue?.MovingTo == c.To ? new IssueHandedOver(c.IssueId, c.To) : Decision.Nothing,
            ReturnToSender c => issue is null || issue.MovingTo == c.To
                ? new IssueMoveRefused(c.IssueId, c.To, c.Carried, c.Code)
                : Decision.Nothing,
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };
    }

    /// <summary>
    /// The step is the new owner's, with a new step clock; the overall clock runs on. An issue that never went up
    /// begins at the new owner's first handler, one that did stays at its level.
    /// </summary>
    private static IssueTakenOver TakenOver(OwnerProfile owner, TakeOver command, Law law, DateTimeOffset now)
    {
        var carried = command.Carried with
        {
            // A building of another compound means nothing here, and here nobody said that it is an incident.
            Building = command.From.OfCompound() == owner.Place.OfCompound() ? command.Carried.Building : null,
            IncidentAt = null,
            Gathered = null,
        };
        if (carried is not { Terms: { } terms, Step: { } step, OverallDueAt: { } overall })
        {
            return new IssueTakenOver(command.IssueId, command.From, carried, null);
        }

        var first = IssueLevels.First(terms, owner.Place.Kind);
        var level = step.Level > carried.FirstLevel ? Math.Max(first, step.Level) : first;
        var handler = IssueLevels.HandlerAt(level, owner, carried.Building, terms);
        return new IssueTakenOver(
            command.IssueId,
            command.From,
            carried with
            {
                FirstLevel = Math.Min(first, level),
            },
            IssueLevels.StepAt(level, handler, terms, now, overall, law)
        );
    }
}
