using System.Text.Json.Nodes;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Tests.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Places;

public sealed class OwnerQueriesTests(PostgresServer server)
{
    [Fact]
    public async Task A_place_that_nobody_registered_is_null()
    {
        await using var database = await server.CreateDatabaseAsync();
        Assert.Null(await new OwnerQueries(database.Source).FindAsync(Place.Parse(Rows.Compound)));
    }

    [Fact]
    public async Task Names_are_read_of_several_places_at_once_and_missing_where_nobody_registered_one()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync("owners", Owner(Rows.Compound, "青羊里"), Owner(Rows.Grid, "第一网格"));

        var names = await new OwnerQueries(database.Source).GetNamesAsync([
            Place.Parse(Rows.Compound),
            Place.Parse(Rows.Grid),
            Place.Parse("compound/510105007004-C999"),
        ]);

        Assert.Equal(["第一网格", "青羊里"], names.Values.Order(StringComparer.Ordinal));
        Assert.Equal("青羊里", names[Place.Parse(Rows.Compound)]);
    }

    [Fact]
    public async Task A_compound_is_read_with_its_buildings()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "owners",
            Owner(Rows.Compound, "青羊里")
                .With("mode", "communityTrust")
                .With("households", 480)
                .With("home_grid", Rows.Grid)
                .With(
                    "buildings",
                    new JsonArray(
                        new JsonObject
                        {
                            ["name"] = "3栋",
                            ["grid"] = Rows.Grid,
                            ["households"] = 48,
                        }
                    )
                )
        );
        var row = (await new OwnerQueries(database.Source).FindAsync(Place.Parse(Rows.Compound)))!;
        Assert.Equal(("青羊里", PropertyMode.CommunityTrust, 480), (row.Name, row.Mode, row.Households));
        Assert.Equal([new Building("3栋", Place.Parse(Rows.Grid), 48)], row.Buildings);
        Assert.Equal(Place.Parse(Rows.Grid), row.HomeGrid);
    }

    [Fact]
    public async Task Lists_narrow_by_kind_place_and_name_and_pages_tile()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "owners",
            Owner("compound/510105007004-C001", "青羊里"),
            Owner("compound/510105007004-C002", "锦绣苑"),
            Owner("compound/510105007005-C001", "青羊东苑 A区"),
            Owner(Rows.Grid, "青羊里网格"),
            Owner(Rows.OtherCompound, "望江")
        );
        var queries = new OwnerQueries(database.Source);

        async Task<string[]> NamesAsync(OwnerFilter filter) =>
            [.. (await queries.ListAsync(filter)).Items.Select(o => o.Name)];

        var compounds = new OwnerFilter { Kind = PlaceKind.Compound };
        Assert.Equal(["青羊里", "锦绣苑"], await NamesAsync(compounds with { Community = "510105007004" }));
        Assert.Equal(["青羊里", "青羊东苑 A区"], await NamesAsync(compounds with { Query = "青羊" }));
        Assert.Equal(["青羊东苑 A区"], await NamesAsync(compounds with { Query = " a区 " }));
        Assert.Empty(await NamesAsync(compounds with { Query = "%" }));
        Assert.Empty(await NamesAsync(compounds with { Query = "青\0羊" }));
        Assert.Equal(["望江"], await NamesAsync(new() { Subdistrict = "510105008" }));
        Assert.Equal(4, await queries.CountAsync(PlaceKind.Compound));

        var first = await queries.ListAsync(compounds with { Limit = 3 });
        var second = await queries.ListAsync(compounds with { Limit = 3, After = first.Next });
        Assert.Equal(["青羊里", "锦绣苑", "青羊东苑 A区"], first.Items.Select(o => o.Name));
        Assert.Equal(["望江"], second.Items.Select(o => o.Name));
        Assert.Null(second.Next);
    }

    private static JsonObject Owner(string place, string name) =>
        new()
        {
            ["place"] = place,
            ["stream"] = place,
            ["kind"] = place.Split('/')[0],
            ["name"] = name,
            ["community"] = place.Split('/')[1][..12],
            ["subdistrict"] = place.Split('/')[1][..9],
            ["seq"] = 1,
        };
}
