using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Server;

public sealed class TestServerTests(PostgresServer shared)
{
    [Fact]
    public async Task Databases_of_two_tests_do_not_see_each_other()
    {
        await using var one = await shared.CreateDatabaseAsync();
        await using var two = await shared.CreateDatabaseAsync();
        await one.ExecuteAsync("create table things (id int)");
        Assert.Null(await two.ScalarAsync<string>("select to_regclass('things')::text"));
    }

    [Fact]
    public async Task What_was_committed_before_a_SIGKILL_is_there_after_the_next_start()
    {
        await using var server = new PostgresServer();
        await using var database = await server.CreateDatabaseAsync();
        await database.ExecuteAsync("create table things (id int)");
        await database.ExecuteAsync("insert into things values (7)");

        await server.KillAsync();
        Assert.Null(server.ProcessId);
        await server.StartAgainAsync();
        database.Source.Clear();

        Assert.Equal(7, await database.ScalarAsync<int>("select id from things"));
    }
}
