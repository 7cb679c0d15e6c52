using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class PathTests
{
    [Fact]
    public void A_report_of_a_resident_is_accepted_and_given_to_the_first_handler_at_once()
    {
        var story = Story.AtCompound();

        var happened = story.Does(Town.Resident, Town.ReportOf(Story.Lamp));

        Assert.IsType<IssueReported>(happened[0]);
        var accepted = Assert.IsType<IssueAccepted>(happened[1]);
        Assert.Equal(new Handler(Role.PropertyManager, Town.Compound), accepted.Step.Handler);
        Assert.Equal(0, accepted.Step.Level);
        Assert.Equal(Town.Morning.AddDays(2), accepted.Step.DueAt);
        Assert.Equal(Town.Morning.AddDays(7), accepted.OverallDueAt);
        Assert.Equal(IssueStatus.Dispatched, story.Issue.Status);
        Assert.Equal(Town.Morning.AddDays(2), story.State.NextDueAt);
    }

    [Fact]
    public void It_goes_from_the_report_to_the_archive()
    {
        var story = Story.Resolved();
        story.Does(Town.GridHead, new Verify(Story.Id, Passed: true));
        story.Does(Town.Resident, new Rate(Story.Id, 5));
        story.Does(Town.Resident, new Close(Story.Id));

        var happened = story.Waits();

        Assert.Equal([new IssueArchived(Story.Id)], happened);
        Assert.Empty(story.State.Issues);
        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void An_issue_nobody_touches_climbs_to_the_district_centre_and_is_marked_there()
    {
        var story = Story.Reported();
        var overall = story.Issue.OverallDueAt;
        var levels = new List<int>();

        while (story.State.NextDueAt is not null)
        {
            story.Waits();
            levels.Add(story.Issue.Step!.Level);
            Assert.Equal(overall, story.Issue.OverallDueAt);
        }

        Assert.Equal([1, 2, 3, 4], levels);
        Assert.True(story.Issue.Overdue);
        Assert.Equal(overall, story.Now);
    }
}
