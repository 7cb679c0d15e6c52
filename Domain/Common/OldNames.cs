namespace CivicGrains.Domain.Common;

/// <summary>
/// Names of fields as older events have them. Time limits were bare seconds before they had units; what the log holds
/// stays as it is, and is read under the names of today.
/// </summary>
/// <remarks>
/// Text is replaced, not parsed: a quote inside of a JSON text is escaped, so that a name between bare quotes and
/// followed by a colon is the name of a field and nothing else.
/// </remarks>
internal static class OldNames
{
    private static readonly ImmutableArray<(string Old, string New)> Names =
    [
        ("\"acknowledgeSeconds\":", "\"acknowledge\":"),
        ("\"budgetSeconds\":", "\"budgets\":"),
        ("\"capSeconds\":", "\"cap\":"),
        ("\"firstLevelSeconds\":", "\"firstLevel\":"),
        ("\"ratingWindowSeconds\":", "\"ratingWindow\":"),
        ("\"reopenWindowSeconds\":", "\"reopenWindow\":"),
    ];

    /// <summary>Whether a payload may have any of them.</summary>
    public static bool AreIn(ReadOnlySpan<byte> payload) => payload.IndexOf("Seconds\":"u8) >= 0;

    /// <summary>The payload under the names of today.</summary>
    public static string Renamed(string payload)
    {
        if (!payload.Contains("Seconds\":", StringComparison.Ordinal))
        {
            return payload;
        }

        foreach (var (old, today) in Names)
        {
            payload = payload.Replace(old, today, StringComparison.Ordinal);
        }

        return payload;
    }
}
