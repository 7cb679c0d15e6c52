using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Joining what another has reported, and merging what was reported twice.</summary>
public sealed class JoiningTests
{
    private const string Other = Scenes.OtherId;

    [Fact]
    public void Nobody_from_elsewhere_joins()
    {
        Story.Reported().IsRefused(Town.Stranger, new Join(Story.Id), "place.not-yours");
        Story.Reported().IsRefused(Town.PropertyManager, new Join(Story.Id), "place.not-yours");
    }

    [Fact]
    public void What_only_its_chain_may_see_is_not_joined()
    {
        Story.Reported("NBR-01").IsRefused(Town.Neighbour, new Join(Story.Id), "place.not-yours");
    }

    [Theory]
    [InlineData(IssueStatus.Resolved)]
    [InlineData(IssueStatus.Closed)]
    [InlineData(IssueStatus.Withdrawn)]
    [InlineData(IssueStatus.Merged)]
    public void What_has_ended_is_not_joined(IssueStatus status)
    {
        Scenes.In(status).IsRefused(Town.ResidentNumber(1), new Join(Story.Id), "issue.wrong-state");
    }

    [Fact]
    public void A_note_that_cannot_stand_is_refused_with_its_field()
    {
        var refused = Story.Reported().IsRefused(Town.Neighbour, new Join(Story.Id, Town.Text(" ")), "text.empty");

        Assert.Equal("note", refused.Field);
    }

    [Fact]
    public void Who_reported_it_or_has_joined_need_not_join()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, new Join(Story.Id));

        Assert.Empty(story.Does(Town.Resident, new Join(Story.Id)));
        Assert.Empty(story.Does(Town.Neighbour, new Join(Story.Id)));
        Assert.Single(story.Issue.Joined);
    }

    [Fact]
    public void Who_joins_is_affected_and_follows()
    {
        var story = Story.Reported();
        var note = Town.Text("我家门口也不亮");

        var joined = story.Does(Town.Neighbour, new Join(Story.Id, note));

        Assert.Equal([new IssueJoined(Story.Id, note.Commitment)], joined);
        Assert.Equal([new Joining(Town.Neighbour.Reference, story.Now)], story.Issue.Joined);
        Assert.Equal([Town.Neighbour.Reference], story.Issue.Followers);
    }

    [Fact]
    public void Who_follows_may_still_join_and_follows_once()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, new Follow(Story.Id));

        story.Does(Town.Neighbour, new Join(Story.Id));

        Assert.Equal([Town.Neighbour.Reference], story.Issue.Followers);
        Assert.Single(story.Issue.Joined);
    }

    [Fact]
    public void Who_has_joined_may_leave_and_join_again()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, new Join(Story.Id));

        Assert.Equal([new IssueLeft(Story.Id)], story.Does(Town.Neighbour, new Leave(Story.Id)));

        Assert.Empty(story.Issue.Joined);
        Assert.Empty(story.Issue.Followers);
        Assert.Empty(story.Does(Town.Neighbour, new Leave(Story.Id)));
        Assert.Empty(story.Does(Town.Resident, new Leave(Story.Id)));
        story.Does(Town.Neighbour, new Join(Story.Id));
        Assert.Single(story.Issue.Joined);
    }

    [Fact]
    public void What_others_have_joined_is_not_taken_back()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, new Join(Story.Id));

        story.IsRefused(Town.Resident, new Withdraw(Story.Id), "withdraw.joined");

        story.Does(Town.Neighbour, new Leave(Story.Id));
        story.Does(Town.Resident, new Withdraw(Story.Id));
    }

    [Fact]
    public void Joining_moves_no_clock()
    {
        var story = Story.Reported();
        var before = story.Issue;
        story.Now = story.Now.AddHours(1);

        story.Does(Town.Neighbour, new Join(Story.Id));

        Assert.Equal((before.Step, before.OverallDueAt), (story.Issue.Step, story.Issue.OverallDueAt));
    }

    [Fact]
    public void An_issue_is_not_merged_into_itself_or_into_one_that_is_not_here()
    {
        var story = Twice();

        Assert.Equal("into", Refused(story, Story.Id, "merge.itself").Field);
        Assert.Equal("into", Refused(story, "QY20261124-000999", "issue.unknown").Field);
    }

    [Fact]
    public void An_issue_is_not_merged_into_one_of_another_category()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, Town.ReportOf("BLD-02", Other));

        var refused = Refused(story, Other, "merge.other-category");

        Assert.Contains("BLD-02", refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public void What_only_its_chain_may_see_is_not_merged_as_one_reporter_would_hear_of_the_other()
    {
        var story = Story.Reported("NBR-01");
        story.Does(Town.Neighbour, Town.ReportOf("NBR-01", Other));

        story.IsRefused(Town.GridHead, new Merge(Story.Id, Other), "merge.hidden");
    }

    [Fact]
    public void An_issue_is_not_merged_into_one_that_has_ended_stands_still_or_moves()
    {
        var ended = Twice();
        ended.Does(Town.SubdistrictDesk, new Domain.Issues.Void(Other, Town.Text("测试件")));
        Refused(ended, Other, "merge.into-ended");

        var still = Twice();
        still.Does(
            Town.PropertyManager,
            new Suspend(Other, SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？"))
        );
        Refused(still, Other, "issue.suspended");

        var moving = Twice();
        moving.Does(Town.PropertyManager, new Relocate(Other, Town.Grid));
        Refused(moving, Other, "issue.moving");
    }

    [Fact]
    public void An_issue_is_not_merged_into_one_that_was_merged_itself()
    {
        var story = Twice();
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, "QY20261124-000121"));
        story.Does(Town.PropertyManager, new Merge(Other, "QY20261124-000121"));

        var refused = Refused(story, Other, "merge.into-merged");

        Assert.Contains("QY20261124-000121", refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Merging_puts_no_deadline_off()
    {
        var story = Story.Reported();
        story.Now = story.Now.AddHours(1);
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Other));

        Refused(story, Other, "merge.later-deadline");
        story.Does(Town.PropertyManager, new Merge(Other, Story.Id));
    }

    [Fact]
    public void Whose_the_other_one_is_not_merges_nothing_into_it()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Other));
        story.Does(Town.PropertyManager, new Escalate(Other, Town.Text()));
        story.Does(Town.GridHead, new Escalate(Other, Town.Text()));

        Assert.Equal("into", Refused(story, Other, "place.not-yours").Field);
        story.Does(Town.SubdistrictDesk, new Merge(Story.Id, Other));
    }

    [Fact]
    public void What_is_merged_lives_on_in_the_other_and_who_cared_for_it_hears_of_that()
    {
        var story = Twice();
        story.Does(Town.ResidentNumber(1), new Join(Story.Id));
        var reason = Town.Text("同一盏灯");

        var happened = story.Does(Town.PropertyManager, new Merge(Story.Id, Other, reason));

        Assert.Equal(
            new IssueMerged(
                Story.Id,
                Other,
                new Handler(CivicGrains.Domain.People.Role.PropertyManager, Town.Compound),
                false,
                reason.Commitment
            ),
            happened[0]
        );
        var added = Assert.IsType<IssueDuplicateAdded>(happened[1]);
        Assert.Equal((Other, Story.Id), (added.IssueId, added.Duplicate));
        Assert.Equal([Town.Resident.Reference, Town.ResidentNumber(1).Reference], added.People);
        Assert.Equal((IssueStatus.Merged, Other), (story.Issue.Status, story.Issue.MergedInto));
        Assert.Null(story.Issue.NextDueAt);
        Assert.Equal(added.People, story.State.Issues[Other].Followers);
        Assert.Equal(2, story.Rows.Length);
    }

    [Fact]
    public void The_clocks_of_one_that_stood_still_run_on_before_it_is_merged()
    {
        var story = Twice();
        story.Does(
            Town.PropertyManager,
            new Suspend(Story.Id, SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？"))
        );
        story.Now = story.Now.AddHours(5);

        var happened = story.Does(Town.PropertyManager, new Merge(Story.Id, Other));

        Assert.Equal(
            [typeof(IssueResumed), typeof(IssueMerged), typeof(IssueDuplicateAdded)],
            happened.Select(it => it.GetType())
        );
        Assert.Null(story.Issue.Suspended);
    }

    [Fact]
    public void What_had_been_merged_into_it_goes_along()
    {
        var story = Twice();
        const string third = "QY20261124-000124";
        story.Does(Town.ResidentNumber(1), Town.ReportOf(Story.Lamp, third));
        story.Does(Town.PropertyManager, new Merge(third, Story.Id));

        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));

        Assert.Equal(Other, story.State.Issues[third].MergedInto);
        Assert.Equal([third, Story.Id], story.State.Issues[Other].Duplicates.Select(it => it.IssueId));
        Assert.Empty(story.Issue.Duplicates);
        Assert.Equal([Town.ResidentNumber(1).Reference, Town.Resident.Reference], story.State.Issues[Other].Followers);
    }

    [Fact]
    public void One_that_others_live_on_in_is_not_taken_back_and_does_not_move()
    {
        var story = Twice();
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));

        story.IsRefused(Town.Neighbour, new Withdraw(Other), "withdraw.joined");
        story.IsRefused(Town.PropertyManager, new Relocate(Other, Town.Grid), "relocate.has-merged");
    }

    [Fact]
    public void Nothing_is_split_from_what_has_ended()
    {
        var story = Twice();
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        story.Does(Town.PropertyManager, new Acknowledge(Other));
        story.Does(Town.PropertyManager, new Resolve(Other, Town.Text(), []));

        story.IsRefused(Town.PropertyManager, new Split(Story.Id), "split.too-late");
    }

    [Fact]
    public void What_is_split_out_stands_for_itself_again_and_its_overall_clock_ran_on()
    {
        var story = Twice();
        var before = story.Issue;
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        story.Now = story.Now.AddHours(30);
        var reason = Town.Text("不是同一盏灯");

        var happened = story.Does(Town.Resident, new Split(Story.Id, reason));

        Assert.Equal([typeof(IssueSplit), typeof(IssueDuplicateRemoved)], happened.Select(it => it.GetType()));
        Assert.Equal(reason.Commitment, ((IssueSplit)happened[0]).Reason);
        var issue = story.Issue;
        Assert.Equal((IssueStatus.Dispatched, (string?)null, 1), (issue.Status, issue.MergedInto, issue.TimesSplit));
        Assert.Equal(before.OverallDueAt, issue.OverallDueAt);
        Assert.Equal(before.Overall, issue.Overall);
        Assert.Equal((before.Step!.Level, before.Step.Handler), (issue.Step!.Level, issue.Step.Handler));
        Assert.Equal(story.Now, issue.StepFrom);
        Assert.Empty(story.State.Issues[Other].Duplicates);
        Assert.Empty(story.State.Issues[Other].Followers);
    }

    [Fact]
    public void What_waited_for_intake_waits_for_it_again()
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(Story.Lamp, c => c with { VerifyFirst = true });
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Other));
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));

        story.Does(Town.PropertyManager, new Split(Story.Id));

        Assert.Equal(IssueStatus.Submitted, story.Issue.Status);
        Assert.NotNull(story.Issue.NextDueAt);
    }

    [Fact]
    public void Who_joined_by_themselves_goes_on_hearing_of_it_after_a_split()
    {
        var story = Twice();
        story.Does(Town.ResidentNumber(1), new Follow(Story.Id));
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        story.Does(Town.ResidentNumber(1), new Join(Other));

        story.Does(Town.PropertyManager, new Split(Story.Id));

        Assert.Equal([Town.ResidentNumber(1).Reference], story.State.Issues[Other].Followers);
    }

    [Fact]
    public void Deadlines_that_passed_while_it_was_merged_take_it_up_at_once()
    {
        var story = Twice();
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        story.Now = story.Issue.OverallDueAt!.Value.AddHours(1);

        story.Does(Town.PropertyManager, new Split(Story.Id));
        story.Wakes();

        Assert.True(story.Issue.Overdue);
        Assert.Equal(IssueLevels.Last, story.Issue.Step!.Level);
    }

    [Fact]
    public void A_year_that_was_published_meanwhile_is_counted_by_when_it_is_split_out()
    {
        var story = Clocks.Reported("ENV-04", "2026-12-29 10:00");
        story.Does(Town.Neighbour, Town.ReportOf("ENV-04", Other));
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        var before = story.Issue.OverallDueAt;
        var longer = StatutoryDays.Of(2027) with
        {
            DaysOff = [.. StatutoryDays.Of(2027).DaysOff.Append(new(2027, 1, 4)).Distinct().Order()],
        };
        story.Law = new Law(0, DefaultRules.Template, WorkingCalendar.Default.With(longer, 1));

        var happened = story.Does(Town.PropertyManager, new Split(Story.Id));

        Assert.Contains(happened, it => it is IssueRecounted);
        Assert.True(story.Issue.OverallDueAt > before);
        Assert.Equal(1, story.Issue.Step!.CalendarVersion);
    }

    [Fact]
    public void What_lives_on_in_another_is_archived_with_it()
    {
        var story = Twice();
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));
        story.Does(Town.PropertyManager, new Acknowledge(Other));
        story.Does(Town.PropertyManager, new Resolve(Other, Town.Text("已更换"), []));
        story.Does(Town.Neighbour, new Close(Other));

        var happened = story.Waits();

        Assert.Equal([new IssueArchived(Other), new IssueArchived(Story.Id)], happened);
        Assert.Empty(story.State.Issues);
        Assert.Equal(2, story.Rows.Length);
    }

    private static Rejection Refused(Story<CompoundState> story, string into, string code) =>
        story.IsRefused(Town.PropertyManager, new Merge(Story.Id, into), code);

    private static Story<CompoundState> Twice()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Other));
        return story;
    }
}
