using System.Globalization;
using System.Text.Json;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Memory;

/// <summary>
/// What one more idle watcher costs a web process, beside what it costs a bare hub with a group for each connection. Each
/// is a process of its own, new in each round; read with a fifth of the watchers and with all of them, so that what a
/// process needs anyway is left out.
/// </summary>
internal static class MemoryBenchmark
{
    private const int CompoundsMax = 100;
    private const int ArrivingAtOnce = 32;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(6);

    public static async Task<Findings> RunAsync(int rounds, int watchers, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        var town = await BenchTown.MakeAsync(server, Math.Min(watchers, CompoundsMax), watchers);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        var (ours, bare) = (new List<HeapGrowth>(), new List<HeapGrowth>());
        for (var round = 0; round < rounds; round++)
        {
            Func<Task>[] turns = [async () => ours.Add(await OursAsync()), async () => bare.Add(await BareAsync())];
            foreach (var turn in round % 2 == 0 ? turns : turns.Reverse())
            {
                await turn();
            }

            progress(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"round {round + 1}/{rounds}: ours {ours[^1]}; bare hub {bare[^1]}"
                )
            );
            progress($"  ours holds more of: {ours[^1].Largest(bare[^1])}");
        }

        var findings = new Findings("memory");
        findings.Say(
            $"From {watchers / 5} to {watchers} idle watchers, each signed in and watching a compound; live bytes are the sizes of all objects reached by a full collection, private memory is RssAnon after it."
        );
        findings.Beside("ours, live bytes of a watcher", HeapGrowth.Over(ours, it => it.LiveBytes));
        findings.Beside("bare hub, live bytes of a watcher", HeapGrowth.Over(bare, it => it.LiveBytes));
        findings.Beside("ours, private memory of a watcher, bytes", HeapGrowth.Over(ours, it => it.PrivateBytes));
        findings.Beside("bare hub, private memory of a watcher, bytes", HeapGrowth.Over(bare, it => it.PrivateBytes));
        findings.AtMost("live bytes ÷ bare hub", HeapGrowth.RatioOf(ours, bare, it => it.LiveBytes), 1.3);
        findings.AtMost("private memory ÷ bare hub", HeapGrowth.RatioOf(ours, bare, it => it.PrivateBytes), 1.3);
        return findings;

        async Task<HeapGrowth> OursAsync()
        {
            await using var processes = await SeveralProcesses.StartAsync(
                server.ConnectionString(BenchDistrict.Database) + ";Maximum Pool Size=40",
                silos: 1,
                webs: 1,
                BenchTown.Settings
            );
            var web = processes.Webs[0];
            if (town.Watchers.Length == 0)
            {
                await town.SignInAsync(http, web.Address);
            }

            return await MeasureAsync(web.Pid, i => ConnectAsync(LiveClient.HubOf(web.Address), town.Watchers[i]));
        }

        async Task<HeapGrowth> BareAsync()
        {
            await using var process = ServerProcess.This("bare-hub");
            await process.ReadyAsync("/");
            var hub = process.WebSocket("/own");
            return await MeasureAsync(process.Id, _ => LiveClient.ConnectAsync(hub, token: null, listener: null));
        }

        async Task<HeapGrowth> MeasureAsync(int pid, Func<int, Task<LiveClient>> connectAsync)
        {
            var few = watchers / 5;
            var clients = new LiveClient[watchers];
            try
            {
                await ConnectSomeAsync(0, few);
                await Task.Delay(Settle);
                var before = await LiveHeap.ReadAsync(pid);
                await ConnectSomeAsync(few, watchers);
                await Task.Delay(Settle);
                var after = await LiveHeap.ReadAsync(pid);
                if (clients.Count(client => client.Ended.IsCompleted) is var gone and > 0)
                {
                    throw new InvalidOperationException($"{gone} watchers lost their connection.");
                }

                return HeapGrowth.Of(before, after, watchers - few);
            }
            finally
            {
                foreach (var client in clients.Where(client => client is not null))
                {
                    await client.DisposeAsync();
                }
            }

            Task ConnectSomeAsync(int from, int to) =>
                Parallel.ForAsync(
                    from,
                    to,
                    new ParallelOptions { MaxDegreeOfParallelism = ArrivingAtOnce },
                    async (i, _) => clients[i] = await connectAsync(i)
                );
        }
    }

    private static async Task<LiveClient> ConnectAsync(Uri hub, Neighbour who)
    {
        var client = await LiveClient.ConnectAsync(hub, who.Token, listener: null);
        await client.InvokeAsync("Watch", [who.Home.ToString(), null, null], CheckAnswer);
        return client;
    }

    private static void CheckAnswer(JsonElement answer) => answer.GetProperty("snapshot");
}
