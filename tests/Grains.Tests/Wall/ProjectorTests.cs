using CivicGrains.Grains.Tests.Support;
using CivicGrains.Grains.Wall;
using CivicGrains.Storage.Wall;
using CivicGrains.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.Grains.Tests.Wall;

public sealed class ProjectorTests(PostgresServer server)
{
    [Fact]
    public async Task Whatever_is_reported_is_counted_and_when_the_silo_that_counts_goes_another_goes_on()
    {
        await using var cluster = await CivicCluster.StartAsync(server);
        var town = new Town(cluster);
        var compound = await town.CompoundAsync();
        for (var n = 0; n < 5; n++)
        {
            await compound.ReportAsync();
        }

        Assert.Equal(5, await CountedAsync(cluster));

        await cluster.StopSiloAsync(it => it.GetRequiredService<ProjectorProgress>().IsHere);
        for (var n = 0; n < 5; n++)
        {
            await compound.ReportAsync();
        }

        Assert.Equal(10, await CountedAsync(cluster));
    }

    /// <summary>Issues of the district, when everything that is in the log now is counted.</summary>
    private static async Task<long> CountedAsync(CivicCluster cluster)
    {
        await cluster
            .Service<ProjectorProgress>()
            .CaughtUpAsync(await cluster.Database.ScalarAsync<long>("select max(seq) from events"));
        var read = await cluster
            .Service<FigureQueries>()
            .ReadAsync(cluster.Clock.GetUtcNow(), [FigureQueries.District]);
        return read.ByStatus.Sum(it => it.Issues);
    }
}
