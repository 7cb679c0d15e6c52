using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR.Client;

namespace CivicGrains.Load.Replay;

/// <summary>
/// Watches on the hub, as the district centre, what happens to the petitions: issues of all subdistricts, and tasks of
/// the grids of the compounds that are reported to.
/// </summary>
internal sealed class LiveCounts : IAsyncDisposable
{
    private const string WatcherRole = "district-centre";
    private const string Escalated = "issue.escalated";
    private const string Offered = "grid.task-offered";
    private const string Ended = "grid.task-ended";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private readonly HubConnection _connection;
    private readonly ConcurrentDictionary<string, Cursor> _cursors = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<long, Happened> _happened = new();

    private LiveCounts(Uri url, SignedIn watcher)
    {
        _connection = new HubConnectionBuilder()
            .WithUrl(
                new Uri(url, "/hubs/live"),
                options =>
                {
                    options.AccessTokenProvider = () => Task.FromResult<string?>(watcher.Token);
                    // Behind one address there may be several processes, and what was agreed with one another may not know.
                    options.SkipNegotiation = true;
                    options.Transports = HttpTransportType.WebSockets;
                }
            )
            .WithAutomaticReconnect(new AgainAndAgain())
            .Build();
        _connection.On<JsonElement>("Changed", change => Take(change.GetProperty("topic").GetString()!, change));
        _connection.On<string>("Resync", topic => _ = WatchAsync(topic, anew: true));
        _connection.Reconnected += async _ =>
        {
            foreach (var topic in _cursors.Keys)
            {
                await WatchAsync(topic, anew: false);
            }
        };
    }

    /// <summary>Connects and watches.</summary>
    public static async Task<LiveCounts> StartAsync(
        Uri url,
        IEnumerable<DemoAccount> accounts,
        DistrictReader reader,
        WallReading wall,
        IEnumerable<Plan> plans,
        CivicClient client,
        CancellationToken cancellationToken
    )
    {
        var account =
            accounts.FirstOrDefault(it => it.Role == WatcherRole)
            ?? throw new DistrictException($"The accounts file has no {WatcherRole}.");
        var watcher = await reader.SignInAsync(account, cancellationToken);
        var topics = wall.Subdistricts.Keys.Select(code => $"subdistrict/{code}").ToHashSet(StringComparer.Ordinal);
        foreach (var compound in plans.Select(it => it.Sender.Account.Place).Distinct(StringComparer.Ordinal))
        {
            var place = await client.GetAsync(watcher.Token, $"/api/places/{compound}", cancellationToken);
            if (place.IsGood && place.Body!.Value.GetProperty("homeGrid").GetString() is { } grid)
            {
                topics.Add(grid);
            }
        }

        var counts = new LiveCounts(url, watcher);
        await counts._connection.StartAsync(cancellationToken);
        foreach (var topic in topics)
        {
            await counts.WatchAsync(topic, anew: true);
        }

        return counts;
    }

    /// <summary>
    /// Prints what has happened to the petitions so far, every few seconds, then what the log says of it. Who has seen
    /// enough may cancel it.
    /// </summary>
    public async Task ShowAsync(
        IReadOnlyList<Sent> sent,
        TimeSpan length,
        DistrictReader reader,
        long logEnd,
        TextWriter output,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var ours = sent.Select(it => it.IssueId).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var began = time.GetTimestamp();
        await output.WriteLineAsync("Since the first was sent, live:");
        while (true)
        {
            var passed = time.GetElapsedTime(began);
            var seen = _happened.Values.Where(it => ours.Contains(it.Issue)).ToList();
            await output.WriteLineAsync(
                $"  {passed.TotalSeconds.ToString("F0", CultureInfo.InvariantCulture), 4} s  {LineOf(seen)}"
            );
            if (passed >= length)
            {
                break;
            }

            await Task.Delay(length - passed < Every ? length - passed : Every, time, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (cancellationToken.IsCancellationRequested)
            {
                return;
            }
        }

        var logged = await reader.ReadLogAsync(null, logEnd, long.MaxValue, cancellationToken);
        var facts = logged.Where(it => it.Subject is { } id && ours.Contains(id)).ToList();
        await output.WriteLineAsync(
            string.Create(
                CultureInfo.InvariantCulture,
                $"  log     {facts.Count(it => it.Type == Escalated)} escalations, {facts.Count(it => it.Type == Offered)} tasks offered to {facts.Where(it => it.Type == Offered).Select(it => it.Stream).Distinct(StringComparer.Ordinal).Count()} grids, {facts.Count(it => it.Type == Ended)} ended"
            )
        );
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static string LineOf(List<Happened> seen)
    {
        var levels = seen.Where(it => it.Kind == Escalated)
            .GroupBy(it => it.Issue, StringComparer.Ordinal)
            .CountBy(it => it.Max(e => e.Level ?? 0))
            .OrderBy(it => it.Key)
            .Select(it => string.Create(CultureInfo.InvariantCulture, $"{it.Value} at level {it.Key}"));
        var climbed = string.Join(", ", levels);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{seen.Count(it => it.Kind == Escalated)} escalations{(climbed == "" ? "" : $" ({climbed})")}, {seen.Count(it => it.Kind == Offered)} tasks offered, {seen.Count(it => it.Kind == Ended)} ended"
        );
    }

    private async Task WatchAsync(string topic, bool anew)
    {
        var cursor = anew ? new Cursor(null, null) : _cursors.GetValueOrDefault(topic, new Cursor(null, null));
        var answer = await _connection.InvokeAsync<JsonElement>("Watch", topic, cursor.Seq, cursor.Epoch);
        if (answer.TryGetProperty("events", out var events))
        {
            foreach (var it in events.EnumerateArray())
            {
                Take(topic, it);
            }
        }

        _cursors[topic] = new Cursor(answer.GetProperty("seq").GetInt64(), answer.GetProperty("epoch").GetString());
    }

    private void Take(string topic, JsonElement change)
    {
        var seq = change.GetProperty("seq").GetInt64();
        _cursors.AddOrUpdate(topic, new Cursor(seq, null), (_, cursor) => cursor with { Seq = seq });
        if (
            change.TryGetProperty("view", out var view)
            && view.ValueKind is JsonValueKind.Object
            && view.TryGetProperty("id", out var id)
        )
        {
            var level = view.GetProperty("level") is { ValueKind: JsonValueKind.Number } number
                ? number.GetInt32()
                : (int?)null;
            // An event may come by two topics; its number tells that it is one.
            _happened.TryAdd(seq, new Happened(change.GetProperty("kind").GetString()!, id.GetString()!, level));
        }
    }

    private sealed record Cursor(long? Seq, string? Epoch);

    private sealed record Happened(string Kind, string Issue, int? Level);

    private sealed class AgainAndAgain : IRetryPolicy
    {
        public TimeSpan? NextRetryDelay(RetryContext retryContext) => TimeSpan.FromMilliseconds(500);
    }
}
