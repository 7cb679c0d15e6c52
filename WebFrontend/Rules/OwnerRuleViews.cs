using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>The rules that hold at an owner.</summary>
/// <param name="Version">Version of the owner's own; 0 before any were published.</param>
/// <param name="DistrictVersion">Version of the district's rules in force.</param>
/// <param name="MadeOnVersion">Version of the district's rules on which the owner's were made; null where there are none.</param>
/// <param name="Since">Since when the owner's hold; null where there are none.</param>
/// <param name="By">In which role they were published.</param>
/// <param name="Reason">Why, for who may read it.</param>
/// <param name="Overrides">What the owner has otherwise than the district, as it is published.</param>
/// <param name="Problems">What the district has ruled out since; it is brought within the district's rules.</param>
internal sealed record OwnerRulesView(
    Place Place,
    int Version,
    int DistrictVersion,
    int? MadeOnVersion,
    DateTimeOffset? Since,
    Role? By,
    string? Reason,
    bool MayPublish,
    RuleOverrides Overrides,
    ImmutableArray<RuleProblemView> Problems,
    ImmutableArray<ClassRuleView> Classes,
    ImmutableArray<CategoryRuleView> Categories
)
{
    public static OwnerRulesView Of(SeenRules seen, Language language)
    {
        var rules = seen.Sheet.Owner.Rules;
        return new OwnerRulesView(
            seen.Sheet.Owner.Place,
            seen.Version,
            seen.Sheet.DistrictVersion,
            rules?.TemplateVersion,
            rules is null ? null : TownTime.Local(rules.At),
            seen.By,
            seen.Reason,
            seen.MayPublish,
            seen.Overrides,
            [.. seen.Sheet.Problems.Select(it => RuleProblemView.Of(it, language))],
            [.. seen.Sheet.Classes.Select(ClassRuleView.Of)],
            [.. seen.Sheet.Categories.Select(CategoryRuleView.Of)]
        );
    }
}

/// <summary>What holds for a class at an owner.</summary>
/// <param name="Budgets">Limits of levels 0 to 3; null = the level is skipped.</param>
/// <param name="Cap">Overall limit.</param>
/// <param name="Differs">Names of what is otherwise than in the district.</param>
internal sealed record ClassRuleView(
    UrgencyClass Class,
    TimeLimit Acknowledge,
    ImmutableArray<TimeLimit?> Budgets,
    TimeLimit Cap,
    ImmutableArray<string> Differs
)
{
    public static ClassRuleView Of(ClassLine line) =>
        new(line.Here.Class, line.Here.Acknowledge, line.Here.Budgets, line.Here.Cap, line.Differs);
}

/// <summary>What holds for a category at an owner, by day.</summary>
/// <param name="NightClass">Class for reports between 22:00 and 06:00; null = the same.</param>
/// <param name="Levels">Who has it, one after the other; then the district centre.</param>
/// <param name="Cap">Overall limit.</param>
/// <param name="Differs">Names of what is otherwise than in the district.</param>
internal sealed record CategoryRuleView(
    string Code,
    string Chinese,
    string English,
    UrgencyClass Class,
    UrgencyClass? NightClass,
    FirstHandler FirstHandler,
    TimeLimit Acknowledge,
    ImmutableArray<RuleLevelView> Levels,
    TimeLimit Cap,
    string? Department,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    bool VerifyFirst,
    ImmutableArray<string> Differs
)
{
    public static CategoryRuleView Of(RuleLine line) =>
        new(
            line.Here.Code,
            line.Here.Chinese,
            line.Here.English,
            line.Here.Class,
            line.Here.NightClass,
            line.Here.FirstHandler,
            line.Terms.Acknowledge,
            [.. line.Levels.Select(it => new RuleLevelView(it.Level, it.Handler.Role, it.Handler.Place, it.Limit))],
            line.Terms.Cap,
            line.Terms.Department,
            line.Terms.Evidence,
            line.Terms.RatedBy,
            line.Here.VerifyFirst,
            line.Differs
        );
}

/// <summary>A level that has a category, who stands there and for how long.</summary>
internal sealed record RuleLevelView(int Level, Role Role, Place Place, TimeLimit Limit);

/// <summary>Why something cannot be, or is not, as it was published.</summary>
/// <param name="Code">One of <c>docs/codes.md</c>.</param>
/// <param name="Field">The rule, such as <c>overrides.categories.UTL-04.cap</c>.</param>
internal sealed record RuleProblemView(string Code, string? Field, string Detail)
{
    public static RuleProblemView Of(Rejection it, Language language) => new(it.Code, it.Field, it.In(language));
}

/// <summary>What publishing would change.</summary>
/// <param name="Version">Version it was compared with, as the ETag.</param>
/// <param name="Difference">Rules that would be otherwise; empty when nothing would, or it cannot be published.</param>
/// <param name="Problems">Why it cannot be published; empty when it can.</param>
/// <param name="Classes">The classes as they would hold.</param>
/// <param name="Categories">The categories as they would hold.</param>
internal sealed record RulesPreviewView(
    int Version,
    ImmutableArray<RuleDifference> Difference,
    ImmutableArray<RuleProblemView> Problems,
    ImmutableArray<ClassRuleView> Classes,
    ImmutableArray<CategoryRuleView> Categories
)
{
    public static RulesPreviewView Of(RulesPreview preview, Language language) =>
        new(
            preview.Version,
            preview.Difference,
            [.. preview.Problems.Select(it => RuleProblemView.Of(it, language))],
            [.. preview.After.Classes.Select(ClassRuleView.Of)],
            [.. preview.After.Categories.Select(CategoryRuleView.Of)]
        );
}

/// <summary>Rules of an owner as they are published.</summary>
/// <param name="Overrides">All that is otherwise than in the district; what is left out or null is as the district has it.</param>
/// <param name="Reason">Why, at most 4,000 characters.</param>
internal sealed record OwnerRulesBody(RuleOverrides Overrides, string Reason);

/// <summary>Rules were published.</summary>
/// <param name="Version">Version now.</param>
/// <param name="Seq">Number of the event; 0 when they were in force already.</param>
internal sealed record RulesPublishedView(int Version, long Seq);

/// <summary>What was published, newest first.</summary>
/// <param name="Next">The <c>after</c> of the next page; null at the end.</param>
internal sealed record RulesHistoryList(ImmutableArray<PublishedRulesView> Items, string? Next);

/// <summary>Rules that were published.</summary>
/// <param name="MadeOnVersion">Version of the district's rules on which they were made; null for the district's own.</param>
/// <param name="By">In which role; null when that is no longer known.</param>
/// <param name="Reason">Why, for who may read it.</param>
/// <param name="Difference">Against the version before.</param>
internal sealed record PublishedRulesView(
    int Version,
    int? MadeOnVersion,
    DateTimeOffset At,
    Role? By,
    string? Reason,
    ImmutableArray<RuleDifference> Difference
)
{
    public static PublishedRulesView Of(PublishedRules it) =>
        new(it.Version, it.TemplateVersion, TownTime.Local(it.At), it.By, it.Reason, it.Difference);
}
