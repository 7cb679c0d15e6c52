using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// Keeps the connections of this process, so that one serialized message can be written to many of them; sending
/// through <c>Clients</c> one by one serializes it for each.
/// </summary>
internal sealed class LiveClients(
    LiveBoard board,
    IOptions<LiveOptions> options,
    TimeProvider time,
    ILogger<LiveClients> logger
) : DefaultHubLifetimeManager<LiveHub>(logger)
{
    private readonly ConcurrentDictionary<string, LiveConnection> _connections = new(StringComparer.Ordinal);

    private long _resyncs;

    /// <summary>How often a client that was too far behind was told to watch a topic anew.</summary>
    public long Resyncs => Interlocked.Read(ref _resyncs);

    /// <summary>Connections of this process.</summary>
    public int Count => _connections.Count;

    /// <summary>How many topics the connections watch, and how many of them do not take what is sent.</summary>
    public (int Watches, int Slow) Look()
    {
        var (watches, slow) = (0, 0);
        foreach (var (_, connection) in _connections)
        {
            var (its, isSlow) = connection.Look();
            watches += its;
            slow += isSlow ? 1 : 0;
        }

        return (watches, slow);
    }

    /// <summary>The connection a hub method was called on.</summary>
    public LiveConnection Of(HubCallerContext context) =>
        _connections.TryGetValue(context.ConnectionId, out var connection)
            ? connection
            : throw new HubException("connection.closed");

    /// <inheritdoc/>
    public override Task OnConnectedAsync(HubConnectionContext connection)
    {
        _connections[connection.ConnectionId] = new LiveConnection(
            connection,
            options.Value,
            time,
            logger,
            () => Interlocked.Increment(ref _resyncs)
        );
        return base.OnConnectedAsync(connection);
    }

    /// <inheritdoc/>
    public override Task OnDisconnectedAsync(HubConnectionContext connection)
    {
        if (_connections.TryRemove(connection.ConnectionId, out var gone))
        {
            foreach (var ended in gone.EndAll())
            {
                board.Remove(ended);
            }
        }

        return base.OnDisconnectedAsync(connection);
    }
}
