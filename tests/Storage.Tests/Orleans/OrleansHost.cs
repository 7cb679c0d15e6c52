using System.Net;
using System.Net.Sockets;
using CivicGrains.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Storage;

namespace CivicGrains.Storage.Tests.Orleans;

/// <summary>A silo with the AdoNet providers on a database of its own.</summary>
public sealed class OrleansHost(PostgresServer server) : IAsyncLifetime
{
    public const string ServiceId = "civic-test";
    private const string Invariant = "Npgsql";
    private IHost host = null!;

    public TestDatabase Database { get; private set; } = null!;

    public IMembershipTable Membership => host.Services.GetRequiredService<IMembershipTable>();

    public IGrainStorage Storage => host.Services.GetRequiredKeyedService<IGrainStorage>("test");

    public async ValueTask InitializeAsync()
    {
        Database = await server.CreateDatabaseAsync();
        host = Build(Database, "one");
        await host.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await host.StopAsync();
        host.Dispose();
        await Database.DisposeAsync();
    }

    /// <summary>A host with a membership table of its own; not started, the table can be used nevertheless.</summary>
    public static IHost Build(TestDatabase database, string cluster)
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Logging.SetMinimumLevel(LogLevel.Warning);
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options =>
            {
                options.ClusterId = cluster;
                options.ServiceId = ServiceId;
            });
            silo.UseAdoNetClustering(options =>
            {
                options.Invariant = Invariant;
                options.DataSource = database.Source;
            });
            silo.AddAdoNetGrainStorage(
                "test",
                options =>
                {
                    options.Invariant = Invariant;
                    options.DataSource = database.Source;
                }
            );
            silo.ConfigureEndpoints(IPAddress.Loopback, FreePort(), FreePort());
        });
        return builder.Build();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
