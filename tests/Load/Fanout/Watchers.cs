using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;

namespace CivicGrains.Load.Fanout;

/// <summary>
/// Many raw WebSocket connections that speak the JSON hub protocol and count messages (records, not frames: SignalR may
/// put several messages into one frame).
/// </summary>
internal sealed class Watchers : IAsyncDisposable
{
    private const byte RecordEnd = 0x1e;
    private readonly ConcurrentBag<ClientWebSocket> _sockets = [];
    private readonly CancellationTokenSource _stopping = new();
    private int _expected;
    private int _arrived;
    private TaskCompletionSource<long> _last = new();

    public int Count => _sockets.Count;

    /// <summary>Connects so many watchers; each sends a greeting after the handshake (an invocation), if there is one.</summary>
    public static async Task<Watchers> ConnectAsync(Uri hub, int count, string? greeting)
    {
        var watchers = new Watchers();
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (_, cancellation) =>
            {
                var socket = new ClientWebSocket();
                await socket.ConnectAsync(hub, cancellation);
                await SendAsync(socket, """{"protocol":"json","version":1}""", cancellation);
                await ReadRecordAsync(socket, cancellation);
                if (greeting is not null)
                {
                    await SendAsync(socket, greeting, cancellation);
                    await ReadCompletionAsync(socket, cancellation);
                }

                watchers._sockets.Add(socket);
            }
        );
        foreach (var socket in watchers._sockets)
        {
            _ = Task.Run(() => watchers.ListenAsync(socket));
        }

        return watchers;
    }

    /// <summary>Call before a change: the next message of every watcher counts for it.</summary>
    public void Arm()
    {
        _last = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        Volatile.Write(ref _arrived, 0);
        Volatile.Write(ref _expected, Count);
    }

    /// <summary>Timestamp at which the last watcher had its message.</summary>
    public Task<long> LastAsync() => _last.Task.WaitAsync(TimeSpan.FromSeconds(30));

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }

        _stopping.Dispose();
    }

    private async Task ListenAsync(ClientWebSocket socket)
    {
        var buffer = new byte[8 * 1024];
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(), _stopping.Token);
                if (Messages(buffer.AsSpan(0, received.Count)) is var messages and > 0 && Count(messages))
                {
                    _last.TrySetResult(Stopwatch.GetTimestamp());
                }
            }
        }
        catch (Exception e) when (_stopping.IsCancellationRequested)
        {
            Debug.WriteLine(e.Message);
        }
        catch (WebSocketException e)
        {
            _last.TrySetException(e);
        }

        bool Count(int messages) => Interlocked.Add(ref _arrived, messages) == Volatile.Read(ref _expected);
    }

    private static int Messages(ReadOnlySpan<byte> frame) => frame.Count(RecordEnd) - frame.Count("{\"type\":6}"u8);

    private static Task SendAsync(ClientWebSocket socket, string record, CancellationToken cancellation) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(record + (char)RecordEnd),
            WebSocketMessageType.Text,
            endOfMessage: true,
            cancellation
        );

    private static async Task ReadCompletionAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        string record;
        do
        {
            // Pings may come first.
            record = await ReadRecordAsync(socket, cancellation);
        } while (!record.Contains("\"type\":3", StringComparison.Ordinal));

        if (record.Contains("\"error\"", StringComparison.Ordinal))
        {
            throw new InvalidOperationException(record);
        }
    }

    private static async Task<string> ReadRecordAsync(ClientWebSocket socket, CancellationToken cancellation)
    {
        var buffer = new byte[16 * 1024];
        var length = 0;
        do
        {
            var received = await socket.ReceiveAsync(buffer.AsMemory(length), cancellation);
            length += received.Count;
        } while (length == 0 || buffer[length - 1] != RecordEnd);

        return Encoding.UTF8.GetString(buffer, 0, length);
    }
}
