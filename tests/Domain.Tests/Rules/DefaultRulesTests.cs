using System.Globalization;
using System.Text;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Domain.Tests.Rules;

public sealed class DefaultRulesTests
{
    private static readonly RuleTemplate Rules = DefaultRules.Template;

    public static readonly TheoryData<string, RuleTemplate> Invalid = new()
    {
        { "ratingWindow", Rules with { RatingWindow = TimeLimit.WorkingDays(0) } },
        { "reopenWindow", Rules with { ReopenWindow = TimeLimit.Days(-1) } },
        { "reopenWindow", Rules with { ReopenWindow = TimeLimit.Days(367) } },
        { "reopenWindow", Rules with { ReopenWindow = new TimeLimit(1, TimeUnit.WorkingSeconds) } },
        { "ratingWindow", Rules with { RatingWindow = TimeLimit.WorkingDays(39_999_999) } },
        { "reopenWindow", Rules with { ReopenWindow = TimeLimit.WorkingHours(39_999_999) } },
        { "reopenWindow", Rules with { ReopenWindow = TimeLimit.Days(int.MaxValue) } },
        { "reopensMax", Rules with { ReopensMax = -1 } },
        { "class P1 stands there once", Rules with { Classes = Rules.Classes.RemoveAt(0) } },
        { "class P1 stands there once", Rules with { Classes = Rules.Classes.Add(Rules.Classes[0]) } },
        { "four budgets", WithClass(c => c with { Budgets = [TimeLimit.Hours(1), null, null] }) },
        { "limit 0wd of cap", WithClass(c => c with { Cap = TimeLimit.WorkingDays(0) }) },
        { "limit -5wh of acknowledge", WithClass(c => c with { Acknowledge = TimeLimit.WorkingHours(-5) }) },
        { "limit 0wd of budgets", WithClass(c => c with { Budgets = [TimeLimit.WorkingDays(0), null, null, null] }) },
        {
            "limit 2147483647wd of budgets",
            WithClass(c => c with { Budgets = [TimeLimit.WorkingDays(int.MaxValue), null, null, null] })
        },
        {
            "budget 8wd of P3 is above its cap 7wd",
            WithClass(c => c with { Budgets = [TimeLimit.WorkingDays(8), null, null, null] })
        },
        {
            "budget 169h of P3 is above its cap 7wd",
            WithClass(c => c with { Budgets = [TimeLimit.Hours(169), null, null, null] })
        },
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
        { "limit 0wd of cap", WithCategory(c => c with { Cap = TimeLimit.WorkingDays(0) }) },
        { "limit 0wd of firstLevel", WithCategory(c => c with { FirstLevel = TimeLimit.WorkingDays(0) }) },
        { "first limit 8wd of UTL-04", WithCategory(c => c with { FirstLevel = TimeLimit.WorkingDays(8) }) },
        {
            "first limit 11s of UTL-04",
            WithCategory(c => c with { Cap = TimeLimit.Seconds(10), FirstLevel = TimeLimit.Seconds(11) })
        },
        { "photos of UTL-04 are never public", WithCategory(c => c with { PhotoAdvice = PhotoAdvice.NeverPublic }) },
        { "limit 0min of offerOn", WithClass(c => c with { OfferOn = TimeLimit.Minutes(0) }) },
        {
            "reminders begin before they end",
            WithClocks(c => c with { ReminderHours = new OfficeSpan(new(18, 0), new(8, 30)) })
        },
        { "warnings rise", WithClocks(c => c with { WarningPercents = [80, 50] }) },
        { "warnings rise", WithClocks(c => c with { WarningPercents = [0] }) },
        { "warnings rise", WithClocks(c => c with { WarningPercents = [100] }) },
        { "a warning at least", WithClocks(c => c with { WarningPercents = [] }) },
        { "supervisePercent", WithClocks(c => c with { SupervisePercent = 100 }) },
        { "extendedCapPercent", WithClocks(c => c with { ExtendedCapPercent = 201 }) },
        { "extensionsMax", WithClocks(c => c with { ExtensionsMax = -1 }) },
        { "suspensionsMax", WithClocks(c => c with { SuspensionsMax = 11 }) },
        { "transfersMax", WithClocks(c => c with { TransfersMax = -1 }) },
        { "lowStars", WithClocks(c => c with { LowStars = 5 }) },
        { "clocks.returnWithin", WithClocks(c => c with { ReturnWithin = TimeLimit.WorkingHours(0) }) },
        { "joins.similarWithin", WithJoins(j => j with { SimilarWithin = TimeLimit.Hours(0) }) },
        { "joins.similarWithin", WithJoins(j => j with { SimilarWithin = TimeLimit.WorkingDays(3) }) },
        { "joins.similarMetres", WithJoins(j => j with { SimilarMetres = 1_001 }) },
        { "joins.surgeReports", WithJoins(j => j with { SurgeReports = 1 }) },
        { "joins.surgeWithin", WithJoins(j => j with { SurgeWithin = TimeLimit.WorkingHours(1) }) },
        { "joins.areaSurgeReports", WithJoins(j => j with { AreaSurgeReports = -20 }) },
        { "joins.areaSurgeWithin", WithJoins(j => j with { AreaSurgeWithin = TimeLimit.Days(367) }) },
        {
            "ownersVote stands there once",
            WithClocks(c => c with { Suspensions = [.. c.Suspensions, c.Suspensions[2]] })
        },
        {
            "clocks.suspensions",
            WithClocks(c => c with { Suspensions = [new(SuspensionReason.OwnersVote, TimeLimit.Days(0))] })
        },
        { "whistles.signWithin", WithWhistles(w => w with { SignWithin = TimeLimit.Hours(0) }) },
        { "whistles.contactWithin", WithWhistles(w => w with { ContactWithin = TimeLimit.Days(400) }) },
        { "whistles.onSiteWithin", WithWhistles(w => w with { OnSiteWithin = TimeLimit.WorkingDays(-1) }) },
        { "whistles.hardCaseOnSiteWithin", WithWhistles(w => w with { HardCaseOnSiteWithin = TimeLimit.Days(0) }) },
        { "whistles.emergencyWithin", WithWhistles(w => w with { EmergencyWithin = TimeLimit.Minutes(0) }) },
        { "whistles.openMax", WithWhistles(w => w with { OpenMax = 0 }) },
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
        Assert.Equal(["1s", "1s", "2s", "5s"], danger.Budgets.Select(b => b.ToString()));
        Assert.Equal(TimeLimit.Seconds(60), danger.Cap);
        Assert.Equal(TimeLimit.Seconds(1), danger.Acknowledge);
        Assert.Equal(TimeLimit.Seconds(1), danger.OfferOn);
        Assert.Equal(Rules.RatingWindow, demo.RatingWindow);
        Assert.Equal(Rules.ReopenWindow, demo.ReopenWindow);
        Assert.Null(demo.Classes.Single(c => c.Class is UrgencyClass.Q).Budgets[3]);
        Assert.Equal(TimeLimit.Seconds(10), demo.Categories.Single(c => c.Code == "ENV-01").FirstLevel);
        Assert.All(demo.Classes, c => Assert.All(c.Budgets, b => Assert.False(b?.Amount < 1)));
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
            IssueLevels.TermsOf(noise, Town.ACompound().Profile, DefaultRules.Law, at).Class;
    }

    [Fact]
    public void The_page_of_categories_is_up_to_date()
    {
        var page = new StringBuilder(
            """
            # Categories and limits

            Generated from `Domain/Rules/DefaultRules.cs` and `DefaultCategories.cs`; a test compares. These are the rules
            a district starts with, and may change. Limits: `wh` working hours, `wd` working days, `h` hours, `d` days, `min`
            minutes, counted by the working calendar. Levels: 0 the place, 1 grid or community, 2 subdistrict, 3 department,
            4 district centre, which has no limit of its own.

            | class | acknowledge | offered on at a grid after | level 0 | level 1 | level 2 | level 3 | overall | overall clock from |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var c in Rules.Classes)
        {
            var budgets = string.Join(" | ", c.Budgets.Select(b => b?.ToString() ?? "-"));
            var from = c.ClockFromSubmission ? "report" : "acceptance";
            Line(
                page,
                $"| {c.Class} | {c.Acknowledge} | {c.OfferOn ?? c.Acknowledge} | {budgets} | {c.Cap} | {from} |"
            );
        }

        page.Append(
            """

            | code | 中文 | English | begins at | class | its own limits | level 3 | evidence | photo advised | rated by | seen by |
            | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |

            """
        );
        foreach (var c in Rules.Categories)
        {
            var urgency = c.NightClass is { } night ? $"{c.Class}, by night {night}" : $"{c.Class}";
            var first = c.FirstLevel is { } own ? $"first level {own}" : null;
            var cap = c.Cap is { } limit ? $"overall {limit}" : null;
            var limits = string.Join(", ", new[] { first, cap }.OfType<string>());
            Line(
                page,
                $"| {c.Code} | {c.Chinese} | {c.English} | {c.FirstHandler.Camel()} | {urgency} | {limits} | {c.Department ?? "-"} | {c.Evidence.Camel()} | {c.PhotoAdvice.Camel()} | {c.RatedBy.Camel()} | {c.Visibility.Camel()} |"
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

        page.Append(
            """

            ## What may be done to clocks

            | rule | default |
            | --- | --- |

            """
        );
        var clocks = Rules.Clocks;
        Line(page, $"| `warningPercents` of a step | {string.Join(", ", clocks.WarningPercents)} |");
        Line(page, $"| `supervisePercent` of the overall limit | {clocks.SupervisePercent} |");
        Line(page, $"| `returnWithin` | {clocks.ReturnWithin} |");
        Line(page, $"| `decideWithin` | {clocks.DecideWithin} |");
        Line(page, $"| `transfersMax` | {clocks.TransfersMax} |");
        Line(page, $"| `extensionsMax` | {clocks.ExtensionsMax} |");
        Line(page, $"| `extendedCapPercent` | {clocks.ExtendedCapPercent} |");
        Line(page, $"| `suspensionsMax` | {clocks.SuspensionsMax} |");
        foreach (var it in clocks.Suspensions)
        {
            Line(page, $"| `suspensions.{it.Reason.Camel()}` | {it.Limit} |");
        }

        Line(page, $"| `verifyWithin` | {clocks.VerifyWithin} |");
        Line(page, $"| `lowStars` | {clocks.LowStars} |");
        Line(page, $"| `callBackWithin` | {clocks.CallBackWithin} |");
        Line(
            page,
            $"| `reminderHours` of working days | {clocks.Reminders.From:HH:mm}-{clocks.Reminders.Until:HH:mm} |"
        );
        var whistles = Rules.Whistles;
        Line(page, $"| `whistles.signWithin` | {whistles.SignWithin} |");
        Line(page, $"| `whistles.contactWithin` | {whistles.ContactWithin} |");
        Line(page, $"| `whistles.onSiteWithin` | {whistles.OnSiteWithin} |");
        Line(page, $"| `whistles.hardCaseOnSiteWithin` | {whistles.HardCaseOnSiteWithin} |");
        Line(page, $"| `whistles.emergencyWithin` | {whistles.EmergencyWithin} |");
        Line(page, $"| `whistles.openMax` | {whistles.OpenMax} |");
        Line(page, $"| `ratingWindow` | {Rules.RatingWindow} |");
        Line(page, $"| `reopenWindow` | {Rules.ReopenWindow} |");
        Line(page, $"| `reopensMax` | {Rules.ReopensMax} |");
        page.Append(
            """

            ## When reports are one

            | rule | default |
            | --- | --- |

            """
        );
        var joins = Rules.Joins;
        Line(page, $"| `similarWithin` | {joins.SimilarWithin} |");
        Line(page, $"| `similarMetres` | {joins.SimilarMetres} |");
        Line(page, $"| `surgeReports` of one compound | {joins.SurgeReports} |");
        Line(page, $"| `surgeWithin` | {joins.SurgeWithin} |");
        Line(page, $"| `areaSurgeReports` of one community | {joins.AreaSurgeReports} |");
        Line(page, $"| `areaSurgeWithin` | {joins.AreaSurgeWithin} |");
        Golden.Matches("docs/categories.md", page.ToString());
    }

    private static void Line(StringBuilder page, FormattableString line) =>
        page.Append(line.ToString(CultureInfo.InvariantCulture)).Append('\n');

    private static RuleTemplate WithClocks(Func<ClockRules, ClockRules> change) =>
        Rules with
        {
            Clocks = change(Rules.Clocks),
        };

    private static RuleTemplate WithJoins(Func<JoinRules, JoinRules> change) =>
        Rules with
        {
            Joins = change(Rules.Joins),
        };

    private static RuleTemplate WithWhistles(Func<WhistleRules, WhistleRules> change) =>
        Rules with
        {
            Whistles = change(Rules.Whistles),
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
