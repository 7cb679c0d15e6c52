using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>A level that has a category at an owner, who stands there and for how long.</summary>
public sealed record RuleLevel(int Level, Handler Handler, TimeLimit Limit);

/// <summary>What holds for a category at an owner.</summary>
/// <param name="District">The category as the district has it.</param>
/// <param name="Here">The category as it holds here.</param>
/// <param name="Terms">What an issue of it is accepted under here, by day.</param>
/// <param name="Levels">Who has it, one after the other; after the last of them the district centre.</param>
/// <param name="Differs">Names of what is otherwise than in the district.</param>
public sealed record RuleLine(
    CategoryRule District,
    CategoryRule Here,
    IssueTerms Terms,
    ImmutableArray<RuleLevel> Levels,
    ImmutableArray<string> Differs
);

/// <summary>What holds for a class at an owner.</summary>
/// <param name="Differs">Names of what is otherwise than in the district.</param>
public sealed record ClassLine(ClassRule District, ClassRule Here, ImmutableArray<string> Differs);

/// <summary>The rules that hold at an owner, beside the district's.</summary>
/// <param name="Problems">What the owner has published and the district has ruled out since, which is brought within its rules.</param>
public sealed record RuleSheet(
    OwnerProfile Owner,
    int DistrictVersion,
    ImmutableArray<ClassLine> Classes,
    ImmutableArray<RuleLine> Categories,
    ImmutableArray<Rejection> Problems
)
{
    /// <summary>Makes the sheet of an owner.</summary>
    public static RuleSheet Of(OwnerProfile owner, Law law) =>
        new(
            owner,
            law.Version,
            [.. law.Template.Classes.Select(district => LineOf(district, owner, law))],
            [
                .. law
                    .Template.Categories.Where(category => IsHandledAt(category, owner.Place.Kind))
                    .Select(category => LineOf(category, owner, law)),
            ],
            owner.Rules is { } rules ? [.. OwnerRuleCheck.ProblemsOf(rules.Overrides, owner, law)] : []
        );

    /// <summary>Whether a category is handled at a kind of owner as itself: renovation is at projects alone.</summary>
    public static bool IsHandledAt(CategoryRule category, PlaceKind owner) =>
        owner is PlaceKind.Project || !IssueLifecycle.IsOfRenovation(category.Code);

    private static ClassLine LineOf(ClassRule district, OwnerProfile owner, Law law)
    {
        var here = EffectiveRules.ClassOf(district.Class, owner.Rules, law);
        return new ClassLine(
            district,
            here,
            Names(
                ("acknowledge", here.Acknowledge != district.Acknowledge),
                ("budgets", !here.Budgets.AsSpan().SequenceEqual(district.Budgets.AsSpan())),
                ("cap", here.Cap != district.Cap)
            )
        );
    }

    private static RuleLine LineOf(CategoryRule district, OwnerProfile owner, Law law)
    {
        var here = EffectiveRules.CategoryOf(district, owner, law);
        var terms = IssueLevels.TermsOf(district, owner, law, byNight: false);
        var usual = IssueLevels.TermsOf(district, owner with { Rules = null }, law, byNight: false);
        var levels = LevelsOf(owner, terms);
        return new RuleLine(
            district,
            here,
            terms,
            levels,
            Names(
                ("class", here.Class != district.Class),
                ("firstHandler", here.FirstHandler != district.FirstHandler),
                ("acknowledge", terms.Acknowledge != usual.Acknowledge),
                ("levels", !levels.AsSpan().SequenceEqual(LevelsOf(owner, usual).AsSpan())),
                ("cap", terms.Cap != usual.Cap),
                ("department", terms.Department != usual.Department),
                ("evidence", terms.Evidence != usual.Evidence),
                ("ratedBy", terms.RatedBy != usual.RatedBy),
                ("verifyFirst", here.VerifyFirst != district.VerifyFirst)
            )
        );
    }

    private static ImmutableArray<RuleLevel> LevelsOf(OwnerProfile owner, IssueTerms terms)
    {
        var levels = ImmutableArray.CreateBuilder<RuleLevel>();
        for (
            var level = IssueLevels.First(terms, owner.Place.Kind);
            level < IssueLevels.Last;
            level = IssueLevels.Above(level, terms)
        )
        {
            levels.Add(
                new RuleLevel(level, IssueLevels.HandlerAt(level, owner, null, terms), terms.Budgets[level]!.Value)
            );
        }

        return levels.ToImmutable();
    }

    private static ImmutableArray<string> Names(params ReadOnlySpan<(string Name, bool IsOther)> them)
    {
        var names = ImmutableArray.CreateBuilder<string>();
        foreach (var (name, isOther) in them)
        {
            if (isOther)
            {
                names.Add(name);
            }
        }

        return names.ToImmutable();
    }
}
