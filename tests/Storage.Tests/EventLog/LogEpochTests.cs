using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.EventLog;

public sealed class LogEpochTests(PostgresServer server)
{
    [Fact]
    public async Task A_restored_log_has_another_epoch_and_gives_out_no_number_that_the_copy_may_not_know_of()
    {
        await using var database = await server.CreateDatabaseAsync();
        var clock = DomainClock.Driven(new DateTimeOffset(2026, 11, 23, 16, 0, 0, TimeSpan.Zero));
        using var before = new IssueNumbers(database.Source, clock);
        await before.NextAsync();
        var epoch = await database.ScalarAsync<Guid>("select epoch from log_epochs");
        // What the copy does not know of.
        var copied = await database.ScalarAsync<long>("select last_value from issue_numbers");
        var lost = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < 250; i++)
        {
            lost.Add(await before.NextAsync());
        }

        await database.ExecuteAsync("select setval('issue_numbers', $1)", copied);
        var renewed = await LogEpoch.RenewAsync(database.Source);

        using var after = new IssueNumbers(database.Source, clock);
        var given = new List<string>();
        for (var i = 0; i < 250; i++)
        {
            given.Add(await after.NextAsync());
        }

        Assert.NotEqual(epoch, renewed);
        Assert.Equal(renewed, await database.ScalarAsync<Guid>("select epoch from log_epochs"));
        Assert.Empty(lost.Intersect(given));
    }
}
