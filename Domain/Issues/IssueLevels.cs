using CivicGrains.Domain.Calendar;
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

    /// <summary>The terms a category has under a law for something reported at a moment.</summary>
    public static IssueTerms TermsOf(CategoryRule category, PlaceKind owner, Law law, DateTimeOffset reportedAt)
    {
        var night = category.NightClass is { } other && IsNight(reportedAt) ? other : (UrgencyClass?)null;
        var rule = law.Classes[night ?? category.Class];

        // By night the class is another one, so that the category's own limits, made for the day, do not hold.
        var cap = night is null ? category.CapSeconds ?? rule.CapSeconds : rule.CapSeconds;
        var first = BeginsAt(category.FirstHandler, owner);
        var budgets = new long?[rule.BudgetSeconds.Length];
        for (var level = 0; level < budgets.Length; level++)
        {
            var budget = level == first && night is null ? category.FirstLevelSeconds : null;
            budget ??= rule.BudgetSeconds[level];
            budgets[level] =
                level == 3 && category.Department is null ? null
                : budget > cap ? cap
                : budget;
        }

        return new IssueTerms(
            law.Version,
            rule.Class,
            rule.AcknowledgeSeconds,
            ImmutableCollectionsMarshal.AsImmutableArray(budgets),
            cap,
            category.Department,
            category.Visibility,
            category.Evidence,
            category.RatedBy,
            law.Template.RatingWindowSeconds,
            law.Template.ReopenWindowSeconds,
            category.FirstHandler
        );
    }

    /// <summary>The level at which an issue of these terms begins at an owner.</summary>
    public static int First(IssueTerms terms, PlaceKind owner) => AtLeast(BeginsAt(terms.FirstHandler, owner), terms);

    /// <summary>The next level above that has a budget; the last one when none has.</summary>
    public static int Above(int level, IssueTerms terms) => level >= Last ? Last : AtLeast(level + 1, terms);

    /// <summary>This level, or the next above that has a budget.</summary>
    public static int AtLeast(int level, IssueTerms terms)
    {
        while (level < Last && terms.BudgetSeconds[level] is null)
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
        DateTimeOffset overallDueAt
    )
    {
        var budget = level < Last ? terms.BudgetSeconds[level] : null;
        var due =
            budget is { } seconds && from.AddSeconds(seconds) is var end && end < overallDueAt ? end : overallDueAt;
        return new IssueStep(level, handler, from.AddSeconds(terms.AcknowledgeSeconds), due);
    }

    private static int BeginsAt(FirstHandler first, PlaceKind owner) =>
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
