using System.Text.Encodings.Web;
using Microsoft.AspNetCore.SignalR;

namespace CivicGrains.WebFrontend.Live;

/// <summary>The live hub as services.</summary>
internal static class LiveServices
{
    /// <summary>A badge that says "live" must not lie for long: clients give up after 12 s without a sign.</summary>
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(5);

    /// <summary>A stock client says that it is there every 15 s.</summary>
    private static readonly TimeSpan ClientSilenceMax = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Longer than a client may be behind (<see cref="LiveOptions.BehindMax"/>): it is told to read anew, not cut off.
    /// </summary>
    private static readonly TimeSpan SendMax = TimeSpan.FromSeconds(45);

    private const int MessageBytesMax = 4 * 1024;

    public static IServiceCollection AddLive(this IServiceCollection services)
    {
        services
            .AddSignalR(hub =>
            {
                hub.KeepAliveInterval = KeepAlive;
                hub.ClientTimeoutInterval = ClientSilenceMax;
                hub.MaximumReceiveMessageSize = MessageBytesMax;
                hub.AddFilter<HubFailures>();
            })
            .AddJsonProtocol(json =>
                json.PayloadSerializerOptions.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping
            );
        services
            .AddSingleton<HubFailures>()
            .AddSingleton<TopicReader>()
            .AddSingleton<TopicGuard>()
            .AddSingleton<LiveClients>()
            .AddSingleton<HubLifetimeManager<LiveHub>>(provider => provider.GetRequiredService<LiveClients>())
            .AddSingleton<LiveBoard>()
            .AddHostedService(provider => provider.GetRequiredService<LiveBoard>())
            .AddHostedService<LiveGauges>();
        return services;
    }

    /// <summary>Adds the hub.</summary>
    public static void MapLive(this IEndpointRouteBuilder routes) =>
        routes.MapHub<LiveHub>(LiveHub.Path, hub => hub.TransportSendTimeout = SendMax).RequireAuthorization();
}
