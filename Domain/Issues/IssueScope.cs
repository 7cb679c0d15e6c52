using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>What the question "who may?" needs to know of an issue and its owner.</summary>
/// <param name="Owner">Where the issue lives.</param>
/// <param name="Manager">The role that is level 0 there; null for a grid, which has none.</param>
/// <param name="Grid">The grid that has it, else that of its building, else the one that looks after the place.</param>
/// <param name="Reporter">Reference of who reported it.</param>
/// <param name="Level">Where it stands; for a submitted one, where it will begin.</param>
/// <param name="LevelAbove">The next level with a budget.</param>
/// <param name="FirstLevel">Where its chain begins.</param>
/// <param name="Department">The department that has it, else that of its category; null where there is none.</param>
/// <param name="DeciderLevel">Whose staff decide what its handler asks for; null when nothing is asked.</param>
/// <param name="Whistled">Keys of the departments that are called in to help; null where none is.</param>
public readonly record struct IssueScope(
    Place Owner,
    Role? Manager,
    Place Grid,
    Guid Reporter,
    ImmutableArray<Guid> Followers,
    Visibility Visibility,
    RatedBy RatedBy,
    int Level,
    int LevelAbove,
    int FirstLevel,
    string? Department,
    int? DeciderLevel = null,
    ImmutableArray<string>? Whistled = null
)
{
    /// <summary>The scope of an issue as its owner holds it.</summary>
    public static IssueScope Of(Issue issue, OwnerProfile owner, Law law)
    {
        var terms = issue.Terms ?? ProspectiveTerms(issue, owner, law);
        var first = issue.FirstLevel ?? IssueLevels.First(terms, owner.Place.Kind);
        var level = issue.Step?.Level ?? first;
        return new IssueScope(
            owner.Place,
            ManagerOf(owner),
            issue.Step?.Handler.Place is { Kind: PlaceKind.Grid } grid
                ? grid
                : IssueLevels.GridOf(owner, issue.Building),
            issue.Reporter,
            issue.Followers,
            issue.Visibility,
            terms.RatedBy,
            level,
            IssueLevels.Above(level, terms),
            first,
            issue.Step?.Handler is { Role: Role.Department } department ? department.Place.Key : terms.Department,
            issue.Request?.Level,
            WhistledOf(issue)
        );
    }

    /// <summary>The scope of something that is about to be reported.</summary>
    public static IssueScope OfReport(string? building, OwnerProfile owner, IssueTerms terms)
    {
        var first = IssueLevels.First(terms, owner.Place.Kind);
        return new IssueScope(
            owner.Place,
            ManagerOf(owner),
            IssueLevels.GridOf(owner, building),
            Guid.Empty,
            [],
            terms.Visibility,
            terms.RatedBy,
            first,
            IssueLevels.Above(first, terms),
            first,
            terms.Department
        );
    }

    /// <summary>The terms a submitted issue would be accepted under now.</summary>
    internal static IssueTerms ProspectiveTerms(Issue issue, OwnerProfile owner, Law law) =>
        IssueLevels.TermsOf(law.Categories[issue.Category], owner, law, issue.ReportedAt);

    private static ImmutableArray<string>? WhistledOf(Issue issue) =>
        issue.Whistles is { } whistles ? [.. whistles.Where(it => it.IsBlown).Select(it => it.Department)] : null;

    private static Role? ManagerOf(OwnerProfile owner) =>
        owner.Place.Kind is PlaceKind.Grid ? null : IssueLevels.ManagerOf(owner);
}
