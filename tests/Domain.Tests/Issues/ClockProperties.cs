using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CsCheck;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What holds of clocks by the rules a district starts with, whatever people do, in whatever order.</summary>
public sealed class ClockProperties
{
    private const int AfterLong = 60;

    private static readonly ImmutableArray<string> Categories =
    [
        "ENV-04",
        "UTL-01",
        "UTL-04",
        "SAF-02",
        "ENV-05",
        "SVC-02",
        "PTY-02",
        "UTL-03",
    ];

    /// <summary>What moves clocks stands there more than once.</summary>
    private static readonly ImmutableArray<string> Words =
    [
        .. IssueCommandTable
            .Rows.Where(r => !r.From.IsEmpty)
            .Select(r => r.Word)
            .Except(["void", "withdraw", "reject"]),
        "extend",
        "extend",
        "suspend",
        "suspend",
        "decide",
        "decide",
        "decide",
        "answer",
        "resume",
        "return",
        "dispatch",
        "resolve",
        "recount",
    ];

    private static readonly ImmutableArray<TimeLimit?> Limits =
    [
        null,
        TimeLimit.WorkingHours(1),
        TimeLimit.WorkingHours(20),
        TimeLimit.WorkingDays(1),
        TimeLimit.WorkingDays(5),
        TimeLimit.Hours(3),
        TimeLimit.Hours(24),
        TimeLimit.Days(2),
        TimeLimit.Days(30),
    ];

    /// <summary>Year, days off besides weekends: more than are assumed before the notice is known.</summary>
    private static readonly CalendarYear Longer = new(
        2027,
        [
            .. StatutoryDays
                .Of(2027)
                .DaysOff.Concat([new(2027, 1, 4), new(2027, 1, 5), new(2027, 2, 11)])
                .Distinct()
                .Order(),
        ],
        []
    );

    internal static readonly Gen<(int Word, int Limit, int Detail, int Minutes)[]> Acts = Gen.Select(
        Gen.Int[0, Words.Length - 1],
        Gen.Int[0, Limits.Length - 1],
        Gen.Int[0, 9],
        Gen.Frequency((6, Gen.Const(0)), (6, Gen.Int[0, 600]), (3, Gen.Int[0, 3_000]), (1, Gen.Int[0, 20_000]))
    ).Array[0, AfterLong];

    internal static readonly Gen<(string Category, DateTimeOffset At)> Beginnings = Gen.Select(
        Gen.Int[0, Categories.Length - 1].Select(number => Categories[number]),
        Gen.Int[0, 40 * 24 * 60].Select(minutes => Clocks.At("2026-11-20 00:00").AddMinutes(minutes))
    );

    [Fact]
    public void Whatever_is_done_no_clock_is_gamed() =>
        Gen.Select(Beginnings, Acts).Sample((beginning, acts) => Lived(beginning, acts, watched: true), iter: 3_000);

    [Fact]
    public void Left_alone_for_a_year_every_issue_is_archived_or_marked_at_the_centre() =>
        Gen.Select(Beginnings, Acts)
            .Sample(
                (beginning, acts) =>
                {
                    var (story, watch) = Lived(beginning, acts, watched: true);
                    LiveFor(story, 366 * 24 * 60, watch);
                    Assert.Null(story.State.NextDueAt);
                    foreach (var issue in story.State.Issues.Values)
                    {
                        Assert.True(
                            issue.MovingTo is not null
                                || issue is { IsOpen: true, Overdue: true, Step.Level: IssueLevels.Last }
                        );
                        Assert.True(issue.MovingTo is not null || issue.Request is null);
                    }
                },
                iter: 500
            );

    [Fact]
    public void The_log_read_back_gives_the_same_clocks() =>
        Gen.Select(Beginnings, Acts)
            .Sample(
                (beginning, acts) =>
                {
                    var (story, _) = Lived(beginning, acts, watched: false);
                    var again = Town.ACompound();
                    foreach (var (happened, actor, at) in story.Log)
                    {
                        var read = EventJson.Read(EventCatalog.NameOf(happened), EventJson.Write(happened));
                        again = CompoundState.Evolve(again, read, actor, at);
                    }

                    var states = new[] { story.State, again }.Select(it =>
                        JsonSerializer.Serialize(it, CompoundState.Json)
                    );
                    Assert.Single(states.Distinct(StringComparer.Ordinal));
                    Assert.Equal(story.State.NextDueAt, again.NextDueAt);
                },
                iter: 500
            );

    [Fact]
    public void Counting_anew_by_the_same_calendar_does_nothing_and_with_more_days_off_takes_nothing() =>
        Gen.Select(Beginnings, Acts)
            .Sample(
                (beginning, acts) =>
                {
                    var (story, _) = Lived(beginning, acts, watched: false);
                    if (story.Law.Calendar.Version == 0)
                    {
                        Assert.Empty(story.Does(Actor.Platform, new RecountDeadlines()));
                    }

                    var before = story.State.Issues.GetValueOrDefault(Story.Id);
                    Recount(story);
                    Assert.Empty(story.Does(Actor.Platform, new RecountDeadlines()));
                    if (before is { IsOpen: true, Step: not null })
                    {
                        Assert.True(story.Issue.OverallDueAt >= before.OverallDueAt);
                        Assert.True(story.Issue.Step!.DueAt >= before.Step.DueAt);
                        Assert.True(
                            story.Issue.Overall?.SuperviseAt >= before.Overall?.SuperviseAt
                                || before.Overall?.SuperviseAt is null
                        );
                        Assert.Equal(before.Step.Level, story.Issue.Step.Level);
                        Assert.Equal(before.Step.Handler, story.Issue.Step.Handler);
                    }
                },
                iter: 500
            );

    /// <summary>An issue that was reported, and then all that was done with it; watched, its clocks are looked at all along.</summary>
    internal static (Story<CompoundState> Story, ClockWatch? Watch) Lived(
        (string Category, DateTimeOffset At) beginning,
        (int Word, int Limit, int Detail, int Minutes)[] acts,
        bool watched
    )
    {
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        story.Now = beginning.At;
        story.Does(Town.Resident, Town.ReportOf(beginning.Category));
        var watch = watched ? new ClockWatch(story) : null;
        foreach (var act in acts)
        {
            LiveFor(story, act.Minutes, watch);
            Act(story, act.Word, act.Limit, act.Detail);
            watch?.Look();
            story.Wakes();
            watch?.Look();
        }

        return (story, watch);
    }

    /// <summary>From deadline to deadline: whatever is due happens at its moment.</summary>
    internal static void LiveFor(Story<CompoundState> story, int minutes, ClockWatch? watch)
    {
        var until = story.Now.AddMinutes(minutes);
        var jumps = 0;
        while (story.State.NextDueAt is { } next && next <= until)
        {
            Assert.True(jumps++ < AfterLong, "It never ends.");
            story.Now = next > story.Now ? next : story.Now;
            story.Wakes();
            Assert.True(story.State.NextDueAt is null || story.State.NextDueAt > story.Now);
            watch?.Look();
        }

        story.Now = until;
    }

    private static void Recount(Story<CompoundState> story)
    {
        story.Law = new Law(0, DefaultRules.Template, WorkingCalendar.Default.With(Longer, 1));
        story.Does(Actor.Platform, new RecountDeadlines());
    }

    internal static void Act(Story<CompoundState> story, int word, int limit, int detail)
    {
        if (!story.State.Issues.TryGetValue(Story.Id, out var issue))
        {
            return;
        }

        if (Words[word] == "recount")
        {
            Recount(story);
            return;
        }

        var why = Enum.GetValues<SuspensionReason>()[detail % 5];
        var command = Words[word] switch
        {
            "extend" => Clocks.Extend(Limits[limit]),
            "suspend" => Clocks.Suspend(why, Limits[limit], TownTime.DateOf(story.Now).AddDays(1 + detail * 9)),
            "decide" => new DecideRequest(Story.Id, detail > 1, null, detail == 9 ? Town.OtherGrid : null),
            "dispatch" when detail > 4 && issue.Step?.Level == 1 => new Dispatch(
                Story.Id,
                detail % 2 == 0 ? Town.Grid : Town.OtherGrid
            ),
            "rate" => new Rate(Story.Id, 1 + detail % 5),
            "verify" => new Verify(Story.Id, detail % 2 == 0),
            "callBack" => new CallBack(Story.Id, Solved: false, CausedByHandling: detail % 2 == 0),
            "relocate" when detail > 0 => new Follow(Story.Id),
            var other => Scenes.Command(other),
        };
        // Somebody who may, when anybody may: refusals have tests of their own.
        foreach (var actor in Town.Everybody)
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
}
