using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Passing an issue on, on one level.</summary>
public sealed class ClockTestsTransfers
{
    [Fact]
    public void Who_gives_it_to_themselves_gains_no_time_and_is_not_warned_anew()
    {
        var story = Clocks.Reported();
        story.LivesUntil("2026-11-25 16:00");
        var before = story.Issue;
        Assert.Equal(50, before.WarnedPercent);

        story.Does(Town.PropertyManager, new Dispatch(Story.Id));

        Assert.Equal(before.Step!.DueAt, story.Issue.Step!.DueAt);
        Assert.Equal(before.Step.Warning, story.Issue.Step.Warning);
        Assert.Equal(50, story.Issue.WarnedPercent);
        Assert.Equal(before.StepFrom, story.Issue.StepFrom);
        Assert.Equal(0, story.Issue.Transfers);
        story.LivesUntil("2026-11-26 17:00");
        Assert.Equal(1, story.Issue.Step.Level);
    }

    [Fact]
    public void Who_gives_it_to_themselves_does_not_open_the_time_for_a_return_again()
    {
        var story = Clocks.Reported();
        story.Reaches("2026-11-24 15:00");

        story.Does(Town.PropertyManager, new Dispatch(Story.Id, Town.Compound));

        story.IsRefused(Town.PropertyManager, Clocks.Return, "return.too-late");
    }

    [Fact]
    public void After_three_hands_only_the_district_centre_passes_it_on()
    {
        var story = Clocks.Reported("ENV-05");
        foreach (var to in new[] { Town.OtherGrid, Town.Grid, Town.OtherGrid })
        {
            story.Does(Town.CommunityDesk, new Dispatch(Story.Id, to));
        }

        Assert.Equal(3, story.Issue.Transfers);
        foreach (var actor in new[] { Town.OtherGridHead, Town.CommunityDesk, Town.SubdistrictDesk })
        {
            story.IsRefused(actor, new Dispatch(Story.Id, Town.Grid), "transfer.ceiling");
        }

        // To the one who has it, it does not change hands.
        story.Does(Town.OtherGridHead, new Dispatch(Story.Id, Town.OtherGrid));
        story.Does(Town.Centre, new Dispatch(Story.Id, Town.Grid));
        Assert.Equal(4, story.Issue.Transfers);
        story.IsRefused(Town.GridHead, new Dispatch(Story.Id, Town.OtherGrid), "transfer.ceiling");
        Assert.Equal(Clocks.At("2026-12-03 17:00"), story.Issue.OverallDueAt);
    }

    [Fact]
    public void A_return_does_not_get_past_the_ceiling_either()
    {
        var story = Clocks.Reported("ENV-05");
        foreach (var to in new[] { Town.OtherGrid, Town.Grid, Town.OtherGrid })
        {
            story.Does(Town.CommunityDesk, new Dispatch(Story.Id, to));
        }

        story.Does(Town.OtherGridHead, Clocks.Return);

        story.IsRefused(Town.SubdistrictDesk, Clocks.Grant with { To = Town.Grid }, "transfer.ceiling");
        story.Does(Town.SubdistrictDesk, Clocks.Grant);
        Assert.Equal(2, story.Issue.Step!.Level);
    }

    [Fact]
    public void Another_hand_has_a_step_of_its_own_and_the_overall_clock_runs_on()
    {
        var story = Clocks.Reported("ENV-05");
        story.LivesUntil("2026-11-25 10:00");
        Assert.Equal(50, story.Issue.WarnedPercent);

        story.Does(Town.CommunityDesk, new Dispatch(Story.Id, Town.OtherGrid));

        Assert.Equal(Clocks.At("2026-11-26 17:00"), story.Issue.Step!.DueAt);
        Assert.Equal(0, story.Issue.WarnedPercent);
        Assert.Equal(Clocks.At("2026-12-03 17:00"), story.Issue.OverallDueAt);
    }
}
