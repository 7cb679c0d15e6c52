using System.Collections.Immutable;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicGrains.Load.Common;

/// <summary>A report that is to be made.</summary>
/// <param name="Compound">Number of the compound.</param>
internal readonly record struct PlannedReport(DateTimeOffset At, int Compound, string Category);

/// <summary>
/// A district of many compounds in many communities, each with a resident, and general grids. While it is prepared it has
/// a silo of its own and a clock that is driven: everything goes in as commands, as the demo does, and hours of the town
/// pass in seconds. Then the clock is let go, for the processes that are measured.
/// </summary>
internal sealed class DrivenDistrict : IAsyncDisposable
{
    private const int Communities = 67;
    private const int Subdistricts = 12;
    private const int GridsOfCommunity = 4;
    private const int AtOnceMax = 64;

    private readonly NpgsqlDataSource _source;
    private readonly IHost _silo;
    private readonly string _password = Guid.CreateVersion7().ToString("N");
    private ImmutableArray<Account> _residents = [];
    private ImmutableArray<Account> _neighbours = [];
    private ImmutableArray<Account> _managers = [];
    private bool _isStopped;

    private DrivenDistrict(NpgsqlDataSource source, int compounds)
    {
        _source = source;
        _silo = BenchDistrict.Silo(source);
        Compounds = [.. Enumerable.Range(0, compounds).Select(CompoundOf)];
    }

    /// <summary>As many compounds as Qingyang has in its register.</summary>
    public const int CompoundsOfDistrict = 1_304;

    public ImmutableArray<Place> Compounds { get; }

    /// <summary>The clock of the town.</summary>
    public DomainClock Clock => _silo.Services.GetRequiredService<DomainClock>();

    private IGrainFactory Grains => _silo.Services.GetRequiredService<IGrainFactory>();

    /// <summary>Makes the places and people of an empty database at a moment of the town.</summary>
    public static async Task<DrivenDistrict> StartAsync(NpgsqlDataSource source, int compounds, DateTimeOffset from)
    {
        var district = new DrivenDistrict(source, compounds);
        await district._silo.StartAsync();
        await district.Clock.DriveAsync(from);
        await district.AddPlacesAsync();
        return district;
    }

    /// <summary>Makes reports in order of time; the clock stands at the newest of those under way.</summary>
    /// <returns>Their ids, in the same order.</returns>
    public async Task<string[]> ReportAsync(IReadOnlyList<PlannedReport> reports, Action<long, long> progress)
    {
        var numbers = _silo.Services.GetRequiredService<IssueNumbers>();
        using var room = new SemaphoreSlim(AtOnceMax);
        var done = 0;
        var underWay = new List<Task<string>>(reports.Count);
        foreach (var report in reports)
        {
            await room.WaitAsync();
            Clock.AdvanceTo(report.At);
            underWay.Add(Task.Run(() => DoAsync(report)));
        }

        return await Task.WhenAll(underWay);

        async Task<string> DoAsync(PlannedReport report)
        {
            try
            {
                var id = await numbers.NextAsync();
                await DoAsResidentAsync(
                    report.Compound,
                    new Report(
                        id,
                        report.Category,
                        PrivateText.Of("description", Load.Commands.SampleRows.Description),
                        "1栋"
                    )
                );
                progress(Interlocked.Increment(ref done), reports.Count);
                return id;
            }
            finally
            {
                room.Release();
            }
        }
    }

    /// <summary>The resident of a compound does something.</summary>
    public Task DoAsResidentAsync(int compound, DomainCommand command) =>
        AcceptedAsync(Compounds[compound], _residents[compound].Id, command);

    /// <summary>Another resident of a compound does something.</summary>
    public Task DoAsNeighbourAsync(int compound, DomainCommand command) =>
        AcceptedAsync(Compounds[compound], _neighbours[compound].Id, command);

    /// <summary>The manager of a compound does something.</summary>
    public Task DoAsManagerAsync(int compound, DomainCommand command) =>
        AcceptedAsync(Compounds[compound], _managers[compound].Id, command);

    /// <summary>The resident of a compound, as who acts.</summary>
    public Actor ResidentOf(int compound) => ActorOf(_residents[compound]);

    /// <summary>The manager of a compound, as who acts.</summary>
    public Actor ManagerOf(int compound) => ActorOf(_managers[compound]);

    /// <summary>Account of the resident of a compound.</summary>
    public Guid ResidentAccountOf(int compound) => _residents[compound].Id;

    /// <summary>Moves the clock; everything that is due by then happens, and what follows from it.</summary>
    public async Task AdvanceAsync(DateTimeOffset to)
    {
        Clock.AdvanceTo(to);
        await _silo.Services.GetRequiredService<DueOwners>().WakeAsync(to);
        await CatchUpAsync();
    }

    /// <summary>Waits until what follows elsewhere from all that happened has been done.</summary>
    public async Task CatchUpAsync()
    {
        await using var command = _source.CreateCommand("select coalesce(max(seq), 0) from events");
        await _silo
            .Services.GetRequiredService<DispatcherProgress>()
            .CaughtUpAsync((long)(await command.ExecuteScalarAsync())!);
    }

    /// <summary>Ends the silo of the preparation; its grains leave their snapshots.</summary>
    public async Task StopAsync()
    {
        _isStopped = true;
        await _silo.StopAsync();
    }

    /// <summary>Lets the clock run on by itself from a moment.</summary>
    public async Task ReleaseAsync(DateTimeOffset at)
    {
        Clock.AdvanceTo(at);
        await Clock.ReleaseAsync();
    }

    /// <summary>Signs the first residents in.</summary>
    public async Task<ImmutableArray<Neighbour>> SignInAsync(HttpClient http, string address, int count)
    {
        var signedIn = ImmutableArray.CreateBuilder<Neighbour>(count);
        for (var i = 0; i < count; i++)
        {
            using var response = await http.PostAsJsonAsync(
                new Uri($"{address}/api/sign-in"),
                new { account = _residents[i].Name, password = _password }
            );
            response.EnsureSuccessStatusCode();
            var answer = await response.Content.ReadFromJsonAsync<JsonElement>();
            signedIn.Add(new Neighbour(Compounds[i], answer.GetProperty("token").GetString()!));
        }

        return signedIn.MoveToImmutable();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopAsync();
        }

        _silo.Dispose();
    }

    private static Actor ActorOf(Account account) => new(account.Reference, account.Roles);

    private static Place CompoundOf(int number) =>
        Place.Compound(
            string.Create(CultureInfo.InvariantCulture, $"{CommunityOf(number)}-C{100 + (number / Communities):000}")
        );

    private static string CommunityOf(int number)
    {
        var community = number % Communities;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"510105{1 + (community % Subdistricts):000}{1 + (community / Subdistricts):000}"
        );
    }

    private static Place GridOf(int compound) =>
        Place.Grid(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{CommunityOf(compound)}-G{1 + (compound / Communities % GridsOfCommunity):00}"
            )
        );

    private async Task AddPlacesAsync()
    {
        var accounts = new AccountStore(_source);
        var administrator = await BenchDistrict.AddAccountAsync(
            accounts,
            "administrator",
            password: null,
            Role.Administrator,
            Place.District("510105")
        );
        _residents = PeopleOf("resident", Role.Resident);
        _neighbours = PeopleOf("neighbour", Role.Resident);
        _managers = PeopleOf("manager", Role.PropertyManager);
        foreach (var some in _residents.Concat(_neighbours).Concat(_managers).Chunk(1_000))
        {
            await accounts.InsertAsync(some);
        }

        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax };
        // Thrown away at the end; a host without demo refuses synthetic places.
        await Parallel.ForEachAsync(
            Enumerable.Range(0, Compounds.Length).Select(GridOf).Distinct(),
            options,
            async (grid, _) =>
                await AcceptedAsync(
                    grid,
                    administrator.Id,
                    new RegisterGrid($"示例网格{grid.Key}", 800, [], Synthetic: false)
                )
        );
        await Parallel.ForAsync(
            0,
            Compounds.Length,
            options,
            async (i, _) =>
                await AcceptedAsync(
                    Compounds[i],
                    administrator.Id,
                    new RegisterCompound(
                        $"示例小区{Compounds[i].Key}",
                        PropertyMode.ProfessionalManaged,
                        GridOf(i),
                        [new Building("1栋", GridOf(i), 60)],
                        Synthetic: false
                    )
                )
        );
    }

    private ImmutableArray<Account> PeopleOf(string name, Role role)
    {
        // Hashed once: what signing in costs is no part of what is measured.
        var hasher = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = 1 }));
        var hash = hasher.HashPassword("", _password);
        return
        [
            .. Compounds.Select(
                (place, i) =>
                    new Account(
                        Guid.CreateVersion7(),
                        string.Create(CultureInfo.InvariantCulture, $"{name}-{i}"),
                        hash,
                        name,
                        Guid.CreateVersion7(),
                        [new HeldRole(role, place)]
                    )
            ),
        ];
    }

    private async Task AcceptedAsync(Place owner, Guid account, DomainCommand command)
    {
        var result = await Grains
            .GetOwner(owner)
            .CarryOutAsync(
                new CommandEnvelope(Guid.CreateVersion7(), account, [.. Load.Commands.SampleRows.Hash], command)
            );
        if (result.Rejection is { } refused)
        {
            throw new InvalidOperationException($"{owner}: {refused.Code}: {refused.English}");
        }
    }
}
