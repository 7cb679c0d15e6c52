using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>What holds of a roll-call, whatever people do, in whatever order, however late the grid wakes.</summary>
public sealed class RollCallProperties
{
    private static readonly Gen<(int Act, int Who, int Detail, int Minutes)[]> Acts = Gen.Select(
        Gen.Int[0, 9],
        Gen.Int[0, 3],
        Gen.Int[0, 3],
        Gen.Frequency((5, Gen.Int[0, 10]), (3, Gen.Int[0, 60]), (1, Gen.Int[0, 3_000]))
    ).Array[0, 60];

    [Fact]
    public void Each_micro_grid_is_counted_once_and_never_more_than_are_expected() =>
        Acts.Sample(
            acts =>
                Lived(
                    acts,
                    story =>
                    {
                        if (story.State.RollCall is not { } call)
                        {
                            return;
                        }

                        Assert.NotEmpty(call.Expected);
                        Assert.Equal(call.Expected.Length, call.Expected.Distinct(StringComparer.Ordinal).Count());
                        Assert.Subset(
                            call.Expected.ToHashSet(StringComparer.Ordinal),
                            call.Answers.Keys.ToHashSet(StringComparer.Ordinal)
                        );
                        Assert.Equal(call.Expected.Length, call.Answers.Count + call.Missing.Length);
                        Assert.InRange(call.Late, 0, call.Answers.Count);
                        Assert.InRange(call.NeedingHelp.Length, 0, call.Answers.Count);
                        // In time is who first answered before the deadline, and nobody else.
                        Assert.All(
                            call.Answers,
                            it => Assert.Equal(FirstAt(story, call.Number, it.Key) >= call.Deadline, it.Value.Late)
                        );
                    }
                ),
            iter: 2_000
        );

    [Fact]
    public void A_roll_call_ends_once_and_a_grid_never_wakes_for_nothing() =>
        Acts.Sample(
            acts =>
            {
                var story = Lived(
                    acts,
                    story =>
                    {
                        Assert.False(story.State.NextDueAt <= story.Now);
                        Assert.Empty(GridState.Due(story.State, story.Law, story.Now));
                        if (story.State.NextDueAt is { } next)
                        {
                            Assert.NotEmpty(GridState.Due(story.State, story.Law, next.AddHours(1)));
                        }
                    }
                );
                while (story.State.NextDueAt is not null)
                {
                    story.Waits();
                }

                var closed = story.Log.Select(it => it.Happened).OfType<RollClosed>().Select(it => it.Number).ToList();
                var called = story.Log.Select(it => it.Happened).OfType<RollCalled>().Select(it => it.Number);
                Assert.Equal(called, closed);
                foreach (var it in story.Log.Select(it => it.Happened).OfType<RollClosed>())
                {
                    Assert.Equal(it.Closing is RollClosing.Time or RollClosing.Complete, it.Told is not null);
                    Assert.Equal(it.Closing is RollClosing.Complete, it.Missing.IsEmpty);
                }
            },
            iter: 1_000
        );

    [Fact]
    public void The_log_read_back_gives_the_same_roll_call() =>
        Acts.Sample(
            acts =>
            {
                var story = Lived(acts, _ => { });
                var again = Town.AGrid();
                foreach (var (happened, actor, at) in story.Log)
                {
                    var read = EventJson.Read(EventCatalog.NameOf(happened), EventJson.Write(happened));
                    again = GridState.Evolve(again, read, actor, at);
                }

                var json = JsonSerializer.Serialize(story.State, GridState.Json);
                Assert.Equal(json, JsonSerializer.Serialize(again, GridState.Json));
                Assert.Equal(
                    json,
                    JsonSerializer.Serialize(JsonSerializer.Deserialize(json, GridState.Json)!, GridState.Json)
                );
                Assert.Equal(story.State.NextDueAt, again.NextDueAt);
            },
            iter: 500
        );

    private static DateTimeOffset FirstAt(Story<GridState> story, int number, string code) =>
        story
            .Log.First(it =>
                it.Happened is RollConfirmed e && e.Number == number && (e.MicroGrid ?? RollCall.WholeGrid) == code
            )
            .At;

    private static Story<GridState> Lived(
        (int Act, int Who, int Detail, int Minutes)[] acts,
        Action<Story<GridState>> holds
    )
    {
        var story = Rolls.AGrid();
        var number = 0;
        foreach (var (act, who, detail, minutes) in acts)
        {
            story.Now = story.Now.AddMinutes(minutes);
            // Now and then somebody is quicker than the timer.
            if (detail > 0)
            {
                story.Wakes();
            }

            var person = Duty.People[who];
            var code = detail == 3 ? null : $"M0{detail + 1}";
            var state = act % 2 == 0 ? RollState.AllWell : RollState.NeedsHelp;
            var (by, command) = act switch
            {
                0 => (Actor.Platform, story.Call(++number)),
                1 => (Actor.Platform, story.Call(number)),
                2 => (Actor.Platform, new EndRoll(number)),
                3 => (Town.CommunityDesk, new SetMicroGrid($"M0{detail + 1}", "4栋", 10)),
                4 => (Town.CommunityDesk, new RemoveMicroGrid($"M0{detail + 1}")),
                5 => (person, new ConfirmRoll(code, state, Rolls.Words())),
                _ => (person, (DomainCommand)new ConfirmRoll(code, state)),
            };
            var decision = story.Ask(by, command);
            if (decision.Rejection is null)
            {
                story.Happens(decision.Events, by.Reference);
            }

            story.Wakes();
            holds(story);
        }

        return story;
    }
}
