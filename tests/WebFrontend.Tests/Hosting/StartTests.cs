using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Rules;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Hosting;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Hosting;

/// <summary>What the host finds, refuses and publishes at its start.</summary>
public sealed class StartTests(TestHost shared)
{
    private static readonly long Whole = CapOf(DefaultRules.Template);

    [Fact]
    public async Task Demo_data_does_not_run_in_production()
    {
        await using var database = await shared.Postgres.CreateDatabaseAsync();
        await RegisterAsync(database, synthetic: true);

        var refused = await Assert.ThrowsAsync<HostRefusedException>(() => StartAsync(database, isDemo: false));

        Assert.Contains("demo data does not run in Production", refused.Message);
    }

    [Fact]
    public async Task The_demo_does_not_touch_real_data()
    {
        await using var database = await shared.Postgres.CreateDatabaseAsync();
        await RegisterAsync(database, synthetic: false);

        var refused = await Assert.ThrowsAsync<HostRefusedException>(() => StartAsync(database, isDemo: true));

        Assert.Contains("--no-demo", refused.Message);
    }

    [Fact]
    public async Task Half_a_demo_on_somebody_elses_server_is_refused()
    {
        await using var database = await shared.Postgres.CreateDatabaseAsync();
        await database.ExecuteAsync(
            "insert into domain_clock (real_at, domain_at, speed, driven) values (now(), now(), 1, true)"
        );

        var refused = await Assert.ThrowsAsync<HostRefusedException>(() => StartAsync(database, isDemo: true));

        Assert.Contains("loaded only in part", refused.Message);
    }

    [Fact]
    public async Task Divided_budgets_hold_as_long_as_the_host_is_started_with_them()
    {
        await using var database = await shared.Postgres.CreateDatabaseAsync();

        var caps = new List<(int Version, long Cap)>();
        foreach (var hasDemoBudgets in new[] { true, true, false, false })
        {
            await using var host = await StartAsync(database, isDemo: false, hasDemoBudgets);
            var law = host.App.Services.GetRequiredService<LawKeeper>().Law;
            caps.Add((law.Version, CapOf(law.Template)));
        }

        Assert.Equal([(1, Whole / 1_440), (1, Whole / 1_440), (2, Whole), (2, Whole)], caps);
    }

    [Fact]
    public async Task Speed_is_that_of_the_town_not_of_the_machine()
    {
        await using var database = await shared.Postgres.CreateDatabaseAsync();
        var settings = SettingsOf(database, isDemo: false) with { Speed = 60 };

        await using var host = await AllInOne.StartAsync(settings);

        Assert.Equal(60, host.App.Services.GetRequiredService<Storage.Clock.DomainClock>().Speed);
    }

    private static long CapOf(RuleTemplate template) =>
        (long)template.Classes.Max(rule => rule.Cap.InNaturalTime.TotalSeconds);

    private static Task RegisterAsync(TestDatabase database, bool synthetic) =>
        database.ExecuteAsync(
            "insert into owners (place, stream, kind, name, synthetic, seq) values ($1, $1, 'compound', '某小区', $2, 1)",
            "compound/510105007004-C001",
            synthetic
        );

    private static Task<AllInOne> StartAsync(TestDatabase database, bool isDemo, bool hasDemoBudgets = false) =>
        AllInOne.StartAsync(SettingsOf(database, isDemo) with { HasDemoBudgets = hasDemoBudgets });

    private static HostSettings SettingsOf(TestDatabase database, bool isDemo) =>
        new()
        {
            Port = 0,
            IsDemo = isDemo,
            Connection = database.ConnectionString,
        };
}
