using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using static CivicGrains.Domain.Calendar.TimeLimit;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>What owners may not publish, and who may not.</summary>
public sealed class OwnerRulesRefusalTests
{
    /// <summary>As the district has it, in working time.</summary>
    internal static readonly Law Daily = DefaultRules.Law;

    private static readonly OwnerProfile Compound = Town.ACompound().Profile;
    private static readonly OwnerProfile Grid = Town.AGrid().Profile;
    private static readonly OwnerProfile Project = Town.AProject().Profile;

    /// <summary>Code, rule that is named, what is published, where.</summary>
    public static readonly TheoryData<string, string, RuleOverrides, string> Impossible = new()
    {
        { "rules.class-unknown", "classes.9.class", Of(new ClassOverride((UrgencyClass)9, Cap: Hours(1))), "compound" },
        { "rules.class-unknown", "categories.UTL-04.class", Of(Lamp with { Class = (UrgencyClass)9 }), "compound" },
        {
            "rules.category-unknown",
            "categories.XXX-01",
            Of(new CategoryOverride("XXX-01", Cap: Hours(1))),
            "compound"
        },
        { "rules.category-unknown", "categories.", Of(new CategoryOverride(null!, Cap: Hours(1))), "compound" },
        {
            "rules.category-elsewhere",
            "categories.RNV-02",
            Of(new CategoryOverride("RNV-02", Cap: Hours(1))),
            "compound"
        },
        { "rules.category-elsewhere", "categories.RNV-02", Of(new CategoryOverride("RNV-02", Cap: Hours(1))), "grid" },
        {
            "rules.department-unknown",
            "categories.UTL-04.department",
            Of(Lamp with { Department = "magic" }),
            "compound"
        },
        {
            "rules.twice",
            "categories.UTL-04",
            Of(Lamp with { Cap = Hours(1) }, Lamp with { Cap = Hours(2) }),
            "compound"
        },
        {
            "rules.twice",
            "classes.P3",
            new RuleOverrides([Usual with { Cap = Hours(1) }, Usual with { Cap = Hours(2) }], []),
            "compound"
        },
        // Limits that are none.
        { "rules.limit-invalid", "classes.P3.cap", Of(Usual with { Cap = WorkingDays(0) }), "compound" },
        { "rules.limit-invalid", "classes.P3.cap", Of(Usual with { Cap = WorkingDays(-1) }), "compound" },
        { "rules.limit-invalid", "classes.P3.cap", Of(Usual with { Cap = WorkingDays(int.MaxValue) }), "compound" },
        { "rules.limit-invalid", "classes.P3.acknowledge", Of(Usual with { Acknowledge = Minutes(0) }), "compound" },
        {
            "rules.limit-invalid",
            "classes.P3.budgets.1",
            Of(Usual with { Budgets = [null, Days(400), null, null] }),
            "compound"
        },
        { "rules.limit-invalid", "categories.UTL-04.firstLevel", Of(Lamp with { FirstLevel = Hours(-4) }), "compound" },
        {
            "rules.limit-invalid",
            "categories.UTL-04.cap",
            Of(Lamp with { Cap = new TimeLimit(9, TimeUnit.WorkingSeconds) }),
            "compound"
        },
        { "field.wrong-type", "classes.P3.budgets", Of(Usual with { Budgets = [Hours(1)] }), "compound" },
        // Above a cap, stated here or by the district.
        {
            "rules.above-cap",
            "classes.P3.budgets.0",
            Of(Usual with { Budgets = [WorkingDays(8), null, null, null] }),
            "compound"
        },
        {
            "rules.above-cap",
            "classes.P3.budgets.2",
            Of(Usual with { Cap = WorkingDays(2), Budgets = [null, null, WorkingDays(3), null] }),
            "compound"
        },
        { "rules.above-cap", "classes.P1.acknowledge", Of(new ClassOverride(UrgencyClass.P1, Hours(25))), "compound" },
        {
            "rules.above-cap",
            "categories.UTL-04.firstLevel",
            Of(Lamp with { FirstLevel = WorkingDays(8) }),
            "compound"
        },
        {
            "rules.above-cap",
            "categories.UTL-04.firstLevel",
            Of(Lamp with { FirstLevel = WorkingDays(2), Cap = WorkingDays(1) }),
            "compound"
        },
        // Looser than the district: its caps are ceilings.
        { "rules.looser-than-district", "classes.P3.cap", Of(Usual with { Cap = WorkingDays(8) }), "compound" },
        {
            "rules.looser-than-district",
            "classes.P4.cap",
            Of(new ClassOverride(UrgencyClass.P4, Cap: WorkingDays(16))),
            "grid"
        },
        {
            "rules.looser-than-district",
            "classes.Q.cap",
            Of(new ClassOverride(UrgencyClass.Q, Cap: WorkingDays(4))),
            "project"
        },
        {
            "rules.looser-than-district",
            "categories.UTL-01.cap",
            Of(new CategoryOverride("UTL-01", Cap: WorkingHours(1))),
            "compound"
        },
        {
            "rules.looser-than-district",
            "categories.UTL-01.cap",
            Of(new CategoryOverride("UTL-01", Cap: Hours(25))),
            "compound"
        },
        {
            "rules.looser-than-district",
            "categories.UTL-04.class",
            Of(Lamp with { Class = UrgencyClass.P4 }),
            "compound"
        },
        {
            "rules.looser-than-district",
            "categories.SAF-02.class",
            Of(new CategoryOverride("SAF-02", UrgencyClass.P2)),
            "compound"
        },
        {
            "rules.looser-than-district",
            "categories.UTL-04.evidence",
            Of(Lamp with { Evidence = EvidenceDuty.None }),
            "compound"
        },
        {
            "rules.looser-than-district",
            "categories.UTL-04.ratedBy",
            Of(Lamp with { RatedBy = RatedBy.Nobody }),
            "compound"
        },
        {
            "rules.verify-danger",
            "categories.SAF-02.verifyFirst",
            Of(new CategoryOverride("SAF-02", VerifyFirst: true)),
            "compound"
        },
        {
            "rules.verify-danger",
            "categories.UTL-04.verifyFirst",
            Of(Lamp with { Class = UrgencyClass.P1, VerifyFirst = true }),
            "compound"
        },
        // Somebody whom the place has not.
        {
            "rules.handler-not-here",
            "categories.UTL-04.firstHandler",
            Of(Lamp with { FirstHandler = FirstHandler.Contractor }),
            "compound"
        },
        {
            "rules.handler-not-here",
            "categories.UTL-04.firstHandler",
            Of(Lamp with { FirstHandler = FirstHandler.Contractor }),
            "grid"
        },
        {
            "rules.handler-not-here",
            "categories.UTL-04.firstHandler",
            Of(Lamp with { FirstHandler = FirstHandler.CompoundManager }),
            "grid"
        },
        {
            "rules.handler-not-here",
            "categories.UTL-04.firstHandler",
            Of(Lamp with { FirstHandler = FirstHandler.CompoundManager }),
            "project"
        },
        {
            "rules.hidden-first",
            "categories.NBR-01.firstHandler",
            Of(new CategoryOverride("NBR-01", FirstHandler: FirstHandler.CompoundManager)),
            "compound"
        },
        {
            "rules.level-without-office",
            "classes.P3.budgets.0",
            Of(Usual with { Budgets = [Hours(1), null, null, null] }),
            "grid"
        },
        {
            "rules.level-without-office",
            "classes.Q.budgets.3",
            Of(new ClassOverride(UrgencyClass.Q, Budgets: [null, null, null, Hours(1)])),
            "compound"
        },
        { "rules.level-without-office", "categories.UTL-04.levels", Of(Lamp with { Levels = [0, 7] }), "compound" },
        { "rules.level-without-office", "categories.UTL-04.levels", Of(Lamp with { Levels = [-1] }), "compound" },
        { "rules.level-without-office", "categories.UTL-04.levels", Of(Lamp with { Levels = [0, 1] }), "grid" },
        {
            "rules.level-without-office",
            "categories.BLD-02.levels",
            Of(new CategoryOverride("BLD-02", Levels: [0, 2, 3])),
            "compound"
        },
        {
            "rules.level-without-limit",
            "categories.UTL-04.levels",
            Of(Lamp with { Class = UrgencyClass.Q, Levels = [0, 1, 3] }),
            "compound"
        },
        // Round in a circle.
        { "rules.levels-circular", "categories.UTL-04.levels", Of(Lamp with { Levels = [0, 2, 1] }), "compound" },
        { "rules.levels-circular", "categories.UTL-04.levels", Of(Lamp with { Levels = [0, 1, 1] }), "compound" },
        { "rules.levels-circular", "categories.UTL-04.levels", Of(Lamp with { Levels = [1, 0] }), "compound" },
        { "rules.levels-begin", "categories.UTL-04.levels", Of(Lamp with { Levels = [1, 2] }), "compound" },
        { "rules.levels-begin", "categories.UTL-04.levels", Of(Lamp with { Levels = [] }), "compound" },
        {
            "rules.levels-begin",
            "categories.UTL-04.levels",
            Of(Lamp with { FirstHandler = FirstHandler.Subdistrict, Levels = [0, 2] }),
            "compound"
        },
    };

    private static CategoryOverride Lamp => new("UTL-04");

    private static ClassOverride Usual => new(UrgencyClass.P3);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void What_cannot_hold_is_refused_by_a_code_that_names_the_rule(
        string code,
        string rule,
        RuleOverrides overrides,
        string where
    )
    {
        var owner =
            where is "compound" ? Compound
            : where is "grid" ? Grid
            : Project;

        var refused = OwnerRuleCheck.Check(overrides, owner, Daily);

        Assert.Equal(code, refused?.Code);
        Assert.Equal("overrides." + rule, refused!.Field);
        Assert.Contains(rule, refused.English, StringComparison.Ordinal);
        Assert.Contains(rule, refused.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refusal_against_the_district_says_which_version_of_its_rules_stands_against_it()
    {
        var law = new Law(7, DefaultRules.Template);

        var refused = OwnerRuleCheck.Check(Of(Usual with { Cap = WorkingDays(8) }), Compound, law)!;

        Assert.Contains(
            "8wd is looser than 7wd of the district's rules (version 7)",
            refused.English,
            StringComparison.Ordinal
        );
        Assert.Contains("区级规则(第7版)", refused.Chinese, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_found_at_once()
    {
        var overrides = new RuleOverrides(
            [Usual with { Cap = WorkingDays(8) }],
            [
                Lamp with
                {
                    Department = "magic",
                    Evidence = EvidenceDuty.None,
                },
                new CategoryOverride("XXX-01", Cap: Hours(1)),
            ]
        );

        Assert.Equal(
            [
                "rules.looser-than-district",
                "rules.department-unknown",
                "rules.looser-than-district",
                "rules.category-unknown",
            ],
            OwnerRuleCheck.ProblemsOf(overrides, Compound, Daily).Select(it => it.Code)
        );
    }

    [Fact]
    public void Without_lists_it_is_refused() =>
        Assert.Equal("field.missing", OwnerRuleCheck.Check(new RuleOverrides(default, default), Compound, Daily)?.Code);

    internal static Story<CompoundState> AtCompound() => new(Town.ACompound()) { Law = Daily };

    internal static RuleOverrides Of(ClassOverride it) => new([it], []);

    internal static RuleOverrides Of(params CategoryOverride[] them) => new([], [.. them]);

    internal static PublishOwnerRules Publish(RuleOverrides overrides, int? seen = null) =>
        new(overrides, seen, PrivateText.Of("reason", "居民代表会议的决定"));
}
