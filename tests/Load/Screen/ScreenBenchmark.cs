using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Screen;

/// <summary>
/// From the moment a caller has the answer of HTTP to the moment a watcher at another web process has the message: two
/// web processes and a silo, each a process of its own, commands at the one by a fixed schedule, watchers at the other.
/// </summary>
internal static class ScreenBenchmark
{
    /// <summary>Web processes open their statements and compile what they need before anything counts.</summary>
    private const double WarmUpPerSecond = 100;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan ArrivalPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);

    public static async Task<Findings> RunAsync(
        int rounds,
        TimeSpan length,
        int watchers,
        double[] rates,
        Action<string> progress
    )
    {
        await using var server = await BenchServer.StartAsync();
        // Half of the watchers see a compound, half an issue: one of each a compound.
        var compounds = Math.Max(watchers / 2, 1);
        var town = await BenchTown.MakeAsync(server, compounds, watchers);
        await using var processes = await SeveralProcesses.StartAsync(
            server.ConnectionString(BenchDistrict.Database) + ";Maximum Pool Size=40",
            silos: 1,
            webs: 2,
            BenchTown.Settings
        );
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var (asked, watched) = (processes.Webs[0].Address, processes.Webs[1].Address);
        await town.SignInAsync(http, asked);
        var stories = town
            .Residents.Zip(town.Managers, (resident, manager) => new CompoundStory(http, resident, manager))
            .ToImmutableArray();

        progress($"opening {watchers} screens on {compounds} compounds");
        await using var wall = await Screens.OpenAsync(LiveClient.HubOf(watched), town);
        using var pinging = new CancellationTokenSource();
        var pings = wall.PingAsync(PingEvery, pinging.Token);

        async Task<RateRound> RoundAsync(double perSecond, TimeSpan time)
        {
            var accepted = new ConcurrentQueue<AcceptedCommand>();
            var late = await OpenLoop.RunAsync(
                perSecond,
                time,
                async i =>
                {
                    var command = await stories[i % stories.Length].GoOnAsync(asked);
                    accepted.Enqueue(command);
                    if (command.Name == CompoundStory.ReportName)
                    {
                        await wall.FollowAsync(command);
                    }
                }
            );
            var (seen, missing) = await wall.UntilSeenAsync([.. accepted], ArrivalPatience, Look);
            return RateRound.Of([.. accepted], seen, missing, late);
        }

        progress("warming up");
        await RoundAsync(WarmUpPerSecond, Shorter(WarmUp, length * 2));
        var measured = rates.ToDictionary(rate => rate, _ => new List<RateRound>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var rate in rates)
            {
                var it = await RoundAsync(rate, length);
                measured[rate].Add(it);
                progress(string.Create(CultureInfo.InvariantCulture, $"round {round + 1}/{rounds}, {rate}/s: {it}"));
            }
        }

        await pinging.CancelAsync();
        await pings;
        return Say(measured, wall, watchers, compounds);
    }

    private static Findings Say(Dictionary<double, List<RateRound>> measured, Screens wall, int watchers, int compounds)
    {
        var findings = new Findings("screen");
        findings.Say(
            $"{watchers} watchers, half of them of a compound, half of whatever issue of it was reported last, on {compounds} compounds; a report is followed by comment, acknowledge, start, comment, resolve."
        );
        foreach (var (rate, all) in measured)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"{rate}/s");
            findings.Figure(
                $"{name}: commands accepted, messages awaited",
                $"{all.Sum(r => r.Accepted)}, {all.Sum(r => r.Awaited)}"
            );
            findings.Beside(
                $"{name}: began after its time, p99, ms",
                Quantiles.Over(all.Select(r => r.Late), q => q.P99)
            );
            findings.Beside(
                $"{name}: request to answer, p50, ms",
                Quantiles.Over(all.Select(r => r.Answer), q => q.P50)
            );
            findings.Beside(
                $"{name}: request to answer, p99, ms",
                Quantiles.Over(all.Select(r => r.Answer), q => q.P99)
            );
            findings.Beside(
                $"{name}: request to message, p50, ms",
                Quantiles.Over(all.Select(r => r.FromRequest), q => q.P50)
            );
            findings.Beside(
                $"{name}: request to message, p99, ms",
                Quantiles.Over(all.Select(r => r.FromRequest), q => q.P99)
            );
            findings.Beside(
                $"{name}: message before answer, share",
                Quantiles.Over(all.Select(r => new Quantiles(r.First, r.First, r.First)), q => q.P50)
            );
            findings.AtMost(
                $"{name}: answer to message, p50, ms",
                Quantiles.Over(all.Select(r => r.FromAnswer), q => q.P50),
                15
            );
            findings.AtMost(
                $"{name}: answer to message, p99, ms",
                Quantiles.Over(all.Select(r => r.FromAnswer), q => q.P99),
                100
            );
            findings.None($"{name}: messages missing", all.Sum(r => r.Missing.Length));
        }

        findings.None("ranges that do not tile", wall.Broken);
        findings.None("watchers cut off or told to read anew", wall.CutOff);
        return findings;
    }

    private static TimeSpan Shorter(TimeSpan one, TimeSpan other) => one < other ? one : other;
}

/// <summary>What one round at one rate measured.</summary>
/// <param name="Awaited">Messages that had to come: one for each command at each screen that watched it.</param>
/// <param name="First">Share of messages that came before the caller had the answer.</param>
internal sealed record RateRound(
    int Accepted,
    int Awaited,
    double First,
    Quantiles Late,
    Quantiles Answer,
    Quantiles FromAnswer,
    Quantiles FromRequest,
    ImmutableArray<string> Missing
)
{
    public static RateRound Of(
        IReadOnlyCollection<AcceptedCommand> accepted,
        IReadOnlyList<Seen> seen,
        IReadOnlyList<string> missing,
        double[] late
    ) =>
        new(
            accepted.Count,
            seen.Count + missing.Count,
            seen.Count(it => it.AfterAnswerMs < 0) / (double)Math.Max(seen.Count, 1),
            Quantiles.Of(late),
            Quantiles.Of(accepted.Select(c => Stopwatch.GetElapsedTime(c.StartedAt, c.AcceptedAt).TotalMilliseconds)),
            Quantiles.Of(seen.Select(it => it.AfterAnswerMs)),
            Quantiles.Of(seen.Select(it => it.AfterRequestMs)),
            [.. missing]
        );

    public override string ToString() =>
        $"answer to message {FromAnswer}; request to answer {Answer}; {Missing.Length} of {Awaited} missing{string.Concat(Missing.Take(3).Select(m => "\n  " + m))}";
}
