using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace CivicGrains.Chaos;

/// <summary>
/// Watches topics at one web process for ever: when the connection breaks it comes back and asks for what it missed.
/// Checks that the ranges of each topic tile over all of it, and keeps the last view of each issue.
/// </summary>
internal sealed class TopicWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);

    private readonly Lock _gate = new();
    private readonly Uri _hub;
    private readonly Person _person;
    private readonly ConcurrentDictionary<string, Cursor> _cursors;
    private readonly ConcurrentDictionary<(string Topic, string Issue), JsonElement> _views = new();

    /// <summary>Changes that were handed over before the answer to <c>Watch</c>, which the server had sent first.</summary>
    private readonly Dictionary<string, List<JsonElement>> _early = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _violations = new();
    private readonly CancellationTokenSource _ends = new();
    private Task _running = Task.CompletedTask;
    private long _changes;
    private int _connections;

    private TopicWatcher(string address, Person person, IEnumerable<string> topics)
    {
        _hub = new Uri($"{address}/hubs/live");
        _person = person;
        _cursors = new(topics.Select(topic => KeyValuePair.Create(topic, new Cursor(null, null))), null);
    }

    /// <summary>Who watches.</summary>
    public Person Person => _person;

    public IEnumerable<string> Topics => _cursors.Keys;

    /// <summary>What a screen would show: of each topic, the last view of each issue.</summary>
    public IReadOnlyDictionary<(string Topic, string Issue), JsonElement> Views => _views;

    public IReadOnlyCollection<string> Violations => _violations;

    public long Changes => Interlocked.Read(ref _changes);

    /// <summary>How often it had to connect.</summary>
    public int Connections => _connections;

    public static TopicWatcher Start(string address, Person person, IEnumerable<string> topics)
    {
        var watcher = new TopicWatcher(address, person, topics);
        watcher._running = Task.Run(watcher.RunAsync);
        return watcher;
    }

    public async ValueTask DisposeAsync()
    {
        await _ends.CancelAsync();
        await _running;
        _ends.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_ends.IsCancellationRequested)
        {
            try
            {
                await WatchUntilCutAsync();
            }
            catch (Exception e)
                when (e is HttpRequestException or HubException or TaskCanceledException or InvalidOperationException)
            {
                // The process is down, or the log cannot be read now: again.
            }

            await Task.Delay(Pause, TimeProvider.System, _ends.Token)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WatchUntilCutAsync()
    {
        var cut = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var connection = new HubConnectionBuilder()
            .WithUrl(_hub, options => options.AccessTokenProvider = () => Task.FromResult<string?>(_person.Token))
            .Build();
        connection.ServerTimeout = Silence;
        connection.Closed += _ =>
        {
            cut.TrySetResult();
            return Task.CompletedTask;
        };
        connection.On<JsonElement>("Changed", Take);
        connection.On<string>("Resync", topic => _ = WatchAnewAsync(connection, topic));
        await connection.StartAsync(_ends.Token);
        Interlocked.Increment(ref _connections);
        foreach (var topic in _cursors.Keys)
        {
            await WatchAsync(connection, topic);
        }

        await Task.WhenAny(cut.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ends.Token));
    }

    private async Task WatchAnewAsync(HubConnection connection, string topic)
    {
        _cursors[topic] = new Cursor(null, null);
        try
        {
            await WatchAsync(connection, topic);
        }
        catch (Exception e) when (e is HubException or InvalidOperationException or TaskCanceledException)
        {
            await connection.StopAsync();
        }
    }

    private async Task WatchAsync(HubConnection connection, string topic)
    {
        Cursor cursor;
        lock (_gate)
        {
            cursor = _cursors[topic];
            _early[topic] = [];
        }

        var answer = await connection.InvokeAsync<JsonElement>("Watch", topic, cursor.Seq, cursor.Epoch, _ends.Token);
        lock (_gate)
        {
            if (answer.TryGetProperty("events", out var events))
            {
                foreach (var missed in events.EnumerateArray())
                {
                    Take(topic, missed);
                }
            }
            else
            {
                TakeSnapshot(topic, answer.GetProperty("snapshot"));
            }

            _cursors[topic] = new Cursor(answer.GetProperty("seq").GetInt64(), answer.GetProperty("epoch").GetString());
            _early.Remove(topic, out var early);
            early!.ForEach(change => Take(topic, change));
        }
    }

    private void Take(JsonElement change)
    {
        var topic = change.GetProperty("topic").GetString()!;
        lock (_gate)
        {
            if (_early.TryGetValue(topic, out var early))
            {
                early.Add(change);
            }
            else
            {
                Take(topic, change);
            }
        }
    }

    private void Take(string topic, JsonElement change)
    {
        Interlocked.Increment(ref _changes);
        var (from, seq) = (change.GetProperty("from").GetInt64(), change.GetProperty("seq").GetInt64());
        var cursor = _cursors[topic];
        if (cursor.Seq is { } known && known != from || seq <= from)
        {
            _violations.Enqueue(
                $"{_person.Account.Account} at {_hub}: {topic} stood at {cursor.Seq}, then came ({from}, {seq}]."
            );
        }

        _cursors[topic] = cursor with { Seq = seq };
        if (change.TryGetProperty("view", out var view))
        {
            TakeView(topic, view);
        }
    }

    /// <summary>Where the topic stands replaces what was known of it, as on a screen.</summary>
    private void TakeSnapshot(string topic, JsonElement snapshot)
    {
        foreach (var known in _views.Keys.Where(key => key.Topic == topic))
        {
            _views.TryRemove(known, out _);
        }

        if (snapshot.TryGetProperty("items", out var items))
        {
            foreach (var item in items.EnumerateArray())
            {
                TakeView(topic, item);
            }
        }
        else
        {
            TakeView(topic, snapshot);
        }
    }

    /// <summary>The ticker has no ids; it is watched for its ranges alone.</summary>
    private void TakeView(string topic, JsonElement view)
    {
        if (
            view.ValueKind is JsonValueKind.Object
            && view.TryGetProperty("id", out var id)
            && view.TryGetProperty("seq", out var seq)
        )
        {
            var key = (topic, id.GetString()!);
            if (!_views.TryGetValue(key, out var known) || SeqOf(known) <= seq.GetInt64())
            {
                _views[key] = view;
            }
        }
    }

    private static long SeqOf(JsonElement view) => view.GetProperty("seq").GetInt64();

    private sealed record Cursor(long? Seq, string? Epoch);
}
