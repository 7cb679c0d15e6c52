using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using static CivicGrains.Domain.Tests.Issues.Whistles;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What is refused of whistles.</summary>
public sealed class WhistleTestsRefusals
{
    [Theory]
    [InlineData("magic")]
    [InlineData("")]
    [InlineData("housing\0")]
    public void A_department_that_does_not_exist_is_not_called_in(string department)
    {
        var refused = Clocks
            .Reported()
            .IsRefused(Town.SubdistrictDesk, Blow with { Department = department }, "whistle.department-unknown");

        Assert.Equal("department", refused.Field);
    }

    [Fact]
    public void The_department_that_has_the_issue_is_not_called_in_to_help_itself()
    {
        var story = Climbs.To(3);

        story.IsRefused(Town.SubdistrictDesk, Blow with { Department = "urban-lighting" }, "whistle.department-leads");
        story.Does(Town.SubdistrictDesk, Blow);
    }

    [Fact]
    public void A_department_has_one_whistle_at_a_time_also_while_it_waits_to_be_rated()
    {
        Drafted().IsRefused(Town.SubdistrictDesk, Blow, "whistle.one-each");
        Blown().IsRefused(Town.GridHead, Blow with { Kind = WhistleKind.Emergency }, "whistle.one-each");
        var story = Solved();
        story.IsRefused(Town.SubdistrictDesk, Blow, "whistle.one-each");
        story.Does(Town.SubdistrictDesk, Stars);
        story.Does(Town.SubdistrictDesk, Blow);
    }

    [Fact]
    public void More_than_five_open_whistles_are_refused_and_solved_ones_do_not_count()
    {
        var story = Blown();
        foreach (var department in new[] { "fire", "police", "water", "parks" })
        {
            story.Does(Town.SubdistrictDesk, Blow with { Department = department });
        }

        var refused = story.IsRefused(Town.GridHead, Blow with { Department = "justice" }, "whistle.too-many");
        Assert.Contains("whistles.openMax", refused.English, StringComparison.Ordinal);
        story.Does(Town.Housing, Says(WhistleStep.Solved));
        story.Does(Town.GridHead, Blow with { Department = "justice" });
    }

    [Fact]
    public void Nobody_is_called_in_without_a_reason_or_with_one_that_cannot_be_kept()
    {
        var story = Clocks.Reported();

        Assert.Equal(
            "reason",
            story.IsRefused(Town.SubdistrictDesk, Blow with { Reason = null }, "field.missing").Field
        );
        story.IsRefused(Town.SubdistrictDesk, Blow with { Reason = Town.Text("请\0来") }, "text.control-character");
        story.IsRefused(
            Town.SubdistrictDesk,
            Blow with
            {
                Reason = Town.Text(new string('长', PrivateText.CharactersMax + 1)),
            },
            "text.too-long"
        );
    }

    [Fact]
    public void A_whistle_that_nobody_asked_for_or_that_is_blown_is_not_decided()
    {
        Clocks.Reported().IsRefused(Town.SubdistrictDesk, Grant, "whistle.nothing-to-decide");
        Blown().IsRefused(Town.Centre, Grant, "whistle.nothing-to-decide");
        Solved().IsRefused(Town.Centre, Refuse, "whistle.nothing-to-decide");
    }

    [Fact]
    public void Only_the_level_that_a_draft_waits_for_decides_it()
    {
        Drafted().IsRefused(Town.Centre, Grant, "place.not-yours");
        Drafted().IsRefused(Town.OtherSubdistrictDesk, Grant, "place.not-yours");
        Drafted(WhistleKind.HardCase).IsRefused(Town.SubdistrictDesk, Grant, "place.not-yours");
        Objected().IsRefused(Town.SubdistrictDesk, Grant, "place.not-yours");
        Objected().IsRefused(Town.Housing, Grant, "place.not-yours");
    }

    [Fact]
    public void Nobody_decides_what_they_asked_for_or_dispute_nor_rates_their_own_department()
    {
        var hard = Clocks.Reported();
        var twoHats = Both(Town.SubdistrictDesk, Town.Centre);
        hard.Does(twoHats, Blow with { Kind = WhistleKind.HardCase });
        hard.IsRefused(twoHats, Grant, "whistle.own");

        var departmentAndCentre = Both(Town.Housing, Town.Centre);
        var disputed = Blown();
        disputed.Does(departmentAndCentre, Dispute);
        disputed.IsRefused(departmentAndCentre, Grant, "whistle.own");
        // A colleague of the department is as little the judge of its objection.
        Objected().IsRefused(Both(Town.Centre, Town.Housing), Grant, "whistle.own");

        Solved().IsRefused(Both(Town.SubdistrictDesk, Town.Housing), Stars, "whistle.own");
    }

    [Fact]
    public void A_draft_is_not_declined_nor_an_objection_refused_without_a_word()
    {
        Drafted().IsRefused(Town.SubdistrictDesk, Refuse with { Note = null }, "field.missing");
        Objected().IsRefused(Town.Centre, Refuse with { Note = null }, "field.missing");
        Drafted().IsRefused(Town.SubdistrictDesk, Grant with { Note = Town.Text(" ") }, "text.empty");
    }

    [Fact]
    public void Who_is_not_called_in_reports_and_disputes_nothing()
    {
        Clocks.Reported().IsRefused(Town.Housing, Says(WhistleStep.Signed), "place.not-yours");
        Drafted().IsRefused(Town.Housing, Says(WhistleStep.Signed), "place.not-yours");
        Drafted().IsRefused(Town.Housing, Dispute, "place.not-yours");
        Blown().IsRefused(Town.Lighting, Says(WhistleStep.Signed), "place.not-yours");
        Blown().IsRefused(Town.PropertyManager, Says(WhistleStep.Solved), "place.not-yours");
    }

    [Fact]
    public void A_department_does_not_speak_for_another()
    {
        var story = Blown();
        story.Does(Town.SubdistrictDesk, Blow with { Department = "fire" });

        story.IsRefused(Town.Housing, Says(WhistleStep.Signed) with { Department = "fire" }, "whistle.none");
        story.IsRefused(Town.Housing, Dispute with { Department = "fire" }, "whistle.none");
    }

    [Fact]
    public void Who_belongs_to_two_departments_says_for_which_they_report()
    {
        var story = Blown();
        story.Does(Town.SubdistrictDesk, Blow with { Department = "urban-lighting" });
        var both = Both(Town.Housing, Town.Lighting);

        var refused = story.IsRefused(both, Says(WhistleStep.Signed), "field.missing");

        Assert.Equal("department", refused.Field);
        story.Does(both, Says(WhistleStep.Signed) with { Department = Housing });
        Assert.Equal(WhistleState.Blown, story.Whistle("urban-lighting")!.State);
    }

    [Theory]
    [InlineData(WhistleStep.Signed, WhistleStep.Signed)]
    [InlineData(WhistleStep.OnSite, WhistleStep.Contacted)]
    [InlineData(WhistleStep.Solved, WhistleStep.Solved)]
    public void A_step_is_reported_once_and_none_that_lies_behind(WhistleStep done, WhistleStep again)
    {
        var story = Blown();
        story.Does(Town.Housing, Says(done));

        Assert.Equal("step", story.IsRefused(Town.Housing, Says(again), "whistle.step-done").Field);
    }

    [Fact]
    public void What_is_disputed_is_decided_before_anything_is_reported()
    {
        Objected().IsRefused(Town.Housing, Says(WhistleStep.Signed), "whistle.objected");
    }

    [Fact]
    public void After_signing_nothing_is_disputed()
    {
        var story = Blown();
        story.Does(Town.Housing, Says(WhistleStep.Signed));

        story.IsRefused(Town.Housing, Dispute, "whistle.object-too-late");
    }

    [Fact]
    public void A_whistle_is_disputed_once_and_with_a_reason()
    {
        Blown().IsRefused(Town.Housing, Dispute with { Reason = null }, "field.missing");
        var story = Objected();
        story.IsRefused(Town.Housing, Dispute, "whistle.object-once");
        story.Does(Town.Centre, Refuse);
        story.IsRefused(Town.Housing, Dispute, "whistle.object-once");
    }

    [Fact]
    public void What_is_not_solved_is_not_rated_nor_twice_nor_with_six_stars()
    {
        Clocks.Reported().IsRefused(Town.SubdistrictDesk, Stars, "whistle.none");
        Drafted().IsRefused(Town.SubdistrictDesk, Stars, "whistle.none");
        Blown().IsRefused(Town.SubdistrictDesk, Stars, "whistle.not-solved");
        Objected().IsRefused(Town.SubdistrictDesk, Stars, "whistle.not-solved");
        var story = Solved();
        story.IsRefused(Town.SubdistrictDesk, Stars with { Stars = 0 }, "stars.out-of-range");
        story.IsRefused(Town.SubdistrictDesk, Stars with { Stars = 6 }, "stars.out-of-range");
        story.Does(Town.SubdistrictDesk, Stars);
        story.IsRefused(Town.SubdistrictDesk, Stars, "whistle.none");
    }

    [Fact]
    public void Who_is_called_in_has_no_right_of_who_has_the_issue()
    {
        var story = Blown();
        foreach (var word in new[] { "acknowledge", "resolve", "escalate", "return", "extend", "suspend", "dispatch" })
        {
            Assert.Equal("place.not-yours", story.Ask(Town.Housing, Scenes.Command(word)).Rejection?.Code);
        }
    }
}
