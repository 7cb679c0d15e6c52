using System.Globalization;

namespace CivicGrains.Load.Replay;

/// <summary>Prints how issues ended: numbers and codes, never a word of a petition.</summary>
internal sealed class LifeReport(TextWriter output)
{
    private static readonly Point[] Points = [Point.Ended, Point.Legal, Point.Reasoned, Point.ByRule, Point.Foretold];

    /// <summary>Prints all of it.</summary>
    public void Write(LivesResult result)
    {
        var lives = result.Lives;
        Say($"Followed to their end in {result.Took.TotalSeconds:F0} s, at {Speed(lives):F0} times the town's clock:");
        foreach (
            var group in lives
                .GroupBy(it => (it.Lot, End: it.End ?? "not ended"))
                .OrderBy(it => it.Key.Lot)
                .ThenBy(it => it.Key.End, StringComparer.Ordinal)
        )
        {
            Say($"  {group.Count(), 6}  {Words(group.Key.Lot)}: {group.Key.End}");
        }

        Counts("Done by demo people", result.Acts);
        Counts("Not possible any more when it was tried", result.Refusals);
        var events = lives.SelectMany(it => it.Timeline).GroupBy(it => it.Type, StringComparer.Ordinal);
        Counts("Happened", events.ToDictionary(it => it.Key, it => it.Count(), StringComparer.Ordinal));
        Say($"Asked why {lives.Sum(it => it.Whys.Count)} times about {lives.Sum(it => it.Timeline.Count)} events:");
        foreach (var point in Points)
        {
            var wrong = result.Disagreements.Count(it => it.Point == point);
            Say($"  {Words(point), -52} {lives.Count, 6} issues, {wrong} disagreements");
        }

        var late = lives.SelectMany(LifeCheck.Lateness).Order().ToArray();
        if (late.Length > 0)
        {
            Say(
                $"  {late.Length} foretold events came by themselves, late by p50 {Ms(late, 50)}, p99 {Ms(late, 99)}, max {Ms(late, 100)} of real time"
            );
        }

        foreach (var it in result.Disagreements)
        {
            Say($"  DISAGREES ({it.Point}) {it.What}");
        }
    }

    private static double Speed(IReadOnlyList<Life> lives) => lives.Count > 0 ? lives[0].Speed : 1;

    private static string Words(Lot lot) =>
        lot switch
        {
            Lot.Left => "touched by nobody",
            Lot.Silent => "resolved by staff, reporter silent",
            Lot.Content => "resolved by staff, rated and closed by the reporter",
            _ => "resolved by staff, not solved, and reopened by the reporter",
        };

    private static string Words(Point point) =>
        point switch
        {
            Point.Ended => "came to an end",
            Point.Legal => "each step possible as it stood, timeline as the log",
            Point.Reasoned => "each step with its reason",
            Point.ByRule => "versions, class, limits, deadlines of the rules",
            _ => "what came next by itself was foretold",
        };

    private static string Ms(TimeSpan[] sorted, int percent)
    {
        var i = Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0, sorted.Length - 1);
        return string.Create(CultureInfo.InvariantCulture, $"{sorted[i].TotalMilliseconds:F0} ms");
    }

    private void Counts(string what, IReadOnlyDictionary<string, int> counts)
    {
        var each = counts
            .OrderByDescending(it => it.Value)
            .ThenBy(it => it.Key, StringComparer.Ordinal)
            .Select(it => string.Create(CultureInfo.InvariantCulture, $"{it.Key} {it.Value}"));
        Say($"  {what}: {(counts.Count == 0 ? "nothing" : string.Join(", ", each))}");
    }

    private void Say(FormattableString text) => output.WriteLine(text.ToString(CultureInfo.InvariantCulture));
}
