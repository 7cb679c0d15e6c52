using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>督办, by somebody and by itself.</summary>
public sealed class ClockTestsSupervision
{
    private static readonly Supervise Order = new(Story.Id, Town.Text("请尽快办理"));

    [Fact]
    public void A_level_below_the_centre_that_supervises_early_does_not_spare_it_the_centre()
    {
        var story = Clocks.Reported();
        story.Does(Town.GridHead, Order);
        Assert.Equal(1, story.Issue.SupervisedByLevel);

        var happened = story.LivesUntil("2027-02-01 10:00");

        // 7 working days end on 3 December; half as much again is 24.5 office hours.
        var byItself = Assert.Single(happened.OfType<IssueSupervised>());
        Assert.Equal(new IssueSupervised(Story.Id, 4, ByItself: true, null), byItself);
        Assert.Equal(Clocks.At("2026-12-09 13:30"), story.Log.Single(it => it.Happened == byItself).At);
        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void After_the_centre_nobody_below_it_makes_it_supervise_again()
    {
        var story = Clocks.Reported();
        story.LivesUntil("2026-12-09 13:30");
        Assert.Equal(4, story.Issue.SupervisedByLevel);

        // Somebody of the centre alone stands above the last level: then it stays theirs.
        story.Does(Town.Centre, Order);

        Assert.Empty(story.LivesUntil("2027-02-01 10:00"));
    }

    [Fact]
    public void What_the_centre_orders_early_it_does_not_order_again_by_itself()
    {
        var story = Clocks.Reported();
        story.Does(Town.Centre, Order);
        story.Does(Town.SubdistrictDesk, Order);

        Assert.Equal(4, story.Issue.SupervisedByLevel);
        Assert.Empty(story.LivesUntil("2027-02-01 10:00").OfType<IssueSupervised>());
    }

    [Fact]
    public void A_deadline_that_was_granted_is_not_supervised_before_it_has_passed()
    {
        // Five working days of the compound, twice extended: the overall clock ends at twice the seven days of its cap.
        var story = Clocks.Reported("ENV-04");
        for (var times = 0; times < 2; times++)
        {
            story.Does(Town.PropertyManager, Clocks.Extend());
            story.Does(times == 0 ? Town.GridHead : Town.SubdistrictDesk, Clocks.Grant);
        }

        Assert.Equal(Clocks.At("2026-12-14 17:00"), story.Issue.OverallDueAt);
        Assert.Empty(story.LivesUntil("2026-12-14 16:59").OfType<IssueSupervised>());

        story.LivesUntil("2027-02-01 10:00");
        Assert.Equal(
            Clocks.At("2026-12-18 13:30"),
            story.Log.Single(it => it.Happened is IssueSupervised { ByItself: true }).At
        );
    }

    [Fact]
    public void Who_has_it_does_not_supervise_it_and_an_order_has_words()
    {
        var story = Clocks.Reported();

        story.IsRefused(Town.PropertyManager, Order, "place.not-yours");
        story.IsRefused(Town.Resident, Order, "place.not-yours");
        Assert.Equal("note", story.IsRefused(Town.Centre, new Supervise(Story.Id, null), "field.missing").Field);
        Clocks.Resolved().IsRefused(Town.Centre, Order, "issue.wrong-state");
    }

    [Fact]
    public void An_order_carries_the_weight_of_the_highest_level_and_moves_no_clock()
    {
        var story = Clocks.Reported();
        var before = story.Issue;

        Assert.Equal(2, story.Does<IssueSupervised>(Town.SubdistrictDesk, Order).Level);
        Assert.Equal(4, story.Does<IssueSupervised>(Town.Centre, Order).Level);

        Assert.Equal(before.Step, story.Issue.Step);
        Assert.Equal(before.OverallDueAt, story.Issue.OverallDueAt);
    }

    [Fact]
    public void Only_the_subdistrict_and_the_centre_declare_it_void_with_a_reason()
    {
        var voids = Scenes.Command("void");
        foreach (
            var actor in new[] { Town.PropertyManager, Town.GridHead, Town.CommunityDesk, Town.Lighting, Town.Resident }
        )
        {
            Clocks.Reported().IsRefused(actor, voids, "place.not-yours");
        }

        Clocks.Reported().IsRefused(Town.OtherSubdistrictDesk, voids, "place.not-yours");
        Assert.Equal(
            "reason",
            Clocks
                .Reported()
                .IsRefused(Town.SubdistrictDesk, new Domain.Issues.Void(Story.Id, null), "field.missing")
                .Field
        );
        Clocks.Resolved().IsRefused(Town.SubdistrictDesk, voids, "issue.wrong-state");
        foreach (var actor in new[] { Town.SubdistrictDesk, Town.Centre })
        {
            var story = Clocks.Reported();
            story.Does<IssueVoided>(actor, voids);
            Assert.Equal([new IssueArchived(Story.Id)], story.LivesUntil("2027-02-01 10:00"));
        }
    }
}
