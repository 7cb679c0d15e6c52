using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Http;

/// <summary>The languages that the platform speaks.</summary>
public enum Language
{
    Chinese,
    English,
}

/// <summary>Which language somebody reads.</summary>
internal static class Languages
{
    /// <summary>Chinese first: English only for those who ask for it before Chinese.</summary>
    public static Language Of(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptLanguage, out var languages))
        {
            return Language.Chinese;
        }

        foreach (var language in languages.OrderByDescending(l => l.Quality ?? 1))
        {
            if (language.Value.StartsWith("en", StringComparison.OrdinalIgnoreCase))
            {
                return Language.English;
            }

            if (language.Value.StartsWith("zh", StringComparison.OrdinalIgnoreCase))
            {
                return Language.Chinese;
            }
        }

        return Language.Chinese;
    }

    /// <summary>The tag of a language, for <c>lang</c> and <c>Content-Language</c>.</summary>
    public static string Tag(this Language language) => language is Language.English ? "en" : "zh-CN";

    /// <summary>The sentence of a refusal.</summary>
    public static string In(this Rejection refused, Language language) =>
        language is Language.English ? refused.English : refused.Chinese;
}
