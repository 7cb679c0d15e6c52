using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>
/// The rules that hold at an owner: the district's, with what the owner has otherwise. The district's caps are
/// ceilings. What the owner once published and the district has ruled out since is not refused but brought within
/// what the district allows, because an issue that is reported has to be accepted under some rule.
/// </summary>
public static class EffectiveRules
{
    /// <summary>The rules of a class at an owner.</summary>
    public static ClassRule ClassOf(UrgencyClass urgency, OwnerRules? rules, Law law)
    {
        var district = law.Classes[urgency];
        if (rules?.Overrides.Of(urgency) is not { } own)
        {
            return district;
        }

        var cap = own.Cap is { } limit && limit.IsWithin(district.Cap) ? limit : district.Cap;
        var budgets = district.Budgets;
        for (var level = 0; level < budgets.Length; level++)
        {
            var budget = OwnBudget(own, level) ?? district.Budgets[level];
            budgets = budgets.SetItem(level, Shorter(budget, cap));
        }

        return district with
        {
            Acknowledge = Shorter(own.Acknowledge ?? district.Acknowledge, cap) ?? cap,
            Budgets = budgets,
            Cap = cap,
        };
    }

    /// <summary>The rule of a category at an owner.</summary>
    /// <param name="category">As the district has it.</param>
    public static CategoryRule CategoryOf(CategoryRule category, OwnerProfile owner, Law law)
    {
        if (owner.Rules is not { } rules)
        {
            return category;
        }

        var own = rules.Overrides.Of(category.Code) ?? new CategoryOverride(category.Code);
        var urgency = own.Class is { } other && IsAsStrict(other, category.Class, law) ? other : category.Class;
        var cap = own.Cap ?? category.Cap;
        var ceiling = CeilingOf(category, law);
        return category with
        {
            Class = urgency,
            // A class that the owner made stricter than the night's is not softened by the night.
            NightClass =
                category.NightClass is { } night && IsAsStrict(urgency, night, law) ? urgency : category.NightClass,
            FirstHandler =
                own.FirstHandler is { } first && CheckFirst(first, category, owner.Place.Kind) is null
                    ? first
                    : category.FirstHandler,
            FirstLevel = own.FirstLevel ?? category.FirstLevel,
            Cap = (cap ?? ClassOf(urgency, rules, law).Cap).IsWithin(ceiling) ? cap : ceiling,
            Department = own.Department ?? category.Department,
            // The stricter ones come first.
            Evidence = own.Evidence is { } evidence && evidence < category.Evidence ? evidence : category.Evidence,
            RatedBy =
                own.RatedBy is { } by && (by is not RatedBy.Nobody || category.RatedBy is RatedBy.Nobody)
                    ? by
                    : category.RatedBy,
            VerifyFirst =
                own.VerifyFirst is { } verify && (!verify || !IsDanger(urgency, category.NightClass, law))
                    ? verify
                    : category.VerifyFirst,
        };
    }

    /// <summary>The levels that have a category at an owner, of those that have a budget; null = all.</summary>
    public static ImmutableArray<int>? LevelsOf(string category, OwnerRules? rules, int first) =>
        rules?.Overrides.Of(category)?.Levels is { } levels && levels.Contains(first) ? levels : null;

    /// <summary>The longest overall limit that the district allows a category by day.</summary>
    public static TimeLimit CeilingOf(CategoryRule category, Law law) =>
        category.Cap ?? law.Classes[category.Class].Cap;

    /// <summary>Whether it is danger by day or by night: then nothing waits for a check on site because an owner says so.</summary>
    internal static bool IsDanger(UrgencyClass byDay, UrgencyClass? byNight, Law law) =>
        law.Classes[byDay].TellsEveryLevel || byNight is { } night && law.Classes[night].TellsEveryLevel;

    /// <summary>Whether a class gives up nothing that another one has: each is at least as urgent.</summary>
    internal static bool IsAsStrict(UrgencyClass one, UrgencyClass other, Law law)
    {
        var district = law.Classes[other];
        return law.Classes.TryGetValue(one, out var its)
            && its.Cap.IsWithin(district.Cap)
            && (its.TellsEveryLevel || !district.TellsEveryLevel)
            && (its.ClockFromSubmission || !district.ClockFromSubmission)
            && (!its.MayBeReturned || district.MayBeReturned)
            && (!its.MayBeSuspended || district.MayBeSuspended);
    }

    /// <summary>Why a category cannot begin with somebody at a kind of owner; null when it can.</summary>
    internal static RejectionCode? CheckFirst(FirstHandler first, CategoryRule category, PlaceKind owner) =>
        first switch
        {
            FirstHandler.CompoundManager when owner is not PlaceKind.Compound => Rejections.RulesHandlerNotHere,
            FirstHandler.Contractor when owner is not PlaceKind.Project => Rejections.RulesHandlerNotHere,
            // Hidden from who runs the place: a chain that begins elsewhere would open or close it to others.
            _ when category.Visibility is Visibility.Chain && first != category.FirstHandler =>
                Rejections.RulesHiddenFirst,
            _ => null,
        };

    /// <summary>What an override says of a level; null = nothing.</summary>
    internal static TimeLimit? OwnBudget(ClassOverride own, int level) =>
        own.Budgets is { } budgets && level < budgets.Length ? budgets[level] : null;

    private static TimeLimit? Shorter(TimeLimit? budget, TimeLimit cap) =>
        budget?.RoughLength > cap.RoughLength ? cap : budget;
}
