using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;

namespace CivicGrains.Domain.Tests.Issues;

public sealed class RefusalTests
{
    /// <summary>Not in attributes: metadata is UTF-8 and would lose half characters.</summary>
    public static readonly TheoryData<string, string> BadTexts = new()
    {
        { "", "text.empty" },
        { " \n\t", "text.empty" },
        { "灯\0坏了", "text.control-character" },
        { "灯\u001b坏了", "text.control-character" },
        { "灯\ud800坏了", "text.broken-unicode" },
        { "灯坏了\udc00", "text.broken-unicode" },
    };

    [Fact]
    public void An_owner_that_nobody_registered_takes_no_report()
    {
        var story = new Story<CompoundState>(CompoundState.Initial(Town.Compound));

        var refused = story.IsRefused(Town.Resident, Town.ReportOf(Story.Lamp), "owner.unknown");

        Assert.Equal(RejectionKind.Unknown, refused.Kind);
        Assert.Contains("compound/510105007004-C012", refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public void An_issue_that_is_not_here_is_unknown()
    {
        Story.AtCompound().IsRefused(Town.PropertyManager, new Acknowledge(Story.Id), "issue.unknown");
    }

    [Fact]
    public void An_issue_is_not_reported_twice_under_one_number()
    {
        Story.Reported().IsRefused(Town.Resident, Town.ReportOf(Story.Lamp), "issue.exists");
    }

    [Theory]
    [InlineData("")]
    [InlineData("QY20261124-00012\0")]
    [InlineData("qy1")]
    [InlineData("QY20261124-000123-000123-000123-000123")]
    public void A_number_of_another_shape_is_refused(string id)
    {
        Story.AtCompound().IsRefused(Town.Resident, Town.ReportOf(Story.Lamp, id), "issue.id-invalid");
    }

    [Fact]
    public void A_category_that_does_not_exist_is_refused()
    {
        Story.AtCompound().IsRefused(Town.Resident, Town.ReportOf("XXX-99"), "category.unknown");
    }

    [Fact]
    public void A_building_that_does_not_stand_there_is_refused()
    {
        var report = Town.ReportOf(Story.Lamp) with { Building = "9栋" };

        Assert.Equal("location", Story.AtCompound().IsRefused(Town.Resident, report, "building.unknown").Field);
    }

    [Theory]
    [MemberData(nameof(BadTexts))]
    public void A_text_that_cannot_stand_is_refused(string body, string code)
    {
        var report = Town.ReportOf(Story.Lamp) with { Description = Raw(body) };

        Assert.Equal("description", Story.AtCompound().IsRefused(Town.Resident, report, code).Field);
        Story.Reported().IsRefused(Town.PropertyManager, new Comment(Story.Id, Raw(body)), code);
        Story.Acknowledged().IsRefused(Town.PropertyManager, new Resolve(Story.Id, Raw(body), []), code);
        Story.Reported().IsRefused(Town.PropertyManager, new Escalate(Story.Id, Raw(body)), code);
        Story.Reported().IsRefused(Town.Resident, new Withdraw(Story.Id, Raw(body)), code);
        Story.Resolved().IsRefused(Town.GridHead, new Verify(Story.Id, true, Raw(body)), code);
        Story.Resolved().IsRefused(Town.Resident, new NotSolved(Story.Id, Raw(body)), code);
        Story.Resolved().IsRefused(Town.Resident, new Rate(Story.Id, 3, Raw(body)), code);
        Story.Resolved().IsRefused(Town.Resident, new Reopen(Story.Id, Raw(body)), code);
        Story.Reported().IsRefused(Town.GridHead, new Dispatch(Story.Id, null, Raw(body)), code);
        Story.Reported().IsRefused(Town.GridHead, new Relocate(Story.Id, Town.Grid, Raw(body)), code);
    }

    [Fact]
    public void A_text_has_at_most_4000_characters_and_may_hold_anything_else()
    {
        var longest = new string('灯', PrivateText.CharactersMax - 2) + "😀";

        Story
            .AtCompound()
            .IsRefused(
                Town.Resident,
                Town.ReportOf(Story.Lamp) with
                {
                    Description = Raw(longest + "x"),
                },
                "text.too-long"
            );
        Story.AtCompound().Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Description = Raw(longest) });
        Story.AtCompound().Does(Town.Resident, Town.ReportOf(Story.Lamp) with { Description = Raw("a\tb\r\n'\"\\") });
    }

    [Fact]
    public void Nobody_reports_where_they_are_nobody()
    {
        var report = Town.ReportOf(Story.Lamp);

        foreach (var actor in new[] { Town.Stranger, Town.OtherManager, Town.OtherSubdistrictDesk, Town.Administrator })
        {
            Story.AtCompound().IsRefused(actor, report, "place.not-yours");
            Story.AtCompound().IsRefused(actor, report with { Source = IssueSource.Desk }, "place.not-yours");
        }
    }

    [Theory]
    [InlineData(IssueSource.Desk)]
    [InlineData(IssueSource.Phone)]
    [InlineData(IssueSource.Paper)]
    [InlineData(IssueSource.Patrol)]
    public void Residents_do_not_report_on_behalf_and_staff_not_as_residents(IssueSource source)
    {
        var report = Town.ReportOf(Story.Lamp) with { Source = source };

        Story.AtCompound().IsRefused(Town.Resident, report, "source.not-yours");
        Story
            .AtCompound()
            .IsRefused(Town.CommunityDesk, report with { Source = IssueSource.Resident }, "source.not-yours");

        var story = Story.AtCompound();
        story.Does(Town.CommunityDesk, report);
        Assert.Equal(Town.CommunityDesk.Reference, story.Issue.Reporter);
        Assert.Equal(source, story.Issue.Source);
    }

    [Fact]
    public void Evidence_is_asked_for_as_the_category_says()
    {
        Story.Acknowledged().IsRefused(Town.PropertyManager, new Resolve(Story.Id, null, []), "evidence.missing");
        Story.Acknowledged().IsRefused(Town.PropertyManager, new Resolve(Story.Id, null, default), "evidence.missing");
        Story.Reported().IsRefused(Town.GridHead, new SelfHandle(Story.Id, null, []), "evidence.missing");
        ByDuty(EvidenceDuty.Photo)
            .IsRefused(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []), "evidence.missing");
        ByDuty(EvidenceDuty.None).Does(Town.PropertyManager, new Resolve(Story.Id, null, []));
    }

    [Fact]
    public void A_reason_is_asked_for_where_somebody_else_bears_it()
    {
        var submitted = Scenes.In(IssueStatus.Submitted);

        Assert.Equal("reason", submitted.IsRefused(Town.GridHead, new Reject(Story.Id, null), "field.missing").Field);
        Story.Reported().IsRefused(Town.PropertyManager, new Escalate(Story.Id, null), "field.missing");
    }

    [Fact]
    public void Who_resolved_it_does_not_check_it()
    {
        Story.Resolved().IsRefused(Town.PropertyManager, new Verify(Story.Id, true), "verify.own-work");
        Story.Resolved().Does(Town.Colleague, new Verify(Story.Id, true));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    [InlineData(int.MinValue)]
    public void Stars_go_from_1_to_5(int stars)
    {
        Story.Resolved().IsRefused(Town.Resident, new Rate(Story.Id, stars), "stars.out-of-range");
    }

    [Fact]
    public void An_issue_is_rated_once_in_time_and_where_it_is_rated_at_all()
    {
        var rated = Story.Resolved();
        rated.Does(Town.Neighbour, new Rate(Story.Id, 2));
        rated.IsRefused(Town.Resident, new Rate(Story.Id, 5), "rate.twice");

        var late = Story.Resolved();
        late.Waits();
        Assert.Equal(IssueStatus.Closed, late.Issue.Status);
        late.IsRefused(Town.Resident, new Rate(Story.Id, 5), "rate.too-late");

        var never = Story.AtCompound();
        never.Law = Story.LawWith(Story.Lamp, c => c with { RatedBy = RatedBy.Nobody });
        never.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        never.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        never.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []));
        never.IsRefused(Town.Resident, new Rate(Story.Id, 5), "rate.not-offered");
    }

    [Fact]
    public void An_issue_is_reopened_in_time()
    {
        var story = Story.Closed();
        story.Now = story.Issue.WindowEndsAt!.Value;

        story.IsRefused(Town.Resident, new Reopen(Story.Id), "reopen.too-late");
    }

    [Theory]
    [InlineData(0, "grid/510105007004-G04")]
    [InlineData(0, "department/housing")]
    [InlineData(1, "grid/510105008006-G01")]
    [InlineData(1, "community/510105008006")]
    [InlineData(1, "compound/510105007004-C012")]
    [InlineData(2, "subdistrict/510105008")]
    [InlineData(3, "department/magic")]
    [InlineData(3, "subdistrict/510105007")]
    [InlineData(4, "district/510104")]
    public void A_handler_of_another_level_or_place_is_refused(int level, string to)
    {
        var story = Climbs.To(level);

        var refused = story.IsRefused(
            Climbs.StaffOf(level),
            new Dispatch(Story.Id, Place.Parse(to)),
            "handler.unknown"
        );

        Assert.Equal("to", refused.Field);
    }

    [Fact]
    public void Nothing_is_above_the_district_centre()
    {
        Climbs.To(4).IsRefused(Town.Centre, new Escalate(Story.Id, Town.Text()), "level.none-above");
    }

    [Theory]
    [InlineData("compound/510105007004-C012", "relocate.same-place")]
    [InlineData("community/510105007004", "relocate.no-owner")]
    [InlineData("department/housing", "relocate.no-owner")]
    [InlineData("compound/510104007004-C012", "relocate.no-owner")]
    public void An_issue_goes_only_to_another_owner_of_the_district(string to, string code)
    {
        Story.Reported().IsRefused(Town.GridHead, new Relocate(Story.Id, Place.Parse(to)), code);
    }

    [Fact]
    public void A_command_of_another_kind_of_place_is_refused()
    {
        Story
            .AtCompound()
            .IsRefused(Actor.Platform, new Domain.Grids.EndTask(Story.Id, "issue.resolved"), "command.unknown");
    }

    private static PrivateText Raw(string body) => new("00", [], "note", body);

    private static Story<CompoundState> ByDuty(EvidenceDuty duty)
    {
        var story = Story.AtCompound();
        story.Law = Story.LawWith(Story.Lamp, c => c with { Evidence = duty });
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        return story;
    }
}
