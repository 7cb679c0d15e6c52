using System.Globalization;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Commands;

/// <summary>A report to a compound's grain: decided, hashed, chained, appended, one row of view.</summary>
internal sealed class Ours(IGrainFactory grains, Guid[] residents, Guid administrator) : ISide
{
    /// <summary>As many compounds as callers at most; a single caller walks through all of them.</summary>
    public const int Compounds = 1_024;

    private readonly ICommandGrain[] _compounds = new ICommandGrain[Compounds];
    private readonly int[] _turns = new int[Compounds];
    private long _issues;
    private int _callers = 1;

    public string Name => "grain commands";

    public async Task RegisterAsync()
    {
        await Parallel.ForAsync(
            0,
            Compounds,
            new ParallelOptions { MaxDegreeOfParallelism = 64 },
            async (i, _) =>
            {
                var grid = Place.Grid("510105007004-G01");
                _compounds[i] = grains.GetOwner(PlaceOf(i));
                await AcceptedAsync(
                    _compounds[i],
                    administrator,
                    new RegisterCompound(
                        $"示例小区{i}",
                        PropertyMode.ProfessionalManaged,
                        grid,
                        [new Building("1栋", grid, 60)],
                        Synthetic: true
                    )
                );
            }
        );
    }

    public static Place PlaceOf(int compound) =>
        Place.Compound(string.Create(CultureInfo.InvariantCulture, $"510105007004-C{compound + 100:000}"));

    public Task PrepareAsync(int callers)
    {
        _callers = callers;
        return Task.CompletedTask;
    }

    public Task DoAsync(int caller)
    {
        // Each caller walks through compounds of its own, as the other sides do with their streams.
        var mine = Compounds / _callers;
        var compound = (caller + (_turns[caller]++ % Math.Max(mine, 1) * _callers)) % Compounds;
        return AcceptedAsync(
            _compounds[compound],
            residents[compound],
            new Report(
                string.Create(CultureInfo.InvariantCulture, $"QY20261124-{Interlocked.Increment(ref _issues):000000}"),
                SampleRows.Category,
                PrivateText.Of("description", SampleRows.Description),
                "1栋"
            )
        );
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private static async Task AcceptedAsync(ICommandGrain grain, Guid account, DomainCommand command)
    {
        var result = await grain.DoAsync(
            new CommandEnvelope(Guid.CreateVersion7(), account, [.. SampleRows.Hash], command)
        );
        if (result.Rejection is { } refused)
        {
            throw new InvalidOperationException($"{refused.Code}: {refused.English}");
        }
    }
}
