using System.Globalization;
using System.Text;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Rules;

public sealed class DefaultRulesTests
{
    private static readonly RuleTemplate Rules = DefaultRules.Template;

    public static readonly TheoryData<string, RuleTemplate> Invalid = new()
    {
        { "a window", Rules with { RatingWindowSeconds = 0 } },
        { "a window", Rules with { ReopenWindowSeconds = -1 } },
        { "reopensMax", Rules with { ReopensMax = -1 } },
        { "class P1 stands there once", Rules with { Classes = Rules.Classes.RemoveAt(0) } },
        { "class P1 stands there once", Rules with { Classes = Rules.Classes.Add(Rules.Classes[0]) } },
        { "four budgets", WithClass(c => c with { BudgetSeconds = [1, 2, 3] }) },
        { "limits of P3 are positive", WithClass(c => c with { CapSeconds = 0 }) },
        { "limits of P3 are positive", WithClass(c => c with { AcknowledgeSeconds = -5 }) },
        { "a budget of P3 is positive", WithClass(c => c with { BudgetSeconds = [0, null, null, null] }) },
        { "not above its cap", WithClass(c => c with { BudgetSeconds = [c.CapSeconds + 1, null, null, null] }) },
        { "UTL-04 stands there once", Rules with { Categories = Rules.Categories.RemoveAll(c => c.Code == "UTL-04") } },
        {
            "UTL-04 stands there once",
            Rules with
            {
                Categories = Rules.Categories.Add(WithCategory(c => c).Categories.Single(c => c.Code == "UTL-04")),
            }
        },
        {
            "no category XXX-01",
            Rules with
            {
                Categories = Rules.Categories.Add(Rules.Categories[0] with { Code = "XXX-01" }),
            }
        },
        { "no department magic", WithCategory(c => c with { Department = "magic" }) },
        { "limits of UTL-04", WithCategory(c => c with { CapSeconds = 0 }) },
        { "limits of UTL-04", WithCategory(c => c with { FirstLevelSeconds = 0 }) },
        { "limits of UTL-04", WithCategory(c => c with { FirstLevelSeconds = 8 * 86_400 }) },
        { "limits of UTL-04", WithCategory(c => c with { CapSeconds = 10, FirstLevelSeconds = 11 }) },
    };

    [Theory]
    [MemberData(nameof(Invalid))]
    public void Rules_that_cannot_hold_are_refused_with_the_reason(string why, RuleTemplate template)
    {
        var refused = RuleCheck.Check(template);

        Assert.Equal("rules.invalid", refused?.Code);
        Assert.Contains(why, refused!.English, StringComparison.Ordinal);
    }

    [Fact]
    public void Rules_without_lists_are_refused()
    {
        Assert.Equal("field.missing", RuleCheck.Check(Rules with { Classes = default })?.Code);
        Assert.Equal("field.missing", RuleCheck.Check(Rules with { Categories = default })?.Code);
    }

    [Fact]
    public void The_defaults_hold_and_the_demonstration_too()
    {
        Assert.Null(RuleCheck.Check(Rules));
        Assert.Null(RuleCheck.Check(Rules.DividedBy(1_440)));
        Assert.Equal(31, Rules.Categories.Length);
    }

    [Fact]
    public void Dividing_keeps_windows_and_leaves_a_second_at_least()
    {
        var demo = Rules.DividedBy(1_440);

        var danger = demo.Classes.Single(c => c.Class is UrgencyClass.P1);
        Assert.Equal([1, 1, 2, 5], danger.BudgetSeconds);
        Assert.Equal(60, danger.CapSeconds);
        Assert.Equal(1, danger.AcknowledgeSeconds);
        Assert.Equal(Rules.RatingWindowSeconds, demo.RatingWindowSeconds);
        Assert.Equal(Rules.ReopenWindowSeconds, demo.ReopenWindowSeconds);
        Assert.Null(demo.Classes.Single(c => c.Class is UrgencyClass.Q).BudgetSeconds[3]);
        Assert.Equal(10, demo.Categories.Single(c => c.Code == "ENV-01").FirstLevelSeconds);
        Assert.All(demo.Classes, c => Assert.All(c.BudgetSeconds, b => Assert.False(b < 1)));
    }

    [Fact]
    public void What_concerns_care_and_disputes_is_hidden_and_begins_above_the_compound()
    {
        var hidden = Rules.Categories.Where(c => c.Visibility is Visibility.Chain).ToArray();

        Assert.Equal(["ORD-03", "NBR-01", "SVC-01", "SVC-02"], hidden.Select(c => c.Code));
        Assert.All(hidden, c => Assert.True(c.FirstHandler is FirstHandler.Grid or FirstHandler.Community));
    }

    [Fact]
    public void Every_department_has_a_place_and_a_category()
    {
        Assert.All(Departments.All, d => Assert.True(Place.TryParse(d.Place.ToString(), out _)));
        Assert.Equal(
            Departments.All.Select(d => d.Key).ToHashSet(),
            Rules.Categories.Select(c => c.Department).OfType<string>().ToHashSet()
        );
    }

    [Fact]
    public void Night_is_from_22_to_6_local_time()
    {
        var noise = DefaultRules.Law.Categories["ENV-05"];
        var utc = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

        Assert.Equal(UrgencyClass.P3, ClassAt(utc.AddHours(14).AddSeconds(-1)));
        Assert.Equal(UrgencyClass.P2, ClassAt(utc.AddHours(14)));
        Assert.Equal(UrgencyClass.P2, ClassAt(utc.AddHours(22).AddSeconds(-1)));
        Assert.Equal(UrgencyClass.P3, ClassAt(utc.AddHours(22)));

        UrgencyClass ClassAt(DateTimeOffset at) =>
            IssueLevels.TermsOf(noise, PlaceKind.Compound, DefaultRules.Law, at).Class;
    }

    [Fact]
    public void The_page_of_categories_is_up_to_date()
    {
        var page = new StringBuilder(
            """
            # Categories and limits

            Generated from `Domain/Rules/DefaultRules.cs` and `DefaultCategories.cs`; a test compares. These are the rules
            a district starts with. A working day is 24 hours until the calendar is there. Levels: 0 the place, 1 grid or
            community, 2 subdistrict, 3 department, 4 district centre, which has no limit of its own.

            | class | acknowledge | level 0 | level 1 | level 2 | level 3 | overall | overall clock from |
            | --- | --- | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var c in Rules.Classes)
        {
            var budgets = string.Join(" | ", c.BudgetSeconds.Select(Length));
            var from = c.ClockFromSubmission ? "report" : "acceptance";
            Line(page, $"| {c.Class} | {Length(c.AcknowledgeSeconds)} | {budgets} | {Length(c.CapSeconds)} | {from} |");
        }

        page.Append(
            """

            | code | 中文 | English | begins at | class | its own limits | level 3 | evidence | rated by | seen by |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var c in Rules.Categories)
        {
            var urgency = c.NightClass is { } night ? $"{c.Class}, by night {night}" : $"{c.Class}";
            var first = c.FirstLevelSeconds is { } own ? $"first level {Length(own)}" : null;
            var cap = c.CapSeconds is { } limit ? $"overall {Length(limit)}" : null;
            var limits = string.Join(", ", new[] { first, cap }.OfType<string>());
            Line(
                page,
                $"| {c.Code} | {c.Chinese} | {c.English} | {c.FirstHandler.Camel()} | {urgency} | {limits} | {c.Department ?? "-"} | {c.Evidence.Camel()} | {c.RatedBy.Camel()} | {c.Visibility.Camel()} |"
            );
        }

        page.Append(
            """

            | department | 中文 | English |
            | --- | --- | --- |

            """
        );
        foreach (var d in Departments.All)
        {
            Line(page, $"| `department/{d.Key}` | {d.Chinese} | {d.English} |");
        }

        Golden.Matches("docs/categories.md", page.ToString());
    }

    private static void Line(StringBuilder page, FormattableString line) =>
        page.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static string Length(long? seconds) =>
        seconds switch
        {
            null => "-",
            { } s when s % 86_400 == 0 => $"{(s / 86_400).ToString(CultureInfo.InvariantCulture)} d",
            { } s when s % 3_600 == 0 => $"{(s / 3_600).ToString(CultureInfo.InvariantCulture)} h",
            { } s => $"{(s / 60).ToString(CultureInfo.InvariantCulture)} min",
        };

    private static RuleTemplate WithClass(Func<ClassRule, ClassRule> change) =>
        Rules with
        {
            Classes = [.. Rules.Classes.Select(c => c.Class is UrgencyClass.P3 ? change(c) : c)],
        };

    private static RuleTemplate WithCategory(Func<CategoryRule, CategoryRule> change) =>
        Rules with
        {
            Categories = [.. Rules.Categories.Select(c => c.Code == "UTL-04" ? change(c) : c)],
        };
}
