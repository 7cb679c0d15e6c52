using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>Holds what watchers saw against the log when nobody asks for anything any more.</summary>
internal static class WatchCheck
{
    private const int ShownMax = 5;
    private const int AskedMax = 5;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Worded = ["seq", "status", "level", "dueAt", "owner", "stars", "description"];

    /// <summary>
    /// Ranges tile, the last view of every issue is what the log makes of it, none is missing, and some of them are, word
    /// for word, what the API says. Changes may still be on their way and deadlines go on, so it is looked at until it is
    /// so, for a while.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<TopicWatcher> watchers, LogReader log)
    {
        var began = TimeProvider.System.GetTimestamp();
        var different = watchers;
        IReadOnlyList<string> violations;
        while (true)
        {
            var issues = await log.ReadIssuesAsync();
            var found = different
                .Select(it => (Watcher: it, Faults: it.Look(screen => Compare(screen, it.Person.Reference, issues))))
                .ToList();
            different = [.. found.Where(it => it.Faults.Count > 0).Select(it => it.Watcher)];
            violations = [.. found.SelectMany(it => it.Faults.Take(ShownMax))];
            if (different.Count == 0 || TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                break;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        var worded = await Task.WhenAll(watchers.Select(DifferencesAsync));
        return [.. watchers.SelectMany(it => it.Screen.Violations), .. violations, .. worded.SelectMany(it => it)];
    }

    /// <summary>What a screen should show and does not, or shows otherwise.</summary>
    /// <param name="reference">Who looks at it.</param>
    public static IReadOnlyList<string> Compare(
        Screen screen,
        Guid reference,
        IReadOnlyDictionary<string, LoggedIssue> issues
    )
    {
        var violations = screen
            .Views.Keys.Where(key => !issues.ContainsKey(key.Issue))
            .Select(key => $"{screen.Name}: {key.Issue} is shown on {key.Topic} and is not in the log.")
            .ToList();
        foreach (var topic in screen.Topics)
        {
            // All that changed after it was read as a whole was sent. Before that, a reading holds the newest alone.
            var read = screen.SnapshotOf(topic) ?? long.MaxValue;
            foreach (var issue in issues.Values.Where(issue => Belongs(topic, issue, reference)))
            {
                if (!screen.Views.TryGetValue((topic, issue.Id), out var view))
                {
                    if (issue.HeardSeq > read)
                    {
                        violations.Add($"{screen.Name}: {issue.Id} of {issue.Seq} was never shown on {topic}.");
                    }
                }
                else if (FaultOf(view, issue) is { } fault)
                {
                    violations.Add($"{screen.Name}: {issue.Id} on {topic} {fault}.");
                }
            }
        }

        return violations;
    }

    /// <summary>
    /// Whether a topic hears all there is of an issue. A grid hears of one only while it is its task, so what it was shown
    /// last may be old: of its topic, and of the ticker, the ranges alone are compared.
    /// </summary>
    private static bool Belongs(string topic, LoggedIssue issue, Guid reference) =>
        topic.Split('/') switch
        {
            ["me"] => issue.Reporter == reference,
            ["community", var code] => issue.Community == code,
            ["subdistrict", var code] => issue.Subdistrict == code,
            ["compound" or "project", _] => issue.Owner == topic && !issue.IsHidden,
            _ => false,
        };

    private static string? FaultOf(JsonElement view, LoggedIssue issue)
    {
        // What only its chain hears of changes nothing that others are shown.
        if (view.GetProperty("seq").GetInt64() is var seen && (seen < issue.HeardSeq || seen > issue.Seq))
        {
            return $"was last seen as at {seen}, and is as at {issue.Seq}";
        }

        var differences = new (string Field, string Seen, string Logged)[]
        {
            ("status", TextOf(view, "status"), issue.Status),
            ("level", TextOf(view, "level"), Text(issue.Level)),
            ("owner", TextOf(view, "owner"), issue.Owner),
            ("handler", HandlerOf(view), issue.HandlerPlace ?? ""),
            ("dueAt", MomentOf(view, "dueAt"), Text(issue.DueAt)),
            ("overallDueAt", MomentOf(view, "overallDueAt"), Text(issue.OverallDueAt)),
            ("stars", TextOf(view, "stars"), Text(issue.Stars)),
        };
        return differences.FirstOrDefault(it => it.Seen != it.Logged) is { Field: { } field } difference
            ? $"is shown with {field} {difference.Seen}, and the log says {difference.Logged}"
            : null;
    }

    private static async Task<IReadOnlyList<string>> DifferencesAsync(TopicWatcher watcher)
    {
        var differences = new List<string>();
        var newest = watcher
            .Screen.Views.Keys.Where(key => !key.Topic.StartsWith("grid/", StringComparison.Ordinal))
            .OrderByDescending(key => key.Issue, StringComparer.Ordinal)
            .Take(AskedMax);
        foreach (var id in newest)
        {
            // A deadline may pass between the two: once more.
            if (await DifferenceAsync(watcher, id) is not null && await DifferenceAsync(watcher, id) is { } difference)
            {
                differences.Add(difference);
            }
        }

        return differences;
    }

    private static async Task<string?> DifferenceAsync(TopicWatcher watcher, (string Topic, string Issue) key)
    {
        var told = await watcher.Person.TryGetAsync($"/api/issues/{key.Issue}");
        await Task.Delay(Pause, TimeProvider.System);
        var seen = watcher.Screen.Views[key];
        var different = told is null
            ? "no answer"
            : Worded.FirstOrDefault(field => TextOf(told.Value, field) != TextOf(seen, field));
        return different is null
            ? null
            : $"{watcher.Screen.Name}: {key} differs in {different}: seen {seen}, told {told}.";
    }

    private static string TextOf(JsonElement issue, string field) =>
        issue.TryGetProperty(field, out var value) ? value.ToString() : "";

    private static string MomentOf(JsonElement issue, string field) =>
        issue.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String
            ? Text(value.GetDateTimeOffset())
            : "";

    private static string HandlerOf(JsonElement issue) =>
        issue.TryGetProperty("handler", out var handler) && handler.ValueKind is JsonValueKind.Object
            ? TextOf(handler, "place")
            : "";

    private static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static string Text(DateTimeOffset? moment) =>
        moment?.UtcDateTime.ToString("O", CultureInfo.InvariantCulture) ?? "";
}
