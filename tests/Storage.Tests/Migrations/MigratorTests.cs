using CivicGrains.Storage.Migrations;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Migrations;

public sealed class MigratorTests(PostgresServer server)
{
    [Fact]
    public async Task Two_processes_that_start_at_once_migrate_once()
    {
        await using var database = await server.CreateEmptyDatabaseAsync();
        var done = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Migrator.MigrateAsync(database.Source)));
        Assert.Single(done, names => names.Count > 0);
        Assert.Equal(
            done.Max(names => names.Count),
            await database.ScalarAsync<long>("select count(*) from migrations")
        );
    }

    [Fact]
    public async Task A_migrated_database_needs_nothing_and_says_so()
    {
        await using var database = await server.CreateDatabaseAsync();
        var steps = new List<MigrationStep>();
        Assert.Empty(await Migrator.MigrateAsync(database.Source, new Collector(steps)));
        Assert.Empty(steps);
    }

    [Fact]
    public async Task Each_step_is_told_in_the_order_of_the_numbers()
    {
        await using var database = await server.CreateEmptyDatabaseAsync();
        var steps = new List<MigrationStep>();
        var names = await Migrator.MigrateAsync(database.Source, new Collector(steps));
        Assert.Equal(names, steps.Select(s => s.Name));
        Assert.Equal(names.Order(StringComparer.Ordinal), names);
        Assert.Equal(Enumerable.Range(1, names.Count), steps.Select(s => s.Done));
        Assert.All(steps, s => Assert.Equal(names.Count, s.Total));
    }

    private sealed class Collector(List<MigrationStep> steps) : IProgress<MigrationStep>
    {
        public void Report(MigrationStep value) => steps.Add(value);
    }
}
