using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

/// <content>
/// A task is with one person on duty at a time. Who does not acknowledge it in time, is on duty no longer, left or is
/// away loses it to the next. When everybody on duty was asked the community hears of it once, and it stays with who was
/// asked last; a new round begins when that person is on duty no longer.
/// </content>
public sealed partial record GridState
{
    private static Decision DecideTask(GridState state, DomainCommand command, Law law, DateTimeOffset now) =>
        command switch
        {
            OfferTask c => DecideOffer(state, c, law, now),
            AcknowledgeTask c => DecideAcknowledge(state, c, law, now),
            EndTask c => state.Tasks.ContainsKey(c.IssueId) ? new TaskEnded(c.IssueId, c.Cause) : Decision.Nothing,
            AlarmGrid c => DecideAlarm(state, c, now),
            _ => throw new UnreachableException($"Nobody decides on a {command.GetType().Name}."),
        };

    /// <summary>A task that changed is offered again; one that is the same needs no second call.</summary>
    private static Decision DecideOffer(GridState state, OfferTask command, Law law, DateTimeOffset now)
    {
        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        var known = state.Tasks.GetValueOrDefault(command.IssueId);
        var isSame = known is not null && known.Owner == command.Owner && known.Level == command.Level;
        // Given anew to the one who has it: it is to be acknowledged anew, even though the deadline is the same.
        var runsOn = command.RunsOn || known?.AcknowledgedAt is null;
        if (isSame && runsOn && known!.DueAt == command.DueAt)
        {
            return Decision.Nothing;
        }

        if (isSame && command.RunsOn && known!.Turn > 0)
        {
            return new TaskOffered(
                known.IssueId,
                known.Owner,
                known.Category,
                known.Level,
                command.DueAt,
                known.OfferedTo is { } keeper ? [keeper] : [],
                known.Turn,
                OfferCause.Renewed,
                known.OfferOn,
                known.OfferOnAt,
                known.QuietUntil,
                known.Invited.IsEmpty ? null : known.Invited,
                known.AcknowledgedAt is not null
            );
        }

        var volunteers = state.Roster.Members.Where(it => it.Kind is MemberKind.Volunteer).Select(it => it.Person);
        var task = new GridTask(command.IssueId, command.Owner, command.Category, command.Level, command.DueAt, now)
        {
            OfferOn = command.OfferOn,
            AcknowledgedAt = command.Acknowledged ? now : null,
            // Who only helps does not hear of what is hidden.
            Invited =
                law.Categories.GetValueOrDefault(command.Category)?.Visibility is Visibility.Compound
                    ? [.. volunteers]
                    : [],
        };
        var next = state.Roster.OnDutyAt(now);
        return new Decision(
            Offered(task, next.IsEmpty ? null : next[0], 1, OfferCause.Came, state.Place, law, now),
            null
        );
    }

    /// <summary>Nobody is penalised for being quicker than who was asked: who acknowledges it has it.</summary>
    private static Decision DecideAcknowledge(GridState state, AcknowledgeTask command, Law law, DateTimeOffset now)
    {
        if (state.Tasks.GetValueOrDefault(command.IssueId) is not { AcknowledgedAt: null } task)
        {
            return Decision.Nothing;
        }

        var acknowledged = new TaskAcknowledged(
            task.IssueId,
            state.Roster.IsPresent(command.By, now) ? command.By : task.OfferedTo
        );
        var changed = state with { Tasks = Fold(state.Tasks, acknowledged, now) };
        var after = changed.Tasks[task.IssueId];
        return new Decision(
            [acknowledged, .. IsAdrift(after, changed.Roster, now) ? NextOf(after, changed, law, now) : []],
            null
        );
    }

    /// <summary>Everybody who is not away hears of danger, on duty or not; where all are away, all.</summary>
    private static Decision DecideAlarm(GridState state, AlarmGrid command, DateTimeOffset now)
    {
        if (state.Registered is null)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        var present = state.Roster.PresentAt(now);
        return new GridAlarmed(command.IssueId, command.Owner, present.IsEmpty ? state.Roster.Heads : present);
    }

    /// <summary>Of each task that is due, what happens next.</summary>
    private static IEnumerable<DomainEvent> DueTasks(GridState state, Law law, DateTimeOffset now) =>
        state
            .Tasks.Values.Where(task => task.NextDueAt(state.Roster) <= now)
            .SelectMany(task => NextOf(task, state, law, now));

    /// <summary>What follows for the open tasks after the roster has changed.</summary>
    private static IEnumerable<DomainEvent> Reoffered(GridState changed, Law law, DateTimeOffset now) =>
        changed
            .Tasks.Values.Where(task => IsAdrift(task, changed.Roster, now))
            .SelectMany(task => NextOf(task, changed, law, now));

    /// <summary>Whether somebody else has to have a task, or somebody at last.</summary>
    private static bool IsAdrift(GridTask task, GridRoster roster, DateTimeOffset now) =>
        task.Turn > 0
        && (task.OfferedTo is { } holder ? task.IsLost(holder, roster, now) : !roster.OnDutyAt(now).IsEmpty);

    private static ImmutableArray<DomainEvent> NextOf(GridTask task, GridState state, Law law, DateTimeOffset now)
    {
        var roster = state.Roster;
        var onDuty = roster.OnDutyAt(now);
        if (task.OfferedTo is not { } holder)
        {
            return Offered(task, First(), 1, OfferCause.OnDuty, state.Place, law, now);
        }

        Guid? untried = null;
        foreach (var person in onDuty)
        {
            if (!task.Tried.Contains(person))
            {
                untried = person;
                break;
            }
        }

        if (task.IsLost(holder, roster, now))
        {
            var cause = roster.IsPresent(holder, now) ? OfferCause.OffDuty : OfferCause.Away;
            return untried is { } other && task.AcknowledgedAt is null
                ? Offered(task, other, task.Turn + 1, cause, state.Place, law, now)
                : Offered(task, First(), 1, cause, state.Place, law, now);
        }

        // Woken late: off duty meanwhile, and there again.
        if (!(task.OfferOnAt <= now))
        {
            return Offered(task, holder, 1, OfferCause.OnDuty, state.Place, law, now);
        }

        return untried is { } next
            ? Offered(task, next, task.Turn + 1, OfferCause.Unanswered, state.Place, law, now)
            : [Unanswered(task, state.Place)];

        Guid? First() => onDuty.IsEmpty ? null : onDuty[0];
    }

    /// <summary>Offers a task to somebody; to nobody, where nobody is on duty: then the community hears of it.</summary>
    private static ImmutableArray<DomainEvent> Offered(
        GridTask task,
        Guid? to,
        int turn,
        OfferCause cause,
        Place grid,
        Law law,
        DateTimeOffset now
    )
    {
        var quietUntil = task.OfferOn?.Unit.IsWorking() is true
            ? law.Calendar.QuietUntil(now, law.Template.Clocks.Reminders)
            : null;
        var isAcknowledged = task.AcknowledgedAt is not null;
        DateTimeOffset? offerOnAt =
            to is not null && !isAcknowledged && task.OfferOn is { } limit
                ? law.Calendar.Count(quietUntil ?? now, limit).At
                : null;
        var offered = new TaskOffered(
            task.IssueId,
            task.Owner,
            task.Category,
            task.Level,
            task.DueAt,
            to is { } person ? [person] : [],
            turn,
            cause,
            task.OfferOn,
            offerOnAt,
            quietUntil,
            task.Invited.IsEmpty ? null : task.Invited,
            isAcknowledged
        );
        return to is null && task.UnansweredAt is null ? [offered, Unanswered(task, grid)] : [offered];
    }

    private static TaskUnanswered Unanswered(GridTask task, Place grid) =>
        new(task.IssueId, task.UnansweredAt is null ? Place.Community(grid.CommunityCode!) : null);

    private static ImmutableSortedDictionary<string, GridTask> Fold(
        ImmutableSortedDictionary<string, GridTask> tasks,
        DomainEvent happened,
        DateTimeOffset at
    ) =>
        happened switch
        {
            TaskOffered e => tasks.SetItem(e.IssueId, Offered(tasks.GetValueOrDefault(e.IssueId), e, at)),
            TaskAcknowledged e => tasks.SetItem(
                e.IssueId,
                tasks[e.IssueId] with
                {
                    OfferedTo = e.To,
                    OfferOnAt = null,
                    AcknowledgedAt = at,
                }
            ),
            TaskUnanswered e => tasks.SetItem(
                e.IssueId,
                tasks[e.IssueId] with
                {
                    OfferOnAt = null,
                    UnansweredAt = tasks[e.IssueId].UnansweredAt ?? at,
                }
            ),
            TaskEnded e => tasks.Remove(e.IssueId),
            _ => throw new UnreachableException($"Tasks do not fold a {happened.GetType().Name}."),
        };

    private static GridTask Offered(GridTask? known, TaskOffered e, DateTimeOffset at)
    {
        var before = e.Cause is OfferCause.Came ? null : known;
        return new GridTask(e.IssueId, e.Owner, e.Category, e.Level, e.DueAt, at)
        {
            OfferedAt = e.Cause is OfferCause.Renewed && before is not null ? before.OfferedAt : at,
            OfferedTo = e.To,
            Turn = e.Turn,
            OfferOn = e.OfferOn,
            OfferOnAt = e.OfferOnAt,
            QuietUntil = e.QuietUntil,
            Invited = e.Invited ?? [],
            Tried =
                e.Cause is OfferCause.Renewed && before is not null ? before.Tried
                : e.To is not { } person ? []
                : e.Turn > 1 && before is not null ? before.Tried.Add(person)
                : [person],
            AcknowledgedAt = e.Acknowledged ? before?.AcknowledgedAt ?? at : null,
            UnansweredAt = before?.UnansweredAt,
        };
    }
}
