using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text.Json;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Herd;

/// <summary>How a watcher came back.</summary>
/// <param name="CutAt">Timestamp at which its connection ended.</param>
/// <param name="AskedAt">When it asked for what it missed, on a connection that held; <paramref name="AnsweredAt"/> when it had that.</param>
/// <param name="Seq">Up to which number the answer told everything.</param>
/// <param name="Resumed">Whether it was told one by one what it missed; else it got a snapshot.</param>
/// <param name="Attempts">Connections that it tried.</param>
internal sealed record Return(long CutAt, long AskedAt, long AnsweredAt, long Seq, bool Resumed, int Attempts);

/// <summary>
/// A page that shows one compound and stays right: it connects for ever with the pauses of the pages' client, and goes on
/// from the last number it saw.
/// </summary>
internal sealed class HerdWatcher(Neighbour who, Uri first, Uri door) : ILiveListener
{
    private readonly ConcurrentQueue<(long Seq, long At)> _arrivals = new();
    private volatile LiveClient? _client;
    private volatile Return? _return;
    private volatile bool _isLive;
    private long _cutAt;
    private int _attempts;
    private int _failures;
    private int _resyncs;

    public WatchedTopic Topic { get; } = new(who.Home.ToString());

    /// <summary>Whether it is connected and was told everything up to the moment it asked.</summary>
    public bool IsLive => _isLive;

    /// <summary>Its newest return; null when it was never cut off.</summary>
    public Return? Return => _return;

    public int Resyncs => _resyncs;

    /// <summary>Watches until it is told to end.</summary>
    /// <param name="arrived">Called once, when it is live for the first time.</param>
    public async Task RunAsync(Action arrived, CancellationToken ends)
    {
        var hub = first;
        var isFirst = true;
        while (!ends.IsCancellationRequested)
        {
            try
            {
                await WatchUntilCutAsync(hub, isFirst ? arrived : null, ends);
            }
            catch (Exception e)
                when (e is WebSocketException or HttpRequestException or OperationCanceledException or IOException)
            {
                Debug.WriteLine(e.Message);
            }

            (hub, isFirst) = (door, false);
            await Task.Delay(ClientPauses.After(_failures++, Random.Shared.NextDouble()), ends)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>When it had everything up to a number after its last return; null when it has not.</summary>
    public long? HadAt(long seq)
    {
        if (_return is not { } it)
        {
            return null;
        }

        if (it.Seq >= seq)
        {
            return it.AnsweredAt;
        }

        foreach (var (arrived, at) in _arrivals)
        {
            if (arrived >= seq)
            {
                return at;
            }
        }

        return null;
    }

    public Task PingAsync() => _client?.PingAsync() ?? Task.CompletedTask;

    public void Called(string target, JsonElement argument, long receivedAt)
    {
        if (target == "Changed")
        {
            var (_, seq) = Topic.Changed(argument);
            _arrivals.Enqueue((seq, receivedAt));
        }
        else
        {
            Interlocked.Increment(ref _resyncs);
            Topic.Forget();
            _ = WatchAsync(_client!, CancellationToken.None);
        }
    }

    private async Task WatchUntilCutAsync(Uri hub, Action? arrived, CancellationToken ends)
    {
        _attempts++;
        await using var client = await LiveClient.ConnectAsync(hub, who.Token, this, ends);
        _client = client;
        try
        {
            var (askedAt, seq, resumed) = await WatchAsync(client, ends);
            if (arrived is null)
            {
                _return = new Return(_cutAt, askedAt, Stopwatch.GetTimestamp(), seq, resumed, _attempts);
            }

            _failures = 0;
            _isLive = true;
            arrived?.Invoke();
            await client.Ended.WaitAsync(ends);
        }
        finally
        {
            if (_isLive)
            {
                (_isLive, _cutAt, _attempts) = (false, Stopwatch.GetTimestamp(), 0);
            }
        }
    }

    private async Task<(long AskedAt, long Seq, bool Resumed)> WatchAsync(LiveClient client, CancellationToken ends)
    {
        while (true)
        {
            var (after, epoch) = Topic.Cursor;
            var askedAt = Stopwatch.GetTimestamp();
            var (seq, resumed) = (0L, false);
            try
            {
                await client.InvokeAsync(
                    "Watch",
                    [Topic.Name, after, epoch],
                    answer =>
                    {
                        _arrivals.Clear();
                        resumed = Topic.Answered(answer);
                        seq = answer.GetProperty("seq").GetInt64();
                    },
                    ends
                );
                return (askedAt, seq, resumed);
            }
            catch (InvalidOperationException)
            {
                // The hub cannot answer just now.
                await Task.Delay(ClientPauses.After(_failures++, Random.Shared.NextDouble()), ends);
            }
        }
    }
}
