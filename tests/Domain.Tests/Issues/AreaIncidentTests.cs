using System.Collections.Immutable;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Many reports at several places of a community: one incident of its master grid.</summary>
public sealed class AreaIncidentTests
{
    private const string Id = "QY20261124-000130";
    private static readonly ImmutableArray<GatheredIssue> Issues =
    [
        new("QY20261124-000124", Town.Compound),
        new("QY20261124-000125", Town.Project),
    ];

    [Fact]
    public void Only_the_platform_gathers()
    {
        var story = AtMasterGrid();

        foreach (var person in Town.Everybody.Where(it => it != Actor.Platform))
        {
            story.IsRefused(person, Gather(), "command.platform-only");
        }
    }

    [Fact]
    public void Only_at_a_master_grid_and_only_a_category_there_is()
    {
        new Story<GridState>(Town.AGrid()).IsRefused(Actor.Platform, Gather(), "gather.elsewhere");
        AtMasterGrid().IsRefused(Actor.Platform, Gather("XXX-01"), "category.unknown");
    }

    [Fact]
    public void What_only_its_chain_may_see_is_not_gathered_and_neither_is_nothing()
    {
        Assert.Empty(AtMasterGrid().Does(Actor.Platform, Gather("SVC-01")));
        Assert.Empty(AtMasterGrid().Does(Actor.Platform, Gather() with { Issues = [] }));
    }

    [Fact]
    public void An_incident_is_the_master_grids_and_urgent()
    {
        var story = AtMasterGrid();

        var happened = story.Does(Actor.Platform, Gather());

        Assert.Equal(
            [typeof(IssueReported), typeof(IssueAccepted), typeof(IssueIncidentDeclared), typeof(IssueGathered)],
            happened.Select(it => it.GetType())
        );
        var incident = story.State.Issues[Id];
        Assert.Equal(IssueSource.Surge, incident.Source);
        Assert.Equal(UrgencyClass.P2, incident.Terms!.Class);
        Assert.Equal((1, new Handler(Role.GridHead, Town.MasterGrid)), (incident.Step!.Level, incident.Step.Handler));
        Assert.Equal(Id, story.State.Book.IncidentOf(Story.Lamp));
    }

    [Fact]
    public void What_comes_while_it_is_open_belongs_to_it_and_after_that_to_another()
    {
        var story = AtMasterGrid();
        story.Does(Actor.Platform, Gather());

        var again = Gather() with { IssueId = "QY20261124-000131" };
        Assert.Empty(story.Does(Actor.Platform, again));
        var another = new GatheredIssue("QY20261124-000126", Town.Compound);

        var more = story.Does(Actor.Platform, again with { Issues = [.. Issues, another] });

        var gathered = Assert.IsType<IssueGathered>(Assert.Single(more));
        Assert.Equal((Id, another), (gathered.IssueId, Assert.Single(gathered.Issues)));
        Assert.Equal(3, story.State.Issues[Id].Gathered!.Value.Length);
        story.Does(Town.SubdistrictDesk, new Domain.Issues.Void(Id, Town.Text("已恢复")));
        Assert.Equal(4, story.Does(Actor.Platform, Gather() with { IssueId = "QY20261124-000131" }).Length);
    }

    [Fact]
    public void A_report_points_to_it_once_and_stays_where_it_is()
    {
        var story = Story.Reported();
        var before = story.Issue;

        story.Does(Actor.Platform, new Link(Story.Id, Id));
        Assert.Empty(story.Does(Actor.Platform, new Link(Story.Id, "QY20261124-000131")));
        Assert.Empty(story.Does(Actor.Platform, new Link("QY20261124-000999", Id)));

        Assert.Equal(Id, story.Issue.PartOf);
        Assert.Equal((before.Step, before.OverallDueAt), (story.Issue.Step, story.Issue.OverallDueAt));
    }

    private static Gather Gather(string category = Story.Lamp) =>
        new(Id, category, Town.Text("多个小区同类上报", "description"), Issues);

    private static Story<GridState> AtMasterGrid() =>
        new(
            GridState.Evolve(
                GridState.Initial(Town.MasterGrid),
                new GridRegistered("草堂路社区总网格", 4_000, [Town.MasterGridHead.Reference], true),
                Town.Administrator.Reference,
                Town.Morning
            )
        );
}
