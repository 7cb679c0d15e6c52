using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CsCheck;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What holds whatever people do, in whatever order, allowed or not.</summary>
public sealed class LifecycleProperties
{
    private static readonly ImmutableArray<string> Categories =
    [
        "UTL-04",
        "SAF-01",
        "ENV-05",
        "SVC-02",
        "BLD-02",
        "RNV-01",
        "NBR-01",
        "UTL-01",
    ];

    private static readonly ImmutableArray<string> Words =
    [
        .. IssueCommandTable.Rows.Where(r => !r.From.IsEmpty).Select(r => r.Word),
        "confirmHandedOver",
        "returnToSender",
        "takeOver",
    ];

    /// <summary>Who, what, and how many hours later; half of the acts are of people who have a say in it.</summary>
    private static readonly Gen<(int Who, int What, int Hours)[]> Acts = Gen.Select(
        Gen.Int[0, Town.Everybody.Length - 1],
        Gen.Int[0, Words.Length - 1],
        Gen.Frequency((5, Gen.Const(0)), (3, Gen.Int[0, 30]), (1, Gen.Int[0, 400]))
    ).Array[0, 60];

    [Fact]
    public void While_open_it_has_one_level_and_handler_and_the_overall_clock_never_restarts() =>
        Acts.Select(Gen.Int[0, Categories.Length - 1], Gen.Bool)
            .Sample(
                (acts, category, verifyFirst) =>
                {
                    var story = Begin(category, verifyFirst);
                    Check(story, null);
                    foreach (var (who, what, hours) in acts)
                    {
                        var before = story.State.Issues.GetValueOrDefault(Story.Id);
                        story.Now = story.Now.AddHours(hours);
                        var logged = story.Log.Count;
                        story.Wakes();
                        Check(story, before, logged);
                        before = story.State.Issues.GetValueOrDefault(Story.Id);
                        logged = story.Log.Count;
                        Act(story, Town.Everybody[who], Words[what]);
                        Check(story, before, logged);
                    }
                }
            );

    [Fact]
    public void Folding_the_log_again_in_its_written_form_gives_the_same_state() =>
        Acts.Sample(acts =>
        {
            var story = Begin(0, false);
            Play(story, acts);

            var again = Town.ACompound();
            foreach (var (happened, actor, at) in story.Log)
            {
                var written = EventJson.Read(EventCatalog.NameOf(happened), EventJson.Write(happened));
                again = CompoundState.Evolve(again, written, actor, at);
            }

            Assert.Equal(Snapshot(story.State), Snapshot(again));
            Assert.Equal(story.State.NextDueAt, again.NextDueAt);
        });

    [Fact]
    public void A_snapshot_is_read_back_as_the_same_state() =>
        Acts.Sample(acts =>
        {
            var story = Begin(0, false);
            Play(story, acts);

            var read = JsonSerializer.Deserialize(Snapshot(story.State), CompoundState.Json)!;

            Assert.Equal(Snapshot(story.State), Snapshot(read));
            Assert.Equal(story.State.NextDueAt, read.NextDueAt);
            Assert.Equal(story.State.Profile.HomeGrid, read.Profile.HomeGrid);
        });

    [Fact]
    public void Left_alone_every_issue_is_archived_or_marked_at_the_last_level() =>
        Acts.Select(Gen.Int[0, Categories.Length - 1], Gen.Bool)
            .Sample(
                (acts, category, verifyFirst) =>
                {
                    var story = Begin(category, verifyFirst);
                    Play(story, acts);

                    var jumps = 0;
                    while (story.State.NextDueAt is { } next)
                    {
                        Assert.True(jumps++ < 40, "It never ends.");
                        story.Now = next > story.Now ? next : story.Now;
                        story.Wakes();
                    }

                    foreach (var issue in story.State.Issues.Values)
                    {
                        Assert.True(
                            issue.MovingTo is not null
                                || issue is { IsOpen: true, Overdue: true, Step.Level: IssueLevels.Last }
                        );
                    }
                }
            );

    [Fact]
    public void Every_change_of_an_issue_writes_one_row_that_says_how_it_stands() =>
        Acts.Sample(acts =>
        {
            var story = Begin(0, false);
            foreach (var (who, what, _) in acts)
            {
                var happened = Act(story, Town.Everybody[who], Words[what]);
                if (happened.IsEmpty || happened[^1] is IssueHandedOver)
                {
                    continue;
                }

                var row = JsonDocument.Parse(Assert.Single(story.Rows).Json).RootElement;
                Assert.Equal(story.Issue.Status.Camel(), row.GetProperty("status").GetString());
                Assert.Equal(story.Issue.NextDueAt, row.GetProperty("next_due_at").Deserialize<DateTimeOffset?>());
            }
        });

    private static Story<CompoundState> Begin(int category, bool verifyFirst)
    {
        var story = Story.AtCompound();
        story.Law = new Law(
            1,
            DefaultRules.Template with
            {
                Categories = [.. DefaultRules.Template.Categories.Select(c => c with { VerifyFirst = verifyFirst })],
            }
        );
        story.Does(Town.Resident, Town.ReportOf(Categories[category]));
        return story;
    }

    private static void Play(Story<CompoundState> story, (int Who, int What, int Hours)[] acts)
    {
        foreach (var (who, what, hours) in acts)
        {
            story.Now = story.Now.AddHours(hours);
            story.Wakes();
            Act(story, Town.Everybody[who], Words[what]);
        }
    }

    private static ImmutableArray<DomainEvent> Act(Story<CompoundState> story, Actor actor, string word)
    {
        var command = Scenes.Command(word) switch
        {
            // What was sent away is what comes back.
            ReturnToSender c when story.State.Issues.TryGetValue(Story.Id, out var issue) => c with { Carried = issue },
            TakeOver c when story.State.Issues.TryGetValue(Story.Id, out var issue) => c with { Carried = issue },
            // Nothing returns from where it never went.
            ReturnToSender or TakeOver => new Follow(Story.Id),
            var other => other,
        };
        var decision = story.Ask(actor, command);
        Assert.True(decision.Rejection is null || decision.Events.IsEmpty);
        story.Happens(decision.Events, actor.Reference);
        return decision.Events;
    }

    private static void Check(Story<CompoundState> story, Issue? before, int logged = 0)
    {
        if (!story.State.Issues.TryGetValue(Story.Id, out var issue))
        {
            return;
        }

        Assert.True(story.State.NextDueAt is null || story.State.NextDueAt == issue.NextDueAt);
        if (issue.IsOpen && issue.Status is not IssueStatus.Submitted)
        {
            Assert.NotNull(issue.Step);
            Assert.InRange(issue.Step.Level, 0, IssueLevels.Last);
            Assert.Contains(issue.Step.Handler.Role, RolesOf(issue.Step.Level));
            Assert.True(issue.Step.DueAt <= issue.OverallDueAt);
            Assert.NotNull(issue.Terms);
        }

        if (before?.OverallDueAt is { } overall && issue.TimesReopened == before.TimesReopened)
        {
            // Only what was granted, stood still, or has to be done again after the end moves it: later, never earlier.
            var moved = story
                .Log.Skip(logged)
                .Any(it => it.Happened is IssueExtended or IssueResumed or IssueCalledBack);
            Assert.True(moved ? issue.OverallDueAt >= overall : issue.OverallDueAt == overall);
        }
    }

    private static Role[] RolesOf(int level) =>
        level switch
        {
            0 => [Role.PropertyManager],
            1 => [Role.GridHead, Role.Community],
            2 => [Role.Subdistrict],
            3 => [Role.Department],
            _ => [Role.DistrictCentre],
        };

    private static string Snapshot(CompoundState state) => JsonSerializer.Serialize(state, CompoundState.Json);
}
