using System.Diagnostics;
using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Load.Common;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Load.History;

/// <summary>How much of it.</summary>
/// <param name="Events">Events of the smallest history; the others have ten and a hundred times as many.</param>
/// <param name="PastIssues">Ended issues of the compound that is activated.</param>
internal sealed record HistoryOptions(int Rounds, int Events, int PastIssues)
{
    public int Compounds { get; init; } = DrivenDistrict.CompoundsOfDistrict;

    /// <summary>Whether to show bars on the console.</summary>
    public bool ShowsBar { get; init; } = true;
}

/// <summary>
/// Whether what has been makes what is slower: the same commands on logs of one, ten and a hundred times as many events,
/// in turn; what one append touches in the server; and how long a compound with a long past takes to be there again.
/// </summary>
internal static class HistoryBenchmark
{
    private const int EventsOfIssue = 7;
    private const int OpenIssues = 77;
    private const int CommandsPerTurn = 256;
    private const int Behind = 400;
    private const int ConnectionsMax = 40;
    private static readonly int[] Times = [1, 10, 100];
    private static readonly int[] Callers = [1, 16];

    /// <summary>Issues are reported on these days; the last ones are archived after them.</summary>
    private static readonly DateTimeOffset From = TownTime.At(new DateOnly(2026, 3, 2), TimeSpan.FromHours(9));

    private static readonly DateTimeOffset Until = TownTime.At(new DateOnly(2026, 4, 2), TimeSpan.FromHours(9));

    /// <summary>When all of it has ended; what is open was reported after this.</summary>
    internal static readonly DateTimeOffset End = TownTime.At(new DateOnly(2026, 4, 16), TimeSpan.FromHours(10));

    public static async Task<Findings> RunAsync(HistoryOptions options, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        var sides = new List<HistorySide>();
        try
        {
            foreach (var times in Times)
            {
                var started = Stopwatch.GetTimestamp();
                sides.Add(await MakeAsync(server, times, options));
                progress(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"×{times}: {sides[^1].Events} events lived in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s"
                    )
                );
            }

            var buffers = new List<Quantiles>();
            var levels = new List<IReadOnlyDictionary<string, int>>();
            foreach (var side in sides)
            {
                buffers.Add(Quantiles.Of(await AppendBuffers.ReadAsync(server, side)));
                levels.Add(await side.IndexLevelsAsync());
                progress($"{side.Name}: an append touches {buffers[^1].P50:F0} buffers");
            }

            foreach (var side in sides)
            {
                await side.StartAsync();
                progress($"{side.Name}: the silo has caught up");
            }

            foreach (var side in sides)
            {
                // Every compound is active, and all code compiled.
                await side.TurnAsync(Callers[^1], 2 * options.Compounds);
            }

            var findings = new Findings("history");
            findings.Say(
                $"{string.Join(", ", sides.Select(it => it.Events))} events of {options.Compounds} compounds, one silo on each; a command is a report, {CommandsPerTurn} of each side in each turn."
            );
            foreach (var callers in Callers)
            {
                await LatencyAsync(sides, callers, options.Rounds, findings, progress);
            }

            foreach (var (side, touched) in sides.Zip(buffers))
            {
                findings.Figure(
                    $"{side.Name}: buffers an append touches",
                    string.Create(CultureInfo.InvariantCulture, $"{touched.P50:F0}")
                );
            }

            var higher = levels[^1].Where(it => it.Value > levels[0].GetValueOrDefault(it.Key)).ToList();
            findings.Figure(
                $"B-trees of {levels[0].Count} that have a level more at ×{Times[^1]}",
                string.Create(CultureInfo.InvariantCulture, $"{higher.Count}")
            );
            progress(
                $"a level more: {string.Join(", ", higher.Select(it => $"{it.Key} {levels[0].GetValueOrDefault(it.Key)} to {it.Value}"))}"
            );
            var more = buffers[^1].P50 - buffers[0].P50;
            findings.AtMost($"buffers more at ×{Times[^1]}", new Ratio(more, more, more), 3);
            await ActivationAsync(sides[^1], options, findings, progress);
            return findings;
        }
        finally
        {
            foreach (var side in sides)
            {
                await side.DisposeAsync();
            }
        }
    }

    private static async Task LatencyAsync(
        List<HistorySide> sides,
        int callers,
        int rounds,
        Findings findings,
        Action<string> progress
    )
    {
        var measured = sides.ToDictionary(side => side.Name, _ => new List<Quantiles>(), StringComparer.Ordinal);
        foreach (var side in sides)
        {
            await side.TurnAsync(callers, CommandsPerTurn);
        }

        for (var round = 0; round < rounds; round++)
        {
            foreach (var side in round % 2 == 0 ? sides : Enumerable.Reverse(sides))
            {
                measured[side.Name].Add(await side.TurnAsync(callers, CommandsPerTurn));
            }

            progress(
                $"{callers} callers, round {round + 1}/{rounds}: "
                    + string.Join("; ", sides.Select(side => $"{side.Name} {measured[side.Name][^1]}"))
            );
        }

        foreach (var side in sides)
        {
            findings.Beside(
                $"{callers} callers, {side.Name}, p50, ms",
                Quantiles.Over(measured[side.Name], it => it.P50)
            );
        }

        var least = measured[sides[0].Name];
        foreach (var side in sides.Skip(1))
        {
            var p50 = RatioOf(measured[side.Name], least, it => it.P50);
            if (side == sides[^1])
            {
                findings.AtMost($"{callers} callers, p50 of {side.Name} ÷ {sides[0].Name}", p50, 1.25);
            }
            else
            {
                findings.Beside($"{callers} callers, p50 of {side.Name} ÷ {sides[0].Name}", p50);
            }
        }

        findings.Beside(
            $"{callers} callers, p99 of {sides[^1].Name} ÷ {sides[0].Name}",
            RatioOf(measured[sides[^1].Name], least, it => it.P99)
        );
    }

    private static async Task ActivationAsync(
        HistorySide side,
        HistoryOptions options,
        Findings findings,
        Action<string> progress
    )
    {
        var (old, young) = (side.Old, side.Young);
        // The first time both are folded from their first event, and leave a snapshot.
        var folded = await side.ActivateAsync(old.Place);
        await side.ActivateAsync(young.Place);
        await side.DeactivateAsync(old.Place, young.Place);
        var (withPast, withoutPast, behind) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round < options.Rounds * 3; round++)
        {
            withPast.Add(await side.ActivateAsync(old.Place));
            withoutPast.Add(await side.ActivateAsync(young.Place));
            await side.DeactivateAsync(old.Place, young.Place);
        }

        for (var round = 0; round < options.Rounds; round++)
        {
            await side.CommentAsync(Behind);
            behind.Add(await side.ActivateAsync(old.Place));
            await side.DeactivateAsync(old.Place);
        }

        progress(
            string.Create(
                CultureInfo.InvariantCulture,
                $"activation: {Over(withPast)} ms with a past of {old.Version} events, {Over(withoutPast)} ms without, {Over(behind)} ms with {Behind} events after the snapshot"
            )
        );
        findings.Beside($"activation of a compound with {OpenIssues} open issues and no past, ms", Over(withoutPast));
        findings.AtMost($"activation of one with {options.PastIssues} past issues as well, ms", Over(withPast), 20);
        findings.Beside($"the same, {Behind} events after its snapshot, ms", Over(behind));
        findings.Figure("the same without a snapshot, ms", string.Create(CultureInfo.InvariantCulture, $"{folded:F0}"));
    }

    /// <summary>Makes a district and lets its compounds live.</summary>
    private static async Task<HistorySide> MakeAsync(BenchServer server, int times, HistoryOptions options)
    {
        var database = string.Create(CultureInfo.InvariantCulture, $"times{times}");
        var source = await server.CreateDatabaseAsync(database, ConnectionsMax);
        var district = await DrivenDistrict.StartAsync(source, options.Compounds, From - TimeSpan.FromHours(1));
        await district.StopAsync();
        var side = new HistorySide($"×{times}", database, source, district, new PostgresEventLog(source));
        var isLast = times == Times[^1];
        var others = options.Compounds - HistorySide.Kept;
        var issues = (options.Events * times / EventsOfIssue) - (isLast ? options.PastIssues : 0);
        var owners = Enumerable.Range(0, options.Compounds).Select(side.OwnerOf).ToArray();
        await Bar.RunAsync(
            options.ShowsBar,
            $"Past ×{times}",
            async bar =>
            {
                using var ended = new CancellationTokenSource();
                var looking = LookAsync(bar, side, (long)options.Events * times, ended.Token);
                await Task.WhenAll(owners.Select((owner, number) => Task.Run(() => LiveAsync(owner, number))));
                await ended.CancelAsync();
                await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        );
        await district.ReleaseAsync(End + TimeSpan.FromHours(1));
        await using var command = source.CreateCommand("vacuum analyze");
        command.CommandTimeout = 0;
        await command.ExecuteNonQueryAsync();
        return side;

        async Task LiveAsync(PastOwner owner, int number)
        {
            await owner.LoadAsync();
            if (number < others)
            {
                await owner.LiveAsync(
                    (issues / others) + (number < issues % others ? 1 : 0),
                    From,
                    Until,
                    End,
                    side.NextId
                );
            }
            else if (isLast)
            {
                var past = number == options.Compounds - 1 ? options.PastIssues : 0;
                await owner.LiveAsync(past, From, Until, End, side.NextId);
                for (var i = 0; i < OpenIssues; i++)
                {
                    await owner.ReportOnAsync(side.NextId(), End);
                }
            }
        }
    }

    private static async Task LookAsync(
        Action<long, long> bar,
        HistorySide side,
        long events,
        CancellationToken cancellationToken
    )
    {
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(1), TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            bar(side.Events, events);
        }
    }

    private static Ratio RatioOf(List<Quantiles> side, List<Quantiles> beside, Func<Quantiles, double> figure)
    {
        var ratios = side.Zip(beside, (a, b) => figure(a) / figure(b)).Order().ToArray();
        return new Ratio(ratios[ratios.Length / 2], ratios[0], ratios[^1]);
    }

    private static Ratio Over(List<double> figures)
    {
        var sorted = figures.Order().ToArray();
        return new Ratio(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }
}
