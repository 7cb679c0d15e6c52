using System.Text.Json;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>Time limits of an urgency class, and what its urgency rules out.</summary>
/// <param name="Acknowledge">Until when it should be acknowledged; feeds rates and warnings only.</param>
/// <param name="Budgets">Budgets of levels 0 to 3; null = the level is skipped.</param>
/// <param name="Cap">Overall limit; no budget may exceed it.</param>
/// <param name="TellsEveryLevel">Whether every level hears of it at once, not one after the other.</param>
/// <param name="MayBeReturned">Whether a handler may dispute that it is theirs; else it can only be handed over.</param>
/// <param name="MayBeSuspended">Whether its clocks may stand still.</param>
/// <param name="OfferOn">How long a person on duty at a grid has to acknowledge before the next is offered it; null = the limit to acknowledge.</param>
[GenerateSerializer, Immutable, Alias("class-rule")]
public sealed record ClassRule(
    UrgencyClass Class,
    TimeLimit Acknowledge,
    ImmutableArray<TimeLimit?> Budgets,
    TimeLimit Cap,
    bool ClockFromSubmission,
    bool TellsEveryLevel = false,
    bool MayBeReturned = true,
    bool MayBeSuspended = true,
    TimeLimit? OfferOn = null
);

/// <summary>What photos are advised to show that something is done. It becomes a duty where rules say so.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PhotoAdvice>))]
public enum PhotoAdvice
{
    /// <summary>None.</summary>
    None,

    /// <summary>One of when it is done.</summary>
    After,

    /// <summary>One of before, where staff report it, and one of when it is done.</summary>
    BeforeAndAfter,

    /// <summary>Photos are never public.</summary>
    NeverPublic,
}

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
/// <param name="FirstLevel">Budget of the level that handles it first, where the category has its own; null = that of the class.</param>
/// <param name="Cap">Overall limit where the category has its own; null = that of the class.</param>
/// <param name="Department">Key of the department that is level 3; null = level 3 is skipped.</param>
/// <param name="VerifyFirst">Whether it stops at submitted for a check on site.</param>
/// <param name="PhotoAdvice">What photos are advised; what must be shown is <paramref name="Evidence"/>.</param>
[GenerateSerializer, Immutable, Alias("category-rule")]
public sealed record CategoryRule(
    string Code,
    string Chinese,
    string English,
    FirstHandler FirstHandler,
    UrgencyClass Class,
    UrgencyClass? NightClass,
    TimeLimit? FirstLevel,
    TimeLimit? Cap,
    string? Department,
    EvidenceDuty Evidence,
    RatedBy RatedBy,
    Visibility Visibility,
    bool VerifyFirst = false,
    PhotoAdvice PhotoAdvice = PhotoAdvice.None
);

/// <summary>The district's template of rules, as data. Published as a whole, with a version that rises by one.</summary>
/// <param name="RatingWindow">How long a resolved issue waits for its reporter before it closes by itself.</param>
/// <param name="ReopenWindow">How long an ended issue may be reopened before it is archived.</param>
/// <param name="ReopensMax">How often it is reopened at the level that resolved it; after that at level 2 at least.</param>
[GenerateSerializer, Immutable, Alias("rule-template")]
public sealed record RuleTemplate(
    ImmutableArray<ClassRule> Classes,
    ImmutableArray<CategoryRule> Categories,
    TimeLimit RatingWindow,
    TimeLimit ReopenWindow,
    int ReopensMax
)
{
    private static readonly JsonSerializerOptions Whole = new(StateJsonContext.Default.Options)
    {
        TypeInfoResolver = StateJsonContext.Default,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    /// <summary>What may be done to clocks. Templates of before there were such rules have those a district starts with.</summary>
    [Id(100)]
    public ClockRules Clocks
    {
        get => field ?? ClockRules.Default;
        init;
    }

    /// <summary>When reports are one. Templates of before there were such rules have those a district starts with.</summary>
    [Id(101)]
    public JoinRules Joins
    {
        get => field ?? JoinRules.Default;
        init;
    }

    /// <summary>What holds of departments that are called in. Templates of before have what a district starts with.</summary>
    [Id(102)]
    public WhistleRules Whistles
    {
        get => field ?? WhistleRules.Default;
        init;
    }

    /// <summary>The rule of a class, of which rules that were published have every one.</summary>
    public ClassRule RuleOf(UrgencyClass urgency)
    {
        foreach (var rule in Classes)
        {
            if (rule.Class == urgency)
            {
                return rule;
            }
        }

        throw new UnreachableException($"No rule of class {urgency}.");
    }

    /// <summary>What photos are advised for a category; none for one that these rules do not know.</summary>
    public PhotoAdvice AdviceOf(string category)
    {
        foreach (var rule in Categories)
        {
            if (rule.Code == category)
            {
                return rule.PhotoAdvice;
            }
        }

        return PhotoAdvice.None;
    }

    /// <summary>Reads a whole template as it is written: nothing is left out, and nothing else stands there.</summary>
    /// <exception cref="JsonException">Something is missing, of a wrong type or unknown; its path says what.</exception>
    public static RuleTemplate Read(JsonElement json) =>
        json.Deserialize<RuleTemplate>(Whole) ?? throw new JsonException("There are no rules.");

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
                        Acknowledge = c.Acknowledge.DividedBy(divisor),
                        Budgets = [.. c.Budgets.Select(b => b?.DividedBy(divisor))],
                        Cap = c.Cap.DividedBy(divisor),
                        OfferOn = c.OfferOn?.DividedBy(divisor),
                    }
                ),
            ],
            Categories =
            [
                .. Categories.Select(c =>
                    c with
                    {
                        FirstLevel = c.FirstLevel?.DividedBy(divisor),
                        Cap = c.Cap?.DividedBy(divisor),
                    }
                ),
            ],
            Whistles = Whistles.DividedBy(divisor),
        };
    }
}

/// <summary>What is in force: one immutable object, passed into every decision.</summary>
public sealed class Law
{
    private readonly FrozenDictionary<int, RuleTemplate> earlier;

    /// <summary>Makes a template the law.</summary>
    /// <param name="calendar">The working calendar in force; null for what the platform brings along.</param>
    /// <param name="earlier">Templates of earlier versions, which open issues still keep; null for none.</param>
    /// <param name="admissions">What departments may give the staff of grids to do; null for nothing.</param>
    public Law(
        int version,
        RuleTemplate template,
        WorkingCalendar? calendar = null,
        IEnumerable<KeyValuePair<int, RuleTemplate>>? earlier = null,
        ImmutableArray<Admission>? admissions = null
    )
    {
        Admissions = admissions ?? [];
        Version = version;
        Template = template;
        Calendar = calendar ?? WorkingCalendar.Default;
        Categories = template.Categories.ToFrozenDictionary(c => c.Code, StringComparer.Ordinal);
        Classes = template.Classes.ToFrozenDictionary(c => c.Class);
        this.earlier = (earlier ?? []).ToFrozenDictionary();
    }

    /// <summary>Version of the rules in force; 0 = the defaults, before any were published.</summary>
    public int Version { get; }
    public RuleTemplate Template { get; }

    /// <summary>The working calendar in force, with a version of its own.</summary>
    public WorkingCalendar Calendar { get; }
    public FrozenDictionary<string, CategoryRule> Categories { get; }
    public FrozenDictionary<UrgencyClass, ClassRule> Classes { get; }

    /// <summary>What departments may give the staff of grids to do, and what they ask for.</summary>
    public ImmutableArray<Admission> Admissions { get; }

    /// <summary>Whether a department may give a grid tasks of a category on a day.</summary>
    public bool Admits(string department, string category, Place grid, DateOnly day) =>
        Admissions.Any(it => it.Covers(department, category, grid, day));

    /// <summary>The template an issue was accepted under. One that nobody remembers is the one in force.</summary>
    public RuleTemplate TemplateOf(int version) =>
        version == Version ? Template : earlier.GetValueOrDefault(version, Template);
}
