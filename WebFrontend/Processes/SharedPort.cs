using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// A port at which several processes of this user listen, so that a new web process opens its doors before the old one
/// closes them, and the one address of the district is served as long as any web process lives. The system spreads new
/// connections over those that listen.
/// </summary>
internal static class SharedPort
{
    private const int SolSocket = 1;
    private const int SoReusePort = 15;

    /// <summary>
    /// Keeps a port for processes that will listen at it: bound, but not listening, it takes no connection away.
    /// </summary>
    /// <exception cref="SocketException">Another user or program has it, or the address is not this machine's.</exception>
    public static Socket Reserve(IPEndPoint endpoint)
    {
        var socket = NewSocket(endpoint);
        try
        {
            socket.Bind(endpoint);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Keeps a port that nobody has yet. Other programs of this user may share theirs as we do: a port of another
    /// district must not become one of this.
    /// </summary>
    /// <exception cref="SocketException">Somebody has it, shared or not.</exception>
    public static Socket ReserveUnshared(IPEndPoint endpoint)
    {
        // Not named TCP: of those the framework says when binding that the port may be one that others have bound.
        using (var probe = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Unspecified))
        {
            probe.Bind(endpoint);
        }

        return Reserve(endpoint);
    }

    /// <summary>A socket bound to a shared port, for a server that will listen.</summary>
    public static Socket Open(EndPoint endpoint) => Reserve((IPEndPoint)endpoint);

    private static Socket NewSocket(IPEndPoint endpoint)
    {
        var socket = new Socket(endpoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        if (endpoint.Address.Equals(IPAddress.IPv6Any))
        {
            // "Every address" is meant, as where a server opens its sockets itself.
            socket.DualMode = true;
        }

        if (OperatingSystem.IsLinux())
        {
            var on = 1;
            socket.SetRawSocketOption(SolSocket, SoReusePort, MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in on)));
        }

        return socket;
    }
}
