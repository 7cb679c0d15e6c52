using System.Text.Json;

namespace CivicGrains.Domain.Rules;

/// <summary>A rule that is otherwise than it was.</summary>
/// <param name="Rule">Its name, such as <c>categories.UTL-04.cap</c>.</param>
/// <param name="Before">As rules are written; null = nothing was said.</param>
/// <param name="After">Likewise.</param>
public sealed record RuleDifference(string Rule, string? Before, string? After)
{
    /// <summary>What is otherwise in one set of overrides than in another, in the order of the rules' names.</summary>
    public static ImmutableArray<RuleDifference> Between(RuleOverrides before, RuleOverrides after) =>
        Between(
            RulesOf(before, StateJsonContext.Default.RuleOverrides),
            RulesOf(after, StateJsonContext.Default.RuleOverrides)
        );

    /// <summary>What is otherwise in one template than in another.</summary>
    public static ImmutableArray<RuleDifference> Between(RuleTemplate before, RuleTemplate after) =>
        Between(
            RulesOf(before, StateJsonContext.Default.RuleTemplate),
            RulesOf(after, StateJsonContext.Default.RuleTemplate)
        );

    private static ImmutableArray<RuleDifference> Between(
        SortedDictionary<string, string> before,
        SortedDictionary<string, string> after
    ) =>
        [
            .. before
                .Keys.Union(after.Keys, StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(rule => new RuleDifference(rule, before.GetValueOrDefault(rule), after.GetValueOrDefault(rule)))
                .Where(it => it.Before != it.After),
        ];

    /// <summary>Every value by its name. Entries of a list are named by what they are about, else by their number.</summary>
    private static SortedDictionary<string, string> RulesOf<T>(
        T rules,
        System.Text.Json.Serialization.Metadata.JsonTypeInfo<T> type
    )
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        Add("", JsonSerializer.SerializeToElement(rules, type));
        return found;

        void Add(string name, JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.Object:
                    foreach (var field in value.EnumerateObject())
                    {
                        if (!IsName(field.Name, name))
                        {
                            Add(name.Length == 0 ? field.Name : $"{name}.{field.Name}", field.Value);
                        }
                    }

                    break;
                case JsonValueKind.Array when value.EnumerateArray().Any(it => it.ValueKind is JsonValueKind.Object):
                    foreach (var it in value.EnumerateArray())
                    {
                        Add($"{name}.{NameOf(it)}", it);
                    }

                    break;
                case JsonValueKind.Null:
                case JsonValueKind.Array
                    when value.GetArrayLength() == 0 && !name.Contains('.', StringComparison.Ordinal):
                    break;
                default:
                    found[name] = value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
                    break;
            }
        }
    }

    private static string NameOf(JsonElement entry) =>
        entry.TryGetProperty("code", out var name)
        || entry.TryGetProperty("reason", out name)
        || entry.TryGetProperty("class", out name)
            ? name.GetString()!
            : throw new UnreachableException("An entry of a list of rules says what it is about.");

    /// <summary>Whether a field is the name of its entry, which stands in the rule's name already.</summary>
    private static bool IsName(string field, string entry) =>
        field is "code" && entry.StartsWith("categories.", StringComparison.Ordinal)
        || field is "class" && entry.StartsWith("classes.", StringComparison.Ordinal)
        || field is "reason" && entry.StartsWith("clocks.", StringComparison.Ordinal);
}
