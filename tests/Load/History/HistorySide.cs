using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Wall;
using CivicGrains.Load.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Core.Internal;

namespace CivicGrains.Load.History;

/// <summary>One length of history: a database, its people, and a silo on it once it was started.</summary>
internal sealed class HistorySide(
    string name,
    string database,
    NpgsqlDataSource source,
    DrivenDistrict district,
    PostgresEventLog log
) : IAsyncDisposable
{
    /// <summary>Compounds at the end of the list that are kept for the activation.</summary>
    public const int Kept = 2;

    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);
    private static readonly Law Law = new(0, DefaultRules.Template);

    private readonly ConcurrentBag<PastOwner> _owners = [];
    private IHost? _silo;
    private int _number;
    private int _turn;

    public string Name => name;

    public string Database => database;

    /// <summary>Number of events of its compounds.</summary>
    public long Events => _owners.Sum(it => (long)it.Version);

    /// <summary>The compound with a long past.</summary>
    public PastOwner Old => _owners.First(it => it.Place == district.Compounds[^1]);

    /// <summary>The compound that only has what the other has open.</summary>
    public PastOwner Young => _owners.First(it => it.Place == district.Compounds[^2]);

    private IGrainFactory Grains => _silo!.Services.GetRequiredService<IGrainFactory>();

    /// <summary>A compound that can live its past.</summary>
    public PastOwner OwnerOf(int compound)
    {
        var owner = OwnerOf(compound, log);
        _owners.Add(owner);
        return owner;
    }

    /// <summary>The same by a log of its own.</summary>
    public PastOwner OwnerOf(int compound, IEventLog other) =>
        new(other, Law, district.Compounds[compound], district.ResidentOf(compound), district.ManagerOf(compound));

    /// <summary>An id for an issue of the past.</summary>
    public string NextId() =>
        string.Create(CultureInfo.InvariantCulture, $"QY20260302-{Interlocked.Increment(ref _number):000000}");

    /// <summary>How many levels each B-tree of a table that appends write has below its root's, by name.</summary>
    public async Task<IReadOnlyDictionary<string, int>> IndexLevelsAsync()
    {
        await using var command = source.CreateCommand(
            """
            create extension if not exists pageinspect;
            select c.relname, (bt_metap(c.relname)).level
            from pg_index i
            join pg_class c on c.oid = i.indexrelid
            join pg_am a on a.oid = c.relam and a.amname = 'btree'
            where i.indrelid in (
              'events'::regclass, 'stream_heads'::regclass, 'commands'::regclass, 'contents'::regclass, 'issues'::regclass
            )
            """
        );
        await using var reader = await command.ExecuteReaderAsync();
        var levels = new Dictionary<string, int>(StringComparer.Ordinal);
        while (await reader.ReadAsync())
        {
            levels.Add(reader.GetString(0), (int)reader.GetInt64(1));
        }

        return levels;
    }

    /// <summary>Starts the silo; returns when everything that follows the log has caught up.</summary>
    public async Task StartAsync()
    {
        _silo = BenchDistrict.Silo(source);
        await _silo.StartAsync();
        using var patience = new CancellationTokenSource(Patience);
        var end = await CountAsync("select coalesce(max(seq), 0) from events");
        await _silo.Services.GetRequiredService<DispatcherProgress>().CaughtUpAsync(end, patience.Token);
        await _silo.Services.GetRequiredService<ProjectorProgress>().CaughtUpAsync(end, patience.Token);
        // Every day that has passed is sealed.
        for (var seals = -1L; await CountAsync("select count(*) from seals") is var now && now != seals; seals = now)
        {
            await Task.Delay(Settle, patience.Token);
        }
    }

    /// <summary>Reports, one after the other by each caller, each at the next compound.</summary>
    /// <returns>From the call to the answer, in ms.</returns>
    public async Task<Quantiles> TurnAsync(int callers, int commands)
    {
        var numbers = _silo!.Services.GetRequiredService<IssueNumbers>();
        var took = new ConcurrentBag<double>();
        await Task.WhenAll(Enumerable.Range(0, callers).Select(_ => Task.Run(CallAsync)));
        return Quantiles.Of(took);

        async Task CallAsync()
        {
            for (var i = 0; i < commands / callers; i++)
            {
                var compound = Interlocked.Increment(ref _turn) % (district.Compounds.Length - Kept);
                var envelope = new CommandEnvelope(
                    Guid.CreateVersion7(),
                    district.ResidentAccountOf(compound),
                    [.. Load.Commands.SampleRows.Hash],
                    new Report(
                        await numbers.NextAsync(),
                        Load.Commands.SampleRows.Category,
                        PrivateText.Of("description", Load.Commands.SampleRows.Description),
                        "1栋"
                    )
                );
                var from = Stopwatch.GetTimestamp();
                var result = await Grains.GetOwner(district.Compounds[compound]).DoAsync(envelope);
                took.Add(Stopwatch.GetElapsedTime(from).TotalMilliseconds);
                if (result.Rejection is { } refused)
                {
                    throw new InvalidOperationException($"{refused.Code}: {refused.English}");
                }
            }
        }
    }

    /// <summary>Asks an owner that is not active for its next deadline.</summary>
    /// <returns>From the call to the answer, in ms.</returns>
    public async Task<double> ActivateAsync(Place place)
    {
        var owner = Grains.GetOwner(place);
        var from = Stopwatch.GetTimestamp();
        await owner.NextDeadlineAsync();
        return Stopwatch.GetElapsedTime(from).TotalMilliseconds;
    }

    /// <summary>Has the grains of some owners leave, and waits until they are gone.</summary>
    public async Task DeactivateAsync(params Place[] places)
    {
        var management = Grains.GetGrain<IManagementGrain>(0);
        using var patience = new CancellationTokenSource(Patience);
        var leaving = places.Select(place => Grains.GetOwner(place)).ToDictionary(owner => owner.GetGrainId());
        foreach (var owner in leaving.Values)
        {
            await owner.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
        }

        while ((await management.GetDetailedGrainStatistics()).Any(it => leaving.ContainsKey(it.GrainId)))
        {
            await Task.Delay(Look, patience.Token);
        }
    }

    /// <summary>Events of the compound with a long past while its grain is not there.</summary>
    public async Task CommentAsync(int times)
    {
        var old = Old;
        await old.LoadAsync();
        for (var i = 0; i < times; i++)
        {
            await old.CommentAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_silo is not null)
        {
            await _silo.StopAsync();
            _silo.Dispose();
        }

        await log.DisposeAsync();
        await district.DisposeAsync();
        await source.DisposeAsync();
    }

    private async Task<long> CountAsync(string sql)
    {
        await using var command = source.CreateCommand(sql);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}
