using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.People;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CivicGrains.WebFrontend.Tests.Demo;

/// <summary>A small demo district, loaded once for the tests that look at it.</summary>
public sealed class LoadedTown(TestHost host) : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("civicdemo-").FullName;
    private TestDatabase? _database;
    private IHost? _host;

    internal static DemoScale Scale { get; } = DemoScale.Small;
    internal string Folder => _folder;
    internal TestDatabase Database => _database!;
    internal IServiceProvider Services => _host!.Services;
    internal DateTimeOffset Began { get; private set; }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        _database = await host.Postgres.CreateDatabaseAsync();
        Began = TimeProvider.System.GetUtcNow();
        _host = Build(_database, _folder, loads: true);
        await _host.StartAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.StopAsync();
            _host.Dispose();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A host without a web.</summary>
    /// <param name="loads">Whether it loads the demo when the log is empty.</param>
    internal static IHost Build(TestDatabase database, string folder, bool loads)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddSimpleConsole();
        builder.Services.AddCivicStorage(database.Source);
        builder.AddCivicSilo();
        builder.Services.AddSingleton<IPasswordHasher<Account>, PasswordHasher<Account>>();
        if (loads)
        {
            builder.Services.AddDemo(new DemoOptions(folder, Scale));
        }

        return builder.Build();
    }
}
