using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Kpi;
using CivicGrains.Storage.Rebuild;
using CivicGrains.Storage.Tests.Wall;
using CivicGrains.Storage.Wall;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Kpi;

public sealed class KpiTests(PostgresServer server)
{
    private static readonly DateOnly Ever = new(2020, 1, 1);
    private static readonly DateOnly Never = new(2030, 1, 1);
    private static readonly Place District = Place.District("510105");

    [Fact]
    public async Task Before_anything_happened_all_is_nothing_at_zero()
    {
        await using var database = await server.CreateDatabaseAsync();
        var read = await new KpiQueries(database.Source).ReadAsync(District, Ever, Never, DateTimeOffset.UnixEpoch);
        Assert.Equal(
            new KpiFigures(
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                TimeSpan.Zero,
                0
            ),
            read
        );
    }

    [Fact]
    public async Task After_whatever_happened_they_are_those_of_the_log_at_the_same_number()
    {
        var met = new List<KpiFigures>();
        foreach (var seed in new[] { 1, 2, 3, 4, 5, 6, 7 })
        {
            await using var database = await server.CreateDatabaseAsync();
            await using var log = new PostgresEventLog(database.Source);
            var town = await RandomTown.BuildAsync(log, seed, withClocks: true);
            for (var round = 0; round < 10; round++)
            {
                await town.LiveAsync(100);
                await new FigureStore(database.Source).CountAsync();
                await AssertEqualAsync(database, log, town.Now);
            }

            met.Add(await AssertEqualAsync(database, log, town.Now));
            Assert.True(
                await database.ScalarAsync<bool>("select exists (select from events where type = 'issue.handed-over')")
            );
        }

        // Otherwise it would have shown nothing.
        var numbers = typeof(KpiFigures)
            .GetProperties()
            .Where(it => it.PropertyType == typeof(long) && it.Name is not nameof(KpiFigures.Waiting));
        Assert.All(numbers, it => Assert.True(met.Sum(figures => (long)it.GetValue(figures)!) > 0, it.Name));
        Assert.True(met.Sum(it => it.Answered) > met.Sum(it => it.Solved));
        Assert.True(met.Sum(it => it.Rated) > met.Sum(it => it.Satisfied));
        Assert.True(met.Sum(it => it.Closed) > met.Sum(it => it.InCompound));
    }

    [Fact]
    public async Task Step_by_step_all_at_once_and_rebuilt_they_come_to_the_same()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 4, withClocks: true);
        var figures = new FigureStore(database.Source);
        for (var round = 0; round < 10; round++)
        {
            await town.LiveAsync(30);
            await figures.CountAsync();
        }

        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync()).Differences);
        await database.ExecuteAsync("truncate kpi_days, kpi_parts");
        await database.ExecuteAsync("delete from cursors");
        await figures.CountAsync();
        await AssertEqualAsync(database, log, town.Now);

        await database.ExecuteAsync("update kpi_days set resolved = resolved + 1 where area = 'district'");
        await database.ExecuteAsync("delete from kpi_parts where issue_id = 'QY20261124-000001'");
        var report = await new Rebuilder(database.Source).RebuildAsync();

        Assert.True(report.Swapped);
        Assert.All(report.Differences, it => Assert.StartsWith("kpi_", it.View, StringComparison.Ordinal));
        await AssertEqualAsync(database, log, town.Now);
        await town.LiveAsync(60);
        await figures.CountAsync();
        await AssertEqualAsync(database, log, town.Now);
    }

    [Fact]
    public async Task A_hidden_issue_is_in_no_figure_of_its_owner_or_community()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 9);
        await town.ReportAsync(RandomTown.HiddenCategory, at: 0);
        await town.ReportAsync("UTL-04", at: 0);
        await new FigureStore(database.Source).CountAsync();

        Assert.Equal(2, await ReportedAsync(District));
        Assert.Equal(2, await ReportedAsync(Place.Subdistrict("510105007")));
        Assert.Equal(1, await ReportedAsync(Place.Community("510105007004")));
        Assert.Equal(1, await ReportedAsync(RandomTown.One));
        Assert.Equal(0, await ReportedAsync(RandomTown.Other));

        async Task<long> ReportedAsync(Place place) =>
            (await new KpiQueries(database.Source).ReadAsync(place, Ever, Never, town.Now)).Reported;
    }

    [Fact]
    public async Task While_its_limit_runs_nobody_has_failed_to_respond()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 10);
        await town.ReportAsync("UTL-04", at: 0);
        await new FigureStore(database.Source).CountAsync();
        var until = new DateTimeOffset(await database.ScalarAsync<DateTime>("select respond_by from kpi_parts"));

        Assert.Equal(1, (await ReadAsync(until)).Waiting);
        Assert.Equal(0, (await ReadAsync(until.AddTicks(10))).Waiting);
        Assert.Equal(1, (await ReadAsync(until)).Accepted);

        Task<KpiFigures> ReadAsync(DateTimeOffset now) =>
            new KpiQueries(database.Source).ReadAsync(RandomTown.One, Ever, Never, now);
    }

    /// <summary>Of every place, for ever and by the day; the figures of the district.</summary>
    private static async Task<KpiFigures> AssertEqualAsync(
        TestDatabase database,
        PostgresEventLog log,
        DateTimeOffset now
    )
    {
        var recount = await KpiRecount.OfAsync(log);
        var queries = new KpiQueries(database.Source);
        foreach (var place in recount.Places)
        {
            Assert.Equal(recount.Of(place, Ever, Never, now), await queries.ReadAsync(place, Ever, Never, now));
            for (var day = TownTime.DateOf(now).AddDays(-3); day <= TownTime.DateOf(now); day = day.AddDays(1))
            {
                Assert.Equal(recount.Of(place, day, day, now), await queries.ReadAsync(place, day, day, now));
            }
        }

        return recount.Of(District, Ever, Never, now);
    }
}
