using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// Levels, who stands at each, and how long. Level 0 is the place itself, 1 the grid or community, 2 the subdistrict,
/// 3 a department, 4 the district centre. A level without a budget is skipped; the last has none and cannot be.
/// </summary>
public static class IssueLevels
{
    /// <summary>The district centre: nothing is above it.</summary>
    public const int Last = 4;

    private const int NightFrom = 22;
    private const int NightUntil = 6;

    /// <summary>The terms a category has at an owner under a law for something reported at a moment.</summary>
    /// <param name="district">The category as the district has it; what the owner has otherwise is put in here.</param>
    public static IssueTerms TermsOf(CategoryRule district, OwnerProfile owner, Law law, DateTimeOffset reportedAt) =>
        TermsOf(district, owner, law, IsNight(reportedAt));

    /// <summary>The terms a category has at an owner under a law for something reported by day or by night.</summary>
    /// <param name="district">The category as the district has it; what the owner has otherwise is put in here.</param>
    public static IssueTerms TermsOf(CategoryRule district, OwnerProfile owner, Law law, bool byNight)
    {
        var category = EffectiveRules.CategoryOf(district, owner, law);
        var night = byNight ? category.NightClass : null;
        var rule = EffectiveRules.ClassOf(night ?? category.Class, owner.Rules, law);

        // By night the class is another one, so that the category's own limits, made for the day, do not hold.
        var cap = night is null ? category.Cap ?? rule.Cap : rule.Cap;
        var first = BeginsAt(category.FirstHandler, owner.Place.Kind);
        var levels = EffectiveRules.LevelsOf(category.Code, owner.Rules, first);
        var budgets = new TimeLimit?[rule.Budgets.Length];
        for (var level = 0; level < budgets.Length; level++)
        {
            var budget = level == first && night is null ? category.FirstLevel : null;
            budget ??= rule.Budgets[level];
            budgets[level] =
                level == 3 && category.Department is null || levels?.Contains(level) is false ? null
                : budget?.RoughLength > cap.RoughLength ? cap
                : budget;
        }

        return new IssueTerms(
            law.Version,
            rule.Class,
            rule.Acknowledge,
            ImmutableCollectionsMarshal.AsImmutableArray(budgets),
            cap,
            category.Department,
            category.Visibility,
            category.Evidence,
            category.RatedBy,
            law.Template.RatingWindow,
            law.Template.ReopenWindow,
            category.FirstHandler,
            owner.Rules?.Version
        );
    }

    /// <summary>The level at which an issue of these terms begins at an owner.</summary>
    public static int First(IssueTerms terms, PlaceKind owner) => AtLeast(BeginsAt(terms.FirstHandler, owner), terms);

    /// <summary>The next level above that has a budget; the last one when none has.</summary>
    public static int Above(int level, IssueTerms terms) => level >= Last ? Last : AtLeast(level + 1, terms);

    /// <summary>This level, or the next above that has a budget.</summary>
    public static int AtLeast(int level, IssueTerms terms)
    {
        while (level < Last && terms.Budgets[level] is null)
        {
            level++;
        }

        return level;
    }

    /// <summary>Who stands at a level, by the owner's rule.</summary>
    public static Handler HandlerAt(int level, OwnerProfile owner, string? building, IssueTerms terms) =>
        level switch
        {
            0 => new Handler(ManagerOf(owner), owner.Place),
            1 when terms.FirstHandler is FirstHandler.Community => new Handler(
                Role.Community,
                Place.Community(owner.Place.CommunityCode!)
            ),
            1 => new Handler(Role.GridHead, GridOf(owner, building)),
            2 => new Handler(Role.Subdistrict, Place.Subdistrict(owner.Place.SubdistrictCode!)),
            3 => new Handler(Role.Department, Place.Department(terms.Department!)),
            _ => new Handler(Role.DistrictCentre, Place.District(owner.Place.DistrictCode!)),
        };

    /// <summary>The role that is level 0 of an owner: by the property mode of a compound, the contractor of a project.</summary>
    public static Role ManagerOf(OwnerProfile owner) =>
        owner.Mode switch
        {
            PropertyMode.ProfessionalManaged => Role.PropertyManager,
            PropertyMode.CommunityTrust => Role.Trustee,
            PropertyMode.SelfManaged => Role.CompoundLead,
            _ => Role.Contractor,
        };

    /// <summary>The grid of a building, else the one that looks after the place.</summary>
    public static Place GridOf(OwnerProfile owner, string? building) =>
        building is not null && owner.GridOfBuilding.TryGetValue(building, out var grid) ? grid : owner.HomeGrid;

    /// <summary>A step that begins at a moment. It ends with its budget, and never after the overall clock.</summary>
    /// <remarks>One that begins after the end of the overall clock is overdue at once.</remarks>
    public static IssueStep StepAt(
        int level,
        Handler handler,
        IssueTerms terms,
        DateTimeOffset from,
        DateTimeOffset overallDueAt,
        Law law
    ) => StepOf(level, handler, terms, from, level < Last ? terms.Budgets[level] : null, overallDueAt, law);

    /// <summary>A step whose limit is counted from a moment; null = until the overall deadline.</summary>
    /// <param name="percentFrom">Only warnings above this part are still to come.</param>
    public static IssueStep StepOf(
        int level,
        Handler handler,
        IssueTerms terms,
        DateTimeOffset from,
        TimeLimit? limit,
        DateTimeOffset overallDueAt,
        Law law,
        int percentFrom = 0
    )
    {
        var own = limit is { } some ? law.Calendar.Count(from, some) : new DueTime(DateTimeOffset.MaxValue, false);
        var due = own.At < overallDueAt ? own.At : overallDueAt;
        var unit = (limit ?? terms.Cap).Unit;
        return new IssueStep(
            level,
            handler,
            law.Calendar.Count(from, terms.Acknowledge).At,
            due,
            limit,
            CalendarVersion: unit.IsOfTheCalendar() || terms.Cap.Unit.IsOfTheCalendar() ? law.Calendar.Version : null,
            Provisional: own.Provisional && due == own.At,
            Warning: NextWarning(from, due, unit, terms, law, percentFrom),
            OfferOn: handler.Place.Kind is PlaceKind.Grid ? OfferOnOf(terms, law) : null
        );
    }

    /// <summary>How long a person on duty has to acknowledge an issue before it is offered to the next.</summary>
    private static TimeLimit OfferOnOf(IssueTerms terms, Law law) =>
        law.TemplateOf(terms.RuleVersion).RuleOf(terms.Class).OfferOn ?? terms.Acknowledge;

    /// <summary>The next warning of a step after so many per cent; null when none is left.</summary>
    public static StepWarning? NextWarning(
        DateTimeOffset from,
        DateTimeOffset due,
        TimeUnit unit,
        IssueTerms terms,
        Law law,
        int percentFrom
    )
    {
        if (due <= from)
        {
            return null;
        }

        foreach (var percent in law.TemplateOf(terms.RuleVersion).Clocks.WarningPercents)
        {
            if (percent > percentFrom && law.Calendar.PartOf(from, due, percent, unit) is var at && at < due)
            {
                return new StepWarning(percent, at);
            }
        }

        return null;
    }

    /// <summary>The end of the overall clock, and how it was counted.</summary>
    public static (DateTimeOffset DueAt, OverallClock Clock) OverallAt(
        DateTimeOffset from,
        TimeLimit limit,
        IssueTerms terms,
        Law law
    )
    {
        var due = law.Calendar.Count(from, limit);
        return (due.At, new OverallClock(from, limit, SuperviseAt(due.At, terms, law), due.Provisional));
    }

    /// <summary>When an overall deadline has passed for so long that the district centre orders supervision by itself.</summary>
    public static DateTimeOffset? SuperviseAt(DateTimeOffset overallDueAt, IssueTerms terms, Law law)
    {
        var after = law.TemplateOf(terms.RuleVersion).Clocks.SupervisePercent - 100;
        return after > 0 ? law.Calendar.Count(overallDueAt, terms.Cap.Part(after)).At : null;
    }

    /// <summary>The level of who handles something first at a kind of owner.</summary>
    internal static int BeginsAt(FirstHandler first, PlaceKind owner) =>
        first switch
        {
            FirstHandler.Subdistrict => 2,
            FirstHandler.Grid or FirstHandler.Community => 1,
            _ => owner is PlaceKind.Grid ? 1 : 0,
        };

    private static bool IsNight(DateTimeOffset at)
    {
        var hour = TownTime.Local(at).Hour;
        return hour is >= NightFrom or < NightUntil;
    }
}
