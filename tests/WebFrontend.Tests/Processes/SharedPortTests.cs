using System.Net;
using System.Net.Sockets;
using CivicGrains.WebFrontend.Processes;

namespace CivicGrains.WebFrontend.Tests.Processes;

public sealed class SharedPortTests
{
    [Fact]
    public void A_port_that_another_district_shares_among_its_processes_is_not_joined()
    {
        using var theirs = SharedPort.Reserve(new IPEndPoint(IPAddress.Loopback, 0));
        var endpoint = (IPEndPoint)theirs.LocalEndPoint!;

        Assert.Throws<SocketException>(() => SharedPort.ReserveUnshared(endpoint).Dispose());
        // The processes of one district do join it.
        using var ours = SharedPort.Open(endpoint);
        Assert.Equal(endpoint, ours.LocalEndPoint);
    }

    [Fact]
    public async Task Every_address_means_those_of_both_kinds()
    {
        using var door = SharedPort.Reserve(new IPEndPoint(IPAddress.IPv6Any, 0));
        door.Listen();
        using var client = new TcpClient();

        await client.ConnectAsync(IPAddress.Loopback, ((IPEndPoint)door.LocalEndPoint!).Port);

        Assert.True(client.Connected);
    }
}
