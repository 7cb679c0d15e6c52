using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class HandlerTests
{
    [Theory]
    [InlineData(PropertyMode.ProfessionalManaged, Role.PropertyManager)]
    [InlineData(PropertyMode.SelfManaged, Role.CompoundLead)]
    [InlineData(PropertyMode.CommunityTrust, Role.Trustee)]
    public void The_property_mode_decides_who_handles_first(PropertyMode mode, Role role)
    {
        var story = Story.AtCompound(mode);
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));

        Assert.Equal(new Handler(role, Town.Compound), story.Issue.Step!.Handler);
        foreach (var actor in new[] { Town.PropertyManager, Town.CompoundLead, Town.Trustee })
        {
            var refused = story.Ask(actor, new Acknowledge(Story.Id)).Rejection?.Code;
            Assert.Equal(actor.Holds(role, Town.Compound) ? null : "place.not-yours", refused);
        }
    }

    [Theory]
    [InlineData("ENV-05", 1, "grid-head", "grid/510105007004-G03")]
    [InlineData("SVC-02", 1, "community", "community/510105007004")]
    [InlineData("RNV-01", 0, "property-manager", "compound/510105007004-C012")]
    [InlineData("BLD-02", 0, "property-manager", "compound/510105007004-C012")]
    public void A_category_may_begin_elsewhere(string category, int level, string role, string place)
    {
        var step = Story.Reported(category).Issue.Step!;

        Assert.Equal(level, step.Level);
        Assert.Equal(role, step.Handler.Role.Kebab());
        Assert.Equal(place, step.Handler.Place.ToString());
    }

    [Fact]
    public void The_grid_of_the_building_has_it_else_the_home_grid()
    {
        var story = Story.AtCompound();
        story.Does(Town.Resident, Town.ReportOf("ENV-05") with { Building = "2栋" });

        Assert.Equal(Town.OtherGrid, story.Issue.Step!.Handler.Place);
        story.IsRefused(Town.GridHead, new Acknowledge(Story.Id), "place.not-yours");
        story.Does(Town.OtherGridHead, new Acknowledge(Story.Id));
    }

    [Fact]
    public void Each_level_has_its_handler_and_only_it_acts()
    {
        for (var level = 0; level <= 4; level++)
        {
            var story = Climbs.To(level);
            for (var other = 0; other <= 4; other++)
            {
                var refused = story.Ask(Climbs.StaffOf(other), new Acknowledge(Story.Id)).Rejection?.Code;
                Assert.Equal(other == level ? null : "place.not-yours", refused);
            }
        }
    }

    [Fact]
    public void The_community_acts_for_its_grids_and_a_department_only_for_what_it_has()
    {
        Climbs.To(1).Does(Town.CommunityDesk, new Acknowledge(Story.Id));
        Climbs.To(1).Does(Town.MasterGridHead, new Acknowledge(Story.Id));
        Climbs.To(3).IsRefused(Town.Housing, new Acknowledge(Story.Id), "place.not-yours");

        var story = Climbs.To(3);
        story.Does(Town.Centre, new Dispatch(Story.Id, Place.Department("housing")));
        story.IsRefused(Town.Lighting, new Acknowledge(Story.Id), "place.not-yours");
        story.Does(Town.Housing, new Acknowledge(Story.Id));
    }

    [Fact]
    public void A_grid_begins_at_level_1_and_has_no_level_0()
    {
        var story = new Story<GridState>(Town.AGrid());
        story.Does(Town.Resident, Town.ReportOf("ENV-01"));

        Assert.Equal(new Handler(Role.GridHead, Town.Grid), story.Issue.Step!.Handler);
        Assert.Equal(1, story.Issue.Step.Level);
        Assert.Equal(Town.Morning.AddHours(4), story.Issue.Step.DueAt);
        story.Does(Town.GridHead, new Acknowledge(Story.Id));
    }

    [Fact]
    public void A_project_begins_at_its_contractor_and_design_at_the_subdistrict()
    {
        var story = new Story<ProjectState>(Town.AProject());
        story.Does(Town.Resident, Town.ReportOf("RNV-02"));
        Assert.Equal(new Handler(Role.Contractor, Town.Project), story.Issue.Step!.Handler);
        story.Does(Town.Contractor, new Acknowledge(Story.Id));

        var design = new Story<ProjectState>(Town.AProject());
        design.Does(Town.Resident, Town.ReportOf("RNV-01"));
        Assert.Equal(new Handler(Role.Subdistrict, Town.Subdistrict), design.Issue.Step!.Handler);
        Assert.Equal(Town.Morning.AddDays(3), design.Issue.Step.DueAt);
    }

    [Fact]
    public void A_renovation_issue_where_no_project_owns_it_becomes_a_common_part_repair()
    {
        var reported = (IssueReported)Story.AtCompound().Does(Town.Resident, Town.ReportOf("RNV-02"))[0];

        Assert.Equal("BLD-01", reported.Category);
        Assert.Equal("RNV-02", reported.AskedCategory);
    }

    [Fact]
    public void By_night_noise_is_urgent()
    {
        var day = Story.Reported("ENV-05");
        var night = Story.AtCompound();
        night.Now = new DateTimeOffset(2026, 11, 24, 14, 0, 0, TimeSpan.Zero); // 22:00 in Chengdu
        night.Does(Town.Resident, Town.ReportOf("ENV-05"));

        Assert.Equal(UrgencyClass.P3, day.Issue.Terms!.Class);
        Assert.Equal(UrgencyClass.P2, night.Issue.Terms!.Class);
        Assert.Equal(night.Now.AddHours(8), night.Issue.Step!.DueAt);
    }

    [Fact]
    public void A_dispatch_restarts_the_step_clock_but_not_the_overall_one()
    {
        var story = Climbs.To(1);
        story.Now = story.Now.AddHours(5);
        var overall = story.Issue.OverallDueAt;

        var dispatched = (IssueDispatched)story.Does(Town.GridHead, new Dispatch(Story.Id, Town.OtherGrid))[0];

        Assert.Equal(Town.Grid, dispatched.Before.Place);
        Assert.Equal(Town.OtherGrid, story.Issue.Step!.Handler.Place);
        Assert.Equal(story.Now.AddDays(1), story.Issue.Step.DueAt);
        Assert.Equal(overall, story.Issue.OverallDueAt);
    }

    [Fact]
    public void A_grid_head_solves_what_was_submitted_on_the_spot()
    {
        var story = Scenes.In(IssueStatus.Submitted);

        var happened = story.Does(Town.GridHead, new SelfHandle(Story.Id, Town.Text(), []));

        Assert.Equal(1, Assert.IsType<IssueAccepted>(happened[0]).Step.Level);
        Assert.True(Assert.IsType<IssueResolved>(happened[1]).SelfHandled);
        Assert.Equal(IssueStatus.Resolved, story.Issue.Status);
        story.IsRefused(Town.GridHead, new Verify(Story.Id, true), "verify.own-work");
    }

    [Fact]
    public void Followers_are_told_once_and_the_reporter_needs_no_following()
    {
        var story = Story.Reported();
        story.Does(Town.Neighbour, new Follow(Story.Id));

        Assert.Empty(story.Does(Town.Neighbour, new Follow(Story.Id)));
        Assert.Empty(story.Does(Town.Resident, new Follow(Story.Id)));
        Assert.Equal([Town.Neighbour.Reference], story.Issue.Followers);
    }
}
