using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Rebuild;
using CivicGrains.Storage.Wall;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Wall;

public sealed class FigureRebuildTests(PostgresServer server)
{
    [Fact]
    public async Task A_wrong_figure_is_named_and_mended_and_counting_goes_on()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 21);
        var figures = new FigureStore(database.Source);
        await town.LiveAsync(60);
        await figures.CountAsync();
        await database.ExecuteAsync(
            "update figures set issues = issues + 1 where area = 'district' and status = 'dispatched' and level = 0"
        );
        await database.ExecuteAsync("delete from figure_days where area = 'community/510105008006'");
        await town.LiveAsync(10);

        var report = await new Rebuilder(database.Source).RebuildAsync();

        Assert.True(report.Swapped);
        var wrong = Assert.Single(report.Differences, it => it.View == "figures");
        Assert.Equal(("district dispatched 0", "issues"), (wrong.Key, wrong.Column));
        Assert.All(report.Differences.Where(it => it.View != "figures"), it => Assert.Equal("figure_days", it.View));
        await Recount.AssertEqualAsync(database);
        await town.LiveAsync(30);
        await figures.CountAsync();
        await Recount.AssertEqualAsync(database);
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync()).Differences);
    }

    [Fact]
    public async Task Figures_that_were_never_counted_are_no_difference()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await (await RandomTown.BuildAsync(log, 22)).LiveAsync(40);
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync()).Differences);
        await Recount.AssertEqualAsync(database);
    }

    [Fact]
    public async Task Rebuilds_with_swap_disturb_neither_the_projector_nor_those_who_append()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 23);
        await town.LiveAsync(50);
        using var stop = new CancellationTokenSource();
        var living = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await town.LiveAsync(1);
            }
        });
        var counting = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await new FigureStore(database.Source).CountAsync();
            }
        });
        for (var n = 0; n < 3; n++)
        {
            await database.ExecuteAsync("insert into figure_days values ('2000-01-01', 'district', 1, 1)");
            Assert.True((await new Rebuilder(database.Source).RebuildAsync()).Swapped);
        }

        await stop.CancelAsync();
        await Task.WhenAll(living, counting);
        await new FigureStore(database.Source).CountAsync();
        await Recount.AssertEqualAsync(database);
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync(swap: false)).Differences);
    }
}
