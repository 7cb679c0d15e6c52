using CivicGrains.Domain.Compounds;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.People;
using CivicGrains.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>Hosts as they run for real: AdoNet membership, free ports, the running domain clock, accounts in PostgreSQL.</summary>
public sealed class SiloHostTests(PostgresServer server)
{
    [Fact]
    public async Task Two_hosts_on_one_database_are_one_cluster_and_a_command_through_either_is_durable()
    {
        await using var database = await server.CreateDatabaseAsync();
        var account = await AddAdministratorAsync(database);
        using var one = Build(database, "launch-1");
        using var two = Build(database, "launch-1");
        await one.StartAsync();
        await two.StartAsync();

        var members = one.Services.GetRequiredService<ISiloStatusOracle>().GetApproximateSiloStatuses(onlyActive: true);
        var place = Place.Compound("510105007004-C012");
        var grid = Place.Grid("510105007004-G01");
        var register = new RegisterCompound("小区", PropertyMode.SelfManaged, grid, [], Synthetic: true);
        var first = await Grain(one, place).CarryOutAsync(Town.Envelope(account, register));
        var again = await Grain(two, place).CarryOutAsync(Town.Envelope(account, register));
        await two.StopAsync();
        await one.StopAsync();

        Assert.Equal(2, members.Count);
        Assert.Null(first.Rejection);
        Assert.Equal("owner.exists", again.Rejection?.Code);
    }

    [Fact]
    public async Task A_new_launch_does_not_wait_for_the_silos_of_a_crashed_one_and_knows_what_it_wrote()
    {
        await using var database = await server.CreateDatabaseAsync();
        var account = await AddAdministratorAsync(database);
        var place = Place.Compound("510105007004-C012");
        var register = new RegisterCompound("小区", PropertyMode.SelfManaged, Place.Grid("510105007004-G01"), [], true);
        using (var crashed = Build(database, "launch-1"))
        {
            await crashed.StartAsync();
            await Grain(crashed, place).CarryOutAsync(Town.Envelope(account, register));
            // A crash leaves the silo's row as it was: active.
            using var cancelled = new CancellationTokenSource();
            await cancelled.CancelAsync();
            await crashed.StopAsync(cancelled.Token);
            await database.ExecuteAsync("update orleans_members set status = 3");
        }

        using var next = Build(database, "launch-2");
        await next.StartAsync();
        var again = await Grain(next, place).CarryOutAsync(Town.Envelope(account, register));
        await next.StopAsync();

        Assert.Equal("owner.exists", again.Rejection?.Code);
    }

    private static ICommandGrain Grain(IHost host, Place place) =>
        host.Services.GetRequiredService<IGrainFactory>().GetOwner(place);

    private static IHost Build(TestDatabase database, string launch)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddCivicStorage(database.Source);
        builder.AddCivicSilo(options => options.ClusterId = launch);
        return builder.Build();
    }

    private static async Task<Guid> AddAdministratorAsync(TestDatabase database)
    {
        var account = new Account(
            Guid.CreateVersion7(),
            "administrator",
            "",
            "Administrator",
            Guid.CreateVersion7(),
            [new HeldRole(Role.Administrator, Place.District("510105"))]
        );
        await new AccountStore(database.Source).InsertAsync([account]);
        return account.Id;
    }
}
