using System.Globalization;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Load.Replay;

/// <summary>What a replay found.</summary>
/// <param name="Took">From the first petition that was due until the last was answered.</param>
internal sealed record ReplayResult(
    IReadOnlyList<Sent> Sent,
    Evidence Evidence,
    IReadOnlyList<Disagreement> Disagreements,
    IReadOnlyDictionary<string, int> Retries,
    KeywordRules Rules,
    TimeSpan Took
)
{
    /// <summary>The issues that were followed to their end; empty where none was.</summary>
    public IReadOnlyList<Life> Lives { get; init; } = [];

    /// <summary>How many petitions met a fate.</summary>
    public int Count(Fate fate) => Sent.Count(it => it.Fate == fate);

    /// <summary>The last line.</summary>
    public string Summary =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{Sent.Count} petitions, {Count(Fate.Accepted)} accepted, {Count(Fate.AlreadyThere)} already there, {Count(Fate.Refused)} refused, {Disagreements.Count} disagreements"
        );
}

/// <summary>Prints what a replay found: numbers, codes and rows, never a word of a petition.</summary>
internal sealed class ReplayReport(TextWriter output)
{
    private static readonly int[] Percentiles = [50, 95, 99, 100];

    /// <summary>Prints all of it but the last line.</summary>
    public void Write(ReplayResult result)
    {
        WriteCategories(result);
        WriteSending(result);
        WriteRefusals(result.Sent);
        WriteCheck(result);
    }

    private void WriteCategories(ReplayResult result)
    {
        Say("Categories by the keyword rules:");
        var names = DefaultRules.Law.Categories;
        foreach (
            var group in result
                .Sent.GroupBy(it => it.Plan.Match.Category, StringComparer.Ordinal)
                .OrderByDescending(it => it.Count())
                .ThenBy(it => it.Key, StringComparer.Ordinal)
        )
        {
            var category = names[group.Key];
            var hidden = category.Visibility is Domain.Issues.Visibility.Chain ? ", seen by its chain alone" : "";
            Say($"  {group.Count(), 6}  {group.Key}  {category.English}{hidden}");
        }

        Say($"  {result.Sent.Count(it => it.Plan.Match.IsDefault), 6}  by no word, so {result.Rules.Default}");
    }

    private void WriteSending(ReplayResult result)
    {
        Say($"Sent in {result.Took.TotalSeconds:F1} s. Latency from when each was due until it was answered:");
        var latencies = result.Sent.Select(it => it.Latency.TotalMilliseconds).Order().ToArray();
        if (latencies.Length > 0)
        {
            Say("  " + string.Join(", ", Percentiles.Select(p => Percentile(latencies, p))));
        }

        var retries = result.Retries.OrderBy(it => it.Key, StringComparer.Ordinal).ToList();
        Say(
            retries.Count == 0
                ? "Asked again: nothing."
                : "Asked again: " + string.Join(", ", retries.Select(it => Inv($"{it.Key} {it.Value}"))) + "."
        );
        var divided = result.Sent.Where(it => it.IssueId is not null && it.Plan.Parts.Count > 1).ToList();
        if (divided.Count > 0)
        {
            Say(
                $"Longer than a description may be: {divided.Count}, with {divided.Sum(it => it.Plan.Parts.Count - 1)} comments for the rest."
            );
        }
    }

    private void WriteRefusals(IReadOnlyList<Sent> sent)
    {
        foreach (
            var group in sent.Where(it => it.Fate is Fate.Refused)
                .GroupBy(it => it.Code, StringComparer.Ordinal)
                .OrderBy(it => it.Key, StringComparer.Ordinal)
        )
        {
            Say($"Refused as {group.Key}: {string.Join(", ", group.Select(it => it.Plan.Petition.Label))}");
        }
    }

    private void WriteCheck(ReplayResult result)
    {
        var (before, after) = (result.Evidence.Before, result.Evidence.After);
        var there = result.Sent.Count(it => it.IssueId is not null);
        var others = ReplayCheck.OthersIn(result.Evidence, result.Sent);
        Say("Held against what the district shows:");
        Row("can be read, as sent", there, result, Point.Readable);
        Row("every word is there", there, result, Point.Whole);
        Row("once in the list of its owner", there, result, Point.Listed);
        Row("reported once in the log", there, result, Point.Logged);
        Row("no wish carried out twice", there, result, Point.Once);
        Row("answered", result.Sent.Count, result, Point.Answered);
        Say(
            $"  wall, number {before.Seq} to {after.Seq}: {result.Count(Fate.Accepted)} of ours, {others} of others; reported today {before.ReportedToday} to {after.ReportedToday}, open {before.Open} to {after.Open}"
        );
        Row("the wall moved by what the log says", after.Subdistricts.Count, result, Point.Wall, "subdistricts");
        foreach (var it in result.Disagreements)
        {
            Say($"  DISAGREES ({it.Point}) {it.What}");
        }
    }

    private void Row(string what, int of, ReplayResult result, Point point, string unit = "petitions")
    {
        var wrong = result.Disagreements.Count(it => it.Point == point);
        Say($"  {what, -36} {of, 6} {unit}, {wrong} disagreements");
    }

    private static string Percentile(double[] sorted, int percent)
    {
        var value = sorted[Math.Clamp((int)Math.Ceiling(sorted.Length * percent / 100.0) - 1, 0, sorted.Length - 1)];
        return Inv($"{(percent == 100 ? "max" : Inv($"p{percent}"))} {value:F0} ms");
    }

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);

    private void Say(FormattableString text) => output.WriteLine(Inv(text));

    private void Say(string text) => output.WriteLine(text);
}
