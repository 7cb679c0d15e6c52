using System.Globalization;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>What nobody may do to a roster, and what cannot be.</summary>
public sealed class RosterRefusalTests
{
    private readonly Story<GridState> story = Duty.AGrid();

    [Fact]
    public void Only_who_covers_the_grid_and_the_administrator_keep_its_roster()
    {
        Actor[] keepers = [Town.CommunityDesk, Town.SubdistrictDesk, Town.Administrator];
        DomainCommand[] commands =
        [
            new SetMicroGrid("M02", "3栋", 40),
            new RemoveMicroGrid("M01"),
            Duty.Add(Duty.Second, MemberKind.Officer),
            new ChangeMember(Duty.Second.Reference, MemberKind.Head, Duty.Second.Roles),
            new RemoveMember(Duty.Second.Reference),
        ];
        foreach (var actor in Town.Everybody.Concat(Duty.People).Except(keepers))
        {
            foreach (var command in commands)
            {
                story.IsRefused(actor, command, "place.not-yours");
            }
        }

        foreach (var keeper in keepers)
        {
            Assert.NotEqual("place.not-yours", story.Ask(keeper, commands[0]).Rejection?.Code);
        }
    }

    [Fact]
    public void Only_heads_and_who_keeps_the_roster_plan_duty()
    {
        Actor[] planners =
        [
            Town.CommunityDesk,
            Town.SubdistrictDesk,
            Town.Administrator,
            Town.GridHead,
            Town.MasterGridHead,
        ];
        var shift = Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-24", "2026-11-25");
        var leave = Duty.Leave(Duty.Head, "2026-11-24 12:00", "2026-11-24 13:00");
        foreach (var actor in Town.Everybody.Concat(Duty.People).Except(planners))
        {
            story.IsRefused(actor, shift, "place.not-yours");
            story.IsRefused(actor, new CancelShift(1), "place.not-yours");
            story.IsRefused(actor, leave, "place.not-yours");
        }

        foreach (var planner in planners)
        {
            Assert.Null(story.Ask(planner, shift).Rejection);
        }
    }

    [Fact]
    public void A_grid_that_nobody_registered_has_no_roster() =>
        new Story<GridState>(GridState.Initial(Town.Grid)).IsRefused(
            Town.CommunityDesk,
            new SetMicroGrid("M01", "1栋", 40),
            "owner.unknown"
        );

    [Theory]
    [InlineData("", "field.wrong-type")]
    [InlineData("M1", "field.wrong-type")]
    [InlineData("M0001", "field.wrong-type")]
    [InlineData("G03", "field.wrong-type")]
    [InlineData("M07\n", "field.wrong-type")]
    public void A_micro_grid_has_a_code_of_its_kind(string code, string refusal) =>
        story.IsRefused(Town.CommunityDesk, new SetMicroGrid(code, "3栋", 40), refusal);

    [Theory]
    [InlineData("", 40, "text.empty")]
    [InlineData("3\0栋", 40, "text.control-character")]
    [InlineData("3栋", 0, "field.wrong-type")]
    [InlineData("3栋", -1, "field.wrong-type")]
    [InlineData("3栋", 1_001, "field.wrong-type")]
    public void A_micro_grid_has_a_name_and_a_believable_number_of_households(
        string name,
        int households,
        string refusal
    ) => story.IsRefused(Town.CommunityDesk, new SetMicroGrid("M02", name, households), refusal);

    [Fact]
    public void A_master_grid_has_no_micro_grids()
    {
        var master = GridState.Evolve(
            GridState.Initial(Town.MasterGrid),
            new GridRegistered("示例社区", 4_000, [], true),
            Town.Administrator.Reference,
            Town.Morning
        );

        new Story<GridState>(master).IsRefused(
            Town.CommunityDesk,
            new SetMicroGrid("M01", "1栋", 40),
            "micro-grid.not-here"
        );
    }

    [Fact]
    public void A_micro_grid_that_is_unknown_or_looked_after_is_not_taken_out()
    {
        story.IsRefused(Town.CommunityDesk, new RemoveMicroGrid("M09"), "micro-grid.unknown");
        story.IsRefused(Town.CommunityDesk, new RemoveMicroGrid("M01"), "micro-grid.in-use");
    }

    [Fact]
    public void Nobody_is_a_member_twice()
    {
        story.IsRefused(Town.CommunityDesk, Duty.Add(Duty.Head, MemberKind.Officer), "member.twice");
        story.IsRefused(Town.CommunityDesk, Duty.Add(Duty.Volunteer, MemberKind.Volunteer, "M01"), "member.twice");
    }

    [Fact]
    public void Who_is_offered_tasks_holds_the_role_to_take_them_there_or_above()
    {
        story.IsRefused(Town.CommunityDesk, Duty.Add(Town.Resident, MemberKind.Officer), "member.role-missing");
        story.IsRefused(Town.CommunityDesk, Duty.Add(Town.OtherGridHead, MemberKind.Head), "member.role-missing");
        story.IsRefused(Town.CommunityDesk, Duty.Add(Town.Helper, MemberKind.Officer), "member.role-missing");
        story.IsRefused(
            Town.CommunityDesk,
            Duty.Add(Town.Resident, MemberKind.Volunteer, "M01"),
            "member.role-missing"
        );
        story.IsRefused(
            Town.CommunityDesk,
            new AddMember(Town.Resident.Reference, MemberKind.Officer, default),
            "member.role-missing"
        );
        story.IsRefused(
            Town.CommunityDesk,
            new ChangeMember(Duty.Volunteer.Reference, MemberKind.Officer, Duty.Volunteer.Roles),
            "member.role-missing"
        );

        story.Does(Town.CommunityDesk, Duty.Add(Town.MasterGridHead, MemberKind.Officer));
        story.Does(Town.CommunityDesk, Duty.Add(Town.Helper, MemberKind.Volunteer, "M01"));
    }

    [Fact]
    public void A_volunteer_looks_after_a_micro_grid_of_this_grid_and_nobody_else_does()
    {
        story.IsRefused(Town.CommunityDesk, Duty.Add(Town.Helper, MemberKind.Volunteer), "field.missing");
        story.IsRefused(Town.CommunityDesk, Duty.Add(Town.Helper, MemberKind.Volunteer, "M02"), "micro-grid.unknown");
        story.IsRefused(
            Town.CommunityDesk,
            new ChangeMember(Duty.Officer.Reference, MemberKind.Officer, Duty.Officer.Roles, "M01"),
            "micro-grid.of-volunteers"
        );
    }

    [Fact]
    public void A_stranger_is_neither_changed_nor_removed_nor_planned_nor_away()
    {
        story.IsRefused(
            Town.CommunityDesk,
            new ChangeMember(Town.Resident.Reference, MemberKind.Officer, Duty.Officer.Roles),
            "member.unknown"
        );
        story.IsRefused(Town.CommunityDesk, new RemoveMember(Town.Resident.Reference), "member.unknown");
        story.IsRefused(
            Town.CommunityDesk,
            Duty.Shift(Town.Resident, ShiftKind.Day, "2026-11-24", "2026-11-25"),
            "member.unknown"
        );
        story.IsRefused(
            Town.CommunityDesk,
            Duty.Leave(Town.Resident, "2026-11-24 12:00", "2026-11-24 13:00"),
            "member.unknown"
        );
    }

    [Theory]
    [InlineData("2026-11-23", "2026-11-25", "shift.days")]
    [InlineData("2026-11-25", "2026-11-24", "shift.days")]
    [InlineData("2026-11-24", "2027-11-26", "shift.days")]
    [InlineData("9999-12-30", "9999-12-31", "shift.days")]
    [InlineData("2026-11-28", "2026-12-02", "shift.overlaps")]
    [InlineData("2026-11-24", "2026-11-26", "shift.overlaps")]
    public void A_shift_is_of_days_to_come_and_no_person_has_two_a_day(string from, string until, string refusal)
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Night, "2026-11-26", "2026-11-28"));

        story.IsRefused(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, from, until), refusal);
    }

    [Fact]
    public void Volunteers_are_not_planned_and_an_unknown_shift_is_not_cancelled()
    {
        story.IsRefused(
            Town.GridHead,
            Duty.Shift(Duty.Volunteer, ShiftKind.Day, "2026-11-24", "2026-11-25"),
            "shift.volunteer"
        );
        story.IsRefused(Town.GridHead, new CancelShift(7), "shift.unknown");
    }

    [Theory]
    [InlineData("2026-11-24 09:59", "2026-11-25 09:00", "leave.days")]
    [InlineData("2026-11-25 09:00", "2026-11-25 09:00", "leave.days")]
    [InlineData("2026-11-25 09:00", "2026-11-25 08:00", "leave.days")]
    [InlineData("2026-11-25 09:00", "2027-11-26 08:00", "leave.days")]
    [InlineData("2026-11-25 09:00", "2026-11-26 09:01", "leave.overlaps")]
    [InlineData("2026-11-26 12:00", "2026-11-26 13:00", "leave.overlaps")]
    public void A_leave_is_to_come_and_nobody_is_away_twice(string from, string until, string refusal)
    {
        story.Does(Duty.Officer, Duty.Leave(Duty.Officer, "2026-11-26 09:00", "2026-11-27 09:00"));

        story.IsRefused(Duty.Officer, Duty.Leave(Duty.Officer, from, until), refusal);
    }

    [Fact]
    public void A_stand_in_is_another_head_or_officer_who_is_there()
    {
        Actor[] others = [Duty.Officer, Duty.Volunteer, Town.Resident];
        foreach (var standIn in others)
        {
            story.IsRefused(
                Duty.Officer,
                Duty.Leave(Duty.Officer, "2026-11-26 09:00", "2026-11-27 09:00", standIn),
                "leave.stand-in-unknown"
            );
        }

        story.Does(Duty.Second, Duty.Leave(Duty.Second, "2026-11-26 12:00", "2026-11-26 13:00"));
        story.IsRefused(
            Duty.Officer,
            Duty.Leave(Duty.Officer, "2026-11-26 09:00", "2026-11-27 09:00", Duty.Second),
            "leave.stand-in-away"
        );
        story.IsRefused(
            Duty.Volunteer,
            Duty.Leave(Duty.Volunteer, "2026-11-26 09:00", "2026-11-27 09:00", Duty.Officer),
            "leave.stand-in-unknown"
        );
    }

    [Fact]
    public void A_leave_is_ended_by_who_took_it_or_plans_duty_and_once()
    {
        story.Does(Duty.Officer, Duty.Leave(Duty.Officer, "2026-11-26 09:00", "2026-11-27 09:00"));
        var number = Assert.Single(story.State.Roster.Leaves).Number;

        story.IsRefused(Duty.Second, new EndLeave(number), "place.not-yours");
        story.IsRefused(Town.GridHead, new EndLeave(number + 1), "leave.unknown");
        story.Does(Duty.Officer, new EndLeave(number));
        story.IsRefused(Town.GridHead, new EndLeave(number), "leave.unknown");
    }

    [Fact]
    public void A_roster_does_not_grow_without_end()
    {
        for (var number = 2; number <= GridState.EntriesMax; number++)
        {
            var code = string.Create(CultureInfo.InvariantCulture, $"M{number:00}");
            story.Does(Town.CommunityDesk, new SetMicroGrid(code, "1栋", 40));
        }

        story.IsRefused(Town.CommunityDesk, new SetMicroGrid("M999", "1栋", 40), "roster.full");
        story.Does(Town.CommunityDesk, new SetMicroGrid("M02", "2栋", 50));
    }
}
