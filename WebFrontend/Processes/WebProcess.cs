using System.Net;
using CivicGrains.Silo;
using CivicGrains.Silo.Operations;
using CivicGrains.Storage;
using CivicGrains.WebFrontend.Health;
using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// A web process without a silo: API, hub and pages against grains that live elsewhere. It finds a database that was
/// migrated before.
/// </summary>
internal static class WebProcess
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until it is told to end.</summary>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        if (settings is not { Connection: not null, ClusterId: { } clusterId })
        {
            throw new HostRefusedException(
                "A web process needs --connection and --cluster, those of the silos.",
                "web 进程需要 --connection 与 --cluster，与 silo 进程一致。"
            );
        }

        await using var database = await Database.OpenAsync(settings, cancellationToken);
        var builder = WebHosting.CreateBuilder(settings);
        builder.WebHost.UseSockets(sockets => sockets.CreateBoundListenSocket = SharedPort.Open);
        if (settings.OwnPort is { } own)
        {
            builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, own));
        }

        builder.Services.AddCivicStorage(database.Source);
        builder.AddClusterClient(clusterId);
        builder.AddCivicObservability("civicgrains-web");
        builder.Services.AddWeb(builder.Configuration);
        if (SupervisedLifetime.IsSupervised)
        {
            builder.Services.AddSingleton<IHostLifetime, SupervisedLifetime>();
        }

        await using var app = builder.Build();
        app.UseWeb();
        await app.StartAsync(cancellationToken);
        var address = $"http://{new IPEndPoint(IPAddress.Loopback, settings.OwnPort ?? settings.Port)}";
        if (await BecomesReadyAsync(app, cancellationToken))
        {
            SupervisedLifetime.TellReady(address);
        }

        await app.WaitForShutdownAsync(cancellationToken);
        return 0;
    }

    /// <summary>
    /// Asked within the process: at its ports another one, which this one is to replace, may answer. False when it is
    /// told to end before it was ready.
    /// </summary>
    private static async Task<bool> BecomesReadyAsync(WebApplication app, CancellationToken cancellationToken)
    {
        var readiness = app.Services.GetRequiredService<Readiness>();
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(
            cancellationToken,
            app.Lifetime.ApplicationStopping
        );
        try
        {
            while (!(await readiness.FindMissingAsync(ends.Token)).IsEmpty)
            {
                await Task.Delay(Look, TimeProvider.System, ends.Token);
            }

            return true;
        }
        catch (OperationCanceledException) when (ends.IsCancellationRequested)
        {
            return false;
        }
    }
}
