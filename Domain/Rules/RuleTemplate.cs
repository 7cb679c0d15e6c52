using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>Time limits of an urgency class, in whole seconds of natural time (1 working day = 24 h: they do not count by the calendar yet).</summary>
/// <param name="BudgetSeconds">Budgets of levels 0 to 3; null = the level is skipped.</param>
/// <param name="CapSeconds">Overall limit; no budget may exceed it.</param>
[GenerateSerializer, Immutable, Alias("class-rule")]
public sealed record ClassRule(
    UrgencyClass Class,
    long AcknowledgeSeconds,
    ImmutableArray<long?> BudgetSeconds,
    long CapSeconds,
    bool ClockFromSubmission
);

/// <summary>Who handles a category first.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<FirstHandler>))]
public enum FirstHandler
{
    /// <summary>By the compound's property mode (level 0).</summary>
    CompoundManager,

    /// <summary>The contractor of the project (level 0).</summary>
    Contractor,

    /// <summary>The grid of the building, else the home grid (level 1).</summary>
    Grid,

    /// <summary>The desk of the community (level 1).</summary>
    Community,

    /// <summary>The desk of the subdistrict (level 2).</summary>
    Subdistrict,
}

/// <summary>A category of issues (service).</summary>
/// <param name="Code">Service code, such as <c>UTL-04</c>.</param>
/// <param name="NightClass">Class for reports between 22:00 and 06:00 local time; null = the same.</param>
/// <param name="FirstLevelSeconds">Budget of the level that handles it first, where the category has its own; null = that of the class.</param>
/// <param name="CapSeconds">Overall limit where the category has its own; null = that of the class.</param>
/// <param name="Department">Key of the department that is level 3; null = level 3 is skipped.</param>
/// <param name="VerifyFirst">Whether it stops at submitted for a check on site.</param>
[GenerateSerializer, Immutable, Alias("category-rule")]
public sealed record CategoryRule(
    string Code,
    string Chinese,
    string English,
    FirstHandler FirstHandler,
    UrgencyClass Class,
    UrgencyClass? NightClass,
    long? FirstLevelSeconds,
    long? CapSeconds,
    string? Department,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    Visibility Visibility,
    bool VerifyFirst = false
);

/// <summary>The district's template of rules, as data. Published as a whole, with a version that rises by one.</summary>
/// <param name="RatingWindowSeconds">How long a resolved issue waits for its reporter before it closes by itself.</param>
/// <param name="ReopenWindowSeconds">How long an ended issue may be reopened before it is archived.</param>
/// <param name="ReopensMax">How often it is reopened at the level that resolved it; after that at level 2 at least.</param>
[GenerateSerializer, Immutable, Alias("rule-template")]
public sealed record RuleTemplate(
    ImmutableArray<ClassRule> Classes,
    ImmutableArray<CategoryRule> Categories,
    long RatingWindowSeconds,
    long ReopenWindowSeconds,
    int ReopensMax
)
{
    /// <summary>The same rules with every limit divided, at least a second each; windows stay. For demonstrations.</summary>
    public RuleTemplate DividedBy(int divisor)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(divisor, 1);
        return this with
        {
            Classes =
            [
                .. Classes.Select(c =>
                    c with
                    {
                        AcknowledgeSeconds = Part(c.AcknowledgeSeconds, divisor),
                        BudgetSeconds = [.. c.BudgetSeconds.Select(b => Part(b, divisor))],
                        CapSeconds = Part(c.CapSeconds, divisor),
                    }
                ),
            ],
            Categories =
            [
                .. Categories.Select(c =>
                    c with
                    {
                        FirstLevelSeconds = Part(c.FirstLevelSeconds, divisor),
                        CapSeconds = Part(c.CapSeconds, divisor),
                    }
                ),
            ],
        };
    }

    private static long Part(long seconds, int divisor) => Math.Max(1, seconds / divisor);

    private static long? Part(long? seconds, int divisor) => seconds is { } some ? Part(some, divisor) : null;
}

/// <summary>What is in force: one immutable object, passed into every decision.</summary>
public sealed class Law
{
    /// <summary>Makes a template the law.</summary>
    /// <param name="calendar">The working calendar in force; null for what the platform brings along.</param>
    public Law(int version, RuleTemplate template, WorkingCalendar? calendar = null)
    {
        Version = version;
        Template = template;
        Calendar = calendar ?? WorkingCalendar.Default;
        Categories = template.Categories.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
        Classes = template.Classes.ToFrozenDictionary(c => c.Class);
    }

    /// <summary>Version of the rules in force; 0 = the defaults, before any were published.</summary>
    public int Version { get; }
    public RuleTemplate Template { get; }

    /// <summary>The working calendar in force, with a version of its own.</summary>
    public WorkingCalendar Calendar { get; }
    public FrozenDictionary<string, CategoryRule> Categories { get; }
    public FrozenDictionary<UrgencyClass, ClassRule> Classes { get; }
}
