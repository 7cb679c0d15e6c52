using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using CivicGrains.Domain.Places;
using CivicGrains.Load.Common;
using CivicGrains.Storage.Issues;
using Npgsql;

namespace CivicGrains.Load.Herd;

/// <summary>
/// A web process with thousands of watchers ends, by SIGKILL or in order, while changes go on: how long until every
/// watcher is connected again, has everything that was accepted before it asked, and in the end shows what the log says.
/// </summary>
internal static class HerdBenchmark
{
    private const int CompoundsMax = 100;
    private const double ChangesPerSecond = 20;
    private const int ArrivingAtOnce = 64;
    private static readonly TimeSpan BackPatience = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan ShowPatience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PingEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>Runs it.</summary>
    /// <param name="calm">Changes go on for so long before and after each end.</param>
    public static async Task<Findings> RunAsync(int rounds, int watchers, TimeSpan calm, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        var town = await BenchTown.MakeAsync(server, Math.Min(watchers, CompoundsMax), watchers);
        var connection = server.ConnectionString(BenchDistrict.Database) + ";Maximum Pool Size=40";
        await using var source = NpgsqlDataSource.Create(connection);
        await using var processes = await SeveralProcesses.StartAsync(connection, 1, 2, BenchTown.Settings);
        using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false });
        await town.SignInAsync(http, processes.Webs[0].Address);
        var stories = town
            .Residents.Zip(town.Managers, (resident, manager) => new CompoundStory(http, resident, manager))
            .ToImmutableArray();

        progress($"{watchers} watchers arrive");
        using var ends = new CancellationTokenSource();
        var first = LiveClient.HubOf(processes.Webs[0].Address);
        var door = LiveClient.HubOf(processes.Door.GetLeftPart(UriPartial.Authority));
        var herd = town.Watchers.Select(who => new HerdWatcher(who, first, door)).ToImmutableArray();
        var watching = new ConcurrentBag<Task>();
        await Parallel.ForEachAsync(
            herd,
            new ParallelOptions { MaxDegreeOfParallelism = ArrivingAtOnce },
            async (watcher, _) =>
            {
                var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                watching.Add(Task.Run(() => watcher.RunAsync(arrived.SetResult, ends.Token), CancellationToken.None));
                await arrived.Task;
            }
        );
        watching.Add(PingAsync(herd, ends.Token));

        var measured = new List<HerdRound>();
        for (var round = 0; round < rounds * 2; round++)
        {
            var isKill = round % 2 == 0;
            // Everybody is at the first, then, when that has ended, at the other, and so on.
            var victim = round == 0 ? processes.Webs[0] : Oldest(processes, measured[^1].Victim);
            var other = processes.Webs.First(process => process.Pid != victim.Pid);
            var it = await RoundAsync(isKill, victim, other);
            measured.Add(it);
            progress($"round {(round / 2) + 1}/{rounds}: {it}");
            await processes.UntilReplacedAsync(victim, 2);
        }

        await ends.CancelAsync();
        await Task.WhenAll(watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Say(measured, herd, town);

        async Task<HerdRound> RoundAsync(bool isKill, DistrictProcess victim, DistrictProcess other)
        {
            var accepted = new ConcurrentQueue<AcceptedCommand>();
            var refused = new ConcurrentQueue<string>();
            using var enough = new CancellationTokenSource();
            var changing = OpenLoop.RunAsync(
                ChangesPerSecond,
                TimeSpan.FromHours(1),
                async i =>
                {
                    try
                    {
                        accepted.Enqueue(await stories[i % stories.Length].GoOnAsync(other.Address));
                    }
                    catch (HttpRequestException e)
                    {
                        refused.Enqueue(e.Message);
                    }
                },
                enough.Token
            );
            await Task.Delay(calm);
            var endedAt = Stopwatch.GetTimestamp();
            var cpuBefore = SeveralProcesses.CpuTimeOf(other);
            if (isKill)
            {
                SeveralProcesses.Kill(victim);
            }
            else
            {
                await SeveralProcesses.TerminateAsync(victim);
            }

            await SeveralProcesses.UntilGoneAsync(victim);
            // Who has not noticed yet still counts as live: looked at once more in the end.
            await UntilAsync(() => herd.All(watcher => watcher.IsLive), BackPatience);
            var cpu = SeveralProcesses.CpuTimeOf(other) - cpuBefore;
            await Task.Delay(calm);
            await UntilAsync(() => herd.All(watcher => watcher.IsLive), BackPatience);
            await enough.CancelAsync();
            await changing;
            var wrong = await UntilRightAsync(source, herd);
            return HerdRound.Of(
                isKill,
                victim,
                endedAt,
                cpu,
                herd,
                accepted,
                [.. refused],
                herd.Count(watcher => !watcher.IsLive),
                wrong
            );
        }
    }

    private static DistrictProcess Oldest(SeveralProcesses processes, DistrictProcess former) =>
        processes.Webs.First(process => process.Address != former.Address);

    private static Findings Say(List<HerdRound> measured, ImmutableArray<HerdWatcher> herd, BenchTown town)
    {
        var findings = new Findings("herd");
        findings.Say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{herd.Length} watchers of {town.Residents.Length} compounds at one of two web processes, {ChangesPerSecond} changes a second all the time; from the signal."
            )
        );
        foreach (var isKill in (bool[])[true, false])
        {
            var all = measured.Where(it => it.IsKill == isKill).ToList();
            var name = isKill ? "SIGKILL" : "in order";
            findings.Figure($"{name}: watchers cut off", string.Join(", ", all.Select(it => it.Cut)));
            findings.Figure(
                $"{name}: went on from their number, got a snapshot",
                string.Join("; ", all.Select(it => $"{it.Resumed}, {it.Cut - it.Resumed}"))
            );
            findings.Figure($"{name}: most attempts of one", string.Join(", ", all.Select(it => it.AttemptsMost)));
            findings.Beside(
                $"{name}: processor time of the other web process, s",
                Quantiles.Over(all.Select(it => Quantiles.Of([it.Cpu.TotalSeconds])), q => q.P50)
            );
            findings.Beside(
                $"{name}: half of them right again, s",
                Quantiles.Over(all.Select(it => it.Right), q => q.P50)
            );
            findings.Beside($"{name}: 99 % right again, s", Quantiles.Over(all.Select(it => it.Right), q => q.P99));
            findings.NeverMore(
                $"{name}: all live and right again, s",
                Quantiles.Over(all.Select(it => it.Right), q => q.Most),
                20
            );
        }

        findings.None("watchers that did not come back, or without what they missed", measured.Sum(it => it.Lost));
        findings.None("issues shown otherwise than the log says, in the end", measured.Sum(it => it.Wrong));
        findings.None("ranges that do not tile", herd.Sum(watcher => watcher.Topic.Broken));
        findings.None("commands at the other web process not accepted", measured.Sum(it => it.Refused.Length));
        return findings;
    }

    /// <summary>Changes have ended: waits until every page shows what the log says.</summary>
    /// <returns>Issues that are shown otherwise.</returns>
    private static async Task<int> UntilRightAsync(NpgsqlDataSource source, ImmutableArray<HerdWatcher> herd)
    {
        var boards = new IssueBoards(source);
        var truth = new Dictionary<string, Dictionary<string, ShownIssue>>(StringComparer.Ordinal);
        foreach (var topic in herd.Select(watcher => watcher.Topic.Name).Distinct(StringComparer.Ordinal))
        {
            var issues = await boards.GetNewestAsync(new IssueBoard.At(Place.Parse(topic)), 1_000);
            truth[topic] = issues.ToDictionary(
                issue => issue.Row.Id,
                issue => new ShownIssue(
                    issue.Row.Seq,
                    JsonNamingPolicy.CamelCase.ConvertName(issue.Row.Status.ToString())
                ),
                StringComparer.Ordinal
            );
        }

        await UntilAsync(() => herd.All(it => it.Topic.WrongAgainst(truth[it.Topic.Name]) == 0), ShowPatience);
        return herd.Sum(it => it.Topic.WrongAgainst(truth[it.Topic.Name]));
    }

    private static async Task<bool> UntilAsync(Func<bool> isSo, TimeSpan patience)
    {
        using var over = new CancellationTokenSource(patience);
        while (!isSo())
        {
            if (over.IsCancellationRequested)
            {
                return false;
            }

            await Task.Delay(Look);
        }

        return true;
    }

    private static async Task PingAsync(ImmutableArray<HerdWatcher> herd, CancellationToken ends)
    {
        using var timer = new PeriodicTimer(PingEvery);
        while (await timer.WaitForNextTickAsync(ends))
        {
            foreach (var watcher in herd)
            {
                await watcher.PingAsync();
            }
        }
    }
}

/// <summary>What happened after one end.</summary>
/// <param name="Cpu">What the other web process spent on it on all cores.</param>
/// <param name="Cut">Watchers that lost their connection.</param>
/// <param name="CutAfter">Seconds from the signal until they lost it.</param>
/// <param name="Resumed">Of these, those that were told one by one what they missed.</param>
/// <param name="Right">Seconds from the signal until each had everything that was accepted before it asked.</param>
/// <param name="Lost">Watchers that never had it.</param>
/// <param name="Wrong">Issues that are shown otherwise than the log says, when nothing changes any more.</param>
internal sealed record HerdRound(
    bool IsKill,
    DistrictProcess Victim,
    TimeSpan Cpu,
    int Cut,
    int Resumed,
    int AttemptsMost,
    Quantiles CutAfter,
    Quantiles Right,
    int Lost,
    int Wrong,
    int Accepted,
    ImmutableArray<string> Refused
)
{
    public static HerdRound Of(
        bool isKill,
        DistrictProcess victim,
        long endedAt,
        TimeSpan cpu,
        ImmutableArray<HerdWatcher> herd,
        IReadOnlyCollection<AcceptedCommand> accepted,
        ImmutableArray<string> refused,
        int lost,
        int wrong
    )
    {
        var byTopic = accepted.ToLookup(command => command.Topic, StringComparer.Ordinal);
        var cut = herd.Where(watcher => watcher.Return is { } it && it.CutAt >= endedAt).ToList();
        var right = new List<double>();
        foreach (var watcher in cut)
        {
            var before = byTopic[watcher.Topic.Name].Where(it => it.AcceptedAt <= watcher.Return!.AskedAt);
            if (watcher.HadAt(before.Select(it => it.Seq).DefaultIfEmpty().Max()) is { } at)
            {
                right.Add(Stopwatch.GetElapsedTime(endedAt, at).TotalSeconds);
            }
            else
            {
                lost++;
            }
        }

        return new HerdRound(
            isKill,
            victim,
            cpu,
            cut.Count,
            cut.Count(watcher => watcher.Return!.Resumed),
            cut.Select(watcher => watcher.Return!.Attempts).DefaultIfEmpty().Max(),
            Quantiles.Of(cut.Select(watcher => Stopwatch.GetElapsedTime(endedAt, watcher.Return!.CutAt).TotalSeconds)),
            Quantiles.Of(right),
            lost,
            wrong,
            accepted.Count,
            refused
        );
    }

    public override string ToString() =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{(IsKill ? "SIGKILL" : "in order")}, {Cut} cut off ({Resumed} resumed, {AttemptsMost} attempts at most) within {CutAfter.Most:F2} s, right again after {Right.P50:F2} s (half), {Right.P99:F2} s (99 %), {Right.Most:F2} s (all), with {Cpu.TotalSeconds:F1} s of the other's processor time; {Lost} lost, {Wrong} wrong, {Accepted} accepted, {Refused.Length} refused{string.Concat(Refused.Take(2).Select(r => "\n  " + r))}"
        );
}
