using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>A category and the words that speak for it.</summary>
internal sealed record KeywordRule(string Category, string[] Words);

/// <summary>The category of a petition.</summary>
/// <param name="IsDefault">Whether no word spoke for any.</param>
internal sealed record KeywordMatch(string Category, bool IsDefault);

/// <summary>
/// Which category a petition has, by plain words: the first rule of which a word stands in the title; else the first
/// of which one stands in the detail; else the default. The rules are the file <c>keyword-rules.json</c>. Renovation
/// categories are not in it: petitions go to compounds, where those are other categories.
/// </summary>
internal sealed record KeywordRules(string Default, KeywordRule[] Rules)
{
    /// <summary>The rules of the file.</summary>
    public static KeywordRules Load()
    {
        using var file = typeof(KeywordRules).Assembly.GetManifestResourceStream("keyword-rules.json")!;
        return JsonSerializer.Deserialize<KeywordRules>(file, JsonSerializerOptions.Web)!;
    }

    /// <summary>The category of a petition.</summary>
    public KeywordMatch Match(Petition petition) =>
        (Find(petition.Title) ?? Find(petition.Detail)) is { } rule
            ? new KeywordMatch(rule.Category, IsDefault: false)
            : new KeywordMatch(Default, IsDefault: true);

    private KeywordRule? Find(string text) =>
        Rules.FirstOrDefault(rule => rule.Words.Any(word => text.Contains(word, StringComparison.Ordinal)));
}
