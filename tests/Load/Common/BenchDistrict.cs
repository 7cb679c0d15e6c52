using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Load.Common;

/// <summary>Somebody who can sign in.</summary>
internal sealed record BenchPeople(string Account, string Password);

/// <summary>The smallest district there is: one compound and one resident.</summary>
internal static class BenchDistrict
{
    public const string Database = "district";

    public static Place Compound { get; } = Place.Compound("510105007004-C012");

    /// <summary>A host with a silo on a database; the caller starts and stops it.</summary>
    public static IHost Silo(NpgsqlDataSource source)
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddConsole();
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo();
        return builder.Build();
    }

    /// <summary>Adds an account with one role at some places.</summary>
    public static async Task<Account> AddAccountAsync(
        AccountStore accounts,
        string name,
        string? password,
        Role role,
        params IEnumerable<Place> places
    )
    {
        var account = new Account(
            Guid.CreateVersion7(),
            name,
            password is null ? "" : new PasswordHasher<string>().HashPassword(name, password),
            name,
            Guid.CreateVersion7(),
            [.. places.Select(p => new HeldRole(role, p))]
        );
        await accounts.InsertAsync([account]);
        return account;
    }

    public static async Task<BenchPeople> MakeAsync(BenchServer server)
    {
        await using var source = await server.CreateDatabaseAsync(Database);
        var accounts = new AccountStore(source);
        var people = new BenchPeople("resident", Guid.CreateVersion7().ToString("N"));
        await AddAccountAsync(accounts, people.Account, people.Password, Role.Resident, Compound);
        var administrator = await AddAccountAsync(
            accounts,
            "administrator",
            password: null,
            Role.Administrator,
            Place.District("510105")
        );
        using var silo = Silo(source);
        await silo.StartAsync();
        var grid = Place.Grid("510105007004-G01");
        await silo
            .Services.GetRequiredService<IGrainFactory>()
            .GetOwner(Compound)
            .DoAsync(
                new CommandEnvelope(
                    Guid.CreateVersion7(),
                    administrator.Id,
                    [.. Commands.SampleRows.Hash],
                    new RegisterCompound(
                        "示例小区",
                        PropertyMode.ProfessionalManaged,
                        grid,
                        [new Building("1栋", grid, 60)],
                        // Thrown away at the end; a host without demo refuses synthetic places.
                        Synthetic: false
                    )
                )
            );
        await silo.StopAsync();
        return people;
    }
}
