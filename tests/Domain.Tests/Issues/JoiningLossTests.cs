using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Whatever is joined and merged, nothing that was promised, ordered or hidden is lost by it.</summary>
public sealed class JoiningLossTests
{
    private const string Other = Scenes.OtherId;

    [Fact]
    public void That_a_hidden_issue_is_there_is_not_told_by_a_merge_either()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, Town.ReportOf("SVC-01", Other));

        story.IsRefused(Town.PropertyManager, new Merge(Story.Id, Other), "issue.unknown");
        story.IsRefused(Town.GridHead, new Merge(Story.Id, Other), "merge.hidden");
    }

    [Fact]
    public void What_is_supervised_or_whistled_for_is_not_merged_away()
    {
        var whistled = Twice();
        whistled.Does(Town.SubdistrictDesk, Scenes.Command("whistle"));
        whistled.IsRefused(Town.PropertyManager, new Merge(Story.Id, Other), "merge.pressed");
        whistled.Does(Town.PropertyManager, new Merge(Other, Story.Id));
        Assert.Single(whistled.Issue.Whistles!.Value);

        var supervised = Twice();
        supervised.Does(Town.SubdistrictDesk, new Supervise(Story.Id, Town.Text("请尽快")));
        supervised.IsRefused(Town.PropertyManager, new Merge(Story.Id, Other), "merge.pressed");
    }

    [Fact]
    public void A_surge_leaves_by_itself_what_a_department_is_called_in_for()
    {
        var story = Reports(3);
        story.Does(Town.CommunityDesk, new BlowWhistle(Id(3), "fire", WhistleKind.Emergency, Town.Text("请到场")));

        for (var i = 4; i <= 6; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(Story.Lamp, Id(i)));
        }

        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
        Assert.Equal(IssueStatus.Dispatched, story.State.Issues[Id(3)].Status);
        Assert.Single(story.State.Issues[Id(3)].Whistles!.Value);
    }

    [Fact]
    public void What_comes_while_the_clocks_of_an_incident_stand_still_has_its_own()
    {
        var story = Reports(5);
        story.Does(
            Town.PropertyManager,
            new Suspend(Id(1), SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？"))
        );

        story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));

        Assert.Equal(IssueStatus.Dispatched, story.State.Issues[Id(6)].Status);
    }

    [Fact]
    public void What_would_be_due_sooner_than_an_incident_has_its_own_clock()
    {
        var story = Reports(5);
        story.Does(Town.PropertyManager, new Extend(Id(1), Town.Text("等待配件")));
        story.Does(Town.GridHead, new DecideRequest(Id(1), Granted: true));
        Assert.True(story.State.Issues[Id(1)].OverallDueAt > story.Now.AddDays(3));

        story.Does(Town.ResidentNumber(6), Town.ReportOf(Story.Lamp, Id(6)));

        var late = story.State.Issues[Id(6)];
        Assert.Equal(late.OverallDueAt < story.State.Issues[Id(1)].OverallDueAt, late.MergedInto is null);
    }

    [Fact]
    public void What_staff_merged_before_is_as_many_people_in_a_surge()
    {
        var story = Reports(4);
        for (var i = 2; i <= 4; i++)
        {
            story.Does(Town.PropertyManager, new Merge(Id(i), Id(1)));
        }

        story.Does(Town.ResidentNumber(5), Town.ReportOf(Story.Lamp, Id(5)));

        Assert.Equal(Id(1), story.State.Book.IncidentOf(Story.Lamp));
        Assert.Equal(5, Assert.Single(story.Log.Select(it => it.Happened).OfType<IssueIncidentDeclared>()).People);
    }

    [Fact]
    public void What_others_live_on_in_is_not_declared_void()
    {
        var story = Twice();
        story.Does(Town.PropertyManager, new Merge(Story.Id, Other));

        story.IsRefused(Town.SubdistrictDesk, new Domain.Issues.Void(Other, Town.Text("误报")), "end.has-merged");
    }

    [Fact]
    public void An_incident_that_moves_is_none_where_it_comes_to()
    {
        var story = Story.Reported();
        for (var i = 1; i <= 4; i++)
        {
            story.Does(Town.ResidentNumber(i), new Join(Story.Id));
        }

        Assert.NotNull(story.Issue.IncidentAt);
        var sent = (IssueSentAway)story.Does(Town.PropertyManager, new Relocate(Story.Id, Town.Project))[0];
        var there = new Story<CompoundState>(Town.ACompound());

        there.Does(Actor.Platform, new TakeOver(Story.Id, Town.Project, sent.Carried));

        Assert.Null(there.Issue.IncidentAt);
        Assert.Null(there.State.Book.IncidentOf(Story.Lamp));
    }

    private static string Id(int number) => $"QY20261124-{700 + number:000000}";

    private static Story<CompoundState> Twice()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Other));
        return story;
    }

    private static Story<CompoundState> Reports(int count)
    {
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        for (var i = 1; i <= count; i++)
        {
            story.Does(Town.ResidentNumber(i), Town.ReportOf(Story.Lamp, Id(i)));
        }

        return story;
    }
}
