using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>Holds what watchers saw against the log when nobody asks for anything any more.</summary>
internal static class WatchCheck
{
    private const int ShownMax = 5;
    private const int AskedMax = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly string[] Fields = ["status", "level", "dueAt", "overallDueAt", "owner", "stars", "seq"];

    /// <summary>
    /// The last view of every issue that came by is that of its last event, and some of them, word for word, what the API
    /// says. Changes may still be on their way and deadlines go on, so it is looked at until it is so, for a while.
    /// </summary>
    public static async Task<IReadOnlyList<string>> CompareAsync(IReadOnlyList<TopicWatcher> watchers, LogCheck log)
    {
        var began = TimeProvider.System.GetTimestamp();
        var different = watchers;
        IReadOnlyList<string> violations;
        while (true)
        {
            var current = await log.ReadIssuesAsync();
            var found = different.Select(watcher => (Watcher: watcher, Faults: Behind(watcher, current))).ToList();
            different = [.. found.Where(it => it.Faults.Count > 0).Select(it => it.Watcher)];
            violations = [.. found.SelectMany(it => it.Faults.Take(ShownMax))];
            if (different.Count == 0 || TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                break;
            }

            await Task.Delay(Pause, TimeProvider.System);
        }

        var worded = await Task.WhenAll(watchers.Select(DifferencesAsync));
        return [.. watchers.SelectMany(it => it.Violations), .. violations, .. worded.SelectMany(it => it)];
    }

    /// <summary>
    /// A grid hears of an issue only while it is its task, so what it was shown last may be old: of its topic the ranges
    /// alone are compared.
    /// </summary>
    private static IEnumerable<KeyValuePair<(string Topic, string Issue), JsonElement>> Shown(TopicWatcher watcher) =>
        watcher.Views.Where(view => !view.Key.Topic.StartsWith("grid/", StringComparison.Ordinal));

    private static List<string> Behind(TopicWatcher watcher, IReadOnlyDictionary<string, long> current) =>
        [
            .. from view in watcher.Views
            let seen = view.Value.GetProperty("seq").GetInt64()
            where current.TryGetValue(view.Key.Issue, out var seq) && seq != seen
            select $"{watcher.Person.Account.Account}: {view.Key.Issue} on {view.Key.Topic} was last seen as at {seen}, and is as at {current[view.Key.Issue]}.",
        ];

    private static async Task<IReadOnlyList<string>> DifferencesAsync(TopicWatcher watcher)
    {
        var differences = new List<string>();
        var newest = Shown(watcher)
            .Select(view => view.Key)
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
        var seen = watcher.Views[key];
        var different = told is null
            ? "no answer"
            : Fields.FirstOrDefault(field => TextOf(told.Value, field) != TextOf(seen, field));
        return different is null
            ? null
            : $"{watcher.Person.Account.Account}: {key} differs in {different}: seen {seen}, told {told}.";
    }

    private static string TextOf(JsonElement issue, string field) =>
        issue.TryGetProperty(field, out var value) ? value.ToString() : "";
}
