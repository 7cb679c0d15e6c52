using System.Globalization;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Memory;

/// <summary>What one more of something costs a process: two readings, and how many more there were at the second.</summary>
/// <param name="ByType">Live bytes by name of the type.</param>
internal sealed record HeapGrowth(double LiveBytes, double PrivateBytes, IReadOnlyDictionary<string, double> ByType)
{
    private const int TypesShown = 25;

    public static HeapGrowth Of(LiveHeap before, LiveHeap after, int more) =>
        new(
            (after.LiveBytes - before.LiveBytes) / (double)more,
            (after.PrivateBytes - before.PrivateBytes) / (double)more,
            after.ByType.ToDictionary(
                it => it.Key,
                it => (it.Value - before.ByType.GetValueOrDefault(it.Key)) / (double)more,
                StringComparer.Ordinal
            )
        );

    /// <summary>A figure over rounds.</summary>
    public static Ratio Over(IEnumerable<HeapGrowth> rounds, Func<HeapGrowth, double> figure) =>
        Over(rounds.Select(figure));

    /// <summary>A figure of one side divided by that of the other, round by round.</summary>
    public static Ratio RatioOf(
        IEnumerable<HeapGrowth> one,
        IEnumerable<HeapGrowth> other,
        Func<HeapGrowth, double> figure
    ) => Over(one.Zip(other, (a, b) => figure(a) / figure(b)));

    /// <summary>The types of which it holds most, beyond another.</summary>
    /// <param name="other">Null for all that it holds.</param>
    public string Largest(HeapGrowth? other = null) =>
        string.Join(
            ", ",
            ByType
                .Select(it => (it.Key, Bytes: it.Value - (other?.ByType.GetValueOrDefault(it.Key) ?? 0)))
                .OrderByDescending(it => it.Bytes)
                .Take(TypesShown)
                .Select(it => string.Create(CultureInfo.InvariantCulture, $"{it.Key} {it.Bytes:F0}"))
        );

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{LiveBytes:F0} live bytes, {PrivateBytes:F0} private bytes each");

    private static Ratio Over(IEnumerable<double> figures)
    {
        var ordered = figures.Order().ToArray();
        return new Ratio(ordered[ordered.Length / 2], ordered[0], ordered[^1]);
    }
}
