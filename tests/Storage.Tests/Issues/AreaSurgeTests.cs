using System.Text.Json.Nodes;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

/// <summary>Where many report the same in a community; here three people within an hour are many.</summary>
public sealed class AreaSurgeTests(PostgresServer server)
{
    private const string SecondCompound = "compound/510105007004-C013";
    private const string MasterGrid = "grid/510105007004";

    [Fact]
    public async Task Too_few_too_long_ago_of_one_place_hidden_or_of_one_person_is_no_surge()
    {
        await FindsNothingAsync(Report(1), Report(2, SecondCompound));
        await FindsNothingAsync(Report(1), Report(2), Report(3));
        await FindsNothingAsync(
            Report(1),
            Report(2, SecondCompound),
            Report(3).With("reported_at", Rows.Noon.AddHours(-1))
        );
        await FindsNothingAsync(Report(1), Report(2, SecondCompound), Report(3).With("visibility", "chain"));
        await FindsNothingAsync(Report(1), Report(2, SecondCompound), Report(3).With("category", "SAF-01"));
        await FindsNothingAsync(Report(1), Report(2, SecondCompound), Report(3).With("status", "withdrawn"));
        await FindsNothingAsync(Report(1), Report(2, SecondCompound), Report(3).With("part_of", "QY9"));
        await FindsNothingAsync(Report(1), Report(2, SecondCompound), Report(3, MasterGrid));
        await FindsNothingAsync(
            Report(1),
            Report(2, SecondCompound),
            Report(3).With("reporter", (JsonNode)Person(1).ToString())
        );
        await FindsNothingAsync(
            Report(1),
            Report(2, SecondCompound),
            Report(3).With("reporter", (JsonNode)Person(1).ToString()).With("source", "patrol")
        );
    }

    [Fact]
    public async Task Where_nobody_has_registered_the_master_grid_nothing_is_gathered()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync("issues", Report(1), Report(2, SecondCompound), Report(3));

        Assert.Empty(await FindAsync(database));
    }

    [Fact]
    public async Task Many_people_at_two_places_are_one_merged_ones_too()
    {
        await using var database = await TownAsync();
        await database.UpsertAsync(
            "issues",
            Report(1),
            Report(2, SecondCompound).With("status", "merged"),
            Report(3),
            Report(4, Rows.OtherCompound)
        );

        var surge = Assert.Single(await FindAsync(database));

        Assert.Equal(("510105007004", "UTL-04"), (surge.Community, surge.Category));
        Assert.Equal(
            [
                new GatheredIssue("QY1", Place.Parse(Rows.Compound)),
                new GatheredIssue("QY2", Place.Parse(SecondCompound)),
                new GatheredIssue("QY3", Place.Parse(Rows.Compound)),
            ],
            surge.Issues
        );
    }

    [Fact]
    public async Task What_staff_take_for_others_is_somebody_else_each_time()
    {
        await using var database = await TownAsync();
        await database.UpsertAsync(
            "issues",
            [
                .. new[] { Report(1), Report(2, SecondCompound), Report(3) }.Select(row =>
                    row.With("source", "phone").With("reporter", (JsonNode)Person(1).ToString())
                ),
            ]
        );

        Assert.Single(await FindAsync(database));
    }

    [Fact]
    public async Task While_an_incident_is_open_one_more_report_belongs_to_it()
    {
        await using var database = await TownAsync();
        var incident = Report(9, MasterGrid).With("incident_at", Rows.Noon);
        await database.UpsertAsync("issues", Report(1), incident);

        Assert.Equal("QY1", Assert.Single(Assert.Single(await FindAsync(database)).Issues).Id);

        await database.UpsertAsync("issues", incident.With("status", "closed").With("seq", 10));
        Assert.Empty(await FindAsync(database));
    }

    private static Task<IReadOnlyList<AreaSurge>> FindAsync(TestDatabase database) =>
        new IssueQueries(database.Source).GetAreaSurgesAsync(Rows.Noon.AddHours(-1), people: 3);

    private async Task FindsNothingAsync(params JsonObject[] rows)
    {
        await using var database = await TownAsync();
        await database.UpsertAsync("issues", rows);
        Assert.Empty(await FindAsync(database));
    }

    /// <summary>A community whose master grid there is.</summary>
    private async Task<TestDatabase> TownAsync()
    {
        var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            $"insert into owners (place, stream, kind, name, seq) values ('{MasterGrid}', '{MasterGrid}', 'grid', '总网格', 1)"
        );
        return database;
    }

    private static JsonObject Report(int number, string owner = Rows.Compound) =>
        Rows.Issue($"QY{number}", number, owner).With("reporter", (JsonNode)Person(number).ToString());

    private static Guid Person(int number) => new(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0);
}
