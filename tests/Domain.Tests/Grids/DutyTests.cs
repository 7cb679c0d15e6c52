using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>Who belongs to a grid, and who is on duty when.</summary>
public sealed class DutyTests
{
    private readonly Story<GridState> story = Duty.AGrid();

    [Fact]
    public void The_heads_of_a_registration_are_members_from_the_start()
    {
        var grid = Town.AGrid();

        Assert.Equal([new GridMember(Town.GridHead.Reference, MemberKind.Head)], grid.Roster.Members);
        Assert.Equal([Town.GridHead.Reference], grid.Roster.OnDutyAt(Town.Morning));
    }

    [Fact]
    public void What_is_the_same_is_not_said_again()
    {
        Assert.Empty(story.Does(Town.CommunityDesk, new SetMicroGrid("M01", "1栋和2栋", 60)));
        Assert.Empty(
            story.Does(
                Town.CommunityDesk,
                new ChangeMember(Duty.Officer.Reference, MemberKind.Officer, Duty.Officer.Roles)
            )
        );
    }

    [Fact]
    public void Where_nothing_is_planned_heads_and_then_officers_are_on_duty_in_the_order_they_came_and_volunteers_never()
    {
        Assert.Equal([Duty.Head, Duty.Officer, Duty.Second], story.OnDuty("2026-11-24 03:00"));

        story.Does(Town.CommunityDesk, new ChangeMember(Duty.Second.Reference, MemberKind.Head, Duty.Second.Roles));
        Assert.Equal([Duty.Head, Duty.Second, Duty.Officer], story.OnDuty("2026-11-24 03:00"));
    }

    [Fact]
    public void A_day_is_from_half_past_eight_to_six_and_the_night_reaches_into_the_next_morning()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-25", "2026-11-26"));
        story.Does(Town.GridHead, Duty.Shift(Duty.Second, ShiftKind.Night, "2026-11-25", "2026-11-26"));

        Assert.Equal([Duty.Head, Duty.Officer, Duty.Second], story.OnDuty("2026-11-25 08:29"));
        Assert.Equal([Duty.Officer], story.OnDuty("2026-11-25 08:30"));
        Assert.Equal([Duty.Officer], story.OnDuty("2026-11-25 17:59"));
        Assert.Equal([Duty.Second], story.OnDuty("2026-11-25 18:00"));
        Assert.Equal([Duty.Second], story.OnDuty("2026-11-26 03:00"));
        Assert.Equal([Duty.Officer], story.OnDuty("2026-11-26 08:30"));
        Assert.Equal([Duty.Second], story.OnDuty("2026-11-27 08:29"));
        Assert.Equal([Duty.Head, Duty.Officer, Duty.Second], story.OnDuty("2026-11-27 08:30"));
    }

    [Fact]
    public void Who_is_away_is_not_on_duty_and_the_stand_in_is_in_their_place()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Head, ShiftKind.Day, "2026-11-25", "2026-11-26"));
        story.Does(Duty.Head, Duty.Leave(Duty.Head, "2026-11-25 12:00", "2026-11-25 14:00", Duty.Second));

        Assert.Equal([Duty.Head], story.OnDuty("2026-11-25 11:59"));
        Assert.Equal([Duty.Second], story.OnDuty("2026-11-25 12:00"));
        Assert.Equal([Duty.Head], story.OnDuty("2026-11-25 14:00"));
    }

    [Fact]
    public void A_stand_in_who_is_away_too_stands_in_for_nobody_and_then_all_who_are_there_are_on_duty()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Head, ShiftKind.Day, "2026-11-25", "2026-11-25"));
        story.Does(Duty.Head, Duty.Leave(Duty.Head, "2026-11-25 12:00", "2026-11-25 14:00", Duty.Second));
        story.Does(Duty.Second, Duty.Leave(Duty.Second, "2026-11-25 13:00", "2026-11-25 14:00"));

        Assert.Equal([Duty.Officer], story.OnDuty("2026-11-25 13:00"));
    }

    [Fact]
    public void Who_leaves_takes_shifts_and_leaves_along_and_who_becomes_a_volunteer_the_shifts()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-25", "2026-11-26"));
        story.Does(Town.GridHead, Duty.Shift(Duty.Second, ShiftKind.Day, "2026-11-25", "2026-11-26"));
        story.Does(Duty.Officer, Duty.Leave(Duty.Officer, "2026-11-25 12:00", "2026-11-25 14:00"));

        story.Does(Town.CommunityDesk, new RemoveMember(Duty.Officer.Reference));
        story.Does(
            Town.CommunityDesk,
            new ChangeMember(Duty.Second.Reference, MemberKind.Volunteer, Duty.Second.Roles, "M01")
        );

        Assert.Empty(story.State.Roster.Shifts);
        Assert.Empty(story.State.Roster.Leaves);
        Assert.Equal([Duty.Head], story.OnDuty("2026-11-25 12:00"));
    }

    [Fact]
    public void What_is_over_leaves_the_state_with_the_next_change()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Night, "2026-11-24", "2026-11-24"));
        story.Does(Duty.Officer, Duty.Leave(Duty.Officer, "2026-11-24 12:00", "2026-11-24 14:00"));
        story.Now = Clocks.At("2026-11-25 08:29");
        story.Does(Town.CommunityDesk, new SetMicroGrid("M02", "3栋", 40));
        Assert.Single(story.State.Roster.Shifts);
        Assert.Empty(story.State.Roster.Leaves);

        story.Now = Clocks.At("2026-11-25 08:30");
        story.Does(Town.CommunityDesk, new SetMicroGrid("M03", "4栋", 40));
        Assert.Empty(story.State.Roster.Shifts);
    }

    [Fact]
    public void The_row_of_the_place_names_its_heads_and_that_of_the_roster_all_of_it()
    {
        story.Does(Town.CommunityDesk, new ChangeMember(Duty.Second.Reference, MemberKind.Head, Duty.Second.Roles));

        Assert.Equal(["owners", "rosters"], story.Rows.Select(row => row.View));
        Assert.Contains(Duty.Second.Reference.ToString(), story.Rows[0].Json, StringComparison.Ordinal);
        Assert.Contains(Duty.Volunteer.Reference.ToString(), story.Rows[1].Json, StringComparison.Ordinal);
        Assert.DoesNotContain(Duty.Volunteer.Reference.ToString(), story.Rows[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public void Danger_is_told_to_every_head_and_officer_who_is_not_away()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-24", "2026-11-24"));
        story.Does(Duty.Second, new TakeLeave(Duty.Second.Reference, null, story.Now.AddHours(5)));

        var alarmed = Assert.IsType<GridAlarmed>(
            Assert.Single(story.Does(Actor.Platform, new AlarmGrid(Duty.P1, Town.Compound)))
        );

        Assert.Equal([Duty.Head.Reference, Duty.Officer.Reference], alarmed.Heads);
    }

    [Fact]
    public void An_answer_names_the_shift_or_leave_by_its_number()
    {
        var shift = Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-25", "2026-11-26");
        story.Does(Town.GridHead, shift);

        Assert.Equal("""{"number":1}""", GridState.Answer(story.State, shift));
    }
}
