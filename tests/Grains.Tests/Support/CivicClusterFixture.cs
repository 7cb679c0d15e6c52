using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>
/// One cluster for the tests that leave it as they found it. They run one after another, because they share its clock
/// and its log; each uses places of its own.
/// </summary>
public sealed class CivicClusterFixture(PostgresServer server) : IAsyncLifetime
{
    public CivicCluster Cluster { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Cluster = await CivicCluster.StartAsync(server);

    public ValueTask DisposeAsync() => Cluster.DisposeAsync();
}

[CollectionDefinition(nameof(SharedCluster))]
public sealed class SharedCluster : ICollectionFixture<CivicClusterFixture>;
