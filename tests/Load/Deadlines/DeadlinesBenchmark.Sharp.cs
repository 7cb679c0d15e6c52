using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using CivicGrains.Domain.Calendar;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Deadlines;

/// <content>Thousands of deadlines at one moment, while people report danger.</content>
internal static partial class DeadlinesBenchmark
{
    private const double DangerPerSecond = 40;
    private static readonly TimeSpan DangerBefore = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan DangerAfter = TimeSpan.FromSeconds(6);
    private const int DangerReporters = 64;

    private static async Task SharpAsync(
        BenchServer server,
        DeadlineOptions options,
        Findings findings,
        Action<string> progress
    )
    {
        var rounds = new List<SharpRound>();
        for (var round = 0; round < options.Rounds; round++)
        {
            rounds.Add(await SharpRoundAsync(server, $"{Sharp}{round}", options));
            progress($"sharp, round {round + 1}/{options.Rounds}: {rounds[^1]}");
        }

        var name = string.Create(CultureInfo.InvariantCulture, $"{options.SharpCount} at 17:00:00");
        findings.NeverMore(
            $"{name}: all durable after, s",
            Quantiles.Over(rounds.Select(it => it.Done), q => q.Most),
            3
        );
        findings.Beside(
            $"{name}: half of them durable after, s",
            Quantiles.Over(rounds.Select(it => it.Done), q => q.P50)
        );
        findings.Figure($"{name}: P1 reports sent meanwhile", string.Join(", ", rounds.Select(it => it.DangerCount)));
        findings.Beside($"{name}: P1 report, p50, ms", Quantiles.Over(rounds.Select(it => it.Danger), q => q.P50));
        findings.NeverMore(
            $"{name}: P1 report, p99, ms",
            Quantiles.Over(rounds.Select(it => it.Danger), q => q.P99),
            200
        );
        findings.Beside(
            $"{name}: P1 report in the four seconds before, p99, ms",
            Quantiles.Over(rounds.Select(it => it.DangerBefore), q => q.P99)
        );
        SayOnce(findings, name, rounds.Sum(it => it.Missing), rounds.Sum(it => it.Again));
        findings.None($"{name}: P1 reports not accepted", rounds.Sum(it => it.Refused));
    }

    private static async Task<SharpRound> SharpRoundAsync(BenchServer server, string database, DeadlineOptions options)
    {
        await using var source = await server.CreateDatabaseAsync(database);
        var reports = PlanSharp(options.SharpCount, options.Compounds);
        var (district, watch) = await PrepareAsync(source, options.Compounds, options.ShowsBar, reports);
        await using (district)
        {
            var sharp = watch.First;
            if (watch.Last != sharp || TownTime.TimeOf(sharp) != TimeSpan.FromHours(17))
            {
                throw new InvalidOperationException($"Deadlines from {watch.First} to {watch.Last}.");
            }

            await using var processes = await StartAsync(server, database, district, watch);
            using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
            var web = processes.Webs[0].Address;
            var people = await district.SignInAsync(http, web, Math.Min(DangerReporters, options.Compounds));
            using var enough = new CancellationTokenSource();
            var following = Task.Run(() => watch.FollowAsync(enough.Token), CancellationToken.None);
            var answers = new ConcurrentQueue<(DateTimeOffset SentAt, double Ms)>();
            var refused = 0;
            // Before it is measured, that path of the processes has to be warm.
            for (var i = 0; i < people.Length * 2; i++)
            {
                await ReportDangerAsync(i);
            }

            await Task.Delay(district.Clock.RealDelayUntil(sharp - DangerBefore)!.Value);
            await OpenLoop.RunAsync(DangerPerSecond, DangerBefore + DangerAfter, ReportDangerAsync);
            await UntilAllAsync(district, watch, (_, _) => { });
            await enough.CancelAsync();
            await following;

            var fired = watch.Fired;
            var done = fired.Max(it => it.SeenAt);
            var during = answers.Where(it => it.SentAt >= sharp && it.SentAt <= done).Select(it => it.Ms).ToArray();
            return new SharpRound(
                Quantiles.Of(fired.Select(it => (it.SeenAt - it.DueAt).TotalSeconds)),
                during.Length,
                Quantiles.Of(during),
                Quantiles.Of(
                    answers.Where(it => it.SentAt < sharp && it.SentAt >= sharp - DangerBefore).Select(it => it.Ms)
                ),
                refused,
                watch.Pending - watch.FiredCount,
                watch.Again
            );

            async Task ReportDangerAsync(int number)
            {
                var who = people[number % people.Length];
                var sentAt = district.Clock.GetUtcNow();
                var from = Stopwatch.GetTimestamp();
                using var request = new HttpRequestMessage(HttpMethod.Post, new Uri($"{web}/api/issues"));
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", who.Token);
                request.Content = new StringContent(
                    $$"""{"owner":"{{who.Home}}","category":"SAF-03","description":"二单元电梯停在五楼和六楼之间，里面有人。"}""",
                    Encoding.UTF8,
                    "application/json"
                );
                using var response = await http.SendAsync(request);
                await response.Content.ReadAsByteArrayAsync();
                if (response.IsSuccessStatusCode)
                {
                    answers.Enqueue((sentAt, Stopwatch.GetElapsedTime(from).TotalMilliseconds));
                }
                else
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }
    }

    /// <summary>What happened around one moment.</summary>
    /// <param name="Done">Seconds from the moment until each deadline was durable.</param>
    /// <param name="DangerCount">P1 reports that were sent from the moment on until all were.</param>
    private sealed record SharpRound(
        Quantiles Done,
        int DangerCount,
        Quantiles Danger,
        Quantiles DangerBefore,
        int Refused,
        int Missing,
        int Again
    )
    {
        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"all durable after {Done.Most:F2} s, half after {Done.P50:F2} s; {DangerCount} P1 reports meanwhile: {Danger}; before: {DangerBefore}; {Refused} refused, {Missing} never, {Again} again"
            );
    }
}
