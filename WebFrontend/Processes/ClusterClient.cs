using CivicGrains.Silo;
using Npgsql;
using Orleans.Configuration;
using Orleans.Dashboard;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>How a web process without a silo of its own reaches the grains.</summary>
internal static class ClusterClient
{
    private static readonly TimeSpan GatewaysEvery = TimeSpan.FromSeconds(3);

    /// <summary>
    /// A silo that has died answers nothing. Asking again is safe, for a command has an id; so a call is given up
    /// sooner than a person gives up.
    /// </summary>
    private static readonly TimeSpan AnswerMax = TimeSpan.FromSeconds(6);

    /// <summary>Adds a client of a cluster.</summary>
    /// <param name="clusterId">The cluster, as its silos were told.</param>
    public static void AddClusterClient(this WebApplicationBuilder builder, string clusterId) =>
        builder.Host.UseOrleansClient(client =>
        {
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = clusterId;
                cluster.ServiceId = CivicSiloOptions.ServiceId;
            });
            client.UseAdoNetClustering(clustering =>
                clustering.Configure<NpgsqlDataSource>(
                    (it, source) =>
                    {
                        it.Invariant = "Npgsql";
                        it.DataSource = source;
                    }
                )
            );
            client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = GatewaysEvery);
            client.Configure<ClientMessagingOptions>(messages => messages.ResponseTimeout = AnswerMax);
            client.UseConnectionRetryFilter<UntilThereIsASilo>();
            client.AddDashboard(dashboard => dashboard.HideTrace = true);
        });

    /// <summary>The silos may come later than their clients.</summary>
    private sealed class UntilThereIsASilo : IClientConnectionRetryFilter
    {
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

        public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
        {
            await Task.Delay(Pause, TimeProvider.System, cancellationToken);
            return true;
        }
    }
}
