using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>Reads what an owner wants to have otherwise than the district; whether it can hold is not judged here.</summary>
internal static class OverrideReader
{
    private const int ShownMax = 40;

    /// <summary>Reads <c>overrides</c> of a body.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read; the refusal names the rule.</exception>
    public static RuleOverrides Read(JsonFields body)
    {
        body.ExpectOnly("overrides", "reason");
        return ReadWhole(
            body.OptionalObject("overrides")
                ?? throw new RefusedException(Rejections.FieldMissing.With("overrides", "overrides"))
        );
    }

    /// <summary>Reads overrides from the object of a body in which they stand.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read; the refusal names the rule.</exception>
    public static RuleOverrides ReadWhole(JsonFields overrides)
    {
        overrides.ExpectOnly("classes", "categories");
        return new RuleOverrides(
            [.. overrides.Objects("classes").Select(ReadClass)],
            [.. overrides.Objects("categories").Select(ReadCategory)]
        );
    }

    /// <summary>Reads a class from a form, whose fields stand beside each other.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read; the refusal names the rule.</exception>
    public static ClassOverride ReadClass(UrgencyClass urgency, JsonFields form) =>
        new(
            urgency,
            Limit(form.OptionalString("acknowledge"), OwnerRuleCheck.PathOf(urgency, "acknowledge")),
            [
                .. Enumerable
                    .Range(0, IssueLevels.Last)
                    .Select(level => Limit(form.OptionalString($"budget{level}"), BudgetPathOf(urgency, level))),
            ],
            Limit(form.OptionalString("cap"), OwnerRuleCheck.PathOf(urgency, "cap"))
        );

    /// <summary>Reads a category from a form, in which all is text.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read; the refusal names the rule.</exception>
    public static CategoryOverride ReadCategory(string code, JsonFields form) =>
        OfWords(
            Shown(code),
            form,
            form.OptionalString("levels") is { } levels
                ?
                [
                    .. levels
                        .Split(',')
                        .Select(text =>
                            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
                                ? level
                                : throw form.WrongType("levels", "a list of whole numbers", "整数列表")
                        ),
                ]
                : null,
            form.OptionalString("verifyFirst") switch
            {
                null => null,
                "true" => true,
                "false" => false,
                _ => throw form.WrongType("verifyFirst", "true or false", "true 或 false"),
            }
        );

    private static ClassOverride ReadClass(JsonFields it)
    {
        it.ExpectOnly("class", "acknowledge", "budgets", "cap");
        var word = it.Word("class");
        var urgency = ClassOf(word, $"classes.{Shown(word)}");
        return new ClassOverride(
            urgency,
            Limit(it.OptionalString("acknowledge"), OwnerRuleCheck.PathOf(urgency, "acknowledge")),
            it.OptionalWords("budgets") is { } budgets
                ? [.. budgets.Select((text, level) => Limit(text, BudgetPathOf(urgency, level)))]
                : null,
            Limit(it.OptionalString("cap"), OwnerRuleCheck.PathOf(urgency, "cap"))
        );
    }

    private static CategoryOverride ReadCategory(JsonFields it)
    {
        it.ExpectOnly(
            "code",
            "class",
            "firstHandler",
            "firstLevel",
            "cap",
            "levels",
            "department",
            "evidence",
            "ratedBy",
            "verifyFirst"
        );
        return OfWords(Shown(it.Word("code")), it, it.OptionalNumbers("levels"), it.OptionalFlag("verifyFirst"));
    }

    private static CategoryOverride OfWords(
        string code,
        JsonFields it,
        ImmutableArray<int>? levels,
        bool? verifyFirst
    ) =>
        new(
            code,
            it.OptionalString("class") is { } word ? ClassOf(word, OwnerRuleCheck.PathOf(code, "class")) : null,
            OneOf<FirstHandler>(it, "firstHandler"),
            Limit(it.OptionalString("firstLevel"), OwnerRuleCheck.PathOf(code, "firstLevel")),
            Limit(it.OptionalString("cap"), OwnerRuleCheck.PathOf(code, "cap")),
            levels,
            it.OptionalString("department") is { } key ? Shown(key) : null,
            OneOf<EvidenceDuty>(it, "evidence"),
            OneOf<RatedBy>(it, "ratedBy"),
            verifyFirst
        );

    private static string BudgetPathOf(UrgencyClass urgency, int level) =>
        string.Create(CultureInfo.InvariantCulture, $"{OwnerRuleCheck.PathOf(urgency, "budgets")}.{level}");

    private static UrgencyClass ClassOf(string word, string rule)
    {
        foreach (var urgency in Enum.GetValues<UrgencyClass>())
        {
            if (word == $"{urgency}")
            {
                return urgency;
            }
        }

        throw new RefusedException(OwnerRuleCheck.Refuse(Rejections.RulesClassUnknown, rule, Shown(word)));
    }

    private static TimeLimit? Limit(string? text, string rule) =>
        text is null ? null
        : TimeLimit.TryParse(text.AsSpan().Trim(), out var limit) ? limit
        : throw new RefusedException(OwnerRuleCheck.Refuse(Rejections.RulesLimitInvalid, rule, Shown(text)));

    private static T? OneOf<T>(JsonFields it, string name)
        where T : struct, Enum
    {
        if (it.OptionalString(name) is not { } word)
        {
            return null;
        }

        foreach (var value in Enum.GetValues<T>())
        {
            if (word == value.Camel())
            {
                return value;
            }
        }

        var words = string.Join(", ", Enum.GetValues<T>().Select(value => value.Camel()));
        throw it.WrongType(name, $"one of {words}", $"{words} 之一");
    }

    private static string Shown(string text) => text.Length <= ShownMax ? text : "…";
}
