using CivicGrains.Domain.Grids;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Grids;

namespace CivicGrains.Grains.Tests.Grids;

/// <summary>A roll-call goes from the master grid to its grids and is answered there, through log, dispatcher and sweep.</summary>
[Collection(nameof(SharedCluster))]
public sealed class RollCallTests(CivicClusterFixture fixture) : IAsyncLifetime
{
    private static int communities = 700;

    private readonly CivicCluster cluster = fixture.Cluster;
    private readonly Town town = new(fixture.Cluster);
    private readonly string community = $"510105099{Interlocked.Increment(ref communities)}";
    private Guid desk;
    private Guid head;
    private Guid administrator;

    public async ValueTask InitializeAsync()
    {
        administrator = town.Add(Role.Administrator, Place.District("510105"));
        desk = town.Add(Role.Community, Place.Community(community));
        head = town.Add(Role.GridHead, First);
        foreach (var grid in new[] { Master, First, Second })
        {
            await RegisterAsync(grid);
        }

        await town.SurelyAsync(First, desk, new SetMicroGrid("M01", "1栋", 40));
        await town.SurelyAsync(First, desk, new SetMicroGrid("M02", "2栋", 40));
        await cluster.QuietAsync();
    }

    public ValueTask DisposeAsync()
    {
        cluster.Faults.Clear();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_roll_call_reaches_every_grid_is_answered_and_ends_once_though_the_grid_forgot_and_woke_late()
    {
        var result = await town.SurelyAsync(Master, desk, new StartEmergency(30, Grids));
        await cluster.QuietAsync();
        Assert.Equal("""{"number":1}""", result.Answer);
        Assert.Equal((2, 3, 0), await CoverageAsync());
        var answered = await town.SurelyAsync(First, head, new ConfirmRoll("M01", RollState.NeedsHelp));
        Assert.Equal("""{"number":1,"confirmed":1,"expected":2}""", answered.Answer);
        Assert.Equal((2, 3, 1), await CoverageAsync());

        await cluster.ForgetAsync(First);
        cluster.Clock.AdvanceTo((await cluster.Grain(First).NextDeadlineAsync())!.Value.AddHours(1));
        await cluster.ForgetAsync(First);
        await cluster.Service<DueOwners>().WakeAsync(cluster.Clock.GetUtcNow());
        await Task.WhenAll(cluster.Grain(First).WakeUpAsync(), cluster.Grain(First).WakeUpAsync());
        await cluster.Service<DueOwners>(silo: 1).WakeAsync(cluster.Clock.GetUtcNow());

        Assert.Equal(["grid.roll-called", "grid.roll-confirmed", "grid.roll-closed"], await EventsAsync(First));
        Assert.Equal(["grid.roll-called", "grid.roll-closed"], await EventsAsync(Second));
        Assert.Equal(
            ["M02", $"community/{community}"],
            await cluster.Database.ColumnAsync<string>(
                """
                select unnest(array[payload::jsonb -> 'missing' ->> 0, payload::jsonb ->> 'told'])
                from events where stream = $1 and type = 'grid.roll-closed'
                """,
                First.ToString()
            )
        );
        Assert.Null(await cluster.Grain(First).NextDeadlineAsync());

        // Late is better than never, and a grid that forgets remembers who answered.
        await town.SurelyAsync(First, head, new ConfirmRoll("M02", RollState.AllWell));
        await cluster.ForgetAsync(First);
        await town.SurelyAsync(First, head, new ConfirmRoll("M02", RollState.AllWell));
        Assert.Equal(
            [2, 1],
            await cluster.Database.ColumnAsync<int>(
                "select unnest(array[confirmed, late]) from roll_calls where grid = $1",
                First.ToString()
            )
        );
    }

    [Fact]
    public async Task A_grid_that_is_registered_in_an_emergency_is_called_as_well_and_the_end_reaches_all()
    {
        await town.SurelyAsync(Master, desk, new StartEmergency(60, Grids));
        await RegisterAsync(Late);
        await cluster.QuietAsync();
        Assert.Equal(["grid.roll-called"], await EventsAsync(Late));
        Assert.Equal((3, 4, 0), await CoverageAsync());

        await town.SurelyAsync(Master, desk, new EndEmergency());
        await cluster.QuietAsync();

        foreach (var grid in Grids.Append(Late))
        {
            Assert.Equal(["grid.roll-called", "grid.roll-closed"], await EventsAsync(grid));
            Assert.Null(await cluster.Grain(grid).NextDeadlineAsync());
        }

        Assert.Equal(
            "roll-call.none",
            (await town.DoAsync(First, head, new ConfirmRoll("M01", RollState.AllWell))).Rejection?.Code
        );
    }

    [Fact]
    public async Task A_stranger_is_refused_by_the_grain_itself()
    {
        await town.SurelyAsync(Master, desk, new OrderRollCall(30, Grids, Exercise: true));
        await cluster.QuietAsync();
        var resident = town.Add(Role.Resident, Place.Compound($"{community}-C001"));
        var other = town.Add(Role.GridHead, Second);

        foreach (var account in new[] { resident, other, desk })
        {
            var refused = await town.DoAsync(First, account, new ConfirmRoll("M01", RollState.AllWell));
            Assert.Equal("roll-call.stranger", refused.Rejection?.Code);
        }
    }

    private Place Master => Place.Grid(community);

    private Place First => Place.Grid($"{community}-G01");

    private Place Second => Place.Grid($"{community}-D01");

    private Place Late => Place.Grid($"{community}-G02");

    private ImmutableArray<Place> Grids => [First, Second];

    private Task<CommandResult> RegisterAsync(Place grid) =>
        town.SurelyAsync(grid, administrator, new RegisterGrid("网格", 400, [], Synthetic: true));

    private async Task<(int Reached, int Expected, int Confirmed)> CoverageAsync()
    {
        var row = Assert.Single(
            await cluster
                .Service<RollCallQueries>()
                .GetCoverageAsync(Place.Community(community), DateTimeOffset.MinValue)
        );
        Assert.True(row.EmergencyRuns);
        return (row.Reached, row.Expected, row.Confirmed);
    }

    private Task<IReadOnlyList<string>> EventsAsync(Place grid) =>
        cluster.Database.ColumnAsync<string>(
            "select type from events where stream = $1 and type like 'grid.roll-%' order by seq",
            grid.ToString()
        );
}
