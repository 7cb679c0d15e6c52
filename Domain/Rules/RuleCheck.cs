using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>Whether a template of rules can hold.</summary>
public static class RuleCheck
{
    private const int Levels = 4;

    /// <summary>Seconds of a year, with room.</summary>
    private const int AmountMax = 40_000_000;

    private static readonly TimeSpan LengthMax = TimeSpan.FromDays(366);

    /// <summary>Why these rules cannot be published; null when they can.</summary>
    public static Rejection? Check(RuleTemplate template) =>
        CheckWindows(template)
        ?? CheckClasses(template.Classes)
        ?? CheckCategories(template)
        ?? CheckClocks(template.Clocks)
        ?? CheckJoins(template.Joins)
        ?? CheckWhistles(template.Whistles);

    private static Rejection? CheckWindows(RuleTemplate template) =>
        CheckLimit(template.RatingWindow, "ratingWindow")
        ?? CheckLimit(template.ReopenWindow, "reopenWindow")
        ?? (
            template.ReopensMax < 0 ? Invalid("reopensMax", "reopensMax is not negative.", "重启次数不能为负。") : null
        );

    /// <summary>A limit is some of its unit and not more than a year: more is a slip of the keyboard.</summary>
    internal static Rejection? CheckLimit(TimeLimit limit, string field) =>
        limit.Amount is <= 0 or > AmountMax || limit.RoughLength > LengthMax || limit.Unit is TimeUnit.WorkingSeconds
            ? Invalid(
                field,
                $"the limit {limit} of {field} is not between one second and a year.",
                $"{field}的时限{limit}应大于零且不超过一年。"
            )
            : null;

    private static Rejection? CheckClocks(ClockRules? clocks)
    {
        if (clocks is null || clocks.WarningPercents.IsDefault || clocks.Suspensions.IsDefault)
        {
            return Rejections.FieldMissing.With("clocks", "clocks");
        }

        return CheckLimit(clocks.ReturnWithin, "clocks.returnWithin")
            ?? CheckLimit(clocks.DecideWithin, "clocks.decideWithin")
            ?? CheckLimit(clocks.VerifyWithin, "clocks.verifyWithin")
            ?? CheckLimit(clocks.CallBackWithin, "clocks.callBackWithin")
            ?? CheckWarnings(clocks.WarningPercents)
            ?? CheckNumber(clocks.SupervisePercent, 101, 1_000, "clocks.supervisePercent")
            ?? CheckNumber(clocks.TransfersMax, 0, 100, "clocks.transfersMax")
            ?? CheckNumber(clocks.ExtensionsMax, 0, 10, "clocks.extensionsMax")
            ?? CheckNumber(clocks.ExtendedCapPercent, 100, 200, "clocks.extendedCapPercent")
            ?? CheckNumber(clocks.SuspensionsMax, 0, 10, "clocks.suspensionsMax")
            ?? CheckNumber(clocks.LowStars, 0, 4, "clocks.lowStars")
            ?? CheckReminders(clocks.ReminderHours)
            ?? CheckSuspensions(clocks.Suspensions);
    }

    private static Rejection? CheckReminders(OfficeSpan? hours) =>
        hours is { } some && some.From >= some.Until
            ? Invalid("clocks.reminderHours", "reminders begin before they end.", "提醒时段的起点应早于终点。")
            : null;

    private static Rejection? CheckJoins(JoinRules joins) =>
        CheckNatural(joins.SimilarWithin, "joins.similarWithin")
        ?? CheckNumber(joins.SimilarMetres, 0, 1_000, "joins.similarMetres")
        ?? CheckNumber(joins.SurgeReports, JoinRules.SurgeReportsMin, JoinRules.SurgeReportsMax, "joins.surgeReports")
        ?? CheckNatural(joins.SurgeWithin, "joins.surgeWithin")
        ?? CheckNumber(
            joins.AreaSurgeReports,
            JoinRules.SurgeReportsMin,
            JoinRules.SurgeReportsMax,
            "joins.areaSurgeReports"
        )
        ?? CheckNatural(joins.AreaSurgeWithin, "joins.areaSurgeWithin");

    /// <summary>What lies back is counted by the clock: people report when offices are closed, too.</summary>
    private static Rejection? CheckNatural(TimeLimit limit, string field) =>
        CheckLimit(limit, field)
        ?? (
            limit.Unit.IsWorking()
                ? Invalid(field, $"{field} is time of the clock, not of offices.", $"{field}应为自然时间。")
                : null
        );

    private static Rejection? CheckWhistles(WhistleRules whistles) =>
        CheckLimit(whistles.SignWithin, "whistles.signWithin")
        ?? CheckLimit(whistles.ContactWithin, "whistles.contactWithin")
        ?? CheckLimit(whistles.OnSiteWithin, "whistles.onSiteWithin")
        ?? CheckLimit(whistles.HardCaseOnSiteWithin, "whistles.hardCaseOnSiteWithin")
        ?? CheckLimit(whistles.EmergencyWithin, "whistles.emergencyWithin")
        ?? CheckNumber(whistles.OpenMax, 1, 20, "whistles.openMax");

    private static Rejection? CheckWarnings(ImmutableArray<int> percents)
    {
        for (var i = 0; i < percents.Length; i++)
        {
            if (percents[i] is <= 0 or >= 100 || i > 0 && percents[i] <= percents[i - 1])
            {
                return Invalid(
                    "clocks.warningPercents",
                    "warnings rise from 1 to 99 per cent.",
                    "预警比例应在1%至99%之间递增。"
                );
            }
        }

        return percents.IsEmpty
            ? Invalid("clocks.warningPercents", "there is a warning at least.", "至少应有一次预警。")
            : null;
    }

    private static Rejection? CheckSuspensions(ImmutableArray<SuspensionRule> rules)
    {
        foreach (var rule in rules)
        {
            if (CheckLimit(rule.Limit, "clocks.suspensions") is { } wrong)
            {
                return wrong;
            }

            if (rules.Count(it => it.Reason == rule.Reason) != 1)
            {
                return Invalid(
                    "clocks.suspensions",
                    $"{rule.Reason.Camel()} stands there once.",
                    $"{rule.Reason.Camel()}应仅有一条。"
                );
            }
        }

        return null;
    }

    private static Rejection? CheckNumber(int number, int min, int max, string field) =>
        number >= min && number <= max
            ? null
            : Invalid(field, $"{field} is from {min} to {max}.", $"{field}应为{min}至{max}。");

    private static Rejection? CheckClasses(ImmutableArray<ClassRule> classes)
    {
        if (classes.IsDefault)
        {
            return Rejections.FieldMissing.With("classes", "classes");
        }

        foreach (var urgency in Enum.GetValues<UrgencyClass>())
        {
            if (classes.Count(c => c.Class == urgency) != 1)
            {
                return Invalid("classes", $"class {urgency} stands there once.", $"类别{urgency}应有且仅有一条。");
            }
        }

        foreach (var rule in classes)
        {
            if (CheckClass(rule) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static Rejection? CheckClass(ClassRule rule)
    {
        if (rule.Budgets.IsDefault || rule.Budgets.Length != Levels)
        {
            return Invalid("budgets", $"{rule.Class} has four budgets.", $"{rule.Class}应有四级时限。");
        }

        if ((CheckLimit(rule.Acknowledge, "acknowledge") ?? CheckLimit(rule.Cap, "cap")) is { } wrong)
        {
            return wrong;
        }

        if (rule.OfferOn is { } offerOn && (CheckLimit(offerOn, "offerOn") ?? CheckCap(offerOn, rule)) is { } absurd)
        {
            return absurd;
        }

        foreach (var budget in rule.Budgets)
        {
            if (budget is { } limit && (CheckLimit(limit, "budgets") ?? CheckCap(limit, rule)) is { } above)
            {
                return above;
            }
        }

        return null;
    }

    private static Rejection? CheckCap(TimeLimit budget, ClassRule rule) =>
        budget.RoughLength > rule.Cap.RoughLength
            ? Invalid(
                "budgets",
                $"the budget {budget} of {rule.Class} is above its cap {rule.Cap}.",
                $"{rule.Class}的分级时限{budget}超过总时限{rule.Cap}。"
            )
            : null;

    private static Rejection? CheckCategories(RuleTemplate template)
    {
        if (template.Categories.IsDefault)
        {
            return Rejections.FieldMissing.With("categories", "categories");
        }

        foreach (var known in DefaultRules.Template.Categories)
        {
            if (template.Categories.Count(c => c.Code == known.Code) != 1)
            {
                return Invalid("categories", $"{known.Code} stands there once.", $"{known.Code}应有且仅有一条。");
            }
        }

        foreach (var category in template.Categories)
        {
            if (CheckCategory(category, template.Classes) is { } wrong)
            {
                return wrong;
            }
        }

        return null;
    }

    private static Rejection? CheckCategory(CategoryRule category, ImmutableArray<ClassRule> classes)
    {
        if (!DefaultRules.Law.Categories.ContainsKey(category.Code))
        {
            return Invalid("categories", $"there is no category {category.Code}.", $"没有类别{category.Code}。");
        }

        if (
            (
                TextRules.Check(category.Chinese ?? "", "chinese") ?? TextRules.Check(category.English ?? "", "english")
            ) is
            { } nameless
        )
        {
            return nameless;
        }

        if (category.Department is { } department && !Departments.Knows(department))
        {
            return Invalid("department", $"there is no department {department}.", $"没有部门{department}。");
        }

        if (category is { PhotoAdvice: PhotoAdvice.NeverPublic, Visibility: not Visibility.Chain })
        {
            return Invalid(
                "visibility",
                $"photos of {category.Code} are never public, so that it is for its chain alone.",
                $"{category.Code}的照片不得公开，其可见范围应为仅承办链。"
            );
        }

        if (category.Cap is { } own && CheckLimit(own, "cap") is { } wrong)
        {
            return wrong;
        }

        var cap = category.Cap ?? classes.First(c => c.Class == category.Class).Cap;
        return category.FirstLevel is not { } first ? null
            : CheckLimit(first, "firstLevel") is { } absurd ? absurd
            : first.RoughLength > cap.RoughLength
                ? Invalid(
                    "firstLevel",
                    $"the first limit {first} of {category.Code} is above its cap {cap}.",
                    $"{category.Code}的首级时限{first}超过总时限{cap}。"
                )
            : null;
    }

    private static Rejection Invalid(string field, string english, string chinese) =>
        Rejections.RulesInvalid.With(field, english, chinese);
}
