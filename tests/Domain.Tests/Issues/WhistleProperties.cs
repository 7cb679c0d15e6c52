using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CsCheck;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What holds of whistles whatever people do, in whatever order.</summary>
public sealed class WhistleProperties
{
    private static readonly ImmutableArray<string> Departments =
    [
        "housing",
        "urban-lighting",
        "fire",
        "police",
        "water",
        "parks",
        "justice",
    ];

    /// <summary>What is done with whistles stands there more than once.</summary>
    private static readonly ImmutableArray<string> Words =
    [
        .. IssueCommandTable.Rows.Where(r => !r.From.IsEmpty).Select(r => r.Word).Except(["relocate"]),
        .. Enumerable.Repeat("whistle", 12),
        .. Enumerable.Repeat("decideWhistle", 6),
        .. Enumerable.Repeat("reportToWhistle", 6),
        .. Enumerable.Repeat("objectWhistle", 3),
        .. Enumerable.Repeat("rateWhistle", 2),
    ];

    private static readonly Gen<(int Word, int Department, int Detail, int Minutes)[]> Acts = Gen.Select(
        Gen.Int[0, Words.Length - 1],
        Gen.Frequency((3, Gen.Int[0, 1]), (1, Gen.Int[0, Departments.Length - 1])),
        Gen.Int[0, 11],
        Gen.Frequency((6, Gen.Const(0)), (4, Gen.Int[0, 90]), (2, Gen.Int[0, 3_000]))
    ).Array[0, 50];

    [Fact]
    public void Whistles_never_move_the_issue_and_each_missed_step_is_told_once() =>
        Acts.Sample(
            acts =>
            {
                var story = Clocks.Reported("ENV-04");
                var told = new HashSet<(string, WhistleStep)>();
                foreach (var (word, department, detail, minutes) in acts)
                {
                    Live(story, story.Now.AddMinutes(minutes), told);
                    var command = Command(Words[word], Departments[department], detail);
                    var actor = Town.Everybody.FirstOrDefault(it => story.Ask(it, command).Rejection is null);
                    if (actor is not null)
                    {
                        Happens(story, story.Ask(actor, command).Events, actor.Reference, told);
                    }
                }

                Live(story, story.Now.AddDays(400), told);
            },
            iter: 2_000
        );

    [Fact]
    public void The_log_read_back_gives_the_same_whistles_and_a_snapshot_as_well() =>
        Acts.Sample(
            acts =>
            {
                var story = Clocks.Reported("ENV-04");
                foreach (var (word, department, detail, minutes) in acts)
                {
                    story.Now = story.Now.AddMinutes(minutes);
                    story.Wakes();
                    var command = Command(Words[word], Departments[department], detail);
                    var actor = Town.Everybody.FirstOrDefault(it => story.Ask(it, command).Rejection is null);
                    if (actor is not null)
                    {
                        story.Does(actor, command);
                    }
                }

                var again = Town.ACompound();
                foreach (var (happened, actor, at) in story.Log)
                {
                    var read = EventJson.Read(EventCatalog.NameOf(happened), EventJson.Write(happened));
                    again = CompoundState.Evolve(again, read, actor, at);
                }

                var snapshot = JsonSerializer.Serialize(story.State, CompoundState.Json);
                Assert.Equal(snapshot, JsonSerializer.Serialize(again, CompoundState.Json));
                var thawed = JsonSerializer.Deserialize(snapshot, CompoundState.Json)!;
                Assert.Equal(snapshot, JsonSerializer.Serialize(thawed, CompoundState.Json));
                Assert.Equal(story.State.NextDueAt, thawed.NextDueAt);
                Assert.Equal(story.State.NextDueAt, again.NextDueAt);
            },
            iter: 300
        );

    /// <summary>From deadline to deadline.</summary>
    private static void Live(Story<CompoundState> story, DateTimeOffset until, HashSet<(string, WhistleStep)> told)
    {
        var rounds = 0;
        while (story.State.NextDueAt is { } next && next <= until)
        {
            story.Now = next > story.Now ? next : story.Now;
            var due = CompoundState.Due(story.State, story.Law, story.Now);
            Assert.False(due.IsEmpty, "Something is due, and nothing happens.");
            Assert.True(rounds++ < 100, "It never ends.");
            Happens(story, due, Actor.Platform.Reference, told);
        }

        story.Now = until;
    }

    private static void Happens(
        Story<CompoundState> story,
        ImmutableArray<DomainEvent> events,
        Guid actor,
        HashSet<(string, WhistleStep)> told
    )
    {
        foreach (var happened in events)
        {
            var before = story.Issue;
            story.Happens([happened], actor);
            switch (happened)
            {
                case IssueWhistleDrafted e:
                    told.RemoveWhere(it => it.Item1 == e.Department);
                    break;
                case IssueWhistleMissed e:
                    Assert.True(told.Add((e.Department, e.Step)), "Told twice.");
                    var late = before.Whistles!.Value.Single(it => it.Department == e.Department);
                    Assert.True(late.Clocks!.Of(e.Step) <= story.Now, "Told too early.");
                    Assert.False(late.Has(e.Step), "It was done.");
                    break;
            }

            if (happened is IssueWhistleEvent)
            {
                Assert.Equal(Apart(before), Apart(story.Issue));
            }

            Check(story);
        }
    }

    private static void Check(Story<CompoundState> story)
    {
        if (!story.State.Issues.TryGetValue(Story.Id, out var issue) || issue.Whistles is not { } whistles)
        {
            return;
        }

        Assert.NotEmpty(whistles);
        Assert.Distinct(whistles.Select(it => it.Department));
        Assert.True(whistles.Count(it => it.IsOpen) <= WhistleRules.Default.OpenMax);
        Assert.True(issue.IsOpen || whistles.All(it => !it.IsOpen));
        Assert.All(
            whistles,
            it =>
            {
                Assert.Equal(it.IsBlown, it.Clocks is not null);
                Assert.True(it.State is not WhistleState.Objected || it.ObjectedBy is not null);
                Assert.True(it.Clocks is null || it.Clocks.SignBy <= it.Clocks.ContactBy);
                Assert.True(it.Clocks is null || it.Clocks.ContactBy <= it.Clocks.OnSiteBy);
            }
        );
    }

    /// <summary>The issue without its whistles.</summary>
    private static Issue Apart(Issue issue) => issue with { Whistles = null, UpdatedAt = default };

    private static IssueCommand Command(string word, string department, int detail) =>
        Scenes.Command(word) switch
        {
            BlowWhistle c => c with { Department = department, Kind = (WhistleKind)(detail % 3) },
            DecideWhistle c => c with { Department = department, Granted = detail % 2 == 0 },
            ReportToWhistle c => c with { Department = department, Step = (WhistleStep)(detail % 4) },
            ObjectWhistle c => c with { Department = department },
            RateWhistle c => c with { Department = department },
            Verify c => c with { Passed = detail % 2 == 0 },
            Rate c => c with { Stars = 1 + detail % 5 },
            var other => other,
        };
}
