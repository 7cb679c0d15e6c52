using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.People;
using CivicGrains.Silo;
using CivicGrains.Storage;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.TestingHost;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>
/// Two silos in this process on a real PostgreSQL: our clustering, our grain storage, our log, whose faults a test can
/// choose. The domain clock is driven: it stands still until a test moves it, and nothing fires by itself.
/// </summary>
public sealed class CivicCluster : IAsyncDisposable
{
    /// <summary>A Tuesday, 10:00 in Chengdu.</summary>
    public static readonly DateTimeOffset Start = new(2026, 11, 24, 2, 0, 0, TimeSpan.Zero);

    private readonly InProcessTestCluster cluster;

    private CivicCluster(InProcessTestCluster cluster, TestDatabase database, TestActors actors, LogFaults faults)
    {
        this.cluster = cluster;
        Database = database;
        Actors = actors;
        Faults = faults;
    }

    public TestDatabase Database { get; }

    public DomainClock Clock { get; private init; } = null!;

    public TestActors Actors { get; }

    public LogFaults Faults { get; }

    public IGrainFactory Grains => cluster.Client;

    /// <summary>Services of each silo.</summary>
    public IReadOnlyList<IServiceProvider> Providers =>
        [.. cluster.Silos.Select(it => cluster.GetSiloServiceProvider(it.SiloAddress))];

    /// <param name="speed">Lets the domain clock run at this speed instead of being driven.</param>
    public static async Task<CivicCluster> StartAsync(PostgresServer server, int silos = 2, double? speed = null)
    {
        var database = await server.CreateDatabaseAsync();
        // One clock for both silos: a driven clock is moved in memory alone.
        var clock = new DomainClock(database.Source);
        await clock.OpenAsync();
        await (speed is { } running ? clock.SetSpeedAsync(running) : clock.DriveAsync(Start));
        var actors = new TestActors();
        var faults = new LogFaults();
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.ConfigureSiloHost(
            (_, host) =>
            {
                host.Logging.SetMinimumLevel(LogLevel.Warning);
                host.Services.AddCivicStorage(database.Source);
                host.Services.Replace(ServiceDescriptor.Singleton(clock));
                Decorate(host.Services, faults);
            }
        );
        builder.ConfigureSilo(
            (_, silo) =>
            {
                silo.AddCivicGrains();
                silo.Services.Replace(ServiceDescriptor.Singleton<IActors>(actors));
                silo.Services.Configure<DispatchOptions>(it =>
                {
                    it.RetryAfter = [.. Enumerable.Repeat(TimeSpan.FromMilliseconds(1), 5)];
                    it.BusyAfter = TimeSpan.FromMilliseconds(1);
                });
            }
        );
        var built = builder.Build();
        await built.DeployAsync();
        return new CivicCluster(built, database, actors, faults) { Clock = clock };
    }

    public ICommandGrain Grain(Place place) => Grains.GetOwner(place);

    public T Service<T>(int silo = 0)
        where T : notnull => Providers[silo].GetRequiredService<T>();

    /// <summary>Ends the activation of a grain wherever it is; the next call makes a new one.</summary>
    public Task ForgetAsync(Place place) => cluster.DeactivateAsync(Grain(place));

    /// <summary>Returns when every reaction is done, and every reaction to those too.</summary>
    public async Task QuietAsync()
    {
        var seen = -1L;
        while (await Database.ScalarAsync<long?>("select max(seq) from events") is { } newest && newest > seen)
        {
            await Service<DispatcherProgress>().CaughtUpAsync(newest);
            seen = newest;
        }
    }

    /// <summary>Moves the clock to the next deadline of a place, wakes it and lets everything follow.</summary>
    public async Task PassDeadlineAsync(Place place)
    {
        Clock.AdvanceTo(await StepDeadlineAsync(place));
        await Grain(place).WakeUpAsync();
        await QuietAsync();
    }

    /// <summary>The next deadline of a level at a place; warnings come before it.</summary>
    public async Task<DateTimeOffset> StepDeadlineAsync(Place place) =>
        (
            await Database.ColumnAsync<DateTimeOffset>(
                "select due_at from issues where stream = $1 and due_at is not null and not overdue order by due_at",
                place.ToString()
            )
        )[0];

    /// <summary>Stops the dispatcher of every silo, forgets how far it was, and starts it again.</summary>
    /// <param name="meanwhile">What happens while none runs.</param>
    public async Task LoseCursorAsync(Func<Task>? meanwhile = null)
    {
        var dispatchers = Providers
            .Select(it => it.GetServices<IHostedService>().OfType<Dispatcher>().Single())
            .ToList();
        foreach (var it in dispatchers)
        {
            await it.StopAsync(CancellationToken.None);
        }

        if (meanwhile is not null)
        {
            await meanwhile();
        }

        await Database.ExecuteAsync("delete from cursors");
        foreach (var it in dispatchers)
        {
            await it.StartAsync(CancellationToken.None);
        }
    }

    /// <summary>Stops the silo whose dispatcher has the lease.</summary>
    public Task StopDispatchingSiloAsync() => StopSiloAsync(it => it.GetRequiredService<DispatcherProgress>().IsHere);

    /// <summary>Stops the one silo of whose services this is true.</summary>
    public Task StopSiloAsync(Func<IServiceProvider, bool> which) =>
        cluster.StopSiloAsync(cluster.Silos.Single(it => which(cluster.GetSiloServiceProvider(it.SiloAddress))));

    public async ValueTask DisposeAsync()
    {
        await cluster.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static void Decorate(IServiceCollection services, LogFaults faults)
    {
        services.AddSingleton<IEventLog>(it => new FaultyLog(it.GetRequiredService<PostgresEventLog>(), faults));
    }
}
