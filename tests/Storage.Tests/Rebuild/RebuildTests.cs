using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Rebuild;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Rebuild;

public sealed class RebuildTests(PostgresServer server)
{
    [Fact]
    public async Task An_event_that_cannot_be_folded_is_named_and_nothing_is_changed()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await SmallTown.BuildAsync(log);
        await database.ExecuteAsync("update events set type = 'issue.misspelt' where type = 'issue.withdrawn'");
        await database.ExecuteAsync("update issues set status = 'closed'");

        var refused = await Assert.ThrowsAsync<UnfoldableLogException>(() =>
            new Rebuilder(database.Source).RebuildAsync()
        );
        Assert.Contains(SmallTown.Compound.ToString(), refused.Message, StringComparison.Ordinal);
        Assert.Contains("issue.misspelt", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["closed"], await database.ColumnAsync<string>("select distinct status from issues"));
        Assert.False(
            await database.ScalarAsync<bool>("select exists (select 1 from pg_namespace where nspname = 'rebuild')")
        );
    }

    [Fact]
    public async Task A_second_rebuild_at_the_same_time_is_refused()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var holder = await database.Source.OpenConnectionAsync();
        await using var take = new Npgsql.NpgsqlCommand("select pg_advisory_lock(4801050003)", holder);
        await take.ExecuteNonQueryAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => new Rebuilder(database.Source).RebuildAsync());
    }

    [Fact]
    public async Task A_read_model_as_the_log_made_it_has_no_differences_and_stays()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await SmallTown.BuildAsync(log);
        var told = new List<RebuildProgress>();
        var report = await new Rebuilder(database.Source).RebuildAsync(progress: new Collector(told));
        Assert.Empty(report.Differences);
        Assert.False(report.Swapped);
        Assert.Equal(await database.ScalarAsync<long>("select count(*) from events"), report.Events);
        Assert.Equal(new RebuildProgress(report.Events, report.Events), told[^1]);
        Assert.Equal(4, await database.ScalarAsync<long>("select count(*) from issues"));
        Assert.Equal(6, await database.ScalarAsync<long>("select count(*) from issue_photos"));
        Assert.Equal(
            30.0,
            await database.ScalarAsync<double>(
                "select extract(epoch from next_due_at - offered_at)::float8 / 60 from tasks where ended_at is null"
            )
        );
        var (roster, _) = (await new RosterQueries(database.Source).FindAsync(SmallTown.Grid))!.Value;
        Assert.Equal(["M01"], roster.MicroGrids.Select(it => it.Code));
        Assert.Single(roster.Leaves);
        Assert.Equal(
            ["replaced", "complete"],
            await database.ColumnAsync<string>("select closing from roll_calls order by number")
        );
        var coverage = Assert.Single(
            await new RollCallQueries(database.Source).GetCoverageAsync(
                Domain.Places.Place.District("510105"),
                SmallTown.Morning
            )
        );
        Assert.True(coverage is { EmergencyRuns: true, CallNumber: 1, Grids: 1, Expected: 1, Confirmed: 0 });
        Assert.Equal(
            ["housing", "contacted"],
            await database.ColumnAsync<string>(
                "select unnest(array[whistled[1], whistles -> 0 -> 'missed' ->> 1]) from issues where id = $1",
                SmallTown.Id(2)
            )
        );
    }

    [Fact]
    public async Task Issues_that_were_merged_and_split_are_folded_to_the_rows_the_log_made()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await SmallTown.MergeAsync(await SmallTown.BuildAsync(log));

        var report = await new Rebuilder(database.Source).RebuildAsync();

        Assert.Empty(report.Differences);
        Assert.Equal(
            [$"{SmallTown.Id(5)} dispatched 1 ", $"{SmallTown.Id(6)} merged 0 {SmallTown.Id(5)}"],
            await database.ColumnAsync<string>(
                "select id || ' ' || status || ' ' || joined || ' ' || coalesce(merged_into, '') from issues where id >= $1 order by id",
                SmallTown.Id(5)
            )
        );
    }

    [Fact]
    public async Task A_tampered_row_a_missing_one_and_one_too_many_are_named_and_mended()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await SmallTown.BuildAsync(log);
        await database.ExecuteAsync("update issues set status = 'closed', stars = 5 where id = $1", SmallTown.Id(2));
        await database.ExecuteAsync("delete from owners where place = $1", SmallTown.Grid.ToString());
        await database.ExecuteAsync("delete from issue_photos where issue_id = $1", SmallTown.Id(1));
        await database.ExecuteAsync("update issue_photos set place = 7 where stage = 'after' and place = 1");
        await database.ExecuteAsync(
            "insert into tasks select grid, 'QY-none', stream, owner, category, level, due_at, offered_at, null, null, 1 from tasks where ended_at is null"
        );

        var looked = await new Rebuilder(database.Source).RebuildAsync(swap: false);
        Assert.False(looked.Swapped);
        Assert.Equal(
            "closed",
            await database.ScalarAsync<string>("select status from issues where id = $1", SmallTown.Id(2))
        );

        var report = await new Rebuilder(database.Source).RebuildAsync();
        Assert.Equal(looked.Differences, report.Differences);
        Assert.Equal(
            [
                new RebuildDifference("issues", SmallTown.Id(2), "stars", "5", null),
                new RebuildDifference("issues", SmallTown.Id(2), "status", "closed", "dispatched"),
            ],
            report.Differences.Where(d => d.View == "issues")
        );
        var owner = Assert.Single(report.Differences, d => d.View == "owners");
        Assert.Equal((SmallTown.Grid.ToString(), null, null), (owner.Key, owner.Column, owner.Live));
        Assert.Equal(
            [
                ($"{SmallTown.Id(1)} before {SmallTown.Photo(1)}", null),
                ($"{SmallTown.Id(4)} after {SmallTown.Photo(4)}", "place"),
            ],
            report.Differences.Where(d => d.View == "issue_photos").Select(d => (d.Key, d.Column))
        );
        var task = Assert.Single(report.Differences, d => d.View == "tasks");
        Assert.Equal(($"{SmallTown.Grid} QY-none", null, null), (task.Key, task.Column, task.Rebuilt));

        Assert.True(report.Swapped);
        Assert.Equal(
            "dispatched",
            await database.ScalarAsync<string>("select status from issues where id = $1", SmallTown.Id(2))
        );
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync()).Differences);
    }

    [Fact]
    public async Task The_swapped_tables_have_the_same_schema_and_go_on_being_written()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var compound = await SmallTown.BuildAsync(log);
        var before = await DescribeAsync(database);
        await database.ExecuteAsync("update issues set level = 4");
        Assert.True((await new Rebuilder(database.Source).RebuildAsync()).Swapped);
        Assert.Equal(before, await DescribeAsync(database));

        await SmallTown.ReportAsync(compound, 5);
        Assert.Equal(5, await database.ScalarAsync<long>("select count(*) from issues"));
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync()).Differences);
    }

    [Fact]
    public async Task The_host_goes_on_appending_while_a_rebuild_runs_and_nothing_is_lost()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var compound = await SmallTown.BuildAsync(log);
        using var stop = new CancellationTokenSource();
        var reported = 4;
        var appending = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await SmallTown.ReportAsync(compound, ++reported);
            }
        });
        for (var n = 0; n < 3; n++)
        {
            await database.ExecuteAsync("update issues set building = 'tampered' where id = $1", SmallTown.Id(1));
            var report = await new Rebuilder(database.Source).RebuildAsync();
            Assert.Equal("building", Assert.Single(report.Differences).Column);
            Assert.True(report.Swapped);
        }

        await stop.CancelAsync();
        await appending;
        Assert.Equal(reported, await database.ScalarAsync<long>("select count(*) from issues"));
        Assert.Empty((await new Rebuilder(database.Source).RebuildAsync(swap: false)).Differences);
    }

    private static Task<IReadOnlyList<string>> DescribeAsync(TestDatabase database) =>
        database.ColumnAsync<string>(
            """
            select text from (
              select indexdef as text from pg_indexes where schemaname = 'public'
              union all
              select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
              where connamespace = 'public'::regnamespace
              union all
              select relname || ' ' || coalesce(reloptions::text, '') || ' ' || coalesce(obj_description(oid), '') from pg_class
              where relnamespace = 'public'::regnamespace and relkind = 'r'
              union all
              select a.attrelid::regclass || ' ' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod) || a.attnotnull
                || a.attcollation::regcollation || coalesce(col_description(a.attrelid, a.attnum), '')
              from pg_attribute a join pg_class c on c.oid = a.attrelid
              where c.relnamespace = 'public'::regnamespace and c.relkind = 'r' and a.attnum > 0
            ) t order by 1
            """
        );

    private sealed class Collector(List<RebuildProgress> told) : IProgress<RebuildProgress>
    {
        public void Report(RebuildProgress value) => told.Add(value);
    }
}
