using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.District;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Rules;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Calendar;

/// <summary>A year of the calendar is published while issues are open: deadlines are counted anew, none comes earlier.</summary>
public sealed class RecountTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Place District = Place.District("510105");

    private CivicCluster cluster = null!;
    private Town town = null!;
    private Compound compound = null!;
    private Guid administrator;

    public async ValueTask InitializeAsync()
    {
        cluster = await CivicCluster.StartAsync(server);
        town = new Town(cluster);
        administrator = town.Add(Role.Administrator, District);
        compound = await town.CompoundAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_holiday_that_is_announced_moves_deadlines_with_an_event_each_and_once()
    {
        var working = await compound.ReportAsync();
        var natural = await compound.ReportAsync("SAF-02");
        var before = await OverallAsync(working);
        await PublishAsync(1, Away(before, 1));

        Assert.Equal(1, await RecountAsync(1));
        await cluster.ForgetAsync(compound.Place);
        Assert.Equal(0, await RecountAsync(1));

        Assert.True(await OverallAsync(working) > before);
        Assert.Single(await RecountsAsync(working));
        Assert.Empty(await RecountsAsync(natural));
        Assert.Equal(
            1,
            await cluster.Database.ScalarAsync<int>("select calendar_version from issues where id = $1", working)
        );
    }

    [Fact]
    public async Task A_holiday_that_is_taken_back_leaves_what_was_told()
    {
        var issue = await compound.ReportAsync();
        await PublishAsync(1, Away(await OverallAsync(issue), 1));
        await RecountAsync(1);
        var told = await OverallAsync(issue);
        await PublishAsync(2, WorkingCalendar.Default.YearOf(cluster.Clock.GetUtcNow().Year));

        await RecountAsync(2);

        Assert.Equal(told, await OverallAsync(issue));
        Assert.Equal(2, (await RecountsAsync(issue)).Count);
    }

    /// <summary>The year with one more day off: the one on which a deadline falls.</summary>
    private static CalendarYear Away(DateTimeOffset deadline, int days)
    {
        var day = TownTime.DateOf(deadline);
        var year = WorkingCalendar.Default.YearOf(day.Year);
        return year with { DaysOff = [.. year.DaysOff, day.AddDays(1 - days)], Source = "示例通知" };
    }

    private async Task PublishAsync(int version, CalendarYear year)
    {
        await town.SurelyAsync(District, administrator, new PublishCalendarYear(year.Sorted()));
        foreach (var silo in new[] { 0, 1 })
        {
            await cluster.Service<LawKeeper>(silo).InForceAsync(law => law.Calendar.Version >= version);
        }
    }

    private Task<int> RecountAsync(int version) => cluster.Service<DueOwners>().RecountAsync(version);

    private async Task<DateTimeOffset> OverallAsync(string issue) =>
        (await cluster.Database.ColumnAsync<DateTimeOffset>("select overall_due_at from issues where id = $1", issue))[
            0
        ];

    private Task<IReadOnlyList<string>> RecountsAsync(string issue) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where subject = $1 and type = 'issue.recounted'",
            issue
        );
}
