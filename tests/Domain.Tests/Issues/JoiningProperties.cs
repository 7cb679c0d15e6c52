using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CsCheck;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What holds of reports of the same, whatever people join, merge and split, in whatever order.</summary>
public sealed class JoiningProperties
{
    private const int IssuesMax = 14;

    private static readonly ImmutableArray<string> Categories = ["UTL-04", "UTL-04", "UTL-04", "UTL-01", "NBR-01"];

    private static readonly ImmutableArray<string> Words =
    [
        "report",
        "report",
        "report",
        "report",
        "join",
        "join",
        "leave",
        "follow",
        "merge",
        "merge",
        "split",
        "split",
        .. IssueCommandTable
            .Rows.Where(r => !r.From.IsEmpty)
            .Select(r => r.Word)
            .Except(["join", "leave", "merge", "split", "follow", "relocate"]),
    ];

    /// <summary>What, at which issue, into which other, by whom of the residents, and how many minutes later.</summary>
    internal static readonly Gen<(int What, int Issue, int Other, int Who, int Minutes)[]> Acts = Gen.Select(
        Gen.Int[0, Words.Length - 1],
        Gen.Int[0, IssuesMax - 1],
        Gen.Int[0, IssuesMax - 1],
        Gen.Int[0, 9],
        Gen.Frequency((6, Gen.Int[0, 4]), (2, Gen.Int[5, 300]), (1, Gen.Int[300, 20_000]))
    ).Array[0, 80];

    [Fact]
    public void Nobodys_report_is_lost_and_what_is_merged_lives_on_in_one_that_is_there() =>
        Acts.Sample(acts =>
        {
            var story = Begin();
            foreach (var act in acts)
            {
                Act(story, act);
                CheckMerges(story.State, story.Log.Select(it => it.Happened));
            }
        });

    [Fact]
    public void Each_open_issue_has_one_level_and_handler_and_no_deadline_restarts() =>
        Acts.Sample(acts =>
        {
            var story = Begin();
            foreach (var act in acts)
            {
                var before = story.State.Issues;
                var logged = story.Log.Count;
                Act(story, act);
                foreach (var (id, issue) in story.State.Issues)
                {
                    CheckOne(issue);
                    if (before.TryGetValue(id, out var was) && was.OverallDueAt is { } overall)
                    {
                        var happened = story
                            .Log.Skip(logged)
                            .Select(it => it.Happened)
                            .Where(it => it.Subject == id)
                            .ToArray();
                        CheckOverall(was, issue, overall, happened);
                    }
                }
            }
        });

    [Fact]
    public void The_log_read_back_and_the_snapshot_give_the_same_state() =>
        Acts.Sample(acts =>
        {
            var story = Begin();
            foreach (var act in acts)
            {
                Act(story, act);
            }

            var again = Town.ACompound();
            foreach (var (happened, actor, at) in story.Log)
            {
                var read = EventJson.Read(EventCatalog.NameOf(happened), EventJson.Write(happened));
                again = CompoundState.Evolve(again, read, actor, at);
            }

            var snapshot = JsonSerializer.Serialize(story.State, CompoundState.Json);
            Assert.Equal(snapshot, JsonSerializer.Serialize(again, CompoundState.Json));
            var stored = JsonSerializer.Deserialize(snapshot, CompoundState.Json)!;
            foreach (var category in Categories.Distinct())
            {
                Assert.Equal(story.State.Book.IncidentOf(category), stored.Book.IncidentOf(category));
                Assert.Equal(
                    story.State.Book.LatelyAffected(category, Town.Morning).Select(it => it.Id),
                    stored.Book.LatelyAffected(category, Town.Morning).Select(it => it.Id)
                );
            }
        });

    [Fact]
    public void Left_alone_everything_ends_or_is_marked_at_the_last_level_with_what_lives_on_in_it() =>
        Acts.Sample(acts =>
        {
            var story = Begin();
            foreach (var act in acts)
            {
                Act(story, act);
            }

            var jumps = 0;
            while (story.State.NextDueAt is { } next)
            {
                Assert.True(jumps++ < 400, "It never ends.");
                story.Now = next > story.Now ? next : story.Now;
                story.Wakes();
            }

            foreach (var issue in story.State.Issues.Values)
            {
                var lives = issue.MergedInto is { } into ? story.State.Issues[into] : issue;
                Assert.True(lives is { IsOpen: true, Overdue: true, Step.Level: IssueLevels.Last });
            }
        });

    internal static Story<CompoundState> Begin()
    {
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        return story;
    }

    internal static void Act(Story<CompoundState> story, (int What, int Issue, int Other, int Who, int Minutes) act)
    {
        story.Now = story.Now.AddMinutes(act.Minutes);
        story.Wakes();
        var (word, id) = (Words[act.What], Id(act.Issue));
        Actor resident = Town.ResidentNumber(act.Who);
        DomainCommand command = word switch
        {
            "report" => Town.ReportOf(Categories[act.Other % Categories.Length], id),
            "merge" => new Merge(id, Id(act.Other)),
            _ => Scenes.Command(word) with { IssueId = id },
        };
        IEnumerable<Actor> people = word is "report" or "join" or "leave" or "follow"
            ? [resident]
            : [resident, .. Town.Everybody, .. Enumerable.Range(0, 10).Select(Town.ResidentNumber)];
        foreach (var actor in people)
        {
            var decision = story.Ask(actor, command);
            Assert.True(decision.Rejection is null || decision.Events.IsEmpty);
            if (decision.Rejection is null)
            {
                story.Happens(decision.Events, actor.Reference);
                return;
            }
        }
    }

    private static void CheckMerges(CompoundState state, IEnumerable<DomainEvent> log)
    {
        // Only its archive ends an issue here: then its number is free again.
        var alive = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var happened in log)
        {
            if (happened is IssueReported reported)
            {
                alive.Add(reported.IssueId);
            }
            else if (happened is IssueArchived archived)
            {
                Assert.True(alive.Remove(archived.IssueId));
            }
        }

        Assert.Equal(alive, state.Issues.Keys.AsEnumerable(), StringComparer.Ordinal);
        foreach (var (id, issue) in state.Issues)
        {
            Assert.Equal(issue.Status is IssueStatus.Merged, issue.MergedInto is not null);
            Assert.DoesNotContain(issue.Reporter, issue.Followers);
            Assert.Distinct(issue.Followers.AsEnumerable());
            Assert.All(issue.Joined, it => Assert.Contains(it.Who, issue.Followers));
            Assert.All(issue.Duplicates, it => Assert.Equal(id, state.Issues[it.IssueId].MergedInto));
            if (issue.MergedInto is { } into)
            {
                var other = state.Issues[into];
                Assert.Null(other.MergedInto);
                Assert.Equal(issue.Category, other.Category);
                Assert.Single(other.Duplicates, it => it.IssueId == id);
                Assert.Empty(issue.Duplicates);
            }
        }
    }

    private static void CheckOne(Issue issue)
    {
        if (issue.IsOpen && issue.Status is not IssueStatus.Submitted)
        {
            Assert.NotNull(issue.Terms);
            Assert.InRange(issue.Step!.Level, 0, IssueLevels.Last);
            Assert.True(issue.Step.DueAt <= issue.OverallDueAt);
            Assert.True(issue.Step.Warning is null || issue.Step.Warning.At < issue.Step.DueAt);
        }

        Assert.True(issue.IncidentAt is null || issue.Terms!.Class <= UrgencyClass.P2);
        Assert.True(issue.Visibility is Visibility.Compound || issue.IncidentAt is null);
    }

    /// <summary>Only what was granted, stood still, or is done again moves it out; only an incident takes it nearer.</summary>
    private static void CheckOverall(Issue was, Issue issue, DateTimeOffset overall, DomainEvent[] happened)
    {
        // One that was archived meanwhile leaves its number to another.
        if (issue.TimesReopened != was.TimesReopened || happened.Any(it => it is IssueReported))
        {
            return;
        }

        var later = happened.Any(it => it is IssueExtended or IssueResumed or IssueReworkOrdered);
        var sooner = happened.Any(it => it is IssueIncidentDeclared);
        Assert.True(later || issue.OverallDueAt <= overall, "The overall clock restarted.");
        Assert.True(sooner || issue.OverallDueAt >= overall, "The overall deadline came earlier.");
        if (
            sooner
            && was.Step is { } step
            && happened.All(it => it is IssueIncidentDeclared or IssueJoined or IssueDuplicateAdded)
        )
        {
            Assert.True(issue.Step!.DueAt <= step.DueAt);
            Assert.Equal(step.Handler, issue.Step.Handler);
        }
    }

    private static string Id(int number) => $"QY20261124-{number:000000}";
}
