using System.Net.WebSockets;
using System.Text;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>A client that has stopped reading costs nobody else anything.</summary>
public sealed class SlowWatcherTests(TestHost shared)
{
    private const string Ping = """{"type":6}""";
    private const char RecordEnd = '\u001e';

    [Fact]
    public async Task A_watcher_that_stops_reading_is_told_to_read_anew_while_others_hear_everything_at_once()
    {
        await using var host = await TestHost.StartAsync(
            shared.Postgres,
            builder =>
                builder.Services.Configure<LiveOptions>(live =>
                {
                    live.WaitingMax = 4;
                    live.SlowAfter = TimeSpan.Zero;
                })
        );
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var topic = SmallTown.Compound.ToString();
        using var slow = await RawAsync(host, "resident");
        await SendAsync(
            slow,
            $$"""{"type":1,"invocationId":"1","target":"Watch","arguments":["{{topic}}",null,null]}"""
        );
        await ReceiveUntilAsync(slow, "\"type\":3");
        await using var prompt = await host.WatcherAsync("manager");
        await prompt.WatchAsync(topic);

        // Long texts fill what the system keeps for a connection that is not read.
        var text = new string('长', 4_000);
        var reports = 0;
        var behind = host.Services.GetRequiredService<LiveClients>();
        while (behind.Resyncs == 0)
        {
            Assert.True(++reports < 2_000, "The watcher that does not read was never given up.");
            var id = await resident.ReportAsync(text: text);
            await SendAsync(slow, Ping);
            ChangedMessage change;
            do
            {
                change = await prompt.NextAsync(topic);
            } while (change.Kind != "issue.accepted" || change.View.GetProperty("id").GetString() != id);
        }

        var received = await ReceiveUntilAsync(slow, "\"Resync\"");
        Assert.Contains($"\"{topic}\"", received[received.LastIndexOf("Resync", StringComparison.Ordinal)..]);
        AssertTiles(received);

        // It reads again: it watches anew and is up to date.
        await SendAsync(
            slow,
            $$"""{"type":1,"invocationId":"2","target":"Watch","arguments":["{{topic}}",null,null]}"""
        );
        Assert.Contains("\"snapshot\"", await ReceiveUntilAsync(slow, "\"invocationId\":\"2\""));
    }

    private static void AssertTiles(string received)
    {
        long? cursor = null;
        foreach (
            var message in received.Split(RecordEnd).Where(m => m.Contains("\"Changed\"", StringComparison.Ordinal))
        )
        {
            var change = System.Text.Json.JsonDocument.Parse(message).RootElement.GetProperty("arguments")[0];
            Assert.Equal(cursor ?? change.GetProperty("from").GetInt64(), change.GetProperty("from").GetInt64());
            cursor = change.GetProperty("seq").GetInt64();
        }

        Assert.NotNull(cursor);
    }

    private static async Task<ClientWebSocket> RawAsync(TestHost host, string account)
    {
        var token = Uri.EscapeDataString(await host.TokenAsync(account));
        var socket = new ClientWebSocket();
        await socket.ConnectAsync(
            new Uri($"ws://{host.Address.Authority}{LiveHub.Path}?access_token={token}"),
            CancellationToken.None
        );
        await SendAsync(socket, """{"protocol":"json","version":1}""");
        await ReceiveUntilAsync(socket, "{}");
        return socket;
    }

    private static Task SendAsync(ClientWebSocket socket, string message) =>
        socket.SendAsync(
            Encoding.UTF8.GetBytes(message + RecordEnd),
            WebSocketMessageType.Text,
            true,
            CancellationToken.None
        );

    private static async Task<string> ReceiveUntilAsync(ClientWebSocket socket, string end)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var received = new MemoryStream();
        var buffer = new byte[64 * 1024];
        var begin = 0;
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, patience.Token);
            Assert.True(part.CloseStatus is null, $"Closed: {part.CloseStatus} {part.CloseStatusDescription}");
            await received.WriteAsync(buffer.AsMemory(0, part.Count), patience.Token);
            if (!part.EndOfMessage)
            {
                continue;
            }

            var message = received.GetBuffer().AsSpan(begin, (int)received.Length - begin);
            if (message.IndexOf(Encoding.UTF8.GetBytes(end)) >= 0)
            {
                return Encoding.UTF8.GetString(received.ToArray());
            }

            begin = (int)received.Length;
        }
    }
}
