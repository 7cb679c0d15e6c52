using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Rules;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Finds where many report the same in a community, at several places, and has its master grid make one incident of it.
/// No grain sees that: each knows its own reports.
/// </summary>
public sealed class AreaSurges(
    IssueQueries issues,
    IssueNumbers numbers,
    IGrainFactory grains,
    DomainClock clock,
    LawKeeper laws,
    ILogger<AreaSurges> logger
)
{
    /// <summary>
    /// Has every surge of now gathered. The id of the command is made of the reports, so that the same ones are gathered
    /// once, however often they are found before they point to their incident.
    /// </summary>
    /// <returns>How many surges were found.</returns>
    public async Task<int> GatherAsync(CancellationToken cancellationToken = default)
    {
        await laws.ReadyAsync(cancellationToken);
        var joins = laws.Law.Template.Joins;
        var since = clock.GetUtcNow() - joins.AreaSurgeWithin.InNaturalTime;
        var surges = await issues.GetAreaSurgesAsync(since, joins.AreaSurgeReports, cancellationToken);
        foreach (var surge in surges)
        {
            await GatherAsync(surge, cancellationToken);
        }

        return surges.Count;
    }

    private async Task GatherAsync(AreaSurge surge, CancellationToken cancellationToken)
    {
        var masterGrid = Place.Grid(surge.Community);
        var places = surge.Issues.Select(it => it.Owner).Distinct().Count();
        var gather = new Gather(
            await numbers.NextAsync(cancellationToken),
            surge.Category,
            PrivateText.Of(
                "description",
                $"平台汇总：本社区{places}处短时间内有{surge.Issues.Length}件同类上报。 "
                    + $"Put together by the platform: {surge.Issues.Length} reports of the same at {places} places of this community."
            ),
            surge.Issues
        );
        var id = CommandIds.From(["gather", surge.Community, surge.Category, .. surge.Issues.Select(it => it.Id)]);
        try
        {
            var result = await grains.GetOwner(masterGrid).CarryOutReactionAsync(id, gather);
            if (result.Rejection is { } why)
            {
                logger.SurgeRefused(masterGrid, why.Code);
            }
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            logger.OwnerNotWoken(e, masterGrid);
        }
    }
}

/// <summary>Looks for surges every few seconds, in one process at a time.</summary>
internal sealed class AreaSurgeWatch(AreaSurges surges, DomainClock clock, LeaseRunner leases) : BackgroundService
{
    /// <summary>Real time between two looks.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync("area-surges", WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            // Whoever drives the clock by hand plays days within minutes: what comes together then is no surge.
            if (!clock.IsDriven)
            {
                await surges.GatherAsync(cancellationToken);
            }
        }
    }
}
