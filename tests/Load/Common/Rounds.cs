using System.Diagnostics;
using System.Globalization;

namespace CivicGrains.Load.Common;

/// <summary>One side of a comparison: does one unit of work for one caller.</summary>
internal interface ISide : IAsyncDisposable
{
    string Name { get; }

    /// <summary>Gets ready for so many callers; called before each measured turn, outside the clock.</summary>
    Task PrepareAsync(int callers);

    /// <summary>One command of one caller, finished only when it is durable.</summary>
    Task DoAsync(int caller);
}

/// <summary>What one turn of one side measured.</summary>
internal sealed record Turn(double PerSecond, double P50Ms, double P99Ms, CpuCost Cpu);

/// <summary>The ratio of two sides over all rounds.</summary>
internal sealed record Ratio(double Median, double Least, double Most)
{
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Median:F2} ({Least:F2} to {Most:F2})");
}

/// <summary>
/// Runs sides in turn, A B A B, on the same server, and compares them round by round: what disturbs the machine for a
/// while disturbs both.
/// </summary>
internal static class Rounds
{
    public static async Task<IReadOnlyList<IReadOnlyDictionary<string, Turn>>> RunAsync(
        IReadOnlyList<ISide> sides,
        CpuMeter meter,
        int callers,
        int rounds,
        TimeSpan turn,
        Action<string>? progress = null
    )
    {
        // One turn of each that does not count: connections open, statements prepared, code compiled.
        foreach (var side in sides)
        {
            await TurnAsync(side, meter, callers, turn / 2);
        }

        var results = new List<IReadOnlyDictionary<string, Turn>>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            var measured = new Dictionary<string, Turn>(StringComparer.Ordinal);
            foreach (var side in round % 2 == 0 ? sides : sides.Reverse())
            {
                measured[side.Name] = await TurnAsync(side, meter, callers, turn);
                progress?.Invoke(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{callers} callers, round {round + 1}/{rounds}, {side.Name}: {measured[side.Name].PerSecond:F0}/s, p50 {measured[side.Name].P50Ms:F2} ms"
                    )
                );
            }

            results.Add(measured);
        }

        return results;
    }

    /// <summary>Median over rounds of a figure of one side divided by that of another in the same round.</summary>
    public static Ratio RatioOf(
        IReadOnlyList<IReadOnlyDictionary<string, Turn>> rounds,
        string side,
        string beside,
        Func<Turn, double> figure
    )
    {
        var ratios = rounds.Select(r => figure(r[side]) / figure(r[beside])).Order().ToArray();
        return new Ratio(ratios[ratios.Length / 2], ratios[0], ratios[^1]);
    }

    public static double MedianOf(
        IReadOnlyList<IReadOnlyDictionary<string, Turn>> rounds,
        string side,
        Func<Turn, double> figure
    )
    {
        var figures = rounds.Select(r => figure(r[side])).Order().ToArray();
        return figures[figures.Length / 2];
    }

    public static async Task<Turn> TurnAsync(ISide side, CpuMeter meter, int callers, TimeSpan length)
    {
        await side.PrepareAsync(callers);
        var until = Stopwatch.GetTimestamp() + (long)(length.TotalSeconds * Stopwatch.Frequency);
        var cpuBefore = meter.Read();
        var started = Stopwatch.GetTimestamp();
        var latencies = await Task.WhenAll(Enumerable.Range(0, callers).Select(c => Task.Run(() => CallAsync(c))));
        var elapsed = Stopwatch.GetElapsedTime(started);
        var all = latencies.SelectMany(l => l).ToArray();
        var cpu = meter.PerUnitSince(cpuBefore, all.Length);
        Array.Sort(all);
        return new Turn(all.Length / elapsed.TotalSeconds, all[all.Length / 2], all[(int)(all.Length * 0.99)], cpu);

        async Task<List<double>> CallAsync(int caller)
        {
            var mine = new List<double>(4096);
            while (Stopwatch.GetTimestamp() < until)
            {
                var from = Stopwatch.GetTimestamp();
                await side.DoAsync(caller);
                mine.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
            }

            return mine;
        }
    }
}
