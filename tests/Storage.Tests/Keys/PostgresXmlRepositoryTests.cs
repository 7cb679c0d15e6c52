using CivicGrains.Storage.Keys;
using CivicGrains.Testing;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.Storage.Tests.Keys;

public sealed class PostgresXmlRepositoryTests(PostgresServer server)
{
    [Fact]
    public async Task What_one_process_protects_another_one_can_read()
    {
        await using var database = await server.CreateDatabaseAsync();
        var secret = Protector(database).Protect("signed in");
        Assert.Equal("signed in", Protector(database).Unprotect(secret));
        Assert.Single(new PostgresXmlRepository(database.Source).GetAllElements());
    }

    private static IDataProtector Protector(TestDatabase database)
    {
        var services = new ServiceCollection();
        services.AddDataProtection().SetApplicationName("CivicGrains");
        services.Configure<KeyManagementOptions>(o => o.XmlRepository = new PostgresXmlRepository(database.Source));
        return services.BuildServiceProvider().GetDataProtector("sign-in");
    }
}
