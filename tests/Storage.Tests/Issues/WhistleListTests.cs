using System.Text.Json.Nodes;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

/// <summary>Departments that are called in, in lists.</summary>
public sealed class WhistleListTests(PostgresServer server)
{
    private static readonly Place Housing = Place.Department("housing");

    [Fact]
    public async Task Whistles_are_read_as_they_were_written_and_none_are_empty()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync("issues", Called("called", 1), Rows.Issue("ordinary", 2));
        var queries = new IssueQueries(database.Source);

        var whistles = (await queries.FindAsync("called"))!.Whistles;

        Assert.Equal(["housing", "fire"], whistles.Select(it => it.Department));
        Assert.Equal([WhistleState.Signed, WhistleState.Drafted], whistles.Select(it => it.State));
        Assert.Equal((WhistleKind.HardCase, true), (whistles[0].Kind, whistles[0].Disputed));
        Assert.Equal([WhistleStep.Signed], whistles[0].Missed!.Value.AsEnumerable());
        Assert.Equal((WhistleStep.Contacted, Rows.Noon.AddHours(24)), whistles[0].ToWhistle().Next);
        Assert.Null(whistles[1].ToWhistle().Clocks);
        Assert.Empty((await queries.FindAsync("ordinary"))!.Whistles);
    }

    [Fact]
    public async Task A_department_lists_and_counts_what_it_handles_and_what_it_is_called_in_for()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Called("called", 1),
            Called("hidden", 2).With("visibility", "chain"),
            Rows.Issue("handled", 3).With("handler_place", "department/housing"),
            Rows.Issue("drafted", 4).With("whistle_levels", new JsonArray(2)),
            Rows.Issue("other", 5).With("whistled", new JsonArray("fire"))
        );
        var queries = new IssueQueries(database.Source);
        var audience = new Audience { StaffOf = [Housing] };

        Assert.Equal(["handled", "hidden", "called"], await IdsAsync(queries, new IssueFilter(), audience));
        Assert.Equal(
            ["handled", "hidden", "called"],
            await IdsAsync(queries, new IssueFilter { Place = Housing }, audience)
        );
        Assert.Equal(
            ["hidden", "called"],
            await IdsAsync(queries, new IssueFilter { WhistledTo = "housing" }, audience)
        );
        Assert.Equal(3, (await queries.CountAsync(new IssueFilter { Place = Housing }, audience)).Open);
        Assert.Empty(await IdsAsync(queries, new IssueFilter(), new Audience { StaffOf = [Place.Department("gas")] }));
    }

    [Fact]
    public async Task What_waits_to_be_decided_or_rated_is_found_by_the_level_it_waits_for()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.UpsertAsync(
            "issues",
            Rows.Issue("draft", 1).With("whistle_levels", new JsonArray(2)),
            Rows.Issue("hard", 2).With("whistle_levels", new JsonArray(4)),
            Rows.Issue("both", 3).With("whistle_levels", new JsonArray(4, 2)),
            Called("blown", 4)
        );
        var queries = new IssueQueries(database.Source);

        Assert.Equal(
            ["both", "draft"],
            await IdsAsync(queries, new IssueFilter { AwaitsLevel = 2 }, Audience.Everything)
        );
        Assert.Equal(
            ["both", "hard"],
            await IdsAsync(queries, new IssueFilter { AwaitsLevel = 4 }, Audience.Everything)
        );
    }

    [Fact]
    public async Task Ordinary_issues_are_not_in_the_index_of_those_called_in()
    {
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync(
            """
            insert into issues (id, stream, owner, category, visibility, source, status, reporter, description, reported_at, updated_at, seq)
            select 'i' || n, 's', 's', 'UTL-04', 'compound', 'resident', 'dispatched', gen_random_uuid(), 'd', now(), now(), n
            from generate_series(1, 2000) n
            """
        );
        await database.ExecuteAsync("analyze issues");

        // A GIN index of nothing is its two first pages.
        Assert.Equal(
            2L,
            await database.ScalarAsync<long>(
                "select pg_relation_size('issues_by_whistled') / current_setting('block_size')::int"
            )
        );
        var plan = await database.ColumnAsync<string>(
            "explain select * from issues i where i.handler_place = any ('{department/housing}') or i.whistled && '{housing}'"
        );
        Assert.DoesNotContain(plan, line => line.Contains("rows=2000", StringComparison.Ordinal));
    }

    private static JsonObject Called(string id, long seq) =>
        Rows.Issue(id, seq)
            .With("whistled", new JsonArray("housing"))
            .With(
                "whistles",
                JsonNode.Parse(
                    """
                    [
                      {"department":"housing","kind":"hardCase","state":"signed","signBy":"2026-11-24T05:00:00+00:00",
                       "contactBy":"2026-11-25T04:00:00+00:00","onSiteBy":"2026-11-27T09:00:00+00:00","disputed":true,
                       "missed":["signed"]},
                      {"department":"fire","kind":"workPush","state":"drafted"}
                    ]
                    """
                )
            );

    private static async Task<IEnumerable<string>> IdsAsync(
        IssueQueries queries,
        IssueFilter filter,
        Audience audience
    ) => (await queries.ListAsync(filter, audience)).Items.Select(row => row.Id);
}
