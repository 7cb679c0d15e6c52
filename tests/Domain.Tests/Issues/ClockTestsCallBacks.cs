using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Low ratings, calls back, and what is done again.</summary>
public sealed class ClockTestsCallBacks
{
    private static readonly CallBack Blamed = new(Story.Id, Solved: false, CausedByHandling: true);

    [Fact]
    public void Rework_after_a_call_back_never_takes_time_that_was_promised()
    {
        var story = Clocks.Resolved();
        story.Does(Town.Resident, new Rate(Story.Id, 1));

        story.Does(Town.GridHead, Blamed);

        // Half of the seven days would end on 27 November.
        Assert.Equal(Clocks.At("2026-12-03 17:00"), story.Issue.OverallDueAt);
        Assert.Equal(IssueStatus.Rework, story.Issue.Status);
    }

    [Fact]
    public void Rework_after_closing_has_half_of_the_limit_where_less_was_left()
    {
        var story = Clocks.Reported();
        story.LivesUntil("2026-12-03 16:00");
        story.IsDone();
        story.Does(Town.Resident, new Close(Story.Id));
        story.Does(Town.Resident, new Rate(Story.Id, 2));
        Assert.Equal(Clocks.At("2026-12-04 17:00"), story.Issue.CallBackDueAt);
        story.Reaches("2026-12-04 10:00");

        var happened = story.Does(Town.Centre, Blamed);

        Assert.Equal([typeof(IssueCalledBack), typeof(IssueReworkOrdered)], happened.Select(it => it.GetType()));
        // 24.5 office hours after 4 December 10:00.
        Assert.Equal(Clocks.At("2026-12-09 14:30"), story.Issue.OverallDueAt);
        Assert.Null(story.Issue.CallBackDueAt);
        Assert.Null(story.Issue.WindowEndsAt);
    }

    [Fact]
    public void What_was_said_on_the_telephone_only_the_chain_reads()
    {
        var story = Clocks.Resolved();
        story.Does(Town.Resident, new Rate(Story.Id, 1));

        var happened = story.Does(Town.GridHead, Blamed with { Note = Town.Text("居民说家中有病人") });

        Assert.NotNull(Assert.IsType<IssueCalledBack>(happened[0]).Note);
        Assert.Null(Assert.IsType<IssueReworkOrdered>(happened[1]).Note);
    }

    [Fact]
    public void What_was_done_again_is_rated_anew()
    {
        var story = Clocks.Resolved();
        story.Does(Town.Resident, new Rate(Story.Id, 1));
        story.Does(Town.GridHead, Blamed);
        Assert.Null(story.Issue.Stars);
        story.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text("重新处理"), []));

        story.Does<IssueRated>(Town.Resident, new Rate(Story.Id, 5));

        Assert.Equal(5, story.Issue.Stars);
    }

    [Fact]
    public void What_is_archived_waits_for_the_call_back()
    {
        // Before the Spring Festival: seven days of the calendar end before three working days do.
        var story = Clocks.Resolved(at: "2026-02-13 10:00");
        story.Does(Town.Resident, new Close(Story.Id));
        Assert.Equal(Clocks.At("2026-02-25 00:00"), story.Issue.WindowEndsAt);
        story.Reaches("2026-02-24 16:00");
        story.Does(Town.Resident, new Rate(Story.Id, 1));
        Assert.Equal(Clocks.At("2026-02-25 17:00"), story.Issue.CallBackDueAt);

        Assert.Empty(story.Reaches("2026-02-25 00:00"));
        story.Reaches("2026-02-25 10:00");
        story.Does(Town.GridHead, new CallBack(Story.Id, Solved: true, CausedByHandling: false));
        Assert.Equal([new IssueArchived(Story.Id)], story.Wakes());
    }

    [Fact]
    public void A_call_back_that_nobody_makes_is_told_once_and_does_not_keep_it_from_the_archive()
    {
        var story = Clocks.Resolved(at: "2026-02-13 10:00");
        story.Does(Town.Resident, new Close(Story.Id));
        story.Reaches("2026-02-24 16:00");
        story.Does(Town.Resident, new Rate(Story.Id, 1));

        var happened = story.Reaches("2026-02-25 17:00");

        Assert.Equal([typeof(IssueCallBackMissed), typeof(IssueArchived)], happened.Select(it => it.GetType()));
    }

    [Fact]
    public void A_call_back_that_is_late_can_still_be_made_and_once()
    {
        var story = Clocks.Resolved();
        story.Does(Town.Resident, new Rate(Story.Id, 2));

        Assert.Contains(story.LivesUntil("2026-11-26 10:00"), it => it is IssueCallBackMissed);
        story.Does(Town.GridHead, new CallBack(Story.Id, Solved: false, CausedByHandling: false));

        story.IsRefused(Town.GridHead, Blamed, "call-back.none");
        Assert.DoesNotContain(story.LivesUntil("2027-01-01 10:00"), it => it is IssueCallBackMissed);
        Assert.Empty(story.State.Issues);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(2, true)]
    [InlineData(3, false)]
    [InlineData(5, false)]
    public void Two_stars_or_less_ask_for_a_call_back_within_a_working_day(int stars, bool asks)
    {
        var story = Clocks.Resolved("ENV-05", "2026-11-27 10:00");

        story.Does(Town.Resident, new Rate(Story.Id, stars));

        Assert.Equal(asks ? Clocks.At("2026-11-30 17:00") : null, story.Issue.CallBackDueAt);
    }

    [Fact]
    public void Nobody_calls_back_who_did_the_work_or_has_no_say_or_where_nobody_waits()
    {
        var story = Clocks.Resolved();
        story.IsRefused(Town.GridHead, Blamed, "call-back.none");
        story.Does(Town.Resident, new Rate(Story.Id, 1));

        story.IsRefused(Town.PropertyManager, Blamed, "verify.own-work");
        story.IsRefused(Town.SubdistrictDesk, Blamed, "place.not-yours");
        story.IsRefused(Town.Resident, Blamed, "place.not-yours");
        story.Does<IssueCalledBack>(Town.GridHead, Blamed with { CausedByHandling = false });
        story.IsRefused(Town.GridHead, Blamed, "call-back.none");
    }
}
