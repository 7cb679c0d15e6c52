using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Migrations;
using CivicGrains.Storage.Server;
using CivicGrains.WebFrontend.Demo;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Npgsql;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>
/// Everything in one process for one machine: database server, silo and web. What is started in this order is stopped
/// in the reverse one.
/// </summary>
internal sealed class AllInOne : IAsyncDisposable
{
    private readonly Database _database;

    private AllInOne(Database database, WebApplication app)
    {
        _database = database;
        App = app;
    }

    /// <summary>The host of silo and web.</summary>
    public WebApplication App { get; }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:5080</c>.</summary>
    public Uri Address
    {
        get
        {
            var addresses = App.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
            return new Uri(addresses!.Addresses.First());
        }
    }

    /// <summary>Starts everything; returns when the doors are open.</summary>
    /// <param name="configure">What a test wants otherwise.</param>
    /// <exception cref="HostRefusedException">It does not start; the message says what to do.</exception>
    /// <exception cref="PrivateServerException">The database does not start; the message says what to do.</exception>
    public static async Task<AllInOne> StartAsync(
        HostSettings settings,
        Action<WebApplicationBuilder>? configure = null,
        CancellationToken cancellationToken = default
    )
    {
        StartChecks.EnsureEnvironment(settings);
        StartChecks.EnsurePortIsFree(settings);
        var database = await Database.OpenAsync(settings, cancellationToken);
        try
        {
            await Migrator.MigrateAsync(database.Source, null, cancellationToken);
            await StartChecks.EnsureDataFitsAsync(settings, database.Source, cancellationToken);
            if (await DemoLoader.IsHalfLoadedAsync(database.Source, cancellationToken))
            {
                await database.StartAnewAsync(cancellationToken);
            }

            var app = Build(settings, database.Source, configure);
            try
            {
                await SetSpeedAsync(settings, app.Services.GetRequiredService<DomainClock>(), cancellationToken);
                await app.StartAsync(cancellationToken);
                return new AllInOne(database, app);
            }
            catch
            {
                await app.DisposeAsync();
                throw;
            }
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static WebApplication Build(
        HostSettings settings,
        NpgsqlDataSource source,
        Action<WebApplicationBuilder>? configure
    )
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions
            {
                EnvironmentName = settings.EnvironmentName,
                ContentRootPath = AppContext.BaseDirectory,
            }
        );
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(settings.Listen, settings.Port);
        });
        builder.Services.AddSingleton(settings);
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo();
        builder.Services.AddWeb(builder.Configuration);
        if (settings.IsDemo)
        {
            builder.Services.AddDemo(new DemoOptions(settings.DataFolder, settings.DemoScale));
        }

        // Services start in this order and the web server last: the doors open when all this is done.
        builder.Services.AddHostedService<BudgetsAtStart>();
        configure?.Invoke(builder);
        var app = builder.Build();
        app.UseWeb();
        return app;
    }

    private static async Task SetSpeedAsync(
        HostSettings settings,
        DomainClock clock,
        CancellationToken cancellationToken
    )
    {
        if (settings.Speed is { } speed)
        {
            await clock.OpenAsync(cancellationToken);
            await clock.SetSpeedAsync(speed, cancellationToken);
        }
    }
}
