using System.Text.Json;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Grids;

public sealed class GridTaskTests
{
    private static readonly OfferTask Offer = new(Story.Id, Town.Compound, "ENV-05", 1, Town.Morning.AddDays(1));

    [Fact]
    public void Nobody_but_the_platform_offers_or_ends_a_task()
    {
        var story = new Story<GridState>(Town.AGrid());
        foreach (var person in Town.Everybody.Where(a => a != Actor.Platform))
        {
            story.IsRefused(person, Offer, "command.platform-only");
            story.IsRefused(person, new EndTask(Story.Id, "issue.resolved"), "command.platform-only");
        }
    }

    [Fact]
    public void A_grid_that_nobody_registered_is_offered_nothing()
    {
        new Story<GridState>(GridState.Initial(Town.Grid)).IsRefused(Actor.Platform, Offer, "owner.unknown");
    }

    [Fact]
    public void A_task_is_offered_to_the_heads_once_and_anew_when_its_deadline_changed()
    {
        var story = new Story<GridState>(Town.AGrid());

        var offered = (TaskOffered)story.Does(Actor.Platform, Offer)[0];

        Assert.Equal([Town.GridHead.Reference], offered.Heads);
        Assert.Empty(story.Does(Actor.Platform, Offer));
        Assert.Single(story.Does(Actor.Platform, Offer with { DueAt = Offer.DueAt.AddDays(1) }));
        Assert.Equal(Offer.DueAt.AddDays(1), story.State.Tasks[Story.Id].DueAt);
    }

    [Fact]
    public void An_ended_task_leaves_the_state_and_says_so_in_its_row()
    {
        var story = new Story<GridState>(Town.AGrid());
        story.Does(Actor.Platform, Offer);
        story.Now = story.Now.AddHours(3);

        story.Does(Actor.Platform, new EndTask(Story.Id, "issue.resolved"));

        Assert.Empty(story.State.Tasks);
        var row = JsonDocument.Parse(Assert.Single(story.Rows).Json).RootElement;
        Assert.Equal("grid/510105007004-G03", row.GetProperty("grid").GetString());
        Assert.Equal("issue.resolved", row.GetProperty("cause").GetString());
        Assert.Equal(story.Now, row.GetProperty("ended_at").GetDateTimeOffset());
        Assert.Equal(Town.Morning, row.GetProperty("offered_at").GetDateTimeOffset());
        Assert.Empty(story.Does(Actor.Platform, new EndTask(Story.Id, "issue.resolved")));
    }
}
