using System.Globalization;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>
/// Whether an owner may have something otherwise than the district. Asked when it is published; of what was published
/// before it says what the district has ruled out since.
/// </summary>
public static class OwnerRuleCheck
{
    /// <summary>What the fields of a refusal begin with: where overrides stand in a request.</summary>
    public const string FieldPrefix = "overrides.";

    private const int DepartmentLevel = 3;

    /// <summary>The first reason why these cannot be published; null when they can.</summary>
    public static Rejection? Check(RuleOverrides overrides, OwnerProfile owner, Law law) =>
        ProblemsOf(overrides, owner, law).FirstOrDefault();

    /// <summary>Why these cannot hold as they are, each with the rule it is about.</summary>
    /// <param name="owner">The place; rules it has already are of no account.</param>
    public static IEnumerable<Rejection> ProblemsOf(RuleOverrides overrides, OwnerProfile owner, Law law)
    {
        if (overrides.Classes.IsDefault || overrides.Categories.IsDefault)
        {
            return [Rejections.FieldMissing.With("overrides", "overrides")];
        }

        var check = new Asked(overrides, owner with { Rules = Prospective(overrides) }, law);
        return
        [
            .. overrides.Classes.SelectMany(check.ProblemsOf),
            .. overrides.Categories.SelectMany(check.ProblemsOf),
        ];
    }

    /// <summary>Where a rule of a class is named.</summary>
    public static string PathOf(UrgencyClass urgency, string field) => $"classes.{urgency}.{field}";

    /// <summary>Where a rule of a category is named.</summary>
    public static string PathOf(string category, string field) => $"categories.{category}.{field}";

    /// <summary>A refusal that names a rule.</summary>
    /// <param name="values">What stands in the sentence after the rule.</param>
    public static Rejection Refuse(RejectionCode code, string rule, params object[] values) =>
        code.With(FieldPrefix + rule, [rule, .. values]);

    /// <summary>Whether a limit is between a second and a year, and of a unit that people count in.</summary>
    internal static bool IsLimit(TimeLimit limit) => RuleCheck.CheckLimit(limit, "") is null;

    private static OwnerRules Prospective(RuleOverrides overrides) => new(0, overrides, 0, default, default, "");

    private sealed class Asked(RuleOverrides overrides, OwnerProfile owner, Law law)
    {
        private PlaceKind Kind => owner.Place.Kind;

        public IEnumerable<Rejection> ProblemsOf(ClassOverride own)
        {
            if (!law.Classes.TryGetValue(own.Class, out var district))
            {
                return [Refuse(Rejections.RulesClassUnknown, PathOf(own.Class, "class"), own.Class)];
            }

            if (overrides.Classes.Count(it => it.Class == own.Class) > 1)
            {
                return [Refuse(Rejections.RulesTwice, $"classes.{own.Class}")];
            }

            var cap = EffectiveRules.ClassOf(own.Class, owner.Rules, law).Cap;
            return Some([
                CheckCap(own.Cap, district.Cap, PathOf(own.Class, "cap")),
                CheckWithin(own.Acknowledge, cap, PathOf(own.Class, "acknowledge")),
                .. CheckBudgets(own, cap),
            ]);
        }

        public IEnumerable<Rejection> ProblemsOf(CategoryOverride own)
        {
            if (!law.Categories.TryGetValue(own.Code ?? "", out var district))
            {
                return [Refuse(Rejections.RulesCategoryUnknown, $"categories.{own.Code}", own.Code ?? "", law.Version)];
            }

            if (overrides.Categories.Count(it => it.Code == own.Code) > 1)
            {
                return [Refuse(Rejections.RulesTwice, $"categories.{own.Code}")];
            }

            if (IssueLifecycle.IsOfRenovation(district.Code) && Kind is not PlaceKind.Project)
            {
                return
                [
                    Refuse(
                        Rejections.RulesCategoryElsewhere,
                        $"categories.{own.Code}",
                        IssueLifecycle.CommonPartRepair
                    ),
                ];
            }

            var here = EffectiveRules.CategoryOf(district, owner, law);
            var cap = here.Cap ?? EffectiveRules.ClassOf(here.Class, owner.Rules, law).Cap;
            return Some([
                CheckClass(own, district),
                CheckFirst(own, district),
                CheckCap(own.Cap, EffectiveRules.CeilingOf(district, law), PathOf(district.Code, "cap")),
                CheckWithin(own.FirstLevel, cap, PathOf(district.Code, "firstLevel")),
                CheckDepartment(own),
                CheckEvidence(own, district),
                CheckRatedBy(own, district),
                CheckVerify(own, here),
                CheckLevels(own, here),
            ]);
        }

        private Rejection? CheckClass(CategoryOverride own, CategoryRule district) =>
            own.Class is not { } urgency ? null
            : !law.Classes.ContainsKey(urgency)
                ? Refuse(Rejections.RulesClassUnknown, PathOf(own.Code, "class"), urgency)
            : EffectiveRules.IsAsStrict(urgency, district.Class, law) ? null
            : Looser(PathOf(own.Code, "class"), urgency, district.Class);

        private Rejection? CheckFirst(CategoryOverride own, CategoryRule district)
        {
            if (own.FirstHandler is not { } first || EffectiveRules.CheckFirst(first, district, Kind) is not { } code)
            {
                return null;
            }

            object other = code == Rejections.RulesHandlerNotHere ? Kind.Kebab() : law.Version;
            return Refuse(code, PathOf(own.Code, "firstHandler"), first.Camel(), other);
        }

        private static Rejection? CheckDepartment(CategoryOverride own) =>
            own.Department is { } key && !Departments.Knows(key)
                ? Refuse(Rejections.RulesDepartmentUnknown, PathOf(own.Code, "department"), key)
                : null;

        private Rejection? CheckEvidence(CategoryOverride own, CategoryRule district) =>
            own.Evidence is { } evidence && evidence > district.Evidence
                ? Looser(PathOf(own.Code, "evidence"), evidence.Camel(), district.Evidence.Camel())
                : null;

        private Rejection? CheckRatedBy(CategoryOverride own, CategoryRule district) =>
            own.RatedBy is RatedBy.Nobody && district.RatedBy is not RatedBy.Nobody
                ? Looser(PathOf(own.Code, "ratedBy"), RatedBy.Nobody.Camel(), district.RatedBy.Camel())
                : null;

        private Rejection? CheckVerify(CategoryOverride own, CategoryRule here) =>
            own.VerifyFirst is true && EffectiveRules.IsDanger(here.Class, here.NightClass, law)
                ? Refuse(Rejections.RulesVerifyDanger, PathOf(own.Code, "verifyFirst"), here.Class, law.Version)
                : null;

        /// <summary>Each level is above the one before, so that nothing ever comes back, and somebody stands there.</summary>
        private Rejection? CheckLevels(CategoryOverride own, CategoryRule here)
        {
            if (own.Levels is not { } levels)
            {
                return null;
            }

            var rule = PathOf(own.Code, "levels");
            var budgets = EffectiveRules.ClassOf(here.Class, owner.Rules, law).Budgets;
            var first = IssueLevels.BeginsAt(here.FirstHandler, Kind);
            for (var i = 0; i < levels.Length; i++)
            {
                var level = levels[i];
                if (i > 0 && level <= levels[i - 1])
                {
                    return Refuse(Rejections.RulesLevelsCircular, rule, levels[i - 1], level);
                }

                if (!HasOffice(level, here))
                {
                    return Refuse(Rejections.RulesLevelWithoutOffice, rule, level);
                }

                if (budgets[level] is null && !(level == first && here.FirstLevel is not null))
                {
                    return Refuse(Rejections.RulesLevelWithoutLimit, rule, level, here.Class);
                }
            }

            return levels is [var begins, ..] && begins == first
                ? null
                : Refuse(Rejections.RulesLevelsBegin, rule, first);
        }

        private bool HasOffice(int level, CategoryRule here) =>
            level switch
            {
                0 => Kind is not PlaceKind.Grid,
                1 or 2 => true,
                DepartmentLevel => here.Department is not null,
                _ => false,
            };

        private IEnumerable<Rejection?> CheckBudgets(ClassOverride own, TimeLimit cap)
        {
            if (own.Budgets is not { } budgets)
            {
                yield break;
            }

            var rule = PathOf(own.Class, "budgets");
            if (budgets.IsDefault || budgets.Length != IssueLevels.Last)
            {
                yield return Rejections.FieldWrongType.With(
                    [FieldPrefix + rule, "a list of four limits or nulls"],
                    [FieldPrefix + rule, "四项时限或null的列表"],
                    FieldPrefix + rule
                );
                yield break;
            }

            for (var level = 0; level < budgets.Length; level++)
            {
                if (budgets[level] is not { } budget)
                {
                    continue;
                }

                var one = $"{rule}.{level.ToString(CultureInfo.InvariantCulture)}";
                yield return CheckWithin(budget, cap, one);
                if (!IsReached(level, own.Class))
                {
                    yield return Refuse(Rejections.RulesLevelWithoutOffice, one, level);
                }
            }
        }

        /// <summary>Whether anything of a class comes to a level here: to the department's only where a category names one.</summary>
        private bool IsReached(int level, UrgencyClass urgency) =>
            level is DepartmentLevel
                ? law
                    .Categories.Values.Select(category => EffectiveRules.CategoryOf(category, owner, law))
                    .Any(here => here.Class == urgency && here.Department is not null)
                : HasOffice(level, law.Template.Categories[0]);

        private Rejection? CheckCap(TimeLimit? cap, TimeLimit ceiling, string rule) =>
            cap is not { } limit ? null
            : !IsLimit(limit) ? Refuse(Rejections.RulesLimitInvalid, rule, limit)
            : !limit.IsWithin(ceiling) ? Looser(rule, limit, ceiling)
            : null;

        private static Rejection? CheckWithin(TimeLimit? budget, TimeLimit cap, string rule) =>
            budget is not { } limit ? null
            : !IsLimit(limit) ? Refuse(Rejections.RulesLimitInvalid, rule, limit)
            : limit.RoughLength > cap.RoughLength ? Refuse(Rejections.RulesAboveCap, rule, limit, cap)
            : null;

        private Rejection Looser(string rule, object own, object district) =>
            Refuse(Rejections.RulesLooser, rule, own, district, law.Version);

        private static IEnumerable<Rejection> Some(ImmutableArray<Rejection?> found) => found.OfType<Rejection>();
    }
}
