using System.Buffers;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.WebSockets;
using System.Text.Json;

namespace CivicGrains.Load.Common;

/// <summary>What a live connection is told.</summary>
internal interface ILiveListener
{
    /// <summary>A <c>Changed</c> or <c>Resync</c>; what it holds is valid during the call only.</summary>
    /// <param name="receivedAt">Timestamp at which the frame was read from the socket, before it was parsed.</param>
    void Called(string target, JsonElement argument, long receivedAt);
}

/// <summary>
/// A WebSocket that speaks the JSON hub protocol. Thousands fit into one process, and everything is told in the order in
/// which it arrived, answers included.
/// </summary>
internal sealed class LiveClient : IAsyncDisposable
{
    private const byte RecordEnd = 0x1e;
    private const int InvocationType = 1;
    private const int CompletionType = 3;
    private const int CloseType = 7;
    private const int BufferBytes = 4 * 1024;

    /// <summary>As <c>silenceMaxMs</c> of the pages' client.</summary>
    private static readonly TimeSpan SilenceMax = TimeSpan.FromSeconds(12);
    private static readonly byte[] Ping = [.. "{\"type\":6}"u8, RecordEnd];

    // Sockets of one process share it; a handler for each would cost more than the socket.
    private static readonly HttpMessageInvoker Invoker = new(
        new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            ConnectTimeout = TimeSpan.FromSeconds(15),
        }
    );

    private readonly ClientWebSocket _socket = new();
    private readonly SemaphoreSlim _sending = new(1);
    private readonly ConcurrentDictionary<int, Asked> _asked = new();
    private readonly ArrayBufferWriter<byte> _unfinished = new();
    private readonly ILiveListener? _listener;
    private int _lastId;
    private long _heardAt = Stopwatch.GetTimestamp();

    private LiveClient(ILiveListener? listener) => _listener = listener;

    /// <summary>Address of the live hub of a web process, or of the door of a district.</summary>
    /// <param name="address"><c>http://…</c>.</param>
    public static Uri HubOf(string address) =>
        new($"{address.Replace("http://", "ws://", StringComparison.Ordinal).TrimEnd('/')}/hubs/live");

    /// <summary>Ends when the connection has ended, however; never fails.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Connects and shakes hands.</summary>
    /// <param name="hub">Address of the hub, <c>ws://…</c>.</param>
    /// <param name="token">Of who is signed in; null for a hub that asks nobody.</param>
    /// <exception cref="WebSocketException">Nobody answers, or not well.</exception>
    public static async Task<LiveClient> ConnectAsync(
        Uri hub,
        string? token,
        ILiveListener? listener,
        CancellationToken cancellationToken = default
    )
    {
        var client = new LiveClient(listener);
        try
        {
            client._socket.Options.KeepAliveInterval = TimeSpan.Zero;
            if (token is not null)
            {
                client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
            }

            await client._socket.ConnectAsync(hub, Invoker, cancellationToken);
            await client.SendAsync("""{"protocol":"json","version":1}"""u8.ToArray(), cancellationToken);
            var shaken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            client.Ended = Task.Run(() => client.ListenAsync(shaken), CancellationToken.None);
            await shaken.Task.WaitAsync(cancellationToken);
            return client;
        }
        catch
        {
            await client.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Calls a method of the hub. The answer is handed over in its place among what arrives, before the task ends.
    /// </summary>
    /// <exception cref="InvalidOperationException">The hub refused; the message is what it says.</exception>
    /// <exception cref="WebSocketException">The connection ended before the answer.</exception>
    public async Task InvokeAsync(
        string method,
        IReadOnlyList<object?> arguments,
        Action<JsonElement>? answered = null,
        CancellationToken cancellationToken = default
    )
    {
        var id = Interlocked.Increment(ref _lastId);
        var asked = new Asked(answered, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _asked[id] = asked;
        if (Ended.IsCompleted)
        {
            throw new WebSocketException("The connection has ended.");
        }

        await SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(
                new
                {
                    type = InvocationType,
                    invocationId = id.ToString(CultureInfo.InvariantCulture),
                    target = method,
                    arguments,
                }
            ),
            cancellationToken
        );
        await asked.Done.Task.WaitAsync(cancellationToken);
    }

    /// <summary>
    /// Says that it is still there, as browsers do every 5 s; gives the connection up when nothing was heard for long.
    /// </summary>
    public async Task PingAsync()
    {
        if (Stopwatch.GetElapsedTime(Volatile.Read(ref _heardAt)) > SilenceMax)
        {
            _socket.Abort();
            return;
        }

        try
        {
            await SendRawAsync(Ping, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or InvalidOperationException)
        {
            Debug.WriteLine(e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        await Ended;
    }

    private Task SendAsync(byte[] record, CancellationToken cancellationToken) =>
        SendRawAsync([.. record, RecordEnd], cancellationToken);

    private async Task SendRawAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await _sending.WaitAsync(cancellationToken);
        try
        {
            await _socket.SendAsync(bytes, WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
        }
        finally
        {
            _sending.Release();
        }
    }

    private async Task ListenAsync(TaskCompletionSource shaken)
    {
        var buffer = new byte[BufferBytes];
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.AsMemory(), CancellationToken.None);
                var at = Stopwatch.GetTimestamp();
                Volatile.Write(ref _heardAt, at);
                if (
                    received.MessageType is WebSocketMessageType.Close
                    || !Take(buffer.AsSpan(0, received.Count), at, shaken)
                )
                {
                    break;
                }
            }
        }
        catch (Exception e) when (e is WebSocketException or ObjectDisposedException or OperationCanceledException)
        {
            Debug.WriteLine(e.Message);
        }
        finally
        {
            // Whoever waits for an answer learns that there will be none.
            var cut = new WebSocketException("The connection has ended.");
            shaken.TrySetException(cut);
            _ = shaken.Task.Exception;
            _socket.Abort();
            await Task.Yield();
            foreach (var (_, asked) in _asked)
            {
                asked.Done.TrySetException(cut);
                _ = asked.Done.Task.Exception;
            }
        }
    }

    private bool Take(ReadOnlySpan<byte> bytes, long receivedAt, TaskCompletionSource shaken)
    {
        var goesOn = true;
        while (bytes.IndexOf(RecordEnd) is var end and >= 0)
        {
            if (_unfinished.WrittenCount == 0)
            {
                goesOn &= TakeRecord(bytes[..end].ToArray(), receivedAt, shaken);
            }
            else
            {
                _unfinished.Write(bytes[..end]);
                goesOn &= TakeRecord(_unfinished.WrittenSpan.ToArray(), receivedAt, shaken);
                _unfinished.ResetWrittenCount();
            }

            bytes = bytes[(end + 1)..];
        }

        if (bytes.Length > 0)
        {
            _unfinished.Write(bytes);
        }

        return goesOn;
    }

    private bool TakeRecord(byte[] record, long receivedAt, TaskCompletionSource shaken)
    {
        if (!shaken.Task.IsCompleted)
        {
            shaken.TrySetResult();
            return true;
        }

        using var json = JsonDocument.Parse(record);
        var root = json.RootElement;
        switch (root.GetProperty("type").GetInt32())
        {
            case InvocationType:
                _listener?.Called(
                    root.GetProperty("target").GetString()!,
                    root.GetProperty("arguments")[0],
                    receivedAt
                );
                break;
            case CompletionType:
                Complete(root);
                break;
            case CloseType:
                return false;
        }

        return true;
    }

    private void Complete(JsonElement completion)
    {
        var id = int.Parse(completion.GetProperty("invocationId").GetString()!, CultureInfo.InvariantCulture);
        if (!_asked.TryRemove(id, out var asked))
        {
            return;
        }

        if (completion.TryGetProperty("error", out var error))
        {
            asked.Done.TrySetException(new InvalidOperationException(error.GetString()));
            return;
        }

        asked.Answered?.Invoke(completion.TryGetProperty("result", out var result) ? result : default);
        asked.Done.TrySetResult();
    }

    private sealed record Asked(Action<JsonElement>? Answered, TaskCompletionSource Done);
}
