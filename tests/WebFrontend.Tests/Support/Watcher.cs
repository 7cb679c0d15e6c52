using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.SignalR.Client;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>A change that arrived.</summary>
internal sealed record ChangedMessage(string Topic, long From, long Seq, string Kind, JsonElement View);

/// <summary>A client of the live hub, which checks that the ranges of each topic tile.</summary>
internal sealed class Watcher : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly HubConnection _connection;
    private readonly ConcurrentDictionary<string, Channel<ChangedMessage>> _changes = new(StringComparer.Ordinal);
    private readonly Channel<string> _resyncs = Channel.CreateUnbounded<string>();
    private readonly ConcurrentDictionary<string, long> _cursors = new(StringComparer.Ordinal);

    private Watcher(HubConnection connection)
    {
        _connection = connection;
        connection.On<ChangedMessage>("Changed", change => ChangesOf(change.Topic).Writer.TryWrite(change));
        connection.On<string>("Resync", topic => _resyncs.Writer.TryWrite(topic));
    }

    public static async Task<Watcher> ConnectAsync(Uri hub, string? token)
    {
        var connection = new HubConnectionBuilder()
            .WithUrl(hub, options => options.AccessTokenProvider = () => Task.FromResult(token))
            .Build();
        var watcher = new Watcher(connection);
        await connection.StartAsync();
        return watcher;
    }

    /// <summary>Where the ranges of a topic have come to.</summary>
    public long CursorOf(string topic) => _cursors[topic];

    public async Task<JsonElement> WatchAsync(string topic, long? after = null, string? epoch = null)
    {
        var answer = await _connection.InvokeAsync<JsonElement>("Watch", topic, after, epoch);
        var cursor = after;
        if (answer.TryGetProperty("events", out var events))
        {
            foreach (var missed in events.EnumerateArray())
            {
                Assert.Equal(cursor, missed.GetProperty("from").GetInt64());
                cursor = missed.GetProperty("seq").GetInt64();
            }

            if (events.GetArrayLength() > 0)
            {
                Assert.Equal(cursor, answer.GetProperty("seq").GetInt64());
            }
        }

        _cursors[topic] = answer.GetProperty("seq").GetInt64();
        return answer;
    }

    public Task UnwatchAsync(string topic) => _connection.InvokeAsync("Unwatch", topic);

    /// <summary>The next change of a topic; its range must begin where the last one ended.</summary>
    public async Task<ChangedMessage> NextAsync(string topic)
    {
        using var patience = new CancellationTokenSource(Patience);
        var change = await ChangesOf(topic).Reader.ReadAsync(patience.Token);
        Assert.Equal(_cursors[topic], change.From);
        Assert.True(change.Seq > change.From, "A range is empty.");
        _cursors[topic] = change.Seq;
        return change;
    }

    /// <summary>The next change of a kind, maybe about one issue; what comes before is passed over.</summary>
    public async Task<ChangedMessage> HearAsync(string topic, string kind, string? issue = null)
    {
        while (true)
        {
            var change = await NextAsync(topic);
            if (change.Kind == kind && (issue is null || change.View.GetProperty("id").GetString() == issue))
            {
                return change;
            }
        }
    }

    /// <summary>Changes of a topic up to and with the one that ends at a number.</summary>
    public async Task<List<ChangedMessage>> UntilAsync(string topic, long seq)
    {
        var changes = new List<ChangedMessage>();
        do
        {
            changes.Add(await NextAsync(topic));
        } while (changes[^1].Seq < seq);

        return changes;
    }

    /// <summary>The next topic that has to be watched anew.</summary>
    public async Task<string> ResyncAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        return await _resyncs.Reader.ReadAsync(patience.Token);
    }

    /// <summary>Whether a change of a topic has arrived that nobody has taken yet.</summary>
    public bool HasMore(string topic) => ChangesOf(topic).Reader.Count > 0;

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private Channel<ChangedMessage> ChangesOf(string topic) =>
        _changes.GetOrAdd(topic, _ => Channel.CreateUnbounded<ChangedMessage>());
}
