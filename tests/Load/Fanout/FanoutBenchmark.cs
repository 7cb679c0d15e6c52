using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Fanout;

/// <summary>
/// One change to many watchers of one issue: from the request that makes the change to the message at the last watcher.
/// Ours: HTTP, grain, durable append, tail, view, permission, hub. Beside it a bare hub that sends a message of the
/// same size to one group. Each server is a process of its own; this process holds the watchers of both.
/// </summary>
internal static class FanoutBenchmark
{
    private const int ChangesPerTurn = 10;

    public static async Task<Findings> RunAsync(int rounds, int watchers, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        var people = await BenchDistrict.MakeAsync(server);
        await using var ours = ServerProcess.Host("--connection", server.ConnectionString(BenchDistrict.Database));
        await using var bare = ServerProcess.This("bare-hub");
        await ours.ReadyAsync("/health/ready");
        await bare.ReadyAsync("/");

        var token = await SignInAsync(ours.Http, people);
        ours.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        var issue = await ReportAsync(ours.Http);
        progress($"connecting 2 × {watchers} watchers");
        await using var ourWatchers = await Watchers.ConnectAsync(
            ours.WebSocket($"/hubs/live?access_token={Uri.EscapeDataString(token)}"),
            watchers,
            $$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["issue/{{issue}}",null,null]}"""
        );
        await using var bareWatchers = await Watchers.ConnectAsync(bare.WebSocket("/hub"), watchers, greeting: null);
        var message = JsonSerializer.Serialize(
            new
            {
                topic = $"issue/{issue}",
                from = 1L,
                seq = 2L,
                kind = "issue.commented",
                view = await ours.Http.GetFromJsonAsync<JsonElement>($"/api/issues/{issue}"),
            }
        );

        Task<double> OursAsync() =>
            MeasureAsync(
                ourWatchers,
                () => ours.Http.PostAsync($"/api/issues/{issue}/comment", Json("""{"note":"有人来看过了吗？"}"""))
            );
        Task<double> BareAsync() => MeasureAsync(bareWatchers, () => bare.Http.PostAsync("/send", Json(message)));

        for (var i = 0; i < 3 * ChangesPerTurn; i++)
        {
            await OursAsync();
            await BareAsync();
        }

        var ratios = new List<double>(rounds);
        var mine = new List<double>(rounds);
        var theirs = new List<double>(rounds);
        for (var round = 0; round < rounds; round++)
        {
            var (a, b) = (new List<double>(ChangesPerTurn), new List<double>(ChangesPerTurn));
            for (var i = 0; i < ChangesPerTurn; i++)
            {
                if ((round + i) % 2 == 0)
                {
                    a.Add(await OursAsync());
                    b.Add(await BareAsync());
                }
                else
                {
                    b.Add(await BareAsync());
                    a.Add(await OursAsync());
                }
            }

            mine.Add(Median(a));
            theirs.Add(Median(b));
            ratios.Add(mine[^1] / theirs[^1]);
            progress(
                $"round {round + 1}/{rounds}: last watcher {Ms(mine[^1])}, bare hub {Ms(theirs[^1])}, ratio {ratios[^1].ToString("F2", CultureInfo.InvariantCulture)}"
            );
        }

        var findings = new Findings("fanout");
        findings.Say(
            $"{watchers} watchers of one issue, {ChangesPerTurn} changes of each side per round; from the request to the last watcher."
        );
        findings.Figure("ours, last watcher", Ms(Median(mine)));
        findings.Figure("bare hub, last watcher", Ms(Median(theirs)));
        findings.AtMost("last watcher ÷ bare hub", new Ratio(Median(ratios), ratios.Min(), ratios.Max()), 1.4);
        return findings;
    }

    private static async Task<double> MeasureAsync(Watchers watchers, Func<Task<HttpResponseMessage>> change)
    {
        watchers.Arm();
        var from = Stopwatch.GetTimestamp();
        using var response = await change();
        response.EnsureSuccessStatusCode();
        return Stopwatch.GetElapsedTime(from, await watchers.LastAsync()).TotalMilliseconds;
    }

    private static async Task<string> SignInAsync(HttpClient http, BenchPeople people)
    {
        using var response = await http.PostAsJsonAsync(
            "/api/sign-in",
            new { account = people.Account, password = people.Password }
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("token").GetString()!;
    }

    private static async Task<string> ReportAsync(HttpClient http)
    {
        using var response = await http.PostAsJsonAsync(
            "/api/issues",
            new
            {
                owner = BenchDistrict.Compound.ToString(),
                category = "UTL-04",
                description = Commands.SampleRows.Description,
            }
        );
        response.EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("id").GetString()!;
    }

    private static StringContent Json(string body) => new(body, Encoding.UTF8, "application/json");

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static string Ms(double value) => string.Create(CultureInfo.InvariantCulture, $"{value:F1} ms");
}
