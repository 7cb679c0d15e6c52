using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <content>
/// Many people of a compound report the same within a short time: that is one incident, not many issues. The oldest
/// report becomes it, the others and those that follow while it is open are merged into it.
/// </content>
public static partial class IssueLifecycle
{
    /// <summary>
    /// Most issues of a category that are looked at, the newest first: the cost of a report stays the same, whoever floods
    /// the place.
    /// </summary>
    private const int SurgeLookMax = 50;

    /// <summary>What follows when somebody else is affected, in the same append.</summary>
    private static Decision WithSurge(
        IIssueOwner owner,
        Decision decided,
        string issueId,
        Actor actor,
        Law law,
        DateTimeOffset now
    )
    {
        if (decided.Events.IsEmpty || owner.Profile.Place.Kind is not PlaceKind.Compound)
        {
            return decided;
        }

        var reported = decided.Events[0] as IssueReported;
        var joined = reported is null ? owner.Book.Issues[issueId] : null;
        // What only its chain may see is not merged by itself: others would hear that it is there.
        if (reported is { Visibility: not Visibility.Compound } || joined is { CountsInSurge: false })
        {
            return decided;
        }

        var category = reported?.Category ?? joined!.Category;
        if (owner.Book.IncidentOf(category) is { } incident)
        {
            return reported is null || !TakesIn(owner.Book.Issues[incident], decided)
                ? decided
                : MergedAtOnce(new Draft(owner, actor, law, now), decided, issueId, incident);
        }

        var joins = law.Template.Joins;
        var from = now - joins.SurgeWithin.InNaturalTime;
        var people = CountPeople(owner.Book, category, from, reported?.Source ?? IssueSource.Resident, actor.Reference);
        return people < joins.SurgeReports
            ? decided
            : WithIncident(new Draft(owner, actor, law, now), decided, category, from, people);
    }

    /// <summary>
    /// How many people are affected with one more: who reports twice, or finds two things on patrol, is one; what staff take
    /// on somebody's behalf is somebody else each time. 0 when this one was among them already: then nothing is new.
    /// </summary>
    private static int CountPeople(
        IssueBook book,
        string category,
        DateTimeOffset from,
        IssueSource source,
        Guid newest
    )
    {
        var people = new HashSet<Guid>();
        var onBehalf = IsOwn(source) ? 0 : 1;
        foreach (var issue in book.LatelyAffected(category, from).Take(SurgeLookMax))
        {
            AddReporter(issue);
            AddJoined(issue);
            foreach (var duplicate in issue.Duplicates)
            {
                // What staff have merged already are as many people as before.
                var other = book.Issues[duplicate.IssueId];
                AddReporter(other);
                AddJoined(other);
            }

            if (IsOwn(source) && people.Contains(newest))
            {
                return 0;
            }
        }

        return people.Count + onBehalf + (IsOwn(source) ? 1 : 0);

        void AddReporter(Issue issue)
        {
            if (issue.ReportedAt < from)
            {
                return;
            }

            if (IsOwn(issue.Source))
            {
                people.Add(issue.Reporter);
            }
            else
            {
                onBehalf++;
            }
        }

        void AddJoined(Issue issue)
        {
            for (var i = issue.Joined.Length - 1; i >= 0 && issue.Joined[i].At >= from; i--)
            {
                people.Add(issue.Joined[i].Who);
            }
        }
    }

    /// <summary>Whether who reports speaks for themselves.</summary>
    private static bool IsOwn(IssueSource source) => source is IssueSource.Resident or IssueSource.Patrol;

    /// <summary>
    /// Whether a new report lives on in an incident: not in one whose clocks stand still or that is due later than the
    /// report itself would be, as nobody would be pressed.
    /// </summary>
    private static bool TakesIn(Issue incident, Decision reported) =>
        incident.Suspended is null
        && (
            reported.Events.OfType<IssueAccepted>().FirstOrDefault() is not { } accepted
            || incident.OverallDueAt <= accepted.OverallDueAt
        );

    /// <summary>Every level has heard of the incident: nobody is alarmed again.</summary>
    private static Decision MergedAtOnce(Draft draft, Decision decided, string issueId, string incident)
    {
        foreach (var happened in decided.Events)
        {
            if (happened is not IssueAlarmed)
            {
                draft.Add((IssueEvent)happened);
            }
        }

        AddMerge(draft, issueId, incident, byItself: true, null);
        return draft.Decided();
    }

    private static Decision WithIncident(
        Draft draft,
        Decision decided,
        string category,
        DateTimeOffset from,
        int people
    )
    {
        foreach (var happened in decided.Events)
        {
            draft.Add((IssueEvent)happened);
        }

        var issues = draft
            .Book.LatelyAffected(category, from)
            .Take(SurgeLookMax)
            .OrderBy(it => it.ReportedAt)
            .ThenBy(it => it.Id, StringComparer.Ordinal)
            .ToArray();
        var oldest = issues[0];
        if (oldest.Terms is null)
        {
            // So many people need no check on site first.
            AddAccepted(draft, oldest.Id);
        }

        draft.Add(Declared(draft.Of(oldest.Id), people));
        foreach (var other in issues.AsSpan(1))
        {
            AddMerge(draft, other.Id, oldest.Id, byItself: true, null);
        }

        return draft.Decided();
    }

    /// <summary>
    /// Many report the same in a community, at several places: an incident of its master grid is made of it. The reports
    /// stay where they are and are handled there; this one is for whoever coordinates.
    /// </summary>
    private static Decision DecideGather(IIssueOwner owner, Gather command, Law law, DateTimeOffset now)
    {
        if (!owner.Profile.Place.IsMasterGrid)
        {
            return Rejections.GatherElsewhere.With(null, owner.Profile.Place);
        }

        if (!law.Categories.TryGetValue(command.Category, out var category))
        {
            return Rejections.CategoryUnknown.With("category", command.Category);
        }

        // What only its chain may see is never an incident for all to see.
        if (command.Issues.IsDefaultOrEmpty || category.Visibility is not Visibility.Compound)
        {
            return Decision.Nothing;
        }

        if (owner.Book.IncidentOf(command.Category) is { } open)
        {
            // Until they have heard of it they are found again, each time with others.
            var known = owner.Book.Issues[open].Gathered ?? [];
            var others = command.Issues.RemoveAll(it => known.Contains(it.Id, StringComparer.Ordinal));
            return others.IsEmpty ? Decision.Nothing : new IssueGathered(open, others);
        }

        if (owner.Book.Find(command.IssueId) is not null)
        {
            return Rejections.IssueExists.With(null, command.IssueId);
        }

        var draft = new Draft(owner, Actor.Platform, law, now);
        draft.Add(
            new IssueReported(
                command.IssueId,
                category.Code,
                category.Visibility,
                IssueSource.Surge,
                null,
                command.Description.Commitment,
                null
            )
        );
        AddAccepted(draft, command.IssueId);
        draft.Add(Declared(draft.Of(command.IssueId), command.Issues.Length));
        draft.Add(new IssueGathered(command.IssueId, command.Issues));
        return draft.Decided();
    }

    private static void AddAccepted(Draft draft, string id)
    {
        var here = draft.Of(id);
        var accepted = Accepted(here);
        draft.Add(accepted);
        if (Alarm(accepted, here.Owner, here.Issue.Building, here.Law) is { } alarmed)
        {
            draft.Add(alarmed);
        }
    }

    /// <summary>Urgent from now on, where it was not; what would come later than it was told stays.</summary>
    private static IssueIncidentDeclared Declared(in Here here, int people)
    {
        var (issue, step, terms) = (here.Issue, here.Step, UrgentTerms(here));
        var (overallDueAt, overall) = IssueLevels.OverallAt(here.Now, terms.Cap, terms, here.Law);
        var isSooner = overallDueAt < here.OverallDueAt;
        overallDueAt = isSooner ? overallDueAt : here.OverallDueAt;
        var limit = step.Level < IssueLevels.Last ? terms.Budgets[step.Level] : null;
        var counted = IssueLevels.StepOf(
            step.Level,
            step.Handler,
            terms,
            here.Now,
            limit,
            overallDueAt,
            here.Law,
            issue.WarnedPercent
        );
        return new IssueIncidentDeclared(
            issue.Id,
            issue.Category,
            terms,
            counted.DueAt < step.DueAt
                ? counted with
                {
                    AcknowledgeDueAt = Earlier(counted.AcknowledgeDueAt, step.AcknowledgeDueAt),
                    CountedFrom = here.Now,
                }
                : step,
            overallDueAt,
            isSooner ? overall : null,
            people
        );
    }

    /// <summary>
    /// The terms it has, of class P2 at least: where the limits of that class are shorter, those; by the rules in force,
    /// as it begins to be an incident now.
    /// </summary>
    private static IssueTerms UrgentTerms(in Here here)
    {
        var terms = here.Terms;
        if (terms.Class <= UrgencyClass.P2)
        {
            return terms;
        }

        var urgent = EffectiveRules.ClassOf(UrgencyClass.P2, here.Owner.Rules, here.Law);
        var budgets = new TimeLimit?[terms.Budgets.Length];
        for (var level = 0; level < budgets.Length; level++)
        {
            // A level that has no say in the category gets none by this.
            budgets[level] = terms.Budgets[level] is { } own ? Shorter(own, urgent.Budgets[level]) : null;
        }

        return terms with
        {
            RuleVersion = here.Law.Version,
            OwnerRuleVersion = here.Owner.Rules?.Version,
            Class = UrgencyClass.P2,
            Acknowledge = Shorter(terms.Acknowledge, urgent.Acknowledge),
            Budgets = ImmutableCollectionsMarshal.AsImmutableArray(budgets),
            Cap = Shorter(terms.Cap, urgent.Cap),
        };
    }

    private static TimeLimit Shorter(TimeLimit own, TimeLimit? urgent) =>
        urgent is { } limit && limit.RoughLength < own.RoughLength ? limit : own;

    private static DateTimeOffset Earlier(DateTimeOffset one, DateTimeOffset other) => one < other ? one : other;
}
