using CivicGrains.Grains.People;
using CivicGrains.Storage.People;
using CivicGrains.Testing;
using Microsoft.Extensions.Time.Testing;

namespace CivicGrains.Grains.Tests.People;

public sealed class RememberedActorsTests(PostgresServer server)
{
    private static readonly Place Home = Place.Compound("510105007004-C012");

    [Fact]
    public async Task An_account_that_is_not_there_is_nobody()
    {
        await using var database = await server.CreateDatabaseAsync();
        var actors = new RememberedActors(new AccountStore(database.Source), new FakeTimeProvider());

        Assert.Null(await actors.FindAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task An_actor_has_the_reference_and_roles_of_the_account()
    {
        await using var database = await server.CreateDatabaseAsync();
        var account = await AddResidentAsync(database);
        var actors = new RememberedActors(new AccountStore(database.Source), new FakeTimeProvider());

        var actor = await actors.FindAsync(account.Id);

        Assert.Equal(account.Reference, actor?.Reference);
        Assert.Equal([new HeldRole(Role.Resident, Home)], actor?.Roles);
    }

    [Fact]
    public async Task An_account_is_asked_for_once_and_again_when_its_time_is_over()
    {
        await using var database = await server.CreateDatabaseAsync();
        var account = await AddResidentAsync(database);
        var time = new FakeTimeProvider();
        var actors = new RememberedActors(new AccountStore(database.Source), time);
        await actors.FindAsync(account.Id);
        await database.ExecuteAsync("update accounts set roles = '[]'");

        time.Advance(RememberedActors.Life - TimeSpan.FromMilliseconds(1));
        var remembered = await actors.FindAsync(account.Id);
        time.Advance(TimeSpan.FromMilliseconds(1));
        var asked = await actors.FindAsync(account.Id);

        Assert.Single(remembered!.Roles);
        Assert.Empty(asked!.Roles);
    }

    private static async Task<Account> AddResidentAsync(TestDatabase database)
    {
        var account = new Account(
            Guid.CreateVersion7(),
            "resident",
            "",
            "Resident",
            Guid.CreateVersion7(),
            [new HeldRole(Role.Resident, Home)]
        );
        await new AccountStore(database.Source).InsertAsync([account]);
        return account;
    }
}
