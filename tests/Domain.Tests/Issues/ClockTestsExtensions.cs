using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>延期: before the deadline, two at most, never past twice the cap, and the reporter is told why.</summary>
public sealed class ClockTestsExtensions
{
    [Fact]
    public void Standing_still_in_between_gives_no_room_past_twice_the_cap()
    {
        // The five days of the compound, extended by five: three past the seven days of the cap.
        var story = Clocks.Reported("ENV-04");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        Assert.Equal(Clocks.At("2026-12-08 17:00"), story.Issue.OverallDueAt);

        // A question that is answered at once.
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Does(Town.Resident, new Answer(Story.Id, Town.Text()));
        Assert.Equal(Clocks.At("2026-12-08 17:00"), story.Issue.OverallDueAt);
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.SubdistrictDesk, Clocks.Grant);

        Assert.Equal(Clocks.At("2026-12-14 17:00"), story.Issue.OverallDueAt);
        Assert.Equal(Clocks.At("2026-12-14 17:00"), story.Issue.Step!.DueAt);
    }

    [Fact]
    public void Time_that_stood_still_is_not_taken_from_twice_the_cap()
    {
        var story = Clocks.Reported("ENV-04");
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Reaches("2026-11-25 10:00");
        story.Does(Town.Resident, new Answer(Story.Id, Town.Text()));

        for (var times = 0; times < 2; times++)
        {
            story.Does(Town.PropertyManager, Clocks.Extend());
            story.Does(times == 0 ? Town.GridHead : Town.SubdistrictDesk, Clocks.Grant);
        }

        // As if nothing had been asked it would end on 14 December at 17:00; seven office hours stood still.
        Assert.Equal(Clocks.At("2026-12-15 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void At_the_deadline_it_is_too_late()
    {
        var story = Clocks.Reported();
        story.Now = Clocks.At("2026-11-26 17:00");
        story.IsRefused(Town.PropertyManager, Clocks.Extend(), "extend.too-late");

        story.Now = Clocks.At("2026-11-26 16:59:59");
        story.Does<IssueRequested>(Town.PropertyManager, Clocks.Extend());
    }

    [Fact]
    public void Only_who_has_it_asks_with_a_reason_while_the_clock_runs()
    {
        var story = Clocks.Reported();
        story.IsRefused(Town.GridHead, Clocks.Extend(), "place.not-yours");
        story.IsRefused(Town.Resident, Clocks.Extend(), "place.not-yours");
        Assert.Equal(
            "reason",
            story.IsRefused(Town.PropertyManager, new Extend(Story.Id, null), "field.missing").Field
        );
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.IsRefused(Town.PropertyManager, Clocks.Extend(), "issue.suspended");
    }

    [Fact]
    public void The_first_is_decided_one_level_up_the_second_at_the_subdistrict_and_there_is_no_third()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.IsRefused(Town.SubdistrictDesk, Clocks.Grant, "place.not-yours");
        story.Grants<IssueExtended>(Town.GridHead, Clocks.Grant);
        Assert.Equal(Clocks.At("2026-11-30 17:00"), story.Issue.Step!.DueAt);

        story.Does(Town.PropertyManager, Clocks.Extend());
        story.IsRefused(Town.GridHead, Clocks.Grant, "place.not-yours");
        story.Grants<IssueExtended>(Town.SubdistrictDesk, Clocks.Grant);
        Assert.Equal(Clocks.At("2026-12-02 17:00"), story.Issue.Step.DueAt);
        Assert.Equal(2, story.Issue.Extensions);

        story.IsRefused(Town.PropertyManager, Clocks.Extend(), "extend.too-often");
        // Nor after it went up, by whoever has it then.
        story.Does(Town.PropertyManager, new Escalate(Story.Id, Town.Text()));
        story.IsRefused(Town.GridHead, Clocks.Extend(), "extend.too-often");
        Assert.Equal(Clocks.At("2026-12-03 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void Where_twice_the_cap_is_reached_there_is_none()
    {
        var story = Clocks.Reported();
        for (var level = 0; level < 4; level++)
        {
            story.Does(Climbs.StaffOf(level), new Escalate(Story.Id, Town.Text()));
        }

        // The centre decides at once: by the seven days of the cap, which has no level above to ask.
        story.Does<IssueExtended>(Town.Centre, Clocks.Extend());
        Assert.Equal(Clocks.At("2026-12-14 17:00"), story.Issue.OverallDueAt);

        story.IsRefused(Town.Centre, Clocks.Extend(TimeLimit.WorkingHours(1)), "extend.past-cap");
    }

    [Fact]
    public void What_would_pass_twice_the_cap_is_cut_to_it()
    {
        var story = Clocks.Reported("ENV-04");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        story.Does(Town.PropertyManager, Clocks.Extend());

        var extended = story.Grants<IssueExtended>(Town.SubdistrictDesk, Clocks.Grant);

        Assert.Equal(Clocks.At("2026-12-14 17:00"), extended.Step.DueAt);
        Assert.Equal(Clocks.At("2026-12-14 17:00"), extended.OverallDueAt);
    }

    [Fact]
    public void A_step_that_ends_with_the_overall_clock_takes_it_along_and_one_before_it_does_not()
    {
        var early = Clocks.Reported();
        early.Does(Town.PropertyManager, Clocks.Extend());
        Assert.Null(early.Grants<IssueExtended>(Town.GridHead, Clocks.Grant).Overall);
        Assert.Equal(Clocks.At("2026-12-03 17:00"), early.Issue.OverallDueAt);

        // The department has it until the very end.
        var last = Clocks.Reported();
        last.LivesUntil("2026-12-02 10:00");
        Assert.Equal(3, last.Issue.Step!.Level);
        last.Does(Town.Lighting, Clocks.Extend());
        last.Grants<IssueExtended>(Town.Centre, Clocks.Grant);

        Assert.Equal(Clocks.At("2026-12-07 17:00"), last.Issue.Step.DueAt);
        Assert.Equal(Clocks.At("2026-12-07 17:00"), last.Issue.OverallDueAt);
    }

    [Fact]
    public void An_urgent_step_is_longer_by_hours_of_the_clock()
    {
        var story = Clocks.Reported("UTL-03", "2026-11-28 22:00");
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);

        Assert.Equal(Clocks.At("2026-11-29 06:00"), story.Issue.Step!.DueAt);
        Assert.Equal(Clocks.At("2026-12-02 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void Who_was_warned_is_warned_in_what_was_added_of_higher_parts_alone()
    {
        var story = Clocks.Reported();
        story.LivesUntil("2026-11-25 15:00");
        Assert.Equal(50, story.Issue.WarnedPercent);
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);

        var warned = Assert.Single(story.LivesUntil("2026-11-30 16:59").OfType<IssueWarned>());

        Assert.Equal(80, warned.Percent);
        Assert.Equal(Clocks.At("2026-11-30 14:12"), story.Log.Single(it => it.Happened == warned).At);
    }

    [Fact]
    public void The_reporter_is_told_of_it_and_why_and_not_of_the_asking()
    {
        var story = Clocks.Reported();
        var asked = story.Does<IssueRequested>(Town.PropertyManager, Clocks.Extend());
        var extended = story.Grants<IssueExtended>(Town.GridHead, Clocks.Grant);

        Assert.Equal(asked.Request.Reason, extended.Reason);
        Assert.False(IssueEventAudience.IsForChain(extended));
        Assert.True(IssueEventAudience.IsForChain(asked));
    }

    [Fact]
    public void Refused_or_not_decided_nothing_is_longer_and_none_is_used_up()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does<IssueRequestRefused>(Town.GridHead, Clocks.Refuse);
        story.Does(Town.PropertyManager, Clocks.Extend());
        Assert.Equal([new IssueRequestRefused(Story.Id, RequestKind.Extension, false, null)], story.Waits());

        Assert.Equal(0, story.Issue.Extensions);
        Assert.Equal(Clocks.At("2026-11-26 17:00"), story.Issue.Step!.DueAt);
        story.IsRefused(Town.GridHead, Clocks.Grant, "place.not-yours");
    }
}
