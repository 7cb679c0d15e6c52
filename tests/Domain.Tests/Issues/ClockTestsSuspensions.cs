using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>挂起: five reasons, each with its limit, two at most, and the clocks go on with what was left.</summary>
public sealed class ClockTestsSuspensions
{
    private static readonly Answer Answer = new(Story.Id, Town.Text("三楼"));

    [Fact]
    public void In_danger_no_clock_stands_still() =>
        Clocks
            .Reported("SAF-02")
            .IsRefused(
                Town.PropertyManager,
                Clocks.Suspend(SuspensionReason.AwaitingReporter),
                "suspend.not-for-class"
            );

    [Fact]
    public void It_is_not_asked_a_third_time_nor_at_the_deadline_nor_without_a_reason()
    {
        var story = Clocks.Reported();
        story.IsRefused(
            Town.PropertyManager,
            new Suspend(Story.Id, SuspensionReason.AwaitingReporter, null),
            "field.missing"
        );
        for (var times = 0; times < 2; times++)
        {
            story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
            story.Does(Town.Resident, Answer);
        }

        story.IsRefused(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter), "suspend.too-often");

        var late = Clocks.Reported();
        late.Now = Clocks.At("2026-11-26 17:00");
        late.IsRefused(Town.PropertyManager, Clocks.Suspend(SuspensionReason.OwnersVote), "suspend.too-late");
    }

    [Fact]
    public void A_reason_that_the_rules_do_not_know_is_none()
    {
        var law = new Law(
            0,
            DefaultRules.Template with
            {
                Clocks = ClockRules.Default with { Suspensions = [ClockRules.Default.Suspensions[0]] },
            }
        );

        Clocks
            .Reported(law: law)
            .IsRefused(Town.PropertyManager, Clocks.Suspend(SuspensionReason.OwnersVote), "suspend.reason-unknown");
    }

    [Theory]
    [InlineData(null, "field.missing")]
    [InlineData("2026-11-24", "suspend.too-long")]
    [InlineData("2027-02-23", "suspend.too-long")]
    [InlineData("2026-11-25", null)]
    [InlineData("2027-02-22", null)]
    public void Works_have_a_planned_day_from_tomorrow_to_the_ninetieth(string? day, string? code)
    {
        var planned = day is null ? (DateOnly?)null : Day(day);

        Assert.Equal(
            code,
            Clocks
                .Reported()
                .Ask(Town.PropertyManager, Clocks.Suspend(SuspensionReason.Engineering, planned: planned))
                .Rejection?.Code
        );
    }

    [Fact]
    public void While_it_stands_still_nothing_is_done_that_would_move_it()
    {
        var story = Clocks.Reported();
        story.IsRefused(Town.PropertyManager, new Resume(Story.Id), "resume.not-suspended");
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));

        foreach (var word in new[] { "acknowledge", "escalate", "return", "extend", "suspend", "dispatch", "relocate" })
        {
            story.IsRefused(Town.PropertyManager, Scenes.Command(word), "issue.suspended");
        }

        story.Does(Town.PropertyManager, Scenes.Command("note"));
        story.Does(Town.Centre, Scenes.Command("supervise"));
    }

    [Theory]
    [InlineData(SuspensionReason.AwaitingThirdParty, null, "2026-12-15 17:00")]
    [InlineData(SuspensionReason.OwnersVote, null, "2027-01-26 00:00")] // the sixtieth day is a Saturday
    [InlineData(SuspensionReason.UnderDeliberation, null, "2026-12-25 00:00")]
    [InlineData(SuspensionReason.Engineering, "2026-12-20", "2026-12-21 00:00")] // the planned day, to its end
    public void Granted_it_stands_still_for_its_reason_at_most_so_long_and_then_runs_on_by_itself(
        SuspensionReason why,
        string? planned,
        string until
    )
    {
        var story = Clocks.Reported();
        story.Does<IssueRequested>(
            Town.PropertyManager,
            Clocks.Suspend(why, planned: planned is null ? null : Day(planned))
        );
        Assert.Null(story.Issue.Suspended);

        story.Grants<IssueSuspended>(Town.GridHead, Clocks.Grant);

        Assert.Equal(Clocks.At(until), story.Issue.Suspended!.Until);
        Assert.Equal(Clocks.At(until), story.State.NextDueAt);
        Assert.True(Assert.IsType<IssueResumed>(Assert.Single(story.Waits())).ByItself);
        Assert.Null(story.Issue.Suspended);
    }

    [Fact]
    public void A_question_stops_the_clocks_at_once_and_silence_lets_them_run_on_with_all_that_was_left()
    {
        var story = Clocks.Reported();
        story.Does<IssueSuspended>(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));

        Assert.IsType<IssueResumed>(Assert.Single(story.Waits()));

        Assert.Equal(Clocks.At("2026-11-27 17:00"), story.Now);
        // Of the step 20 office hours were left, of the whole 55.
        Assert.Equal(Clocks.At("2026-12-02 16:00"), story.Issue.Step!.DueAt);
        Assert.Equal(Clocks.At("2026-12-09 16:00"), story.Issue.OverallDueAt);
        Assert.Equal(Clocks.At(Clocks.Tuesday), story.Issue.ReportedAt);
    }

    [Fact]
    public void The_answer_lets_them_run_on_to_the_minute()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Reaches("2026-11-26 11:00");

        var happened = story.Does(Town.Resident, Answer);

        Assert.Equal([typeof(IssueAnswered), typeof(IssueResumed)], happened.Select(it => it.GetType()));
        Assert.Equal(Clocks.At("2026-12-01 10:00"), story.Issue.Step!.DueAt);
        // An answer that nobody waits for is a remark.
        Assert.IsType<IssueAnswered>(Assert.Single(story.Does(Town.Resident, Answer)));
    }

    [Fact]
    public void An_answer_does_not_end_what_waits_for_somebody_else()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.OwnersVote));
        story.Does(Town.GridHead, Clocks.Grant);

        Assert.IsType<IssueAnswered>(Assert.Single(story.Does(Town.Resident, Answer)));
        Assert.NotNull(story.Issue.Suspended);
        story.Does<IssueResumed>(Town.GridHead, new Resume(Story.Id));
    }

    [Fact]
    public void Of_an_urgent_step_hours_of_the_clock_are_left_and_of_its_whole_office_hours()
    {
        // Saturday 08:00: four hours, and three working days.
        var story = Clocks.Reported("UTL-03", "2026-11-28 08:00");
        story.LivesUntil("2026-11-28 10:59");
        story.Now = Clocks.At("2026-11-28 11:00");
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        Assert.Equal(TimeLimit.Hours(1).InNaturalTime, story.Issue.Suspended!.StepLeft!.Value.InNaturalTime);
        Assert.Equal(new TimeLimit(21 * 3_600, TimeUnit.WorkingSeconds), story.Issue.Suspended.OverallLeft);

        story.Reaches("2026-11-29 20:00");
        story.Does(Town.Resident, Answer);

        Assert.Equal(Clocks.At("2026-11-29 21:00"), story.Issue.Step!.DueAt);
        // No office hour has passed on Sunday.
        Assert.Equal(Clocks.At("2026-12-02 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void At_the_last_second_a_second_is_left()
    {
        var story = Clocks.Reported();
        story.LivesUntil("2026-11-26 16:59:59");
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        Assert.Equal(new TimeLimit(1, TimeUnit.WorkingSeconds), story.Issue.Suspended!.StepLeft);

        story.Reaches("2026-11-27 08:00");
        story.Does(Town.Resident, Answer);

        Assert.Equal(Clocks.At("2026-11-27 09:00:01"), story.Issue.Step!.DueAt);
        Assert.IsType<IssueEscalated>(Assert.Single(story.Waits()));
        Assert.Equal(Clocks.At("2026-11-27 09:00:01"), story.Now);
    }

    [Fact]
    public void A_deadline_that_passes_while_it_waits_to_be_granted_is_not_saved_by_it()
    {
        var story = Clocks.Reported("ENV-03");
        story.LivesUntil("2026-11-24 11:40");
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingThirdParty));

        Assert.IsType<IssueEscalated>(Assert.Single(story.Reaches("2026-11-24 12:00")));

        Assert.Null(story.Issue.Request);
        Assert.Equal(0, story.Issue.Suspensions);
    }

    [Fact]
    public void The_centre_lets_its_own_clock_stand_still_and_it_ends_with_the_whole()
    {
        var story = Clocks.Reported();
        for (var level = 0; level < 4; level++)
        {
            story.Does(Climbs.StaffOf(level), new Escalate(Story.Id, Town.Text()));
        }

        story.Does<IssueSuspended>(Town.Centre, Clocks.Suspend(SuspensionReason.AwaitingThirdParty));
        Assert.Null(story.Issue.Suspended!.StepLeft);
        story.Reaches("2026-11-25 10:00");
        story.Does(Town.Centre, new Resume(Story.Id));

        // Seven office hours later than without.
        Assert.Equal(Clocks.At("2026-12-04 17:00"), story.Issue.OverallDueAt);
        Assert.Equal(story.Issue.OverallDueAt, story.Issue.Step!.DueAt);
    }

    private static DateOnly Day(string day) => DateOnly.Parse(day, CultureInfo.InvariantCulture);
}
