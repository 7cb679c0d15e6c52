using CivicGrains.Domain.Compounds;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Rules;
using CivicGrains.Storage.Tests.Wall;
using CivicGrains.Testing;
using Microsoft.Extensions.Options;

namespace CivicGrains.Storage.Tests.Rules;

public sealed class PastReaderTests(PostgresServer server)
{
    [Fact]
    public async Task More_than_is_allowed_is_not_read()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        await (await RandomTown.BuildAsync(log, 31)).LiveAsync(40);
        Assert.Null(await Reader(database, log).ReadAsync(RandomTown.One, DateTimeOffset.UnixEpoch, 5));
    }

    [Fact]
    public async Task A_past_is_read_append_by_append_and_of_the_owner_itself_from_the_beginning()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        var town = await RandomTown.BuildAsync(log, 32);
        await town.LiveAsync(60);
        var reader = Reader(database, log);

        var whole = (await reader.ReadAsync(RandomTown.One, DateTimeOffset.UnixEpoch, 10_000))!;
        var itself = Assert.Single((await reader.ReadAsync(RandomTown.One, town.Now.AddYears(1), 10_000))!);

        Assert.Equal(
            await database.ScalarAsync<long>("select count(*) from events where stream = $1", $"{RandomTown.One}"),
            whole.Sum(it => it.Happened.Length)
        );
        Assert.Equal(
            await database.ScalarAsync<long>(
                "select count(distinct command_id) from events where stream = $1",
                $"{RandomTown.One}"
            ),
            whole.Count
        );
        Assert.IsType<CompoundRegistered>(Assert.Single(itself.Happened));
        Assert.Equal(whole[0].Moment, itself.Moment);
        Assert.Contains(whole, it => it.Happened.Length > 1);
    }

    [Fact]
    public async Task Before_anything_was_published_the_law_is_what_the_platform_brings_along()
    {
        await using var database = await server.CreateDatabaseAsync();
        await using var log = new PostgresEventLog(database.Source);
        Assert.Equal(0, Assert.Single(await Reader(database, log).ReadLawsAsync()).Law.Version);
    }

    private static PastReader Reader(TestDatabase database, PostgresEventLog log) =>
        new(database.Source, log, Options.Create(new DistrictOptions()));
}
