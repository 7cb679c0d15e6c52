using System.Text.Json;

namespace CivicGrains.Domain.Common;

/// <summary>Writes an enumeration as camelCase, as statuses of an issue are written (<c>inProgress</c>).</summary>
public sealed class CamelCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, false)
    where T : struct, Enum;

/// <summary>Writes an enumeration as kebab-case, as roles and place kinds are written (<c>property-manager</c>).</summary>
public sealed class KebabCaseEnumConverter<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower, false)
    where T : struct, Enum;

/// <summary>Enumerations as the words that logs, views and the API use.</summary>
public static class EnumWords
{
    /// <summary>The camelCase word of a value.</summary>
    public static string Camel<T>(this T value)
        where T : struct, Enum => Words<T>.Camel[value];

    /// <summary>The kebab-case word of a value.</summary>
    public static string Kebab<T>(this T value)
        where T : struct, Enum => Words<T>.Kebab[value];

    /// <summary>The value of a kebab-case or camelCase word.</summary>
    public static bool TryParseWord<T>(string? word, out T value)
        where T : struct, Enum => Words<T>.Values.TryGetValue(word ?? "", out value);

    private static class Words<T>
        where T : struct, Enum
    {
        public static readonly Dictionary<T, string> Camel = Enum.GetValues<T>()
            .ToDictionary(v => v, v => JsonNamingPolicy.CamelCase.ConvertName(v.ToString()));

        public static readonly Dictionary<T, string> Kebab = Enum.GetValues<T>()
            .ToDictionary(v => v, v => JsonNamingPolicy.KebabCaseLower.ConvertName(v.ToString()));

        public static readonly Dictionary<string, T> Values = Enum.GetValues<T>()
            .SelectMany(v => new[] { (Camel[v], v), (Kebab[v], v) })
            .DistinctBy(p => p.Item1, StringComparer.Ordinal)
            .ToDictionary(p => p.Item1, p => p.Item2, StringComparer.Ordinal);
    }
}
