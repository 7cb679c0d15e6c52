using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>A community in emergency mode, and its grids, whose micro-grids answer the roll.</summary>
public sealed class RollCallTests
{
    private static readonly Place Told = Town.Community;

    private readonly Story<GridState> master = Rolls.AMasterGrid();
    private readonly Story<GridState> grid = Rolls.ACalledGrid();

    [Fact]
    public void An_emergency_calls_the_roll_of_every_grid_of_the_community()
    {
        var reason = PrivateText.Of("reason", "暴雨红色预警");

        var happened = master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids, reason));

        Assert.Equal(new EmergencyStarted(1, reason.Commitment), happened[0]);
        var ordered = Assert.IsType<RollCallOrdered>(happened[1]);
        Assert.Equal((1, (int?)1, master.Now.AddMinutes(30)), (ordered.Number, ordered.Emergency, ordered.Deadline));
        Assert.Equal(Rolls.Grids, ordered.Grids);
    }

    [Fact]
    public void The_roll_is_called_again_when_the_time_is_over_or_it_was_ended()
    {
        master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids));
        master.Now = master.Now.AddMinutes(30);
        master.Does(Town.SubdistrictDesk, new OrderRollCall(15, Rolls.Grids, false));
        Assert.Equal(2, Stopped(new StopRollCall()).Number);

        var third = Assert.IsType<RollCallOrdered>(
            Assert.Single(master.Does(Town.CommunityDesk, new OrderRollCall(60, Rolls.Grids, false)))
        );

        Assert.Equal((3, (int?)1), (third.Number, third.Emergency));
        Assert.Equal(3, Stopped(new EndEmergency()).Number);
    }

    [Fact]
    public void An_exercise_gives_way_to_an_emergency()
    {
        master.Does(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, true));
        var happened = master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids));

        Assert.Collection(
            happened,
            it => Assert.IsType<EmergencyStarted>(it),
            it => Assert.Equal(1, Assert.IsType<RollCallStopped>(it).Number),
            it => Assert.Equal(2, Assert.IsType<RollCallOrdered>(it).Number)
        );
    }

    [Fact]
    public void A_grid_that_is_registered_while_the_roll_is_called_belongs_to_it()
    {
        var late = Place.Grid("510105007004-D01");
        Assert.Empty(master.Does(Actor.Platform, new JoinRollCall(late)));
        master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids));
        Assert.Empty(master.Does(Actor.Platform, new JoinRollCall(Town.Grid)));

        var deadline = master.Now.AddMinutes(30);
        Assert.Equal(
            [new RollCallJoined(1, 1, 30, deadline, late)],
            master.Does(Actor.Platform, new JoinRollCall(late))
        );
        Assert.Contains(late, Stopped(new EndEmergency()).Grids);
    }

    [Fact]
    public void A_volunteer_answers_for_their_micro_grid_and_staff_for_who_cannot()
    {
        Assert.Equal([new RollConfirmed(1, "M01", RollState.AllWell)], grid.Does(Duty.Volunteer, Rolls.Well));
        var note = Rolls.Words();

        Assert.Equal(
            [
                new RollConfirmed(1, "M02", RollState.NeedsHelp, OnBehalf: true, Note: note.Commitment),
                Closed(RollClosing.Complete, Told),
            ],
            grid.Does(Duty.Officer, new ConfirmRoll("M02", RollState.NeedsHelp, note)),
            Same
        );
        Assert.Equal(["M02"], grid.State.RollCall!.NeedingHelp);
        Assert.Empty(grid.State.RollCall.Missing);
        Assert.Null(grid.State.NextDueAt);
    }

    [Fact]
    public void The_same_answer_again_is_no_second_one_and_another_takes_its_place()
    {
        grid.Does(Duty.Volunteer, Rolls.Well);
        Assert.Empty(grid.Does(Duty.Volunteer, Rolls.Well));
        Assert.Empty(grid.Does(Duty.Head, Rolls.WellAt("M01")));

        grid.Does(Duty.Head, new ConfirmRoll("M01", RollState.NeedsHelp));

        Assert.Single(grid.State.RollCall!.Answers);
        Assert.Equal(["M01"], grid.State.RollCall.NeedingHelp);
    }

    [Fact]
    public void When_the_time_is_over_it_is_said_once_whose_answer_is_missing()
    {
        grid.Does(Duty.Head, Rolls.WellAt("M02"));

        Assert.Equal([Closed(RollClosing.Time, Told, "M01")], grid.Waits(), Same);
        grid.Now = grid.Now.AddHours(1);
        Assert.Empty(grid.Wakes());
        Assert.Null(grid.State.NextDueAt);
    }

    [Fact]
    public void What_comes_when_the_time_is_over_is_taken_and_stays_late()
    {
        grid.Waits();

        Assert.Equal(
            [new RollConfirmed(1, "M01", RollState.NeedsHelp, Late: true)],
            grid.Does(Duty.Volunteer, new ConfirmRoll(null, RollState.NeedsHelp))
        );
        grid.Does(Duty.Volunteer, Rolls.Well);
        Assert.Equal((1, 1), (grid.State.RollCall!.Late, grid.State.RollCall.Answers.Count));
        Assert.Empty(grid.State.RollCall.NeedingHelp);
    }

    [Fact]
    public void An_answer_that_is_quicker_than_the_timer_comes_after_the_end_of_the_time()
    {
        grid.Now = grid.State.RollCall!.Deadline.AddSeconds(1);

        Assert.Equal(
            [Closed(RollClosing.Time, Told, "M01", "M02"), new RollConfirmed(1, "M01", RollState.AllWell, Late: true)],
            grid.Does(Duty.Volunteer, Rolls.Well),
            Same
        );
        Assert.Empty(grid.Wakes());
    }

    [Fact]
    public void Who_answered_in_time_and_says_more_later_is_not_late()
    {
        grid.Does(Duty.Volunteer, Rolls.Well);
        grid.Waits();

        grid.Does(Duty.Volunteer, new ConfirmRoll(null, RollState.NeedsHelp));

        Assert.Equal(0, grid.State.RollCall!.Late);
    }

    [Fact]
    public void A_grid_without_micro_grids_answers_once_by_its_staff()
    {
        var story = new Story<GridState>(Town.AGrid());
        story.Does(Actor.Platform, story.Call(1));

        story.IsRefused(Duty.Head, Rolls.WellAt("M01"), "roll-call.not-expected");
        Assert.Equal(
            [
                new RollConfirmed(1, null, RollState.AllWell, OnBehalf: true),
                new RollClosed(1, RollClosing.Complete, [], Told),
            ],
            story.Does(Duty.Head, Rolls.Well),
            Same
        );
    }

    [Fact]
    public void A_call_that_is_carried_twice_is_one_and_the_next_takes_the_place_of_one_under_way()
    {
        Assert.Empty(grid.Does(Actor.Platform, grid.Call(1)));
        grid.Does(Duty.Volunteer, Rolls.Well);

        var happened = grid.Does(Actor.Platform, grid.Call(3));

        Assert.Equal(Closed(RollClosing.Replaced, null, "M02"), happened[0], Same);
        Assert.Equal(["M01", "M02"], Assert.IsType<RollCalled>(happened[1]).MicroGrids);
        Assert.Empty(grid.State.RollCall!.Answers);
        Assert.Empty(grid.Does(Actor.Platform, grid.Call(2)));
    }

    [Fact]
    public void Ended_by_who_called_it_nobody_is_waited_for_and_nobody_is_told_twice()
    {
        Assert.Equal([Closed(RollClosing.Ended, null, "M01", "M02")], grid.Does(Actor.Platform, new EndRoll(1)), Same);
        Assert.Empty(grid.Does(Actor.Platform, new EndRoll(1)));
        Assert.Null(grid.State.NextDueAt);

        var over = Rolls.ACalledGrid();
        over.Waits();
        Assert.Empty(over.Does(Actor.Platform, new EndRoll(1)));
    }

    [Fact]
    public void The_row_of_a_call_that_was_replaced_waits_for_nothing()
    {
        var happened = grid.Does(Actor.Platform, grid.Call(2));

        Assert.Equal(2, happened.Length);
        Assert.Collection(
            grid.Rows.Where(it => it.View == "roll_calls"),
            it => Assert.DoesNotContain("next_due_at", it.Json, StringComparison.Ordinal),
            it => Assert.Contains("next_due_at", it.Json, StringComparison.Ordinal)
        );
    }

    /// <summary>Events with lists are compared by what they say.</summary>
    internal static bool Same(DomainEvent one, DomainEvent other) =>
        EventCatalog.NameOf(one) == EventCatalog.NameOf(other) && EventJson.Write(one) == EventJson.Write(other);

    private static RollClosed Closed(RollClosing closing, Place? told, params string[] missing) =>
        new(1, closing, [.. missing], told);

    private RollCallStopped Stopped(DomainCommand command) =>
        Assert.Single(master.Does(Town.CommunityDesk, command).OfType<RollCallStopped>());
}
