using System.CommandLine;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CivicGrains.Load.Fanout;

/// <summary>
/// The floor of fan-out: a hub with one group and nothing behind it. A POST sends its body to the group: no rule, no
/// log, no database, no permission, no resume.
/// </summary>
internal static class BareHub
{
    public static Command Command()
    {
        var port = new Option<int>("--port") { Required = true };
        var command = new Command("bare-hub", "The hub that fan-out is compared with; started by the benchmark.")
        {
            port,
        };
        command.SetAction(parsed => RunAsync(parsed.GetValue(port)));
        return command;
    }

    private static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.AddSignalR();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        await using var app = builder.Build();
        app.MapHub<OneGroup>("/hub");
        app.MapHub<GroupOfEach>("/own");
        app.MapPost(
            "/send",
            async (HttpRequest request, IHubContext<OneGroup> hub) =>
            {
                var body = await request.ReadFromJsonAsync<System.Text.Json.JsonElement>();
                await hub.Clients.Group("all").SendAsync("Changed", body);
            }
        );
        await app.RunAsync();
    }

    /// <summary>As a hub whose connections all watch something else.</summary>
    private sealed class GroupOfEach : Hub
    {
        public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, Context.ConnectionId);
    }

    private sealed class OneGroup : Hub
    {
        public override Task OnConnectedAsync() => Groups.AddToGroupAsync(Context.ConnectionId, "all");
    }
}
