using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.People;
using CivicGrains.Testing;

namespace CivicGrains.Storage.Tests.People;

public sealed class AccountStoreTests(PostgresServer server)
{
    [Fact]
    public async Task An_unknown_name_or_id_is_null()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new AccountStore(database.Source);
        Assert.Null(await store.FindByNameAsync("' or true --"));
        Assert.Null(await store.FindAsync(Guid.CreateVersion7()));
    }

    [Fact]
    public async Task A_name_that_is_taken_keeps_its_account()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new AccountStore(database.Source);
        var first = Account("wang");
        Assert.Equal(2, await store.InsertAsync([first, Account("li")]));
        Assert.Equal(1, await store.InsertAsync([Account("WANG"), Account("zhao")]));
        Assert.Equal(first.Id, (await store.FindByNameAsync("Wang"))!.Id);
        Assert.Equal(["li", "wang", "zhao"], (await store.GetAllAsync()).Select(a => a.Name));
    }

    [Fact]
    public async Task An_account_is_read_as_it_was_stored()
    {
        await using var database = await server.CreateDatabaseAsync();
        var store = new AccountStore(database.Source);
        var stored = Account(
            "grid-head",
            new HeldRole(Role.GridHead, Place.Parse("grid/510105007004-G03")),
            new HeldRole(Role.Resident, Place.Parse("compound/510105007004-C012"))
        );
        await store.InsertAsync([stored]);
        var read = (await store.FindAsync(stored.Id))!;
        Assert.Equal(stored.Roles, read.Roles.AsEnumerable());
        Assert.Equal(stored with { Roles = default }, read with { Roles = default });
        Assert.Equal(stored.Id, Assert.Single(await store.FindByReferencesAsync([stored.Reference])).Id);
        Assert.Equal(
            """[{"role": "grid-head", "place": "grid/510105007004-G03"}, {"role": "resident", "place": "compound/510105007004-C012"}]""",
            await database.ScalarAsync<string>("select roles::text from accounts")
        );
    }

    private static Account Account(string name, params HeldRole[] roles) =>
        new(Guid.CreateVersion7(), name, "hash", "王女士", Guid.CreateVersion7(), [.. roles]);
}
