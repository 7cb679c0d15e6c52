using System.Globalization;

namespace CivicGrains.Load.Common;

/// <summary>Quantiles of some figures.</summary>
internal sealed record Quantiles(double P50, double P99, double Most)
{
    public static Quantiles Of(IEnumerable<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return sorted.Length == 0
            ? new Quantiles(double.NaN, double.NaN, double.NaN)
            : new Quantiles(sorted[sorted.Length / 2], sorted[(int)(sorted.Length * 0.99)], sorted[^1]);
    }

    /// <summary>The median over rounds of one of them.</summary>
    public static Ratio Over(IEnumerable<Quantiles> rounds, Func<Quantiles, double> figure)
    {
        var figures = rounds.Select(figure).Order().ToArray();
        return new Ratio(figures[figures.Length / 2], figures[0], figures[^1]);
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"p50 {P50:F1} ms, p99 {P99:F1} ms, most {Most:F1} ms");
}
