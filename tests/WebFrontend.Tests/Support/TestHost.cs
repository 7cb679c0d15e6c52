using System.Collections.Concurrent;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Hosting;
using CivicGrains.WebFrontend.Live;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Sdk;
using Xunit.v3;

[assembly: AssemblyFixture(typeof(CivicGrains.WebFrontend.Tests.Support.TestHost))]
// Most of a test is waiting for others: two for each of the two cores of the smallest machine it is run on.
[assembly: Parallelization(Mode = ParallelMode.Collections, MaxThreads = 4)]

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>The real all-in-one host on a real database and a free port, with the small town in it.</summary>
public sealed class TestHost : IAsyncLifetime
{
    private readonly bool _ownsPostgres;
    private readonly ConcurrentDictionary<string, Task<string>> _tokens = new(StringComparer.Ordinal);
    private TestDatabase? _database;
    private AllInOne? _host;

    public TestHost()
        : this(new PostgresServer()) => _ownsPostgres = true;

    private TestHost(PostgresServer postgres) => Postgres = postgres;

    /// <summary>The server of the test process.</summary>
    public PostgresServer Postgres { get; }

    /// <summary>Where it answers.</summary>
    public Uri Address => Host.Address;

    /// <summary>Its services.</summary>
    public IServiceProvider Services => Host.App.Services;

    /// <summary>Its database.</summary>
    public TestDatabase Database => _database ?? throw new InvalidOperationException("The host is not started.");

    private AllInOne Host => _host ?? throw new InvalidOperationException("The host is not started.");

    /// <summary>A host of a test's own.</summary>
    internal static async Task<TestHost> StartAsync(
        PostgresServer postgres,
        Action<WebApplicationBuilder>? configure = null,
        Func<HostSettings, HostSettings>? settings = null
    )
    {
        var host = new TestHost(postgres);
        await host.StartAsync(configure, settings);
        return host;
    }

    /// <inheritdoc/>
    public ValueTask InitializeAsync() => new(StartAsync(null, change: null));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        if (_ownsPostgres)
        {
            await Postgres.DisposeAsync();
        }
    }

    /// <summary>Somebody's way to the API; null for somebody who is not signed in.</summary>
    public async Task<Api> ApiAsync(string? account) =>
        new(Address, account is null ? null : await TokenAsync(account));

    /// <summary>A token of somebody, who signs in once.</summary>
    public Task<string> TokenAsync(string account) =>
        _tokens.GetOrAdd(
            account,
            async name =>
            {
                using var api = new Api(Address, null);
                var answer = await api.PostAsync("/api/sign-in", new { account = name, password = SmallTown.Password });
                return answer.Expect(200).GetProperty("token").GetString()!;
            }
        );

    /// <summary>Somebody's live connection.</summary>
    internal async Task<Watcher> WatcherAsync(string account) =>
        await Watcher.ConnectAsync(new Uri(Address, LiveHub.Path), await TokenAsync(account));

    private async Task StartAsync(Action<WebApplicationBuilder>? configure, Func<HostSettings, HostSettings>? change)
    {
        _database = await Postgres.CreateDatabaseAsync();
        var settings = new HostSettings
        {
            Port = 0,
            IsDemo = false,
            Connection = _database.ConnectionString,
        };
        _host = await AllInOne.StartAsync(
            change?.Invoke(settings) ?? settings,
            builder =>
            {
                // What takes long on purpose would only make tests slow.
                builder.Services.Configure<PasswordHasherOptions>(hasher => hasher.IterationCount = 10);
                configure?.Invoke(builder);
            }
        );
        await SmallTown.SettleAsync(_host);
    }
}
