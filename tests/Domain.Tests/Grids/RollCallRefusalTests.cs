using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>What nobody may do in an emergency or a roll-call, and what cannot be.</summary>
public sealed class RollCallRefusalTests
{
    private readonly Story<GridState> master = Rolls.AMasterGrid();
    private readonly Story<GridState> grid = Rolls.ACalledGrid();

    [Fact]
    public void Only_the_desk_of_the_community_its_subdistrict_and_the_district_centre_call_its_roll()
    {
        Actor[] callers = [Town.CommunityDesk, Town.SubdistrictDesk, Town.Centre];
        DomainCommand[] commands =
        [
            new StartEmergency(30, Rolls.Grids),
            new OrderRollCall(30, Rolls.Grids, Exercise: true),
            new StopRollCall(),
            new EndEmergency(),
        ];
        foreach (var actor in Town.Everybody.Concat(Duty.People).Except(callers))
        {
            foreach (var command in commands)
            {
                master.IsRefused(actor, command, "place.not-yours");
            }
        }

        foreach (var caller in callers)
        {
            Assert.Null(master.Ask(caller, commands[0]).Rejection);
        }
    }

    [Fact]
    public void A_stranger_does_not_answer_a_roll_call()
    {
        Actor[] own = [Duty.Head, Duty.Officer, Duty.Second, Duty.Volunteer, Town.MasterGridHead];
        var offRoster = new Actor(new Guid(1, 2, 3, new byte[8]), [new HeldRole(Role.MicroGridHead, Town.Grid)]);
        foreach (var actor in Town.Everybody.Append(offRoster).Except(own))
        {
            grid.IsRefused(actor, Rolls.WellAt("M01"), "roll-call.stranger");
        }

        foreach (var actor in own)
        {
            Assert.Null(grid.Ask(actor, Rolls.WellAt("M01")).Rejection);
        }

        var sentence = grid.IsRefused(Town.Resident, Rolls.Well, "roll-call.stranger").English;
        Assert.Contains("rule of answering for one's own grid", sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volunteer_does_not_answer_for_the_micro_grid_of_another()
    {
        var refused = grid.IsRefused(Duty.Volunteer, Rolls.WellAt("M02"), "roll-call.other-micro-grid");

        Assert.Equal("microGrid", refused.Field);
        Assert.Contains("M01", refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public void A_volunteer_whose_account_lost_the_role_does_not_answer()
    {
        var without = new Actor(Duty.Volunteer.Reference, []);

        grid.IsRefused(without, Rolls.Well, "roll-call.stranger");
    }

    [Fact]
    public void Staff_say_for_which_micro_grid_they_answer()
    {
        Assert.Equal("microGrid", grid.IsRefused(Duty.Head, Rolls.Well, "field.missing").Field);
        grid.IsRefused(Duty.Head, Rolls.WellAt("M03"), "roll-call.not-expected");
        grid.IsRefused(Duty.Head, Rolls.WellAt("*"), "roll-call.not-expected");
    }

    [Fact]
    public void A_micro_grid_that_was_added_later_is_in_the_next_roll_call()
    {
        grid.Does(Town.CommunityDesk, new SetMicroGrid("M03", "4栋", 20));

        grid.IsRefused(Duty.Head, Rolls.WellAt("M03"), "roll-call.not-expected");
        grid.Calls(2);
        grid.Does(Duty.Head, Rolls.WellAt("M03"));
    }

    [Fact]
    public void Nobody_answers_where_nobody_called_or_it_is_over()
    {
        Rolls.AGrid().IsRefused(Duty.Volunteer, Rolls.Well, "roll-call.none");

        grid.Now = grid.State.RollCall!.Deadline + RollCall.LateFor;
        grid.Wakes();
        grid.IsRefused(Duty.Volunteer, Rolls.Well, "roll-call.none");

        var ended = Rolls.ACalledGrid();
        ended.Does(Actor.Platform, new EndRoll(1));
        ended.IsRefused(Duty.Volunteer, Rolls.Well, "roll-call.none");
    }

    [Theory]
    [InlineData("", "text.empty")]
    [InlineData("a\u0001", "text.control-character")]
    public void A_note_and_a_reason_say_something(string text, string code)
    {
        var words = PrivateText.Of("note", text);

        grid.IsRefused(Duty.Volunteer, Rolls.Well with { Note = words }, code);
        master.IsRefused(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids, words), code);
    }

    [Theory]
    [InlineData(int.MinValue)]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(1_441)]
    public void A_roll_call_leaves_five_minutes_to_a_day(int minutes)
    {
        var refused = master.IsRefused(
            Town.CommunityDesk,
            new StartEmergency(minutes, Rolls.Grids),
            "roll-call.minutes"
        );
        Assert.Equal("minutes", refused.Field);
        Assert.Contains("from 5 to 1440 minutes", refused.English, StringComparison.Ordinal);
        master.IsRefused(Town.CommunityDesk, new OrderRollCall(minutes, Rolls.Grids, true), "roll-call.minutes");
    }

    [Fact]
    public void An_emergency_is_started_once_and_only_what_runs_is_ended()
    {
        master.IsRefused(Town.CommunityDesk, new EndEmergency(), "emergency.none");
        master.IsRefused(Town.CommunityDesk, new StopRollCall(), "roll-call.none");
        master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids));

        master.IsRefused(Town.Centre, new StartEmergency(30, Rolls.Grids), "emergency.running");
        master.Does(Town.Centre, new EndEmergency());
        master.IsRefused(Town.CommunityDesk, new EndEmergency(), "emergency.none");
        master.IsRefused(Town.CommunityDesk, new StopRollCall(), "roll-call.none");
    }

    [Fact]
    public void One_roll_call_at_a_time_and_an_exercise_only_without_an_emergency()
    {
        master.IsRefused(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, false), "roll-call.exercise-only");
        master.Does(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, true));
        master.IsRefused(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, true), "roll-call.running");
        master.Does(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids));

        master.IsRefused(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, true), "roll-call.no-exercise");
        master.IsRefused(Town.CommunityDesk, new OrderRollCall(30, Rolls.Grids, false), "roll-call.running");
    }

    [Fact]
    public void Only_the_grids_of_the_community_are_called_and_at_least_one()
    {
        foreach (var none in new ImmutableArray<Place>[] { [], default })
        {
            master.IsRefused(Town.CommunityDesk, new StartEmergency(30, none), "roll-call.no-grids");
        }

        foreach (var other in new[] { Town.MasterGrid, Place.Grid("510105008006-G01"), Town.Compound, Town.Community })
        {
            master.IsRefused(Town.CommunityDesk, new StartEmergency(30, [Town.Grid, other]), "grid.unknown");
        }
    }

    [Fact]
    public void A_part_of_a_community_is_not_called_alone()
    {
        foreach (
            var command in new DomainCommand[]
            {
                new StartEmergency(30, Rolls.Grids),
                new OrderRollCall(30, Rolls.Grids, true),
                new EndEmergency(),
                new StopRollCall(),
            }
        )
        {
            grid.IsRefused(Town.CommunityDesk, command, "roll-call.master-only");
        }
    }

    [Fact]
    public void What_the_platform_carries_nobody_else_does()
    {
        foreach (var actor in Town.Everybody.Except([Actor.Platform]))
        {
            grid.IsRefused(actor, grid.Call(2), "command.platform-only");
            grid.IsRefused(actor, new EndRoll(1), "command.platform-only");
            master.IsRefused(actor, new JoinRollCall(Town.Grid), "command.platform-only");
        }
    }

    [Fact]
    public void A_grid_that_nobody_registered_is_not_called()
    {
        var nowhere = new Story<GridState>(GridState.Initial(Town.OtherGrid));
        var noMaster = new Story<GridState>(GridState.Initial(Town.MasterGrid));

        nowhere.IsRefused(Actor.Platform, nowhere.Call(1), "owner.unknown");
        nowhere.IsRefused(Duty.Head, Rolls.Well, "owner.unknown");
        noMaster.IsRefused(Town.CommunityDesk, new StartEmergency(30, Rolls.Grids), "owner.unknown");
    }
}
