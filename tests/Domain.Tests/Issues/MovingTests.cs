using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class MovingTests
{
    [Fact]
    public void On_its_way_it_refuses_commands_and_no_deadline_runs_out()
    {
        var story = Sent().From;

        story.IsRefused(Town.PropertyManager, new Acknowledge(Story.Id), "issue.moving");
        story.IsRefused(Town.Resident, new Withdraw(Story.Id), "issue.moving");
        Assert.Null(story.State.NextDueAt);
        Assert.Contains("\"moving_to\":\"grid/510105007004-G03\"", story.Rows[0].Json, StringComparison.Ordinal);
    }

    [Fact]
    public void The_new_owner_takes_it_over_with_the_overall_clock_and_a_new_step()
    {
        var (from, to, sent) = Sent();
        to.Now = from.Now.AddHours(2);

        to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));

        Assert.Equal(from.Issue.OverallDueAt, to.Issue.OverallDueAt);
        Assert.Equal(new Handler(Role.GridHead, Town.Grid), to.Issue.Step!.Handler);
        Assert.Equal(to.Now.AddDays(1), to.Issue.Step.DueAt);
        Assert.Equal(IssueStatus.Dispatched, to.Issue.Status);
        Assert.Equal(Town.Resident.Reference, to.Issue.Reporter);
        Assert.Null(to.Issue.MovingTo);
        Assert.Empty(to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried)));
    }

    [Fact]
    public void The_old_owner_forgets_it_when_it_is_confirmed_and_writes_no_row()
    {
        var (from, _, _) = Sent();

        from.Does(Actor.Platform, new ConfirmHandedOver(Story.Id, Town.Grid));

        Assert.Empty(from.State.Issues);
        Assert.Empty(from.Rows);
        from.IsRefused(Town.PropertyManager, new Acknowledge(Story.Id), "issue.unknown");
        Assert.Empty(from.Does(Actor.Platform, new ConfirmHandedOver(Story.Id, Town.Grid)));
    }

    [Fact]
    public void An_owner_that_is_not_registered_refuses_it_and_it_comes_back_as_it_was()
    {
        var (from, _, sent) = Sent();
        var nobody = new Story<GridState>(GridState.Initial(Town.Grid));
        nobody.IsRefused(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried), "owner.unknown");

        from.Does(Actor.Platform, new ReturnToSender(Story.Id, Town.Grid, sent.Carried, "owner.unknown"));

        Assert.Null(from.Issue.MovingTo);
        Assert.Equal(Town.Morning.AddDays(2), from.State.NextDueAt);
        from.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        Assert.Empty(from.Does(Actor.Platform, new ReturnToSender(Story.Id, Town.Grid, sent.Carried, "owner.unknown")));
    }

    [Fact]
    public void It_is_not_lost_when_a_return_comes_after_it_was_forgotten()
    {
        var (from, _, sent) = Sent();
        from.Does(Actor.Platform, new ConfirmHandedOver(Story.Id, Town.Grid));

        from.Does(Actor.Platform, new ReturnToSender(Story.Id, Town.Grid, sent.Carried, "owner.unknown"));

        Assert.Equal(IssueStatus.Dispatched, from.Issue.Status);
    }

    [Fact]
    public void It_may_come_back_before_the_confirmation_that_it_left()
    {
        var (from, to, sent) = Sent();
        to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));
        var back = (IssueSentAway)to.Does(Town.GridHead, new Relocate(Story.Id, Town.Compound))[0];

        from.Does(Actor.Platform, new TakeOver(Story.Id, Town.Grid, back.Carried));

        Assert.Null(from.Issue.MovingTo);
        Assert.Equal(0, from.Issue.Step!.Level);
        Assert.Empty(from.Does(Actor.Platform, new ConfirmHandedOver(Story.Id, Town.Grid)));
        Assert.Single(from.State.Issues);
    }

    [Fact]
    public void One_that_went_up_stays_at_its_level()
    {
        var from = Climbs.To(2);
        var sent = (IssueSentAway)from.Does(Town.SubdistrictDesk, new Relocate(Story.Id, Town.Grid))[0];
        var to = new Story<GridState>(Town.AGrid());

        to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));

        Assert.Equal(2, to.Issue.Step!.Level);
        Assert.Equal(Town.Subdistrict, to.Issue.Step.Handler.Place);
    }

    [Fact]
    public void One_that_waits_for_intake_waits_at_the_new_owner()
    {
        var from = Scenes.In(IssueStatus.Submitted);
        var sent = (IssueSentAway)from.Does(Town.GridHead, new Relocate(Story.Id, Town.Grid))[0];
        var to = new Story<GridState>(Town.AGrid()) { Law = from.Law };

        to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));

        Assert.Equal(IssueStatus.Submitted, to.Issue.Status);
        Assert.Equal(Town.Morning.AddHours(2), to.State.NextDueAt);
        to.Does(Town.GridHead, new Accept(Story.Id));
    }

    [Fact]
    public void A_building_means_nothing_at_another_place()
    {
        var from = Story.AtCompound();
        from.Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Building = "2栋" });
        var sent = (IssueSentAway)from.Does(Town.OtherGridHead, new Relocate(Story.Id, Town.Grid))[0];
        var to = new Story<GridState>(Town.AGrid());

        to.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));

        Assert.Null(to.Issue.Building);
    }

    private static (Story<CompoundState> From, Story<GridState> To, IssueSentAway Sent) Sent()
    {
        var from = Story.Reported();
        var sent = (IssueSentAway)from.Does(Town.GridHead, new Relocate(Story.Id, Town.Grid, Town.Text("在街边")))[0];
        return (from, new Story<GridState>(Town.AGrid()), sent);
    }
}
