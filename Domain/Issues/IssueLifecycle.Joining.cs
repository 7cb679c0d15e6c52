using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <content>
/// Reports of the same: who is affected too joins one, what was reported twice is merged, and split again where that
/// was wrong. An issue that was merged keeps its place and clocks, so that it can stand for itself again; it always
/// points to one that was not merged itself, so that there is no circle.
/// </content>
public static partial class IssueLifecycle
{
    private static Decision DecideJoin(IIssueOwner owner, in Here here, Join command) =>
        IsCounted(owner.Book, here.Issue, here.Actor.Reference) ? Decision.Nothing
        : CheckOptional(command.Note, "note") is { } refused ? refused
        : new IssueJoined(here.Issue.Id, command.Note?.Commitment);

    private static Decision DecideLeave(in Here here) =>
        here.Issue.Followers.Contains(here.Actor.Reference) ? new IssueLeft(here.Issue.Id) : Decision.Nothing;

    private static Decision DecideMerge(IIssueOwner owner, in Here here, Merge command)
    {
        if (command.Into == command.IssueId)
        {
            return Rejections.MergeItself.Now("into");
        }

        // That something is there is not told to who may not see it.
        if (
            owner.Book.Find(command.Into) is not { } into
            || !WhoMay.See(here.Actor, IssueScope.Of(into, here.Owner, here.Law))
        )
        {
            return Rejections.IssueUnknown.With("into", command.Into);
        }

        if ((CheckInto(here, into) ?? CheckOptional(command.Reason, "reason")) is { } refused)
        {
            return refused;
        }

        var draft = new Draft(owner, here.Actor, here.Law, here.Now);
        if (here.Issue.Suspended is not null)
        {
            draft.Add(Resumed(here, byItself: false));
        }

        // A deadline that was promised is not put off by another report.
        if (draft.Book.Issues[here.Issue.Id].OverallDueAt is { } promised && !(into.OverallDueAt <= promised))
        {
            return Rejections.MergeLaterDeadline.With("into", into.Id);
        }

        AddMerge(draft, here.Issue.Id, into.Id, byItself: false, command.Reason?.Commitment);
        return draft.Decided();
    }

    private static Rejection? CheckInto(in Here here, Issue into)
    {
        if (into.MovingTo is { } to)
        {
            return Rejections.IssueMoving.With("into", to);
        }

        var scope = IssueScope.Of(into, here.Owner, here.Law);
        return !WhoMay.Do(here.Actor, Who.LevelOrAbove | Who.Superior, scope)
                ? Rejections.PlaceNotYours.With("into", here.Owner.Place)
            : (into.Visibility, here.Issue.Visibility) != (Visibility.Compound, Visibility.Compound)
                ? Rejections.MergeHidden.Now("into")
            : into.Category != here.Issue.Category
                ? Rejections.MergeOtherCategory.With("into", into.Id, into.Category, here.Issue.Category)
            : here.Issue.IsPressed ? Rejections.MergePressed.Now()
            : into.MergedInto is { } other ? Rejections.MergeIntoMerged.With("into", into.Id, other)
            : !into.IsOpen
                ? Rejections.MergeIntoEnded.With(
                    [into.Id, IssueWording.English(into.Status)],
                    [into.Id, IssueWording.Chinese(into.Status)],
                    "into"
                )
            : into.Suspended is { } still ? Rejections.IssueSuspended.With("into", TownTime.Local(still.Until))
            : null;
    }

    private static Decision DecideSplit(IIssueOwner owner, in Here here, Split command)
    {
        var (issue, from) = (here.Issue, here.Issue.MergedInto!);
        if (owner.Book.Find(from) is not { IsOpen: true } into)
        {
            return Rejections.SplitTooLate.With(null, from);
        }

        if (into.MovingTo is { } to)
        {
            return Rejections.IssueMoving.With(null, to);
        }

        if (CheckOptional(command.Reason, "reason") is { } refused)
        {
            return refused;
        }

        var draft = new Draft(owner, here.Actor, here.Law, here.Now);
        // Its overall deadline is as the calendar of the day it was merged has it.
        var step = issue.Step is { } had
            ? here.StepAt(had.Level, had.Handler) with
            {
                CalendarVersion = had.CalendarVersion,
            }
            : null;
        draft.Add(
            new IssueSplit(issue.Id, issue.Category, from, step, issue.TimesSplit + 1, command.Reason?.Commitment)
        );
        if (issue.Overall is not null && step?.CalendarVersion < here.Law.Calendar.Version)
        {
            draft.Add(Recounted(draft.Of(issue.Id)));
        }

        draft.Add(new IssueDuplicateRemoved(from, issue.Id, OnlyBecauseOf(issue, into, owner.Book)));
        return draft.Decided();
    }

    /// <summary>
    /// One issue lives on in another, and with it whatever lives on in it: nothing points to an issue that was merged.
    /// </summary>
    private static void AddMerge(Draft draft, string id, string into, bool byItself, string? reason)
    {
        var issue = draft.Book.Issues[id];
        foreach (var earlier in issue.Duplicates)
        {
            var people = earlier.People.Where(it => issue.Followers.Contains(it));
            draft.Add(new IssueMerged(earlier.IssueId, into, null, ByItself: true, null));
            Added(earlier.IssueId, byItself: true, people);
        }

        draft.Add(new IssueMerged(id, into, issue.Step?.Handler, byItself, reason));
        Added(id, byItself, [issue.Reporter, .. issue.Followers]);

        void Added(string duplicate, bool byItself, IEnumerable<Guid> people) =>
            draft.Add(new IssueDuplicateAdded(into, duplicate, byItself, NotTold(people, draft.Book.Issues[into])));
    }

    /// <summary>Those who do not hear of an issue yet.</summary>
    private static ImmutableArray<Guid> NotTold(IEnumerable<Guid> people, Issue issue) =>
        [.. people.Where(it => it != issue.Reporter && !issue.Followers.Contains(it)).Distinct()];

    /// <summary>Those who follow an issue only because another one lives on in it.</summary>
    private static ImmutableArray<Guid> OnlyBecauseOf(Issue duplicate, Issue into, IssueBook book)
    {
        var came = into.Duplicates.FirstOrDefault(it => it.IssueId == duplicate.Id)?.People ?? [];
        return
        [
            .. came.Where(person =>
                into.Joined.All(it => it.Who != person)
                && into.Duplicates.All(it =>
                    it.IssueId == duplicate.Id
                    || book.Find(it.IssueId) is not { } other
                    || other.Reporter != person && !other.Followers.Contains(person)
                )
            ),
        ];
    }

    /// <summary>Whether somebody has said already that an issue affects them: reported it, joined it, or reported the same.</summary>
    private static bool IsCounted(IssueBook book, Issue issue, Guid person)
    {
        if (issue.Reporter == person)
        {
            return true;
        }

        foreach (var joining in issue.Joined)
        {
            if (joining.Who == person)
            {
                return true;
            }
        }

        foreach (var duplicate in issue.Duplicates)
        {
            if (book.Find(duplicate.IssueId)?.Reporter == person)
            {
                return true;
            }
        }

        return false;
    }

    private static Issue NextJoined(Issue issue, IssueEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueJoined => issue with
            {
                Followers = issue.Followers.Contains(actor) ? issue.Followers : issue.Followers.Add(actor),
                Joined = issue.Joined.Add(new Joining(actor, at)),
            },
            IssueGathered e => issue with { Gathered = [.. issue.Gathered ?? [], .. e.Issues.Select(it => it.Id)] },
            IssueLinked e => issue with { PartOf = e.To },
            IssueLeft => issue with
            {
                Followers = issue.Followers.Remove(actor),
                Joined = issue.Joined.RemoveAll(it => it.Who == actor),
            },
            IssueMerged e => issue with
            {
                Status = IssueStatus.Merged,
                MergedInto = e.Into,
                Request = null,
                Suspended = null,
                Overdue = false,
                IncidentAt = null,
                Duplicates = [],
            },
            IssueDuplicateAdded e => issue with
            {
                Followers = issue.Followers.AddRange(e.People),
                Duplicates = issue.Duplicates.Add(new Duplicate(e.Duplicate, e.People)),
            },
            IssueDuplicateRemoved e => issue with
            {
                Followers = issue.Followers.RemoveRange(e.People),
                Duplicates = issue.Duplicates.RemoveAll(it => it.IssueId == e.Duplicate),
            },
            IssueSplit e => (e.Step is { } step ? Given(issue, step, at) : issue) with
            {
                Status = e.Step is null ? IssueStatus.Submitted : IssueStatus.Dispatched,
                MergedInto = null,
                TimesSplit = e.Times,
            },
            IssueIncidentDeclared e => issue with
            {
                Terms = e.Terms,
                Step = e.Step,
                OverallDueAt = e.OverallDueAt,
                Overall = e.Overall ?? issue.Overall,
                IncidentAt = at,
            },
            _ => NextWhistle(issue, happened, actor),
        };

    /// <summary>A decision about several issues, each step of which sees the one before.</summary>
    private sealed class Draft(IIssueOwner owner, Actor actor, Law law, DateTimeOffset now)
    {
        private readonly ImmutableArray<DomainEvent>.Builder happened = ImmutableArray.CreateBuilder<DomainEvent>();

        /// <summary>The issues as they stand after what was added.</summary>
        public IssueBook Book { get; private set; } = owner.Book;

        public void Add(IssueEvent next)
        {
            happened.Add(next);
            Book = Evolve(Book, next, actor.Reference, now);
        }

        public Here Of(string id) => new(owner.Profile, Book.Issues[id], actor, law, now);

        public Decision Decided() => new(happened.ToImmutable(), null);
    }
}
