using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class DeadlineTests
{
    [Fact]
    public void Before_the_deadline_nothing_happens_and_at_it_once()
    {
        var story = Story.Reported();
        story.Now = story.State.NextDueAt!.Value.AddMicroseconds(-1);
        Assert.Empty(story.Wakes());

        story.Now = story.Now.AddMicroseconds(1);

        var escalated = Assert.IsType<IssueEscalated>(Assert.Single(story.Wakes()));
        Assert.Equal(EscalationReason.Overdue, escalated.Reason);
        Assert.Empty(story.Wakes());
    }

    [Fact]
    public void An_acknowledged_issue_climbs_too_and_the_next_level_has_not_seen_it()
    {
        var story = Story.Acknowledged();

        story.Waits();

        Assert.Equal(IssueStatus.Dispatched, story.Issue.Status);
        Assert.Equal(1, story.Issue.Step!.Level);
        Assert.Equal(Town.Morning.AddDays(2), story.Issue.StepFrom);
    }

    [Fact]
    public void A_step_ends_no_later_than_the_overall_clock()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf("UTL-01"));

        story.Waits();
        story.Waits();

        Assert.Equal(2, story.Issue.Step!.Level);
        Assert.Equal(Town.Morning.AddHours(24), story.Issue.Step.DueAt);
    }

    [Fact]
    public void A_host_that_slept_past_the_overall_deadline_finds_it_at_the_centre_at_one_moment()
    {
        var story = Story.Reported();
        story.Now = Town.Morning.AddDays(30);

        var happened = story.Wakes();

        Assert.Equal([1, 2, 3, 4], happened.OfType<IssueEscalated>().Select(e => e.Step.Level));
        Assert.Equal(new IssueMarkedOverdue(Story.Id, 4), happened[^1]);
        Assert.Null(story.State.NextDueAt);
        Assert.Empty(story.Wakes());
    }

    [Fact]
    public void A_level_without_a_budget_is_skipped()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf("BLD-02"));

        story.Waits();
        story.Waits();
        story.Waits();

        Assert.Equal(4, story.Issue.Step!.Level);
        Assert.Equal(story.Issue.OverallDueAt, story.Issue.Step.DueAt);
    }

    [Fact]
    public void In_danger_the_overall_clock_runs_from_the_report_else_from_acceptance()
    {
        Assert.Equal(Town.Morning.AddHours(24), AcceptedAfterAnHour("SAF-02").Issue.OverallDueAt);
        Assert.Equal(Town.Morning.AddHours(1).AddDays(7), AcceptedAfterAnHour(Story.Lamp).Issue.OverallDueAt);
    }

    [Fact]
    public void A_report_that_nobody_checks_is_accepted_by_itself()
    {
        var story = Scenes.In(IssueStatus.Submitted);
        Assert.Equal(Town.Morning.AddHours(2), story.State.NextDueAt);

        Assert.IsType<IssueAccepted>(Assert.Single(story.Waits()));

        Assert.Equal(IssueStatus.Dispatched, story.Issue.Status);
        Assert.Equal(story.Now.AddDays(2), story.State.NextDueAt);
    }

    [Fact]
    public void In_resolved_only_the_window_runs()
    {
        var story = Story.Resolved();
        Assert.Equal(Town.Morning.AddDays(3), story.State.NextDueAt);

        Assert.Equal([new IssueClosed(Story.Id, false, Town.Morning.AddDays(10))], story.Waits());

        Assert.Equal([new IssueArchived(Story.Id)], story.Waits());
        Assert.Equal(Town.Morning.AddDays(10), story.Now);
    }

    [Theory]
    [InlineData(IssueStatus.Rejected)]
    [InlineData(IssueStatus.Withdrawn)]
    [InlineData(IssueStatus.Closed)]
    public void What_ended_is_archived_after_its_window(IssueStatus status)
    {
        var story = Scenes.In(status);

        Assert.Equal([new IssueArchived(Story.Id)], story.Waits());
        Assert.Equal(Town.Morning.AddDays(7), story.Now);
        Assert.Empty(story.State.Issues);
    }

    [Fact]
    public void A_failed_check_gives_the_same_handler_a_new_step_and_the_second_one_goes_up()
    {
        var story = Story.Resolved();
        story.Now = story.Now.AddDays(1);
        story.Does(Town.GridHead, new Verify(Story.Id, Passed: false));
        Assert.Equal(IssueStatus.Rework, story.Issue.Status);
        Assert.Equal(0, story.Issue.Step!.Level);
        Assert.Equal(story.Now.AddDays(2), story.Issue.Step.DueAt);

        story.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []));
        var up = (IssueEscalated)story.Does(Town.GridHead, new Verify(Story.Id, Passed: false))[0];

        Assert.Equal(EscalationReason.FailedCheck, up.Reason);
        Assert.Equal(1, story.Issue.Step.Level);
        Assert.Equal(0, story.Issue.FailedChecks);
        Assert.Equal(Town.Morning.AddDays(7), story.Issue.OverallDueAt);
    }

    [Fact]
    public void Not_solved_goes_up_and_at_the_last_level_begins_there_again()
    {
        var story = Story.Resolved();
        story.Does(Town.Resident, new NotSolved(Story.Id, Town.Text("还是不亮")));
        Assert.Equal(1, story.Issue.Step!.Level);
        Assert.Null(story.Issue.WindowEndsAt);

        var last = Climbs.To(4);
        last.Does(Town.Centre, new Acknowledge(Story.Id));
        last.Does(Town.Centre, new Resolve(Story.Id, Town.Text(), []));
        Assert.IsType<IssueDispatched>(last.Does(Town.Resident, new NotSolved(Story.Id))[0]);
        Assert.Equal(4, last.Issue.Step!.Level);
        Assert.Equal(IssueStatus.Dispatched, last.Issue.Status);
    }

    [Fact]
    public void Reopening_gives_half_of_the_limit_where_it_was_resolved_and_the_third_time_at_the_subdistrict()
    {
        var story = Story.Closed();
        for (var times = 1; times <= 3; times++)
        {
            story.Now = story.Now.AddDays(1);
            story.Does(Town.Resident, new Reopen(Story.Id));

            Assert.Equal(times, story.Issue.TimesReopened);
            Assert.Equal(story.Now.AddDays(3.5), story.Issue.OverallDueAt);
            Assert.Equal(times < 3 ? 0 : 2, story.Issue.Step!.Level);
            var handler = Climbs.StaffOf(story.Issue.Step.Level);
            story.Does(handler, new Acknowledge(Story.Id));
            story.Does(handler, new Resolve(Story.Id, Town.Text(), []));
            story.Does(Town.Resident, new Close(Story.Id));
        }
    }

    [Fact]
    public void Later_rules_do_not_touch_what_was_accepted()
    {
        var story = Story.Reported();
        var terms = story.Issue.Terms;
        story.Law = new Law(2, Town.Rules.DividedBy(1_440));

        story.Waits();

        Assert.Equal(terms, story.Issue.Terms);
        Assert.Equal(story.Now.AddDays(1), story.Issue.Step!.DueAt);
    }

    [Fact]
    public void A_demonstration_climbs_within_minutes()
    {
        var story = Story.AtCompound();
        story.Law = new Law(1, Town.Rules.DividedBy(1_440));
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));

        while (story.State.NextDueAt is not null)
        {
            story.Waits();
        }

        Assert.Equal(Town.Morning.AddMinutes(7), story.Now);
        Assert.Equal(4, story.Issue.Step!.Level);
    }

    private static Story<Domain.Compounds.CompoundState> AcceptedAfterAnHour(string category)
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(category, c => c with { VerifyFirst = true });
        story.Does(Town.Resident, Town.ReportOf(category));
        story.Now = story.Now.AddHours(1);
        story.Does(Town.GridHead, new Accept(Story.Id));
        return story;
    }
}
