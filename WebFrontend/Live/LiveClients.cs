using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.Http.Features;
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
    IHostApplicationLifetime application,
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
        Forget(connection);
        _connections[connection.ConnectionId] = new LiveConnection(connection, options.Value, time, logger, GaveUp);
        if (application.ApplicationStopping.IsCancellationRequested)
        {
            // Those that were here are being closed. Whoever comes back before the doors are closed would be kept until
            // the process is gone, told that all is well, and nothing else.
            connection.Abort();
        }

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

    private void GaveUp() => Interlocked.Increment(ref _resyncs);

    /// <summary>
    /// A connection may stay for days, and what proved who is there is not needed any more: it is a secret, and some 800
    /// bytes of each idle watcher.
    /// </summary>
    private static void Forget(HubConnectionContext connection)
    {
        if (connection.GetHttpContext() is { } http)
        {
            http.Request.Headers.Authorization = default;
            http.Request.Headers.Cookie = default;
            if (http.Features.Get<IHttpRequestFeature>() is { } request)
            {
                // Where the token came as a parameter.
                (request.QueryString, request.RawTarget) = ("", request.Path);
            }
        }
    }
}
