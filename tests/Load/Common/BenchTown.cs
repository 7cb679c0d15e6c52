using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicGrains.Load.Common;

/// <summary>Somebody who is signed in.</summary>
/// <param name="Home">The compound where they live or which they manage.</param>
internal sealed record Neighbour(Place Home, string Token);

/// <summary>
/// Some compounds of one community: each has a resident who reports, a manager who handles, and neighbours who only
/// watch.
/// </summary>
internal sealed class BenchTown
{
    /// <summary>Signing in is no part of what is measured: its limit is lifted for the processes of a benchmark.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } =
        new Dictionary<string, string>(StringComparer.Ordinal) { ["SignIn__AttemptsPerMinute"] = "1000000" };

    private const int CompoundsMax = 800;

    private readonly string _password = Guid.CreateVersion7().ToString("N");
    private readonly ImmutableArray<Place> _compounds;

    private BenchTown(int compounds)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(compounds, CompoundsMax);
        _compounds =
        [
            .. Enumerable
                .Range(100, compounds)
                .Select(n => Place.Compound(string.Create(CultureInfo.InvariantCulture, $"510105007004-C{n:000}"))),
        ];
    }

    /// <summary>One of each compound, in the same order as <see cref="Managers"/>.</summary>
    public ImmutableArray<Neighbour> Residents { get; private set; } = [];

    public ImmutableArray<Neighbour> Managers { get; private set; } = [];

    /// <summary>People who watch, spread evenly over the compounds.</summary>
    public ImmutableArray<Neighbour> Watchers { get; private set; } = [];

    /// <summary>Makes the database with its places and people, before any process runs on it.</summary>
    public static async Task<BenchTown> MakeAsync(BenchServer server, int compounds, int watchers)
    {
        var town = new BenchTown(compounds);
        await using var source = await server.CreateDatabaseAsync(BenchDistrict.Database);
        await town.AddPeopleAsync(new AccountStore(source), watchers);
        await town.RegisterAsync(source);
        return town;
    }

    /// <summary>Signs everybody in.</summary>
    public async Task SignInAsync(HttpClient http, string address)
    {
        Residents = await SignInAsync(http, address, "resident", _compounds.Length);
        Managers = await SignInAsync(http, address, "manager", _compounds.Length);
        Watchers = await SignInAsync(http, address, "watcher", WatcherCount);
    }

    private int WatcherCount { get; set; }

    private async Task AddPeopleAsync(AccountStore accounts, int watchers)
    {
        WatcherCount = watchers;
        // Hashed once: thousands sign in, and what that costs is no part of what is measured.
        var hasher = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));
        var hash = hasher.HashPassword("", _password);
        IEnumerable<Account> people =
        [
            .. _compounds.Select((place, i) => AccountOf("resident", i, Role.Resident, place)),
            .. _compounds.Select((place, i) => AccountOf("manager", i, Role.PropertyManager, place)),
            .. Enumerable.Range(0, watchers).Select(i => AccountOf("watcher", i, Role.Resident, HomeOf(i))),
        ];
        foreach (var some in people.Chunk(1_000))
        {
            await accounts.InsertAsync(some);
        }

        Account AccountOf(string name, int number, Role role, Place place) =>
            new(
                Guid.CreateVersion7(),
                NameOf(name, number),
                hash,
                name,
                Guid.CreateVersion7(),
                [new HeldRole(role, place)]
            );
    }

    private Place HomeOf(int person) => _compounds[person % _compounds.Length];

    private async Task RegisterAsync(NpgsqlDataSource source)
    {
        var administrator = await BenchDistrict.AddAccountAsync(
            new AccountStore(source),
            "administrator",
            password: null,
            Role.Administrator,
            Place.District("510105")
        );
        using var silo = BenchDistrict.Silo(source);
        await silo.StartAsync();
        var grains = silo.Services.GetRequiredService<IGrainFactory>();
        var grid = Place.Grid("510105007004-G01");
        await Parallel.ForEachAsync(
            _compounds,
            async (compound, _) =>
            {
                var result = await grains
                    .GetOwner(compound)
                    .DoAsync(
                        new CommandEnvelope(
                            Guid.CreateVersion7(),
                            administrator.Id,
                            [.. Commands.SampleRows.Hash],
                            new RegisterCompound(
                                $"示例小区{compound.Key}",
                                PropertyMode.ProfessionalManaged,
                                grid,
                                [new Building("1栋", grid, 60)],
                                // Thrown away at the end; a host without demo refuses synthetic places.
                                Synthetic: false
                            )
                        )
                    );
                if (result.Rejection is { } refused)
                {
                    throw new InvalidOperationException($"{refused.Code}: {refused.English}");
                }
            }
        );
        await silo.StopAsync();
    }

    private async Task<ImmutableArray<Neighbour>> SignInAsync(HttpClient http, string address, string name, int count)
    {
        var signedIn = new Neighbour[count];
        await Parallel.ForAsync(
            0,
            count,
            new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (i, cancellation) =>
            {
                using var response = await http.PostAsJsonAsync(
                    new Uri($"{address}/api/sign-in"),
                    new { account = NameOf(name, i), password = _password },
                    cancellation
                );
                response.EnsureSuccessStatusCode();
                var answer = await response.Content.ReadFromJsonAsync<JsonElement>(cancellation);
                signedIn[i] = new Neighbour(HomeOf(i), answer.GetProperty("token").GetString()!);
            }
        );
        return [.. signedIn];
    }

    private static string NameOf(string name, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"{name}-{number}");
}
