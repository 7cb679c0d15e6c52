using CivicGrains.Domain.Grids;
using CivicGrains.Grains.Tests.Support;
using CivicGrains.Storage.Leases;
using CivicGrains.Testing;

namespace CivicGrains.Grains.Tests.Grids;

/// <summary>What a patrol finds becomes an issue elsewhere: once, whatever happens in between.</summary>
public sealed class PatrolTests(PostgresServer server) : IAsyncLifetime
{
    private CivicCluster cluster = null!;
    private Town town = null!;
    private Compound compound = null!;

    public async ValueTask InitializeAsync()
    {
        cluster = await CivicCluster.StartAsync(server);
        town = new Town(cluster);
        compound = await town.CompoundAsync();
        await cluster.QuietAsync();
    }

    public ValueTask DisposeAsync() => cluster.DisposeAsync();

    [Fact]
    public async Task A_hazard_is_an_issue_of_who_found_it_once_although_everything_died_between_the_two()
    {
        var patrol = Hazard(compound.Place, "1栋");
        var id = Guid.CreateVersion7();
        await cluster.LoseCursorAsync(async () =>
        {
            var first = await town.SurelyAsync(Grid, compound.Grid.Head, patrol, id);
            Assert.Equal($$"""{"number":1,"issue":"{{patrol.IssueId}}"}""", first.Answer);
            Assert.Empty(await ReportsAsync(patrol));

            // The same wish again, with the number it gets at the edge the second time: the first answer.
            var again = await town.SurelyAsync(
                Grid,
                compound.Grid.Head,
                patrol with
                {
                    IssueId = Town.NewIssueId(),
                },
                id
            );
            Assert.Equal((first.Answer, first.Seq), (again.Answer, again.Seq));
        });
        await cluster.QuietAsync();

        Assert.Equal([compound.Place.ToString()], await ReportsAsync(patrol));
        // From the start, and without the memory of commands, which is kept for thirty days.
        await cluster.LoseCursorAsync(() => cluster.Database.ExecuteAsync("delete from commands"));
        await cluster.QuietAsync();

        Assert.Equal([compound.Place.ToString()], await ReportsAsync(patrol));
        Assert.Equal(
            cluster.Actors.ReferenceOf(compound.Grid.Head),
            await cluster.Database.ScalarAsync<Guid>("select reporter from issues where id = $1", patrol.IssueId!)
        );
        Assert.Equal(
            "patrol 楼道堆物 1栋",
            await cluster.Database.ScalarAsync<string>(
                "select i.source || ' ' || c.body || ' ' || i.building from issues i join contents c on c.commitment = i.description where i.id = $1",
                patrol.IssueId!
            )
        );
        Assert.Equal(0, await cluster.Service<DeadLetterStore>().CountAsync());
    }

    [Fact]
    public async Task A_hazard_that_its_compound_does_not_take_is_an_issue_of_the_grid()
    {
        var patrol = Hazard(Place.Compound("510105007004-C998"), null);

        await town.SurelyAsync(Grid, compound.Grid.Head, patrol);
        await cluster.QuietAsync();

        Assert.Equal([Grid.ToString()], await ReportsAsync(patrol));
        Assert.Equal(0, await cluster.Service<DeadLetterStore>().CountAsync());
    }

    private Place Grid => compound.Grid.Place;

    private static RecordPatrol Hazard(Place where, string? building) =>
        new(
            PatrolPlace.Building,
            PatrolItem.Fire,
            PatrolResult.Hazard,
            Guid.CreateVersion7(),
            HazardLevel.Major,
            where,
            building,
            IssueId: Town.NewIssueId(),
            Note: PrivateText.Of("description", "楼道堆物")
        );

    private Task<IReadOnlyList<string>> ReportsAsync(RecordPatrol patrol) =>
        cluster.Database.ColumnAsync<string>(
            "select stream from events where subject = $1 and type = 'issue.reported' order by seq",
            patrol.IssueId!
        );
}
