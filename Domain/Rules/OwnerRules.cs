using System.Text.Json;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>What an owner has otherwise than the district for a class. What is null is as the district has it.</summary>
/// <param name="Acknowledge">Until when it should be acknowledged.</param>
/// <param name="Budgets">Budgets of levels 0 to 3; null among them = as the district has it.</param>
/// <param name="Cap">Overall limit, within the district's.</param>
[GenerateSerializer, Immutable, Alias("class-override")]
public sealed record ClassOverride(
    UrgencyClass Class,
    TimeLimit? Acknowledge = null,
    ImmutableArray<TimeLimit?>? Budgets = null,
    TimeLimit? Cap = null
)
{
    /// <summary>Whether it says nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty => Acknowledge is null && Cap is null && !(Budgets ?? []).Any(budget => budget is not null);
}

/// <summary>What an owner has otherwise than the district for a category. What is null is as the district has it.</summary>
/// <param name="Code">Service code, such as <c>UTL-04</c>.</param>
/// <param name="FirstHandler">Who handles it first.</param>
/// <param name="FirstLevel">Budget of the level that handles it first.</param>
/// <param name="Cap">Overall limit, within the district's.</param>
/// <param name="Levels">Which of the levels 0 to 3 have it, one after the other, before the district centre; null = all that have a budget.</param>
/// <param name="Department">Key of the department that is level 3.</param>
/// <param name="VerifyFirst">Whether it stops at submitted for a check on site.</param>
[GenerateSerializer, Immutable, Alias("category-override")]
public sealed record CategoryOverride(
    string Code,
    UrgencyClass? Class = null,
    FirstHandler? FirstHandler = null,
    TimeLimit? FirstLevel = null,
    TimeLimit? Cap = null,
    ImmutableArray<int>? Levels = null,
    string? Department = null,
    EvidenceDuty? Evidence = null,
    RatedBy? RatedBy = null,
    bool? VerifyFirst = null
)
{
    /// <summary>Whether it says nothing.</summary>
    [JsonIgnore]
    public bool IsEmpty =>
        (Class, FirstHandler, FirstLevel, Cap, Department, Evidence, RatedBy, VerifyFirst)
            == (null, null, null, null, null, null, null, null)
        && Levels is null;
}

/// <summary>Everything an owner has otherwise than the district; each class and category once.</summary>
[GenerateSerializer, Immutable, Alias("rule-overrides")]
public sealed record RuleOverrides(ImmutableArray<ClassOverride> Classes, ImmutableArray<CategoryOverride> Categories)
{
    /// <summary>Nothing: all is as the district has it.</summary>
    public static RuleOverrides None { get; } = new([], []);

    /// <summary>Whether all is as the district has it.</summary>
    [JsonIgnore]
    public bool IsEmpty => Classes.IsEmpty && Categories.IsEmpty;

    /// <summary>What is said about a class; null when nothing is.</summary>
    public ClassOverride? Of(UrgencyClass urgency)
    {
        foreach (var it in Classes)
        {
            if (it.Class == urgency)
            {
                return it;
            }
        }

        return null;
    }

    /// <summary>What is said about a category; null when nothing is.</summary>
    public CategoryOverride? Of(string category)
    {
        foreach (var it in Categories)
        {
            if (it.Code == category)
            {
                return it;
            }
        }

        return null;
    }

    /// <summary>The same with one class said anew.</summary>
    public RuleOverrides With(ClassOverride it) =>
        (this with { Classes = [.. Classes.Where(c => c.Class != it.Class), it] }).Tidy();

    /// <summary>The same with one category said anew.</summary>
    public RuleOverrides With(CategoryOverride it) =>
        (this with { Categories = [.. Categories.Where(c => c.Code != it.Code), it] }).Tidy();

    /// <summary>The same in order, without what says nothing: the one form in which it is logged and compared.</summary>
    public RuleOverrides Tidy() =>
        new(
            [.. Classes.Where(c => !c.IsEmpty).OrderBy(c => c.Class)],
            [.. Categories.Where(c => !c.IsEmpty).OrderBy(c => c.Code, StringComparer.Ordinal)]
        );

    /// <summary>Whether both say the same, in whatever order.</summary>
    public bool SaysTheSameAs(RuleOverrides other) => Tidy().Written() == other.Tidy().Written();

    private string Written() => JsonSerializer.Serialize(this, StateJsonContext.Default.RuleOverrides);
}

/// <summary>The rules an owner has published last.</summary>
/// <param name="Version">Rises by one with each publication.</param>
/// <param name="TemplateVersion">Version of the district's rules on which they were made.</param>
/// <param name="At">Since when they hold, for what is accepted from then on.</param>
/// <param name="By">Reference of who published them.</param>
/// <param name="Reason">Commitment of the reason.</param>
public sealed record OwnerRules(
    int Version,
    RuleOverrides Overrides,
    int TemplateVersion,
    DateTimeOffset At,
    Guid By,
    string Reason
)
{
    /// <summary>As the read model keeps them.</summary>
    public string Write() => JsonSerializer.Serialize(this, StateJsonContext.Default.OwnerRules);

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It did not.</exception>
    public static OwnerRules Read(string json) =>
        JsonSerializer.Deserialize(json, StateJsonContext.Default.OwnerRules)
        ?? throw new JsonException("These rules are null.");
}
