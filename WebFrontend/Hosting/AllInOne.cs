using CivicGrains.Silo;
using CivicGrains.Silo.Operations;
using CivicGrains.Storage;
using CivicGrains.Storage.Clock;
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
    private Database? _database;

    private AllInOne(WebApplication app) => App = app;

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
        var database = await Database.OpenCheckedAsync(settings, cancellationToken);
        try
        {
            var host = await StartOnAsync(settings, database, configure, cancellationToken);
            host._database = database;
            return host;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts silo and web on a database that is open already and stays open afterwards.</summary>
    public static async Task<AllInOne> StartOnAsync(
        HostSettings settings,
        Database database,
        Action<WebApplicationBuilder>? configure,
        CancellationToken cancellationToken
    )
    {
        var app = Build(settings, database.Source, configure);
        try
        {
            await SetSpeedAsync(settings, app.Services.GetRequiredService<DomainClock>(), cancellationToken);
            await app.StartAsync(cancellationToken);
            return new AllInOne(app);
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await App.StopAsync();
        await App.DisposeAsync();
        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    private static WebApplication Build(
        HostSettings settings,
        NpgsqlDataSource source,
        Action<WebApplicationBuilder>? configure
    )
    {
        var builder = WebHosting.CreateBuilder(settings);
        builder.Services.AddCivicStorage(source);
        builder.AddCivicSilo();
        builder.AddCivicObservability("civicgrains");
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
