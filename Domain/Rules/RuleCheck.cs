using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>Whether a template of rules can hold.</summary>
public static class RuleCheck
{
    private const int Levels = 4;

    /// <summary>Why these rules cannot be published; null when they can.</summary>
    public static Rejection? Check(RuleTemplate template) =>
        CheckWindows(template) ?? CheckClasses(template.Classes) ?? CheckCategories(template);

    private static Rejection? CheckWindows(RuleTemplate template) =>
        template.RatingWindowSeconds <= 0 || template.ReopenWindowSeconds <= 0
            ? Invalid("windows", "a window lasts at least a second.", "各期限至少为一秒。")
        : template.ReopensMax < 0 ? Invalid("reopensMax", "reopensMax is not negative.", "重启次数不能为负。")
        : null;

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
        if (rule.BudgetSeconds.IsDefault || rule.BudgetSeconds.Length != Levels)
        {
            return Invalid("budgetSeconds", $"{rule.Class} has four budgets.", $"{rule.Class}应有四级时限。");
        }

        if (rule.AcknowledgeSeconds <= 0 || rule.CapSeconds <= 0)
        {
            return Invalid("capSeconds", $"limits of {rule.Class} are positive.", $"{rule.Class}的时限应为正数。");
        }

        foreach (var budget in rule.BudgetSeconds)
        {
            if (budget is { } seconds && (seconds <= 0 || seconds > rule.CapSeconds))
            {
                return Invalid(
                    "budgetSeconds",
                    $"a budget of {rule.Class} is positive and not above its cap.",
                    $"{rule.Class}的分级时限应为正数且不超过总时限。"
                );
            }
        }

        return null;
    }

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

        if (category.Department is { } department && !Departments.Knows(department))
        {
            return Invalid("department", $"there is no department {department}.", $"没有部门{department}。");
        }

        var cap = category.CapSeconds ?? classes.First(c => c.Class == category.Class).CapSeconds;
        return cap <= 0 || category.FirstLevelSeconds is { } first && (first <= 0 || first > cap)
            ? Invalid(
                "firstLevelSeconds",
                $"limits of {category.Code} are positive and not above its cap.",
                $"{category.Code}的时限应为正数且不超过总时限。"
            )
            : null;
    }

    private static Rejection Invalid(string field, string english, string chinese) =>
        Rejections.RulesInvalid.With(field, english, chinese);
}
