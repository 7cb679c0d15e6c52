using System.Text.Json;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;

namespace CivicGrains.Chaos;

/// <summary>
/// Watches topics at one web process for ever: when the connection breaks it comes back and asks for what it missed.
/// </summary>
internal sealed class TopicWatcher : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Silence = TimeSpan.FromSeconds(12);

    private readonly Lock _gate = new();
    private readonly Uri _hub;
    private readonly CancellationTokenSource _ends = new();
    private Task _running = Task.CompletedTask;
    private int _connections;

    private TopicWatcher(string address, Person person, IEnumerable<string> topics)
    {
        _hub = new Uri($"{address}/hubs/live");
        Person = person;
        Screen = new Screen($"{person.Account.Account} at {address}", topics);
    }

    /// <summary>Who watches.</summary>
    public Person Person { get; }

    /// <summary>What is shown.</summary>
    public Screen Screen { get; }

    /// <summary>How often it had to connect.</summary>
    public int Connections => _connections;

    public static TopicWatcher Start(string address, Person person, IEnumerable<string> topics)
    {
        var watcher = new TopicWatcher(address, person, topics);
        watcher._running = Task.Run(watcher.RunAsync);
        return watcher;
    }

    /// <summary>Looks at the screen while nothing comes in.</summary>
    public T Look<T>(Func<Screen, T> look)
    {
        lock (_gate)
        {
            return look(Screen);
        }
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
            .WithUrl(_hub, options => options.AccessTokenProvider = () => Task.FromResult<string?>(Person.Token))
            .Build();
        connection.ServerTimeout = Silence;
        connection.Closed += _ =>
        {
            cut.TrySetResult();
            return Task.CompletedTask;
        };
        connection.On<JsonElement>("Changed", change => Do(() => Screen.TakeChange(change)));
        connection.On<string>("Resync", topic => _ = WatchAnewAsync(connection, topic));
        await connection.StartAsync(_ends.Token);
        Interlocked.Increment(ref _connections);
        foreach (var topic in Screen.Topics)
        {
            await WatchAsync(connection, topic);
        }

        await Task.WhenAny(cut.Task, Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, _ends.Token));
    }

    private async Task WatchAnewAsync(HubConnection connection, string topic)
    {
        Do(() => Screen.Forget(topic));
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
        var cursor = Look(screen => screen.BeginWatch(topic));
        var answer = await connection.InvokeAsync<JsonElement>("Watch", topic, cursor.Seq, cursor.Epoch, _ends.Token);
        Do(() => Screen.TakeAnswer(topic, answer));
    }

    private void Do(Action act)
    {
        lock (_gate)
        {
            act();
        }
    }
}
