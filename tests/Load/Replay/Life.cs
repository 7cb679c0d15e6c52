using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>What is done with a petition's issue while it is followed.</summary>
internal enum Lot
{
    /// <summary>Nobody touches it.</summary>
    Left,

    /// <summary>Staff resolve it; who reported it says nothing.</summary>
    Silent,

    /// <summary>Staff resolve it; who reported it rates and closes it.</summary>
    Content,

    /// <summary>Staff resolve it; who reported it says once that it is not solved, and reopens it once after that.</summary>
    Insistent,
}

/// <summary>A line of a timeline as the whole chain reads it.</summary>
internal sealed record TimelineLine(long Seq, DateTimeOffset At, string Type, int? Level, string Status);

/// <summary>A step of an answer to why.</summary>
/// <param name="Limit">Of the rule of the step that began with it; null where it has none.</param>
/// <param name="HasRule">Whether a rule is named.</param>
/// <param name="HasReason">Whether there is a sentence in both languages.</param>
internal sealed record WhyLine(
    long Seq,
    DateTimeOffset At,
    string Type,
    int? Level,
    string? Limit,
    bool HasRule,
    bool HasReason
);

/// <summary>What an answer to why says comes next by itself.</summary>
internal sealed record Foretold(DateTimeOffset At, string What, int? Level);

/// <summary>The rules as an answer to why names them.</summary>
/// <param name="Budgets">Limits of levels 0 to 3.</param>
internal sealed record WhyRules(
    int RuleVersion,
    int? OwnerRuleVersion,
    string Category,
    string Class,
    IReadOnlyList<string?> Budgets,
    string Cap
);

/// <summary>An answer to why, at one moment.</summary>
internal sealed record WhyReading(
    string Status,
    int? Level,
    string? HandlerRole,
    string? HandlerPlace,
    DateTimeOffset? Since,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    WhyRules? Rules,
    Foretold? Next,
    IReadOnlyList<WhyLine> Steps
)
{
    /// <summary>Number of the last event it knows.</summary>
    public long Seq => Steps[^1].Seq;

    public static WhyReading Of(JsonElement why) =>
        new(
            why.GetProperty("status").GetString()!,
            Number(why, "level"),
            Some(why, "handler")?.GetProperty("role").GetString(),
            Some(why, "handler")?.GetProperty("place").GetString(),
            Moment(why, "since"),
            Moment(why, "dueAt"),
            Moment(why, "overallDueAt"),
            Some(why, "terms") is { } terms
                ? new WhyRules(
                    terms.GetProperty("ruleVersion").GetInt32(),
                    Number(terms, "ownerRuleVersion"),
                    terms.GetProperty("category").GetString()!,
                    terms.GetProperty("class").GetString()!,
                    [.. terms.GetProperty("budgets").EnumerateArray().Select(it => it.GetString())],
                    terms.GetProperty("cap").GetString()!
                )
                : null,
            Some(why, "next") is { } next
                ? new Foretold(
                    next.GetProperty("at").GetDateTimeOffset(),
                    next.GetProperty("what").GetString()!,
                    Number(next, "level")
                )
                : null,
            [.. why.GetProperty("steps").EnumerateArray().Select(LineOf)]
        );

    private static WhyLine LineOf(JsonElement step) =>
        new(
            step.GetProperty("seq").GetInt64(),
            step.GetProperty("at").GetDateTimeOffset(),
            step.GetProperty("type").GetString()!,
            Number(step, "level"),
            Some(step, "rule") is { } rule ? Some(rule, "limit")?.GetString() : null,
            Some(step, "rule") is not null,
            step.GetProperty("english").GetString() is { Length: > 0 }
                && step.GetProperty("chinese").GetString() is { Length: > 0 }
        );

    private static JsonElement? Some(JsonElement of, string name) =>
        of.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    private static int? Number(JsonElement of, string name) => Some(of, name)?.GetInt32();

    private static DateTimeOffset? Moment(JsonElement of, string name) => Some(of, name)?.GetDateTimeOffset();
}

/// <summary>The rules in force where an issue lives.</summary>
/// <param name="Version">Version of the place's own; 0 before any were published.</param>
/// <param name="Classes">By category: its class, and that by night.</param>
internal sealed record PlaceRules(
    int Version,
    int DistrictVersion,
    IReadOnlyDictionary<string, (string Class, string? NightClass)> Classes
);

/// <summary>An issue from its report to its end.</summary>
/// <param name="Events">What the log has of it.</param>
/// <param name="Timeline">The same as its chain reads it in the end.</param>
/// <param name="Whys">Answers to why on the way; the last one is of the end.</param>
/// <param name="Acts">Numbers of events that came of what people did here.</param>
/// <param name="Speed">Seconds of the town in a real one.</param>
internal sealed record Life(
    string Label,
    string IssueId,
    Lot Lot,
    IReadOnlyList<LogEvent> Events,
    IReadOnlyList<TimelineLine> Timeline,
    IReadOnlyList<WhyReading> Whys,
    IReadOnlySet<long> Acts,
    PlaceRules Rules,
    double Speed
)
{
    /// <summary>How it ended, in words; null when it has not.</summary>
    public string? End
    {
        get
        {
            if (Timeline.Count == 0 || Whys.Count == 0)
            {
                return null;
            }

            var last = Timeline[^1];
            return last.Type == "issue.archived" ? $"archived, {last.Status}"
                : Whys[^1] is { Next: null, Level: 4 } && Timeline.Any(it => it.Type == "issue.overdue")
                    ? "overdue at the district centre, which supervises it"
                : null;
        }
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Label}, {IssueId},");
}
