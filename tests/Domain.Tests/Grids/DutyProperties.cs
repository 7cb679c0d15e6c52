using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>What holds of tasks and duty, whatever people do, in whatever order, however late the grid wakes.</summary>
public sealed class DutyProperties
{
    private static readonly ImmutableArray<string> Issues = ["QY20261124-000301", "QY20261124-000302", Duty.P3];

    private static readonly Gen<(int Act, int Who, int Other, int Detail, int Minutes)[]> Acts = Gen.Select(
        Gen.Int[0, 11],
        Gen.Int[0, 3],
        Gen.Int[0, 3],
        Gen.Int[0, 9],
        Gen.Frequency((4, Gen.Const(0)), (6, Gen.Int[0, 30]), (4, Gen.Int[0, 1_000]), (1, Gen.Int[0, 10_000]))
    ).Array[0, 60];

    [Fact]
    public void An_open_task_is_with_one_person_on_duty_who_is_there_and_never_with_a_volunteer() =>
        Acts.Sample(acts => Lived(acts, Holds), iter: 3_000);

    [Fact]
    public void Woken_twice_or_late_a_grid_offers_on_once_and_never_wakes_for_nothing() =>
        Acts.Sample(
            acts =>
                Lived(
                    acts,
                    story =>
                    {
                        Assert.Empty(GridState.Due(story.State, story.Law, story.Now));
                        Assert.False(story.State.NextDueAt <= story.Now);
                        if (story.State.NextDueAt is { } next)
                        {
                            Assert.NotEmpty(GridState.Due(story.State, story.Law, next));
                            Assert.NotEmpty(GridState.Due(story.State, story.Law, next.AddDays(3)));
                        }
                    }
                ),
            iter: 2_000
        );

    [Fact]
    public void In_one_round_nobody_is_asked_twice_and_the_community_hears_once() =>
        Acts.Sample(
            acts =>
            {
                var story = Lived(acts, _ => { });
                foreach (var issue in Issues)
                {
                    var (asked, told) = (new HashSet<Guid>(), 0);
                    foreach (var (happened, _, _) in story.Log.Where(it => it.Happened.Subject == issue))
                    {
                        switch (happened)
                        {
                            case TaskOffered { Cause: OfferCause.Renewed }:
                                break;
                            case TaskOffered e:
                                Assert.True(e.Heads.Length <= 1);
                                told = e.Cause is OfferCause.Came ? 0 : told;
                                if (e.Turn == 1)
                                {
                                    asked.Clear();
                                }

                                Assert.All(e.Heads, person => Assert.True(asked.Add(person)));
                                break;
                            case TaskUnanswered { Told: not null }:
                                told++;
                                break;
                        }

                        Assert.True(told <= 1);
                    }
                }
            },
            iter: 1_000
        );

    [Fact]
    public void Left_alone_every_round_ends() =>
        Acts.Sample(
            acts =>
            {
                var story = Lived(acts, _ => { });
                var end = story.Now.AddDays(400);
                for (var wakes = 0; story.State.NextDueAt is { } next && next < end; wakes++)
                {
                    Assert.True(wakes < 3_000);
                    story.Waits();
                    Holds(story);
                }
            },
            iter: 200
        );

    [Fact]
    public void The_log_read_back_gives_the_same_grid() =>
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

                Assert.Equal(
                    JsonSerializer.Serialize(story.State, GridState.Json),
                    JsonSerializer.Serialize(again, GridState.Json)
                );
                Assert.Equal(story.State.NextDueAt, again.NextDueAt);
            },
            iter: 500
        );

    private static void Holds(Story<GridState> story)
    {
        var roster = story.State.Roster;
        var onDuty = roster.OnDutyAt(story.Now);
        Assert.All(onDuty, person => Assert.True(roster.IsStaff(person) && !roster.IsAway(person, story.Now)));
        foreach (var task in story.State.Tasks.Values)
        {
            if (task.OfferedTo is not { } holder)
            {
                Assert.True(onDuty.IsEmpty);
                continue;
            }

            Assert.True(roster.IsPresent(holder, story.Now));
            Assert.NotEqual(MemberKind.Volunteer, roster.Find(holder)!.Kind);
            if (task.AcknowledgedAt is null)
            {
                Assert.Contains(holder, onDuty);
            }
        }
    }

    private static Story<GridState> Lived(
        (int Act, int Who, int Other, int Detail, int Minutes)[] acts,
        Action<Story<GridState>> holds
    )
    {
        var story = Duty.AGrid();
        holds(story);
        foreach (var act in acts)
        {
            story.Now = story.Now.AddMinutes(act.Minutes);
            // Now and then somebody is quicker than the timer.
            if (act.Detail > 1)
            {
                story.Wakes();
            }

            Does(story, act.Act, Duty.People[act.Who], Duty.People[act.Other], act.Detail);
            story.Wakes();
            holds(story);
        }

        return story;
    }

    private static void Does(Story<GridState> story, int act, Actor who, Actor other, int detail)
    {
        var issue = Issues[detail % Issues.Length];
        var today = Domain.Calendar.TownTime.DateOf(story.Now).AddDays(detail / 3);
        var (by, command) = act switch
        {
            0 => (Actor.Platform, story.Danger(issue)),
            1 => (Actor.Platform, story.Lamp(issue) with { Acknowledged = detail == 9 }),
            2 => (Actor.Platform, story.Danger(issue) with { RunsOn = true }),
            3 => (Actor.Platform, new AcknowledgeTask(issue, who.Reference)),
            4 => (Actor.Platform, new EndTask(issue, "issue.resolved")),
            5 => (Town.CommunityDesk, new RemoveMember(who.Reference)),
            6 => (Town.CommunityDesk, Duty.Add(who, detail < 4 ? MemberKind.Head : MemberKind.Officer)),
            7 => (
                Town.CommunityDesk,
                detail < 5
                    ? new ChangeMember(who.Reference, MemberKind.Volunteer, who.Roles, "M01")
                    : new ChangeMember(who.Reference, MemberKind.Officer, who.Roles)
            ),
            8 => (
                Town.CommunityDesk,
                new PlanShift(
                    who.Reference,
                    detail % 2 == 0 ? ShiftKind.Day : ShiftKind.Night,
                    today,
                    today.AddDays(detail / 2)
                )
            ),
            9 => (Town.CommunityDesk, new CancelShift(detail + 1)),
            10 => (
                who,
                new TakeLeave(
                    who.Reference,
                    detail < 5 ? null : story.Now.AddMinutes(detail * 20),
                    story.Now.AddMinutes(200 + 300 * detail),
                    detail % 2 == 0 ? other.Reference : null
                )
            ),
            _ => (Town.CommunityDesk, (DomainCommand)new EndLeave(detail + 1)),
        };
        var decision = story.Ask(by, command);
        if (decision.Rejection is null)
        {
            story.Happens(decision.Events, by.Reference);
        }
    }
}
