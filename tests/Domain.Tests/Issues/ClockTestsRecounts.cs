using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>A year is published: open deadlines are counted anew, with an event each, and none comes earlier.</summary>
public sealed class ClockTestsRecounts
{
    private static readonly RecountDeadlines Again = new();

    [Fact]
    public void Only_the_platform_counts_anew() =>
        Clocks.Reported().IsRefused(Town.Administrator, Again, "command.platform-only");

    [Fact]
    public void By_the_same_calendar_nothing_happens() =>
        Assert.Empty(Clocks.Reported("PTY-01", "2026-12-15 10:00").Does(Actor.Platform, Again));

    [Fact]
    public void More_days_off_move_the_deadline_out_once_and_the_step_that_ends_before_them_stays()
    {
        var story = Clocks.Reported("PTY-01", "2026-12-15 10:00");
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 4), new(2027, 1, 5), new(2027, 1, 6)]);

        var recounted = Assert.IsType<IssueRecounted>(Assert.Single(story.Does(Actor.Platform, Again)));

        Assert.Equal(Clocks.At("2027-01-11 17:00"), story.Issue.OverallDueAt);
        Assert.False(story.Issue.Overall!.Provisional);
        Assert.Equal(Clocks.At("2026-12-18 17:00"), recounted.Step.DueAt);
        Assert.Equal(1, recounted.Step.CalendarVersion);
        Assert.Empty(story.Does(Actor.Platform, Again));
    }

    [Fact]
    public void Fewer_days_off_take_nothing_from_what_was_told()
    {
        var story = Clocks.Reported("PTY-01", "2026-12-15 10:00");
        var supervise = story.Issue.Overall!.SuperviseAt;
        Publish(story, 1, []);

        Assert.IsType<IssueRecounted>(Assert.Single(story.Does(Actor.Platform, Again)));

        Assert.Equal(Clocks.At("2027-01-06 17:00"), story.Issue.OverallDueAt);
        Assert.Equal(supervise, story.Issue.Overall!.SuperviseAt);
    }

    [Fact]
    public void What_is_done_or_runs_by_the_clock_alone_is_not_counted_anew()
    {
        var done = Clocks.Resolved("PTY-01", "2026-12-15 10:00");
        Publish(done, 1, []);
        Assert.Empty(done.Does(Actor.Platform, Again));

        var danger = Clocks.Reported("SAF-02", "2026-12-31 10:00");
        Publish(danger, 1, []);
        Assert.Empty(danger.Does(Actor.Platform, Again));
    }

    [Fact]
    public void While_it_stands_still_what_was_left_stays_and_then_runs_by_the_new_days()
    {
        var story = Clocks.Reported("UTL-04", "2026-12-30 10:00");
        // Its two days: 31 December and Monday, 4 January.
        Assert.Equal(Clocks.At("2027-01-04 17:00"), story.Issue.Step!.DueAt);
        Assert.True(story.Issue.Step.Provisional);
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        var still = story.Issue.Suspended;
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 4)]);

        story.Does(Actor.Platform, Again);

        Assert.Equal(still, story.Issue.Suspended);
        story.Does(Town.Resident, new Answer(Story.Id, Town.Text()));
        Assert.Equal(Clocks.At("2027-01-05 17:00"), story.Issue.Step!.DueAt);
    }

    [Fact]
    public void A_warning_moves_along_with_its_deadline_and_is_not_given_twice()
    {
        var story = Clocks.Reported("UTL-04", "2026-12-30 10:00");
        story.LivesUntil("2026-12-31 15:00");
        Assert.Equal(50, story.Issue.WarnedPercent);
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 4)]);

        story.Does(Actor.Platform, Again);

        Assert.Equal(new StepWarning(80, Clocks.At("2027-01-05 12:00")), story.Issue.Step!.Warning);
    }

    [Fact]
    public void What_was_extended_moves_out_too()
    {
        var story = Clocks.Reported("UTL-04", "2026-12-30 10:00");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        Assert.Equal(Clocks.At("2027-01-06 17:00"), story.Issue.Step!.DueAt);
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 5)]);

        story.Does(Actor.Platform, Again);

        Assert.Equal(Clocks.At("2027-01-07 17:00"), story.Issue.Step!.DueAt);
        Assert.Equal(1, story.Issue.Extensions);
    }

    [Fact]
    public void An_extended_overall_clock_moves_out_with_the_days_off_and_loses_nothing_when_it_stands_still()
    {
        // Five working days from 22 December, extended by five and by what twice the cap leaves.
        var story = Clocks.Reported("ENV-04", "2026-12-22 10:00");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        Assert.Equal(Clocks.At("2027-01-06 17:00"), story.Issue.OverallDueAt);
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 5), new(2027, 1, 6)]);

        story.Does(Actor.Platform, Again);

        Assert.Equal(Clocks.At("2027-01-08 17:00"), story.Issue.OverallDueAt);
        Assert.Equal(Clocks.At("2027-01-08 17:00"), story.Issue.Step!.DueAt);
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Does(Town.Resident, new Answer(Story.Id, Town.Text()));
        Assert.Equal(Clocks.At("2027-01-08 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void A_deadline_that_was_extended_before_it_went_up_does_not_end_on_a_day_off()
    {
        var story = Clocks.Reported("ENV-04", "2026-12-22 10:00");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        story.Does(Town.PropertyManager, new Escalate(Story.Id, Town.Text()));
        Publish(story, 1, [new(2027, 1, 1), new(2027, 1, 6)]);

        story.Does(Actor.Platform, Again);

        Assert.Equal(Clocks.At("2027-01-07 17:00"), story.Issue.OverallDueAt);
    }

    private static void Publish(Story<CompoundState> story, int version, DateOnly[] off) =>
        story.Law = new Law(
            0,
            DefaultRules.Template,
            WorkingCalendar.Default.With(new CalendarYear(2027, [.. off], []), version)
        );
}
