using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using static CivicGrains.Domain.Tests.Issues.Whistles;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>吹哨报到, from the draft to the rating.</summary>
public sealed class WhistleTests
{
    [Fact]
    public void The_subdistrict_blows_at_once_to_push_the_work_on()
    {
        var story = Clocks.Reported();

        var happened = story.Does(Town.SubdistrictDesk, Blow);

        Assert.Equal(
            [
                new IssueWhistleDrafted(Story.Id, Housing, WhistleKind.WorkPush, Blow.Reason!.Commitment),
                new IssueWhistleBlown(
                    Story.Id,
                    Housing,
                    WhistleKind.WorkPush,
                    new WhistleClocks(
                        Clocks.At("2026-11-24 11:00"),
                        Clocks.At("2026-11-25 10:00"),
                        Clocks.At("2026-11-27 17:00")
                    )
                ),
            ],
            happened
        );
        Assert.Equal(WhistleState.Blown, story.Whistle()!.State);
    }

    [Fact]
    public void A_draft_of_the_community_waits_for_the_subdistrict_and_the_department_does_not_know()
    {
        var story = Clocks.Reported();
        Assert.Single(story.Does(Town.CommunityDesk, Blow));
        Assert.Equal(2, story.Whistle()!.DeciderLevel);
        Assert.False(Sees(story, Town.Housing));

        var happened = story.Does(Town.SubdistrictDesk, Grant);

        Assert.Equal([typeof(IssueWhistleDecided), typeof(IssueWhistleBlown)], happened.Select(it => it.GetType()));
        Assert.True(Sees(story, Town.Housing));
        Assert.Null(story.Whistle()!.DeciderLevel);
    }

    [Fact]
    public void A_hard_case_waits_for_the_district_centre_whoever_drafts_it()
    {
        foreach (var who in new[] { Town.GridHead, Town.SubdistrictDesk })
        {
            var story = Clocks.Reported();
            Assert.Single(story.Does(who, Blow with { Kind = WhistleKind.HardCase }));
            Assert.Equal(IssueLevels.Last, story.Whistle()!.DeciderLevel);

            story.Does(Town.Centre, Grant);

            // Five working days, not three.
            Assert.Equal(Clocks.At("2026-12-01 17:00"), story.Whistle()!.Clocks!.OnSiteBy);
        }
    }

    [Fact]
    public void In_an_emergency_the_grid_blows_at_once_and_half_an_hour_holds_for_everything()
    {
        var story = Clocks.Reported();

        story.Does(Town.GridHead, Blow with { Kind = WhistleKind.Emergency });

        var due = Clocks.At("2026-11-24 10:30");
        Assert.Equal(new WhistleClocks(due, due, due), story.Whistle()!.Clocks);
    }

    [Fact]
    public void A_draft_that_is_declined_is_over_and_may_be_asked_for_again()
    {
        var story = Drafted();

        var decided = story.Does<IssueWhistleDecided>(Town.SubdistrictDesk, Refuse);

        Assert.False(decided.Granted);
        Assert.Null(story.Issue.Whistles);
        story.Does(Town.CommunityDesk, Blow);
    }

    [Fact]
    public void Reporting_a_later_step_says_the_earlier_ones_as_well()
    {
        var story = Blown();

        story.Does<IssueWhistleReported>(Town.Housing, Says(WhistleStep.OnSite));

        Assert.Empty(story.LivesUntil("2026-11-25 12:00").OfType<IssueWhistleMissed>());
        Assert.True(story.Whistle()!.Has(WhistleStep.Contacted));
    }

    [Fact]
    public void Each_step_that_is_missed_is_told_once_at_its_moment_to_the_subdistrict_and_the_centre()
    {
        var story = Blown();

        var missed = story.LivesUntil("2026-12-20 10:00").OfType<IssueWhistleMissed>().ToList();

        Assert.Equal([WhistleStep.Signed, WhistleStep.Contacted, WhistleStep.OnSite], missed.Select(it => it.Step));
        Assert.All(
            missed,
            it =>
                Assert.Equal(
                    [new Handler(Role.Subdistrict, Town.Subdistrict), new Handler(Role.DistrictCentre, Town.District)],
                    it.Told.AsEnumerable()
                )
        );
        Assert.Equal(
            [Clocks.At("2026-11-24 11:00"), Clocks.At("2026-11-25 10:00"), Clocks.At("2026-11-27 17:00")],
            story.Log.Where(it => it.Happened is IssueWhistleMissed).Select(it => it.At)
        );
    }

    [Fact]
    public void What_was_missed_can_still_be_done()
    {
        var story = Blown();
        story.LivesUntil("2026-11-24 12:00");

        story.Does(Town.Housing, Says(WhistleStep.Signed));

        Assert.Equal([WhistleStep.Signed], story.Whistle()!.Missed.AsEnumerable());
        Assert.Equal(WhistleState.Signed, story.Whistle()!.State);
    }

    [Fact]
    public void In_an_emergency_that_nobody_answers_each_step_is_told_after_half_an_hour()
    {
        var story = Blown(kind: WhistleKind.Emergency);

        var happened = story.Reaches("2026-11-24 10:30");

        Assert.Equal(
            [WhistleStep.Signed, WhistleStep.Contacted, WhistleStep.OnSite],
            happened.OfType<IssueWhistleMissed>().Select(it => it.Step)
        );
    }

    [Fact]
    public void The_clocks_of_whistles_run_while_those_of_the_issue_stand_still()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
        story.Does(Town.SubdistrictDesk, Blow);
        var until = story.Issue.Suspended!.Until;

        var happened = story.Waits();

        Assert.Equal(Clocks.At("2026-11-24 11:00"), story.Now);
        Assert.IsType<IssueWhistleMissed>(Assert.Single(happened));
        Assert.Equal(until, story.Issue.Suspended?.Until);
        story.Does(Town.Housing, Says(WhistleStep.OnSite));
        Assert.Equal(until, story.State.NextDueAt);
        Assert.IsType<IssueResumed>(story.Waits()[0]);
    }

    [Fact]
    public void Nothing_is_missed_while_the_centre_decides_an_objection_and_only_signing_begins_anew()
    {
        var story = Blown();
        story.Now = Clocks.At("2026-11-24 10:30");
        story.Does(Town.Housing, Dispute);
        Assert.Empty(story.LivesUntil("2026-11-25 15:00").OfType<IssueWhistleMissed>());

        story.Does<IssueWhistleDecided>(Town.Centre, Refuse);

        Assert.Equal(
            new WhistleClocks(
                Clocks.At("2026-11-25 16:00"),
                // It would have been at ten; there is no contact before the signing.
                Clocks.At("2026-11-25 16:00"),
                Clocks.At("2026-11-27 17:00")
            ),
            story.Whistle()!.Clocks
        );
        Assert.Equal(WhistleState.Blown, story.Whistle()!.State);
        Assert.Equal(
            [WhistleStep.Signed, WhistleStep.Contacted],
            story.LivesUntil("2026-11-25 17:00").OfType<IssueWhistleMissed>().Select(it => it.Step)
        );
    }

    [Fact]
    public void An_objection_that_holds_ends_the_whistle()
    {
        var story = Objected();

        var happened = story.Does(Town.Centre, Grant);

        Assert.Equal([typeof(IssueWhistleDecided), typeof(IssueWhistleEnded)], happened.Select(it => it.GetType()));
        Assert.Null(story.Issue.Whistles);
        Assert.False(Sees(story, Town.Housing));
    }

    [Fact]
    public void What_the_department_writes_is_a_note_of_the_chain_and_its_step_is_for_everybody()
    {
        var story = Blown();
        var note = Town.Text("已与物业约好时间");

        var happened = story.Does(Town.Housing, Says(WhistleStep.Contacted, note));

        Assert.Equal(
            [
                new IssueWhistleReported(Story.Id, Housing, WhistleStep.Contacted),
                new IssueNoted(Story.Id, note.Commitment),
            ],
            happened
        );
        Assert.False(IssueEventAudience.IsForChain((IssueEvent)happened[0]));
        Assert.True(IssueEventAudience.IsForChain((IssueEvent)happened[1]));
    }

    [Fact]
    public void What_everybody_hears_of_a_whistle_mentions_no_text()
    {
        var types = EventCatalog.All.Values.Where(it => it.IsAssignableTo(typeof(IssueWhistleEvent))).ToList();

        Assert.Equal(8, types.Count);
        foreach (var type in types)
        {
            var isForChain = IssueEventAudience.IsForChain(EventCatalog.All.Single(it => it.Value == type).Key);
            Assert.True(
                isForChain || type.GetProperty("Reason") is null && type.GetProperty("Note") is null,
                type.Name
            );
        }
    }

    [Theory]
    [InlineData("resolve")]
    [InlineData("void")]
    [InlineData("withdraw")]
    public void With_the_issue_end_the_whistles_that_are_not_solved_and_the_others_can_be_rated(string end)
    {
        var story = Solved();
        story.Does(Town.CommunityDesk, Blow with { Department = "fire" });
        story.Does(Town.SubdistrictDesk, Blow with { Department = "police" });
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        foreach (var actor in new[] { Town.PropertyManager, Town.SubdistrictDesk, Town.Resident })
        {
            if (story.Ask(actor, Scenes.Command(end)).Rejection is null)
            {
                story.Does(actor, Scenes.Command(end));
                break;
            }
        }

        Assert.False(story.Issue.IsOpen);
        Assert.Equal([Housing], story.Issue.Whistles!.Value.Select(it => it.Department));
        Assert.True(Sees(story, Town.Housing));
        story.Does<IssueWhistleRated>(Town.SubdistrictDesk, Stars);
        Assert.Null(story.Issue.Whistles);
        Assert.Empty(story.LivesUntil("2027-03-01 00:00").OfType<IssueWhistleMissed>());
        Assert.Empty(story.State.Issues);
    }

    [Fact]
    public void A_whistle_goes_with_the_issue_to_another_owner()
    {
        var story = Blown();
        story.Does(Town.GridHead, new Relocate(Story.Id, Town.Grid));
        Assert.Null(story.State.NextDueAt);
        var grid = new Story<Domain.Grids.GridState>(Town.AGrid()) { Law = story.Law, Now = story.Now };
        var carried = story.Log.Select(it => it.Happened).OfType<IssueSentAway>().Single().Carried;

        grid.Does(Actor.Platform, new TakeOver(Story.Id, Town.Compound, carried));
        grid.Does(Town.Housing, Says(WhistleStep.Signed));

        Assert.Equal(WhistleState.Signed, Assert.Single(grid.Issue.Whistles!.Value).State);
    }

    [Fact]
    public void A_hidden_issue_is_seen_by_the_department_that_was_called_in_knowingly_while_it_is()
    {
        var story = Clocks.Reported("NBR-01");
        Assert.False(Sees(story, Town.Housing));
        // Who runs the compound does not see it, and calls nobody in.
        story.IsRefused(Town.PropertyManager, Blow, "place.not-yours");

        story.Does(Town.SubdistrictDesk, Blow);
        Assert.True(Sees(story, Town.Housing));
        story.Does(Town.Housing, new Note(Story.Id, Town.Text()));
        story.Does(Town.Housing, Says(WhistleStep.Solved));
        Assert.True(Sees(story, Town.Housing));
        story.Does(Town.SubdistrictDesk, Stars);

        Assert.False(Sees(story, Town.Housing));
    }

    [Fact]
    public void An_issue_keeps_the_rules_of_whistles_it_was_accepted_under()
    {
        var story = Clocks.Reported();
        var stricter = DefaultRules.Template with
        {
            Whistles = WhistleRules.Default with { SignWithin = TimeLimit.Minutes(5), OpenMax = 1 },
        };
        story.Law = new Law(1, stricter, earlier: [new(0, DefaultRules.Template)]);

        story.Does(Town.SubdistrictDesk, Blow);
        story.Does(Town.SubdistrictDesk, Blow with { Department = "fire" });

        Assert.Equal(Clocks.At("2026-11-24 11:00"), story.Whistle()!.Clocks!.SignBy);
    }

    [Fact]
    public void The_row_says_who_is_called_in_and_whose_decision_waits_and_an_ordinary_one_says_nothing()
    {
        Assert.DoesNotContain("whistle", Clocks.Reported().Rows[0].Json, StringComparison.Ordinal);
        var story = Drafted();
        Assert.Contains("\"whistle_levels\":[2]", story.Rows[0].Json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"whistled\"", story.Rows[0].Json, StringComparison.Ordinal);

        story.Does(Town.SubdistrictDesk, Grant);

        Assert.Contains("\"whistled\":[\"housing\"]", story.Rows[0].Json, StringComparison.Ordinal);
        Assert.DoesNotContain("\"whistle_levels\"", story.Rows[0].Json, StringComparison.Ordinal);
        Assert.Contains("\"state\":\"blown\"", story.Rows[0].Json, StringComparison.Ordinal);
    }

    private static bool Sees(Story<Domain.Compounds.CompoundState> story, Actor actor)
    {
        var scope = IssueScope.Of(story.Issue, story.State.Profile, story.Law);
        Assert.Equal(WhoMay.SeeTexts(actor, scope), WhoMay.IsInChain(actor, scope));
        return WhoMay.See(actor, scope);
    }
}
