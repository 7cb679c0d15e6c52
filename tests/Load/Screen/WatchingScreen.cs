using System.Collections.Concurrent;
using System.Text.Json;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Screen;

/// <summary>A range of a topic, and when it came.</summary>
internal sealed record Arrival(long From, long Seq, long At);

/// <summary>One topic on one screen, with everything that came of it.</summary>
internal sealed class ScreenTopic(string name)
{
    private readonly ConcurrentQueue<Arrival> _arrivals = new();

    public WatchedTopic Watched { get; } = new(name);

    /// <summary>Up to here the answer to <c>Watch</c> told it already.</summary>
    public long BeganAfter { get; set; } = long.MaxValue;

    public IReadOnlyCollection<Arrival> Arrivals => _arrivals;

    public void Changed(JsonElement change, long receivedAt)
    {
        var (from, seq) = Watched.Changed(change);
        _arrivals.Enqueue(new Arrival(from, seq, receivedAt));
    }
}

/// <summary>
/// Somebody's screen: a compound, or whatever issue of it is reported next, each from its report on.
/// </summary>
internal sealed class WatchingScreen : ILiveListener, IAsyncDisposable
{
    /// <summary>The story of an issue is over when the next but one is reported.</summary>
    private const int IssuesAtOnce = 2;

    private readonly ConcurrentDictionary<string, ScreenTopic> _topics = new(StringComparer.Ordinal);
    private readonly Queue<string> _issues = new();
    private readonly SemaphoreSlim _turn = new(1);
    private LiveClient _client = null!;
    private int _resyncs;

    public IEnumerable<ScreenTopic> Topics => _topics.Values;

    /// <summary>How often the server said that it is too far behind.</summary>
    public int Resyncs => _resyncs;

    /// <summary>Whether it is still connected.</summary>
    public bool IsConnected => !_client.Ended.IsCompleted;

    public static async Task<WatchingScreen> OpenAsync(Uri hub, Neighbour who)
    {
        var screen = new WatchingScreen();
        screen._client = await LiveClient.ConnectAsync(hub, who.Token, screen);
        return screen;
    }

    /// <summary>Watches a topic; returns when the hub has answered.</summary>
    public async Task WatchAsync(string name)
    {
        var topic = _topics.GetOrAdd(name, _ => new ScreenTopic(name));
        await _client.InvokeAsync(
            "Watch",
            [name, null, null],
            answer =>
            {
                topic.Watched.Answered(answer);
                topic.BeganAfter = answer.GetProperty("seq").GetInt64();
            }
        );
    }

    /// <summary>Turns to the issue that was reported last.</summary>
    public async Task FollowAsync(string issue)
    {
        await _turn.WaitAsync();
        try
        {
            await WatchAsync($"issue/{issue}");
            _issues.Enqueue($"issue/{issue}");
            if (_issues.Count > IssuesAtOnce)
            {
                await _client.InvokeAsync("Unwatch", [_issues.Dequeue()]);
            }
        }
        finally
        {
            _turn.Release();
        }
    }

    public Task PingAsync() => _client.PingAsync();

    public void Called(string target, JsonElement argument, long receivedAt)
    {
        if (target == "Changed")
        {
            _topics[argument.GetProperty("topic").GetString()!].Changed(argument, receivedAt);
        }
        else
        {
            Interlocked.Increment(ref _resyncs);
        }
    }

    public ValueTask DisposeAsync()
    {
        _turn.Dispose();
        return _client.DisposeAsync();
    }
}
