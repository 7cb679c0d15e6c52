using System.Net;
using System.Net.Sockets;
using CivicGrains.Grains;
using CivicGrains.Grains.Common;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Orleans.Storage;

namespace CivicGrains.Silo;

/// <summary>The silo: grains, their clustering and their services, in whatever host.</summary>
public static class CivicSilo
{
    private const string Invariant = "Npgsql";

    /// <summary>
    /// Adds a silo to a host. Call <c>AddCivicStorage</c> before: hosted services stop in the reverse order, so the
    /// writer of the log drains after the last grain was deactivated, and the dispatcher stops before the grains do.
    /// </summary>
    public static IHostApplicationBuilder AddCivicSilo(
        this IHostApplicationBuilder builder,
        Action<CivicSiloOptions>? configure = null
    )
    {
        var options = new CivicSiloOptions();
        configure?.Invoke(options);
        builder.UseOrleans(silo =>
            silo.AddCivicClustering(options)
                .AddCivicGrains()
                // Its live trace would show log lines to a browser.
                .AddDashboard(dashboard => dashboard.HideTrace = true)
        );

        // Grains write their snapshots while they are deactivated; the default of 30 s is tight for thousands.
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(60));
        return builder;
    }

    /// <summary>Membership in PostgreSQL, endpoints on the loopback address.</summary>
    public static ISiloBuilder AddCivicClustering(this ISiloBuilder silo, CivicSiloOptions options)
    {
        silo.Configure<ClusterOptions>(cluster =>
        {
            cluster.ClusterId = options.ClusterId;
            cluster.ServiceId = CivicSiloOptions.ServiceId;
        });
        silo.UseAdoNetClustering(clustering =>
            clustering.Configure<NpgsqlDataSource>(
                (it, source) =>
                {
                    it.Invariant = Invariant;
                    it.DataSource = source;
                }
            )
        );
        silo.Configure<ClusterMembershipOptions>(membership =>
        {
            // A silo that dies is missed after about 6 s instead of 15, and what is known of others is never old.
            membership.ProbeTimeout = TimeSpan.FromSeconds(2);
            membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
            membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        });
        var (siloPort, gatewayPort) = FreePorts(options.SiloPort, options.GatewayPort);
        silo.ConfigureEndpoints(IPAddress.Loopback, siloPort, gatewayPort);
        return silo;
    }

    /// <summary>The grains, where their snapshots go, and the services around them.</summary>
    public static ISiloBuilder AddCivicGrains(this ISiloBuilder silo)
    {
        silo.AddAdoNetGrainStorage(
            SnapshotOptions.StorageName,
            storage =>
                storage.Configure<NpgsqlDataSource, Serializer>(
                    (it, source, serializer) =>
                    {
                        it.Invariant = Invariant;
                        it.DataSource = source;
                        it.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                    }
                )
        );
        silo.Services.AddCivicGrains();
        return silo;
    }

    /// <summary>Two different ports; both listeners are open while they are chosen.</summary>
    private static (int Silo, int Gateway) FreePorts(int silo, int gateway)
    {
        using var first = new TcpListener(IPAddress.Loopback, silo);
        using var second = new TcpListener(IPAddress.Loopback, gateway);
        first.Start();
        second.Start();
        return (((IPEndPoint)first.LocalEndpoint).Port, ((IPEndPoint)second.LocalEndpoint).Port);
    }
}
