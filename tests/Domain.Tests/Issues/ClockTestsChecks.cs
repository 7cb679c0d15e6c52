using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What is checked after it is done, and what is done again.</summary>
public sealed class ClockTestsChecks
{
    [Fact]
    public void What_a_grid_officer_solves_alone_is_checked_like_everything_of_which_a_photo_is_advised()
    {
        var lamp = Clocks.Reported();
        lamp.Does(Town.GridHead, new SelfHandle(Story.Id, Town.Text("已更换"), []));
        Assert.Equal(Clocks.At("2026-11-25 17:00"), lamp.Issue.CheckDueAt);

        var submitted = Clocks.Reported(law: Clocks.LawWith(Story.Lamp, c => c with { VerifyFirst = true }));
        submitted.Does(Town.GridHead, new SelfHandle(Story.Id, Town.Text("已更换"), []));
        Assert.Equal(Clocks.At("2026-11-25 17:00"), submitted.Issue.CheckDueAt);

        var noise = Clocks.Reported("ENV-05");
        noise.Does(Town.GridHead, new SelfHandle(Story.Id, Town.Text("已劝阻"), []));
        Assert.Null(noise.Issue.CheckDueAt);
    }

    [Fact]
    public void Nobody_checks_their_own_work_and_nothing_is_checked_twice()
    {
        var story = Clocks.Resolved();
        story.IsRefused(Town.PropertyManager, new Verify(Story.Id, true), "verify.own-work");
        story.IsRefused(Town.SubdistrictDesk, new Verify(Story.Id, true), "place.not-yours");

        story.Does(Town.GridHead, new Verify(Story.Id, true));
        Assert.Null(story.Issue.CheckDueAt);
        story.IsRefused(Town.GridHead, new Verify(Story.Id, true), "issue.wrong-state");
    }

    [Fact]
    public void A_check_that_nobody_makes_is_told_once_and_can_still_be_made()
    {
        var story = Clocks.Resolved();

        var missed = Assert.IsType<IssueCheckMissed>(Assert.Single(story.LivesUntil("2026-11-26 10:00")));

        Assert.Equal(Domain.People.Role.GridHead, missed.Told.Role);
        Assert.Equal(Clocks.At("2026-11-25 17:00"), story.Log[^1].At);
        story.Does(Town.GridHead, new Verify(Story.Id, false));
        Assert.Equal(IssueStatus.Rework, story.Issue.Status);
    }

    [Fact]
    public void A_failed_check_is_done_again_by_the_same_and_the_second_goes_up_while_the_overall_clock_runs_on()
    {
        var story = Clocks.Resolved();
        story.Reaches("2026-11-25 10:00");
        story.Does<IssueReworkOrdered>(Town.GridHead, new Verify(Story.Id, false));
        Assert.Equal(0, story.Issue.Step!.Level);
        Assert.Equal(Clocks.At("2026-11-27 17:00"), story.Issue.Step.DueAt);
        story.IsDone();

        var up = story.Does<IssueEscalated>(Town.GridHead, new Verify(Story.Id, false));

        Assert.Equal(EscalationReason.FailedCheck, up.Reason);
        Assert.Equal(1, story.Issue.Step.Level);
        Assert.Equal(Clocks.At("2026-12-03 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void Not_solved_says_only_the_reporter_and_it_goes_up_at_once()
    {
        var story = Clocks.Resolved();
        story.IsRefused(Town.Neighbour, new NotSolved(Story.Id), "place.not-yours");

        Assert.Equal(
            EscalationReason.NotSolved,
            story.Does<IssueEscalated>(Town.Resident, new NotSolved(Story.Id)).Reason
        );
        Assert.Null(story.Issue.CheckDueAt);
    }

    [Fact]
    public void Silence_closes_it_after_three_working_days_and_seven_days_later_it_is_archived()
    {
        var story = Clocks.Resolved("ENV-05", "2026-11-27 10:00");

        var happened = story.LivesUntil("2027-01-01 10:00");

        // Closed on Wednesday; the seventh day after it is again a Wednesday, to its end.
        Assert.Equal(
            [new IssueClosed(Story.Id, ByReporter: false, Clocks.At("2026-12-10 00:00")), new IssueArchived(Story.Id)],
            happened
        );
        Assert.Equal(Clocks.At("2026-12-02 17:00"), story.Log[^2].At);
        Assert.Equal(Clocks.At("2026-12-10 00:00"), story.Log[^1].At);
    }

    [Fact]
    public void Reopened_it_begins_with_half_of_the_limit_and_fresh_counters_and_the_third_time_at_the_subdistrict()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Does(Town.Resident, new Answer(Story.Id, Town.Text()));
        story.Does(Town.Centre, new Supervise(Story.Id, Town.Text()));
        story.IsDone();
        story.Does(Town.Resident, new Rate(Story.Id, 4));
        for (var times = 1; times <= 3; times++)
        {
            story.Does(Town.Resident, new Close(Story.Id));
            story.Does<IssueReopened>(Town.Resident, new Reopen(Story.Id));

            Assert.Equal(
                (0, 0, null, null),
                (story.Issue.Extensions, story.Issue.Suspensions, story.Issue.SupervisedByLevel, story.Issue.Stars)
            );
            // 24.5 office hours after Tuesday 10:00: Friday, half past the fourth hour.
            Assert.Equal(Clocks.At("2026-11-27 14:30"), story.Issue.OverallDueAt);
            Assert.Equal(times < 3 ? 0 : 2, story.Issue.Step!.Level);
            Assert.Null(story.Issue.WindowEndsAt);
            story.IsDone();
        }
    }

    [Fact]
    public void After_seven_days_it_is_not_reopened()
    {
        var story = Clocks.Resolved();
        story.Does(Town.Resident, new Close(Story.Id));

        story.Now = Clocks.At("2026-12-01 23:59");
        Assert.Null(story.Ask(Town.Resident, new Reopen(Story.Id)).Rejection);
        story.Now = Clocks.At("2026-12-02 00:00");
        story.IsRefused(Town.Resident, new Reopen(Story.Id), "reopen.too-late");
    }
}
