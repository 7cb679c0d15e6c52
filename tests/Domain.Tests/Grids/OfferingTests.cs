using System.Text.Json;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

/// <summary>Domain §4.4, rows "silence of grid head" and "night": to whom a task is offered, for how long, and who is next.</summary>
public sealed class OfferingTests
{
    private readonly Story<GridState> story = Duty.AGrid();

    [Fact]
    public void Nobody_but_the_platform_says_that_a_task_was_acknowledged()
    {
        story.Does(Actor.Platform, story.Danger());
        foreach (var person in Town.Everybody.Concat(Duty.People).Where(it => it != Actor.Platform))
        {
            story.IsRefused(person, new AcknowledgeTask(Duty.P1, person.Reference), "command.platform-only");
        }
    }

    [Fact]
    public void A_task_that_the_grid_does_not_have_is_not_acknowledged() =>
        Assert.Empty(story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Duty.Head.Reference)));

    [Fact]
    public void A_task_goes_to_one_person_on_duty_and_volunteers_are_invited()
    {
        var offered = Assert.IsType<TaskOffered>(Assert.Single(story.Does(Actor.Platform, story.Danger())));

        Assert.Equal([Duty.Head.Reference], offered.Heads);
        Assert.Equal([Duty.Volunteer.Reference], offered.Invited!.Value);
        Assert.Equal(Clocks.At("2026-11-24 10:10"), offered.OfferOnAt);
        Assert.Null(offered.QuietUntil);
        Assert.Equal(Clocks.At("2026-11-24 10:10"), story.State.NextDueAt);
    }

    [Fact]
    public void Volunteers_do_not_hear_of_what_is_hidden()
    {
        var offered = (TaskOffered)story.Does(Actor.Platform, story.Danger() with { Category = "NBR-01" })[0];

        Assert.Null(offered.Invited);
    }

    [Fact]
    public void P1_that_is_not_acknowledged_goes_to_the_next_after_ten_minutes_each()
    {
        story.Does(Actor.Platform, story.Danger());

        Assert.Empty(story.Reaches("2026-11-24 10:09"));
        var second = Assert.IsType<TaskOffered>(Assert.Single(story.Reaches("2026-11-24 10:10")));
        var third = Assert.IsType<TaskOffered>(Assert.Single(story.Reaches("2026-11-24 10:20")));

        Assert.Equal((2, OfferCause.Unanswered), (second.Turn, second.Cause));
        Assert.Equal((3, OfferCause.Unanswered), (third.Turn, third.Cause));
        Assert.Equal([Duty.Officer.Reference, Duty.Second.Reference], [second.To, third.To]);
    }

    [Fact]
    public void When_everybody_was_asked_the_community_hears_of_it_once_and_who_was_asked_last_keeps_it()
    {
        story.Does(Actor.Platform, story.Danger());
        story.Reaches("2026-11-24 10:10");
        story.Reaches("2026-11-24 10:20");

        var silence = Assert.Single(story.Reaches("2026-11-24 10:30"));

        Assert.Equal(new TaskUnanswered(Duty.P1, Town.Community), silence);
        Assert.Equal(Duty.Second, story.Holder(Duty.P1));
        Assert.Null(story.State.NextDueAt);
        Assert.Equal(story.Now, story.Task(Duty.P1).UnansweredAt);
    }

    [Fact]
    public void A_new_round_begins_when_others_come_on_duty_and_the_community_does_not_hear_of_it_again()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-24", "2026-11-25"));
        story.Does(Town.GridHead, Duty.Shift(Duty.Second, ShiftKind.Night, "2026-11-24", "2026-11-24"));
        story.Does(Actor.Platform, story.Danger());
        Assert.Equal(Duty.Officer, story.Holder(Duty.P1));
        Assert.IsType<TaskUnanswered>(Assert.Single(story.Reaches("2026-11-24 10:10")));

        var night = Assert.IsType<TaskOffered>(Assert.Single(story.Waits()));
        Assert.Equal(Clocks.At("2026-11-24 18:00"), story.Now);
        Assert.Equal((OfferCause.OffDuty, Duty.Second), (night.Cause, story.Holder(Duty.P1)));
        Assert.Equal(new TaskUnanswered(Duty.P1, null), Assert.Single(story.Waits()));

        var morning = Assert.IsType<TaskOffered>(Assert.Single(story.Waits()));
        Assert.Equal(Clocks.At("2026-11-25 08:30"), story.Now);
        Assert.Equal((1, Duty.Officer), (morning.Turn, story.Holder(Duty.P1)));
    }

    [Fact]
    public void A_grid_that_wakes_late_or_twice_offers_on_once()
    {
        story.Does(Actor.Platform, story.Danger());

        Assert.Single(story.Reaches("2026-11-24 11:00"));
        Assert.Empty(story.Wakes());
        Assert.Equal(Clocks.At("2026-11-24 11:10"), story.State.NextDueAt);
    }

    [Fact]
    public void Who_acknowledges_it_has_it_and_nobody_else_is_asked()
    {
        story.Does(Actor.Platform, story.Danger());

        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Duty.Second.Reference));

        Assert.Equal(Duty.Second, story.Holder(Duty.P1));
        Assert.Null(story.State.NextDueAt);
        Assert.Empty(story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Duty.Head.Reference)));
        Assert.Empty(story.Reaches("2026-11-24 12:00"));
    }

    [Fact]
    public void Acknowledged_by_the_community_it_stays_with_who_was_offered_it()
    {
        story.Does(Actor.Platform, story.Danger());

        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Town.CommunityDesk.Reference));

        Assert.Equal(Duty.Head, story.Holder(Duty.P1));
        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void Who_goes_on_leave_or_leaves_has_every_open_task_offered_to_others_at_once()
    {
        story.Does(Actor.Platform, story.Danger());
        story.Does(Actor.Platform, story.Lamp());
        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P3, Duty.Head.Reference));

        var away = story.Does(Duty.Head, new TakeLeave(Duty.Head.Reference, null, story.Now.AddHours(8)));
        Assert.Equal([typeof(LeaveTaken), typeof(TaskOffered), typeof(TaskOffered)], away.Select(it => it.GetType()));
        Assert.Equal((Duty.Officer, Duty.Officer), (story.Holder(Duty.P1), story.Holder(Duty.P3)));
        Assert.NotNull(story.Task(Duty.P3).AcknowledgedAt);
        Assert.Null(story.Task(Duty.P3).OfferOnAt);

        story.Does(Town.CommunityDesk, new RemoveMember(Duty.Officer.Reference));
        Assert.Equal((Duty.Second, Duty.Second), (story.Holder(Duty.P1), story.Holder(Duty.P3)));
    }

    [Fact]
    public void A_leave_that_was_planned_takes_the_tasks_when_it_begins_and_gives_them_to_the_stand_in()
    {
        story.Does(Duty.Head, Duty.Leave(Duty.Head, "2026-11-24 15:00", "2026-11-25 15:00", Duty.Second));
        story.Does(Actor.Platform, story.Lamp());
        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P3, Duty.Head.Reference));

        var offered = Assert.IsType<TaskOffered>(Assert.Single(story.Waits()));

        Assert.Equal(Clocks.At("2026-11-24 15:00"), story.Now);
        Assert.Equal((OfferCause.Away, Duty.Second), (offered.Cause, story.Holder(Duty.P3)));
    }

    [Fact]
    public void What_somebody_acknowledged_stays_theirs_when_their_shift_ends()
    {
        story.Does(Town.GridHead, Duty.Shift(Duty.Officer, ShiftKind.Day, "2026-11-24", "2026-11-24"));
        story.Does(Actor.Platform, story.Danger());
        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Duty.Officer.Reference));

        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void Where_nobody_is_there_the_community_hears_of_it_and_who_comes_back_is_offered_it()
    {
        foreach (var person in new[] { Duty.Head, Duty.Officer, Duty.Second })
        {
            story.Does(person, Duty.Leave(person, "2026-11-24 10:00", "2026-11-24 20:00"));
        }

        var happened = story.Does(Actor.Platform, story.Danger());
        Assert.Empty(Assert.IsType<TaskOffered>(happened[0]).Heads);
        Assert.Equal(new TaskUnanswered(Duty.P1, Town.Community), happened[1]);

        story.Does(Duty.Second, new EndLeave(story.State.Roster.Leaves[^1].Number));
        Assert.Equal(Duty.Second, story.Holder(Duty.P1));
        Assert.Equal(OfferCause.OnDuty, Assert.IsType<TaskOffered>(story.Log[^1].Happened).Cause);
    }

    [Fact]
    public void Who_comes_back_by_themselves_is_offered_what_waited()
    {
        foreach (var person in new[] { Duty.Head, Duty.Officer, Duty.Second })
        {
            story.Does(person, Duty.Leave(person, "2026-11-24 10:00", "2026-11-24 20:00"));
        }

        story.Does(Actor.Platform, story.Danger());
        story.Waits();

        Assert.Equal(Clocks.At("2026-11-24 20:00"), story.Now);
        Assert.Equal(Duty.Head, story.Holder(Duty.P1));
    }

    [Theory]
    [InlineData("2026-11-24 08:29", "2026-11-24 08:30")]
    [InlineData("2026-11-24 18:00", "2026-11-25 08:30")]
    [InlineData("2026-11-24 23:00", "2026-11-25 08:30")]
    [InlineData("2026-11-27 18:00", "2026-11-30 08:30")]
    [InlineData("2026-11-28 12:00", "2026-11-30 08:30")]
    [InlineData("2026-09-30 20:00", "2026-10-08 08:30")]
    [InlineData("2026-11-24 08:30", null)]
    [InlineData("2026-11-24 12:30", null)]
    [InlineData("2026-11-24 17:59", null)]
    [InlineData("2026-10-10 10:00", null)]
    public void By_night_and_on_days_off_nobody_is_disturbed_with_what_runs_on_a_working_clock(
        string at,
        string? quietUntil
    )
    {
        var quiet = new Story<GridState>(Town.AGrid()) { Law = story.Law, Now = Clocks.At(at) };

        var lamp = (TaskOffered)quiet.Does(Actor.Platform, quiet.Lamp())[0];
        var danger = (TaskOffered)quiet.Does(Actor.Platform, quiet.Danger())[0];

        Assert.Equal(quietUntil is null ? null : Clocks.At(quietUntil), lamp.QuietUntil);
        Assert.Null(danger.QuietUntil);
    }

    [Fact]
    public void The_time_to_acknowledge_a_quiet_task_is_counted_from_when_it_is_quiet_no_more()
    {
        story.Now = Clocks.At("2026-11-24 22:00");
        var lamp = story.Lamp() with { OfferOn = TimeLimit.WorkingHours(2) };

        var offered = (TaskOffered)story.Does(Actor.Platform, lamp)[0];

        Assert.Equal(Clocks.At("2026-11-25 08:30"), offered.QuietUntil);
        Assert.Equal(Clocks.At("2026-11-25 11:00"), offered.OfferOnAt);
    }

    [Fact]
    public void A_task_that_runs_on_with_another_deadline_stays_with_who_has_it_and_is_asked_for_no_longer_than_before()
    {
        story.Does(Actor.Platform, story.Danger());
        story.Reaches("2026-11-24 10:10");
        var later = story.Danger() with { DueAt = story.Now.AddDays(2), RunsOn = true };

        var offered = Assert.IsType<TaskOffered>(Assert.Single(story.Does(Actor.Platform, later)));

        Assert.Equal((OfferCause.Renewed, Duty.Officer), (offered.Cause, story.Holder(Duty.P1)));
        Assert.Equal(later.DueAt, story.Task(Duty.P1).DueAt);
        Assert.Equal(Clocks.At("2026-11-24 10:20"), story.State.NextDueAt);
        Assert.Empty(story.Does(Actor.Platform, later));
    }

    [Fact]
    public void What_is_given_anew_is_to_be_acknowledged_anew()
    {
        var danger = story.Danger();
        story.Does(Actor.Platform, danger);
        story.Does(Actor.Platform, new AcknowledgeTask(Duty.P1, Duty.Second.Reference));

        story.Does(Actor.Platform, danger);

        Assert.Equal(Duty.Head, story.Holder(Duty.P1));
        Assert.NotNull(story.Task(Duty.P1).OfferOnAt);
    }

    [Fact]
    public void What_is_to_be_done_again_is_offered_and_nobody_has_to_acknowledge_it()
    {
        story.Does(Actor.Platform, story.Danger() with { Acknowledged = true });

        Assert.Equal(Duty.Head, story.Holder(Duty.P1));
        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void Tasks_of_before_there_was_a_rota_stay_as_they_were()
    {
        var grid = GridState.Evolve(
            Town.AGrid(),
            EventJson.Read(
                "grid.task-offered",
                $$"""{"issueId":"{{Duty.P1}}","owner":"{{Town.Compound}}","category":"SAF-02","level":1,"dueAt":"2026-11-25T02:00:00+00:00","heads":["{{Town.GridHead.Reference}}"]}"""
            ),
            Actor.Platform.Reference,
            Town.Morning
        );
        var old = new Story<GridState>(grid) { Law = story.Law };

        Assert.Null(old.State.NextDueAt);
        old.Does(Town.CommunityDesk, new RemoveMember(Town.GridHead.Reference));
        Assert.Empty(old.Wakes());
    }

    [Fact]
    public void The_row_of_a_task_says_who_has_it_and_when_it_is_due_and_changes_when_the_rota_does()
    {
        story.Does(Actor.Platform, story.Danger());
        var row = Row();
        Assert.Equal(Duty.Head.Reference, row.GetProperty("offered_to").GetGuid());
        Assert.Equal(Clocks.At("2026-11-24 10:10"), row.GetProperty("next_due_at").GetDateTimeOffset());

        story.Does(Duty.Head, Duty.Leave(Duty.Head, "2026-11-24 10:05", "2026-11-24 12:00"));
        Assert.Equal(Clocks.At("2026-11-24 10:05"), Row().GetProperty("next_due_at").GetDateTimeOffset());

        JsonElement Row() => JsonDocument.Parse(story.Rows.Single(it => it.View == "tasks").Json).RootElement;
    }

    [Fact]
    public void A_step_at_a_grid_says_how_long_each_has_by_the_rule_of_its_class()
    {
        var reported = Clocks.Reported("ENV-05");
        Assert.Equal(TimeLimit.WorkingHours(2), reported.Issue.Step!.OfferOn);

        var danger = Clocks.Reported("SAF-02");
        danger.Waits();
        while (danger.Issue.Step!.Level == 0)
        {
            danger.Waits();
        }

        Assert.Equal((1, TimeLimit.Minutes(10)), (danger.Issue.Step.Level, danger.Issue.Step.OfferOn));
        danger.Waits();
        while (danger.Issue.Step.Level == 1)
        {
            danger.Waits();
        }

        Assert.Null(danger.Issue.Step.OfferOn);
    }

    [Fact]
    public void Acknowledging_says_who_has_it()
    {
        var reported = Clocks.Reported("ENV-05");

        var acknowledged = reported.Does<IssueAcknowledged>(Town.GridHead, new Acknowledge(Story.Id));

        Assert.Equal(new Handler(Role.GridHead, Town.Grid), acknowledged.Handler);
    }
}
