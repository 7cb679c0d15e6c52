using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.Issues;

public sealed class IssueNumbersTests(PostgresServer server)
{
    [Fact]
    public async Task Two_processes_never_make_the_same_id_and_ask_once_per_hundred()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = DomainClock.Driven(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        using var one = new IssueNumbers(database.Source, clock);
        using var other = new IssueNumbers(database.Source, clock);
        var ids = await Task.WhenAll(
            Enumerable.Range(0, 250).SelectMany(_ => new[] { one.NextAsync().AsTask(), other.NextAsync().AsTask() })
        );
        Assert.Equal(500, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^QY20261124-[0-9]{6}$", id));
        Assert.Equal(501, await database.ScalarAsync<long>("select last_value from issue_numbers"));
    }
}
