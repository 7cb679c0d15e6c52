using System.Collections.Concurrent;
using System.Net.Sockets;
using Npgsql;

namespace CivicGrains.Storage.Tests.EventLog;

/// <summary>
/// A wire to the server that a test can cut: clients connect to it, it connects to the server. A cut ends the client's
/// side; the server's side stays open, as it does when a network breaks, so the server works on unaware.
/// </summary>
internal sealed class CuttableWire : IAsyncDisposable
{
    private const string SocketName = ".s.PGSQL.5432";

    private readonly string folder = Directory.CreateTempSubdirectory("wire-").FullName;
    private readonly Socket listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private readonly ConcurrentBag<(Socket Client, Socket Server)> pairs = [];
    private readonly UnixDomainSocketEndPoint server;
    private readonly Task accepting;
    private volatile bool swallows;

    public CuttableWire(string connectionString)
    {
        var direct = new NpgsqlConnectionStringBuilder(connectionString);
        server = new UnixDomainSocketEndPoint(Path.Combine(direct.Host!, SocketName));
        listener.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, SocketName)));
        listener.Listen();
        direct.Host = folder;
        Source = NpgsqlDataSource.Create(direct.ConnectionString);
        accepting = AcceptAsync();
    }

    /// <summary>Connections by this wire.</summary>
    public NpgsqlDataSource Source { get; }

    /// <summary>From now on nothing that the server says arrives, until the wire is cut.</summary>
    public void SwallowAnswers() => swallows = true;

    /// <summary>Cuts all present connections; new ones work.</summary>
    public void Cut()
    {
        foreach (var (client, _) in pairs)
        {
            client.Close();
        }

        swallows = false;
    }

    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        listener.Dispose();
        foreach (var (client, toServer) in pairs)
        {
            client.Dispose();
            toServer.Dispose();
        }

        await accepting;
        Directory.Delete(folder, recursive: true);
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket client;
            try
            {
                client = await listener.AcceptAsync();
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
                return;
            }

            var toServer = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            pairs.Add((client, toServer));
            _ = CarryBothWaysAsync(client, toServer);
        }
    }

    private async Task CarryBothWaysAsync(Socket client, Socket toServer)
    {
        try
        {
            await toServer.ConnectAsync(server);
        }
        catch (SocketException)
        {
            client.Close();
            return;
        }

        await Task.WhenAll(CarryAsync(client, toServer, _ => true), CarryAsync(toServer, client, _ => !swallows));
    }

    /// <summary>Carries until either side ends. When the server ends, the client hears of it; not the other way round.</summary>
    private async Task CarryAsync(Socket from, Socket to, Func<int, bool> passes)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer) is > 0 and var count)
            {
                if (passes(count))
                {
                    await to.SendAsync(buffer.AsMemory(0, count));
                }
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // Cut.
        }

        if (pairs.Any(p => p.Server == from))
        {
            to.Close();
        }
    }
}
