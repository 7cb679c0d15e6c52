using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Leases;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Every few seconds activates the owners of which something is due soon; their timer does the exact moment. This is
/// how a deadline survives a crash and an idle grain that was collected.
/// </summary>
internal sealed class Sweep(DueOwners owners, DomainClock clock, LeaseRunner leases) : BackgroundService
{
    /// <summary>Real time between two sweeps.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead it looks, in real time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync("sweep", WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        do
        {
            // Whoever drives the clock by hand wakes the owners by hand.
            if (!clock.IsDriven)
            {
                await owners.WakeAsync(clock.GetUtcNow() + (Ahead * clock.Speed), cancellationToken);
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
