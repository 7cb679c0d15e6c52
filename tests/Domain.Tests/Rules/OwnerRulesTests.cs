using System.Collections.Immutable;
using System.Text.Json;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;
using static CivicGrains.Domain.Calendar.TimeLimit;
using static CivicGrains.Domain.Tests.Rules.OwnerRulesRefusalTests;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>What owners have otherwise than the district, and what follows from it.</summary>
public sealed class OwnerRulesTests
{
    private static readonly CategoryOverride Lamp = new("UTL-04");

    [Fact]
    public void A_photo_is_a_duty_where_the_owner_says_so_and_nowhere_else()
    {
        var here = AtCompound();
        here.Does(Town.CommunityDesk, Publish(Of(Lamp with { Evidence = EvidenceDuty.Photo })));
        var next = AtCompound();
        foreach (var story in new[] { here, next })
        {
            story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
            story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
            story.Does(Town.PropertyManager, new Start(Story.Id));
        }

        here.IsRefused(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []), "evidence.missing");
        next.Does(Town.PropertyManager, new Resolve(Story.Id, Town.Text(), []));
    }

    [Fact]
    public void A_stricter_class_holds_by_night_too()
    {
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(Of(new CategoryOverride("ENV-05", Class: UrgencyClass.P1))));
        story.Now = story.Now.AddHours(13);

        var happened = story.Does(Town.Resident, Town.ReportOf("ENV-05"));

        Assert.Equal(UrgencyClass.P1, story.Issue.Terms!.Class);
        Assert.Contains(happened, it => it is IssueAlarmed);
    }

    [Fact]
    public void Danger_by_night_alone_waits_for_no_check_of_the_owners_either()
    {
        var verify = Of(Lamp with { VerifyFirst = true });
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(verify));
        story.Law = Story.LawWith(Story.Lamp, c => c with { NightClass = UrgencyClass.P1 });
        story.Now = story.Now.AddHours(13);

        var happened = story.Does(Town.Resident, Town.ReportOf(Story.Lamp));

        Assert.Equal(IssueStatus.Dispatched, story.Issue.Status);
        Assert.Contains(happened, it => it is IssueAlarmed);
        var refused = AtCompound();
        refused.Law = story.Law;
        refused.IsRefused(Town.CommunityDesk, Publish(verify), "rules.verify-danger");
    }

    [Fact]
    public void An_open_issue_keeps_its_terms_and_the_next_one_gets_the_new()
    {
        const string Next = "QY20261124-000124";
        var story = AtCompound();
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        var before = story.Issue;

        story.Does(Town.CommunityDesk, Publish(Of(Lamp with { Cap = WorkingDays(3), FirstLevel = WorkingHours(4) })));
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp, Next));

        Assert.Equal(before.Terms, story.Issue.Terms);
        Assert.Equal(before.OverallDueAt, story.Issue.OverallDueAt);
        Assert.Null(before.Terms!.OwnerRuleVersion);
        var terms = story.State.Issues[Next].Terms!;
        Assert.Equal((1, WorkingDays(3), WorkingHours(4)), (terms.OwnerRuleVersion, terms.Cap, terms.Budgets[0]));
        Assert.Equal(Daily.Calendar.Count(story.Now, WorkingHours(4)).At, story.State.Issues[Next].Step!.DueAt);
    }

    [Fact]
    public void Each_publication_is_a_new_version_and_the_same_again_is_nothing_to_do()
    {
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(RuleOverrides.None));
        Assert.Null(story.State.Rules);

        var wanted = Of(
            Lamp with
            {
                Cap = WorkingDays(3),
            },
            new CategoryOverride("ENV-01", Evidence: EvidenceDuty.Photo)
        );
        var first = Assert.IsType<OwnerRulesPublished>(Assert.Single(story.Does(Town.CommunityDesk, Publish(wanted))));
        var again = story.Does(
            Town.SubdistrictDesk,
            Publish(Of([.. wanted.Categories.Reverse(), new CategoryOverride("BLD-02")]))
        );
        var back = Assert.IsType<OwnerRulesPublished>(
            Assert.Single(story.Does(Town.Administrator, Publish(RuleOverrides.None)))
        );

        Assert.Empty(again);
        Assert.Equal((1, 2), (first.Version, back.Version));
        // In order, whatever order they came in.
        Assert.Equal(["ENV-01", "UTL-04"], first.Overrides.Categories.Select(c => c.Code));
        Assert.True(story.State.Rules is { Version: 2, Overrides.IsEmpty: true });
        Assert.Equal(Town.Administrator.Reference, story.State.Rules!.By);
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        Assert.Equal(2, story.Issue.Terms!.OwnerRuleVersion);
        var elsewhere = AtCompound();
        elsewhere.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        Assert.Equal(elsewhere.Issue.Terms, story.Issue.Terms with { OwnerRuleVersion = null });
        Assert.Equal("""{"version":2}""", CompoundState.Answer(story.State, Publish(RuleOverrides.None)));
    }

    [Fact]
    public void A_category_goes_through_the_levels_that_its_owner_names()
    {
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(Of(Lamp with { Levels = [0, 2] })));
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));

        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        story.Does(Town.PropertyManager, new Escalate(Story.Id, Town.Text()));
        Assert.Equal(2, story.Issue.Step!.Level);
        story.Does(Town.SubdistrictDesk, new Acknowledge(Story.Id));
        story.Does(Town.SubdistrictDesk, new Escalate(Story.Id, Town.Text()));

        Assert.Equal(IssueLevels.Last, story.Issue.Step!.Level);
    }

    [Fact]
    public void A_category_begins_with_whom_its_owner_names_and_goes_to_the_department_it_names()
    {
        var story = AtCompound();
        var own = Lamp with { FirstHandler = FirstHandler.Community, Department = "housing", VerifyFirst = true };
        story.Does(Town.CommunityDesk, Publish(Of(own)));

        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        Assert.Equal(IssueStatus.Submitted, story.Issue.Status);
        story.Does(Town.CommunityDesk, new Accept(Story.Id));

        Assert.Equal(new Handler(Role.Community, Town.Community), story.Issue.Step!.Handler);
        Assert.Equal("housing", story.Issue.Terms!.Department);
    }

    [Fact]
    public void The_row_of_the_place_holds_its_rules_and_reads_back_the_same()
    {
        var story = AtCompound();
        story.Does(Town.CommunityDesk, Publish(Of(Lamp with { Levels = [0, 2], Cap = WorkingDays(3) })));

        var row = Assert.Single(story.Rows);
        using var json = JsonDocument.Parse(row.Json);
        var read = OwnerRules.Read(json.RootElement.GetProperty("rules").GetRawText());

        Assert.Equal("owners", row.View);
        Assert.Equal("浣花小区", json.RootElement.GetProperty("name").GetString());
        Assert.Equal(story.State.Rules!.Write(), read.Write());
        Assert.True(read.Overrides.SaysTheSameAs(story.State.Rules.Overrides));
    }

    [Fact]
    public void What_the_district_has_ruled_out_since_is_brought_within_its_rules_and_named()
    {
        var story = AtCompound();
        var overrides = new RuleOverrides(
            [new ClassOverride(UrgencyClass.P3, Cap: WorkingDays(6), Budgets: [WorkingDays(5), null, null, null])],
            [new CategoryOverride("ENV-01", Cap: WorkingDays(4), FirstLevel: WorkingDays(4))]
        );
        story.Does(Town.CommunityDesk, Publish(overrides));
        story.Law = new Law(
            1,
            DefaultRules.Template with
            {
                Classes =
                [
                    .. DefaultRules.Template.Classes.Select(c =>
                        c.Class is UrgencyClass.P3
                            ? c with
                            {
                                Cap = WorkingDays(3),
                                Budgets = [WorkingDays(1), WorkingDays(1), WorkingDays(1), WorkingDays(1)],
                            }
                            : c
                    ),
                ],
            }
        );

        story.Does(Town.Resident, Town.ReportOf(Story.Lamp));
        story.Does(Town.Resident, Town.ReportOf("ENV-01", "QY20261124-000124"));

        Assert.Equal((WorkingDays(3), WorkingDays(3)), (story.Issue.Terms!.Cap, story.Issue.Terms.Budgets[0]));
        var garbage = story.State.Issues["QY20261124-000124"].Terms!;
        Assert.Equal((WorkingDays(3), WorkingDays(3)), (garbage.Cap, garbage.Budgets[0]));
        Assert.Equal(
            [
                "overrides.classes.P3.cap",
                "overrides.classes.P3.budgets.0",
                "overrides.categories.ENV-01.cap",
                "overrides.categories.ENV-01.firstLevel",
            ],
            OwnerRuleCheck.ProblemsOf(overrides, story.State.Profile, story.Law).Select(it => it.Field)
        );
    }

    [Fact]
    public void The_difference_names_each_rule_that_is_otherwise()
    {
        var before = new RuleOverrides(
            [new ClassOverride(UrgencyClass.P3, Cap: WorkingDays(6))],
            [Lamp with { Evidence = EvidenceDuty.Photo, Levels = [0, 2] }]
        );
        var after = new RuleOverrides(
            [new ClassOverride(UrgencyClass.P3, Cap: WorkingDays(5), Budgets: [null, Hours(4), null, null])],
            [Lamp with { Levels = [0, 2] }]
        );

        Assert.Equal(
            [
                new RuleDifference("categories.UTL-04.evidence", "photo", null),
                new RuleDifference("classes.P3.budgets", null, """[null,"4h",null,null]"""),
                new RuleDifference("classes.P3.cap", "6wd", "5wd"),
            ],
            RuleDifference.Between(before, after)
        );
        Assert.Empty(RuleDifference.Between(after, after));
        Assert.Equal(
            [new RuleDifference("categories.UTL-04.evidence", null, "photo")],
            RuleDifference.Between(RuleOverrides.None, Of(Lamp with { Evidence = EvidenceDuty.Photo }))
        );
    }

    [Fact]
    public void The_difference_of_templates_names_each_rule_as_well()
    {
        var after = DefaultRules.Template with { ReopensMax = 1 };
        after = after with
        {
            Categories = [.. after.Categories.Select(c => c.Code == "UTL-04" ? c with { Department = null } : c)],
            Clocks = after.Clocks with { LowStars = 1 },
        };

        Assert.Equal(
            [
                new RuleDifference("categories.UTL-04.department", "urban-lighting", null),
                new RuleDifference("clocks.lowStars", "2", "1"),
                new RuleDifference("reopensMax", "2", "1"),
            ],
            RuleDifference.Between(DefaultRules.Template, after)
        );
    }

    [Theory]
    [InlineData("7wd", "7wd", true)]
    [InlineData("49wh", "7wd", true)]
    [InlineData("50wh", "7wd", false)]
    [InlineData("7d", "7wd", true)]
    [InlineData("168h", "7wd", true)]
    [InlineData("169h", "7wd", false)]
    [InlineData("8h", "7wh", false)]
    [InlineData("24h", "1d", true)]
    [InlineData("1d", "24h", false)]
    [InlineData("1wd", "1d", false)]
    [InlineData("1wh", "24h", false)]
    [InlineData("90s", "2min", true)]
    public void A_limit_is_within_another_when_it_never_lasts_longer(string one, string other, bool within)
    {
        Assert.True(TimeLimit.TryParse(one, out var limit) & TimeLimit.TryParse(other, out var ceiling));

        Assert.Equal(within, limit.IsWithin(ceiling));
    }

    private static readonly Gen<TimeLimit?> Limits = Gen.OneOf(
        Gen.Const((TimeLimit?)null),
        Gen.Select(Gen.Int[-1, 40], Gen.Enum<TimeUnit>())
            .Select((amount, unit) => (TimeLimit?)new TimeLimit(amount, unit))
    );

    private static readonly Gen<ImmutableArray<TimeLimit?>?> Budgets = Gen.OneOf(
        Gen.Const((ImmutableArray<TimeLimit?>?)null),
        Limits.Array[4].Select(them => (ImmutableArray<TimeLimit?>?)[.. them])
    );

    private static readonly Gen<RuleOverrides> Overrides = Gen.Select(
            Gen.Select(Gen.Enum<UrgencyClass>(), Limits, Budgets, Limits)
                .Select((urgency, acknowledge, budgets, cap) => new ClassOverride(urgency, acknowledge, budgets, cap))
                .Array[0, 2],
            Gen.Select(
                    Gen.Int[0, 30],
                    Gen.Select(
                        Maybe(Gen.Enum<UrgencyClass>()),
                        Maybe(Gen.Enum<FirstHandler>()),
                        Maybe(Gen.Enum<EvidenceDuty>()),
                        Maybe(Gen.Bool)
                    ),
                    Limits,
                    Limits,
                    Gen.OneOf(Gen.Const((int[]?)null), Gen.Int[0, 3].Array[1, 3]!)
                )
                .Select(
                    (category, words, first, cap, levels) =>
                        new CategoryOverride(
                            DefaultRules.Template.Categories[category].Code,
                            words.Item1,
                            words.Item2,
                            first,
                            cap,
                            levels is null ? null : [.. levels],
                            Evidence: words.Item3,
                            VerifyFirst: words.Item4
                        )
                )
                .Array[0, 3]
        )
        .Select((classes, categories) => new RuleOverrides([.. classes], [.. categories]));

    /// <summary>Also of what the check refuses: a later template may rule out whatever it allowed.</summary>
    [Fact]
    public void Whatever_an_owner_has_otherwise_no_budget_is_above_the_cap_no_cap_above_the_districts_and_somebody_has_it()
    {
        var valid = 0;
        var profiles = new[] { Town.ACompound().Profile, Town.AGrid().Profile, Town.AProject().Profile };
        Gen.Select(Overrides, Gen.Int[0, 2], Gen.Int[0, 23])
            .Sample(
                (overrides, which, hour) =>
                {
                    var profile = profiles[which];
                    if (OwnerRuleCheck.Check(overrides, profile, Daily) is null)
                    {
                        Interlocked.Increment(ref valid);
                    }

                    var owner = profile with { Rules = new OwnerRules(1, overrides, 0, default, default, "") };
                    foreach (var category in Daily.Template.Categories)
                    {
                        var at = Town.Morning.AddHours(hour);
                        var terms = IssueLevels.TermsOf(category, owner, Daily, at);
                        var district = IssueLevels.TermsOf(category, profile, Daily, at);
                        Assert.True(terms.Cap.IsWithin(district.Cap), $"{category.Code}: {terms.Cap} > {district.Cap}");
                        Assert.True(terms.Evidence <= district.Evidence);
                        Assert.All(terms.Budgets, it => Assert.False(it?.RoughLength > terms.Cap.RoughLength));
                        CheckPath(owner, terms);
                    }
                },
                iter: 3_000
            );
        Assert.True(valid > 100, $"Only {valid} were valid.");
    }

    private static void CheckPath(OwnerProfile owner, IssueTerms terms)
    {
        var level = IssueLevels.First(terms, owner.Place.Kind);
        while (true)
        {
            var handler = IssueLevels.HandlerAt(level, owner, null, terms);
            Assert.True(level > 0 || owner.Place.Kind is not PlaceKind.Grid);
            Assert.True(Place.TryParse(handler.Place.ToString(), out _));
            if (level == IssueLevels.Last)
            {
                return;
            }

            var above = IssueLevels.Above(level, terms);
            Assert.True(above > level);
            level = above;
        }
    }

    private static Gen<T?> Maybe<T>(Gen<T> gen)
        where T : struct => Gen.OneOf(Gen.Const((T?)null), gen.Select(it => (T?)it));
}
