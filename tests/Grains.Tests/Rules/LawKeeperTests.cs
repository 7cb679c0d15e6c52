using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Rules;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Rules;

/// <summary>One law for all silos, from the stream of the district.</summary>
public sealed class LawKeeperTests(PostgresServer server) : IAsyncLifetime
{
    private static readonly Place District = Place.District("510105");

    private CivicCluster cluster = null!;
    private Town town = null!;
    private Guid administrator;

    public async ValueTask InitializeAsync()
    {
        cluster = await CivicCluster.StartAsync(server);
        town = new Town(cluster);
        administrator = town.Add(Role.Administrator, District);
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task Before_any_rules_were_published_the_defaults_hold()
    {
        await cluster.Service<LawKeeper>().ReadyAsync(CancellationToken.None);

        Assert.Equal(0, cluster.Service<LawKeeper>().Law.Version);
        Assert.Same(DefaultRules.Law, cluster.Service<LawKeeper>().Law);
    }

    [Fact]
    public async Task Rules_that_were_published_are_in_force_on_every_silo()
    {
        await PublishAsync();

        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        foreach (var keeper in new[] { cluster.Service<LawKeeper>(), cluster.Service<LawKeeper>(silo: 1) })
        {
            await keeper.InForceAsync(1, limit.Token);
            Assert.Equal(1, keeper.Law.Version);
            Assert.Equal(1, keeper.Law.Template.ReopensMax);
        }
    }

    [Fact]
    public async Task A_year_that_was_published_is_counted_by_on_every_silo_also_by_a_grain_that_forgot_everything()
    {
        await PublishAsync();
        await town.SurelyAsync(District, administrator, new PublishCalendarYear(Notice(2027), ExpectedVersion: 0));
        await cluster.ForgetAsync(District);
        var refused = await town.DoAsync(District, administrator, new PublishCalendarYear(Notice(2028), 0));
        await town.SurelyAsync(District, administrator, new PublishCalendarYear(Notice(2028), ExpectedVersion: 1));

        Assert.Equal("edit.outdated", refused.Rejection?.Code);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        foreach (var keeper in new[] { cluster.Service<LawKeeper>(), cluster.Service<LawKeeper>(silo: 1) })
        {
            await keeper.InForceAsync(law => law.Calendar.Version == 2, limit.Token);
            var due = keeper.Law.Calendar.Count(CivicCluster.Start.AddDays(21), 15, TimeUnit.WorkingDays);
            Assert.False(due.Provisional);
            Assert.Equal([2025, 2026, 2027, 2028], keeper.Law.Calendar.Years.Select(year => year.Year));
            Assert.Equal(1, keeper.Law.Version);
        }
    }

    [Fact]
    public async Task Whoever_published_rules_is_answered_when_they_are_in_force_on_the_silo_that_answers()
    {
        await PublishAsync();

        Assert.Contains(
            new[] { cluster.Service<LawKeeper>(), cluster.Service<LawKeeper>(silo: 1) },
            it => it.Law.Version == 1
        );
    }

    [Fact]
    public async Task An_issue_keeps_the_rules_it_was_accepted_under()
    {
        var compound = await town.CompoundAsync();
        var before = await compound.ReportAsync();
        await PublishAsync();
        foreach (var silo in new[] { 0, 1 })
        {
            await cluster.Service<LawKeeper>(silo).InForceAsync(1);
        }

        var after = await compound.ReportAsync();

        Assert.Equal(
            ["0", "1"],
            await cluster.Database.ColumnAsync<string>(
                "select payload::jsonb #>> '{terms,ruleVersion}' from events where subject in ($1, $2) and type = 'issue.accepted' order by seq",
                before,
                after
            )
        );
    }

    private static CalendarYear Notice(int year) => StatutoryDays.Of(year) with { Source = "示例通知" };

    private Task<CommandResult> PublishAsync() =>
        town.SurelyAsync(District, administrator, new PublishRules(DefaultRules.Template with { ReopensMax = 1 }));
}
