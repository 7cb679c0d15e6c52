using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Rules;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Every few seconds activates the owners of which something is due soon; their timer does the exact moment. This is
/// how a deadline survives a crash and an idle grain that was collected. After a year of the working calendar was
/// published it has deadlines counted anew, until none is left that an older calendar gave.
/// </summary>
internal sealed class Sweep(DueOwners owners, DomainClock clock, LawKeeper laws, LeaseRunner leases) : BackgroundService
{
    /// <summary>Real time between two sweeps.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    /// <summary>How far ahead it looks, in real time.</summary>
    private static readonly TimeSpan Ahead = TimeSpan.FromSeconds(60);

    /// <summary>
    /// How long it goes on looking for deadlines of an older calendar after it found none: a silo that had not heard of
    /// the new year yet may have given one. Looking goes through all issues, so that it ends.
    /// </summary>
    private static readonly TimeSpan LookOnFor = TimeSpan.FromMinutes(1);

    private (int Version, long Since) recounted = (-1, 0);

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

            await RecountAsync(cancellationToken);
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task RecountAsync(CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        var version = laws.Law.Calendar.Version;
        var isSettled = recounted.Version == version;
        if (isSettled && TimeProvider.System.GetElapsedTime(recounted.Since) > LookOnFor)
        {
            return;
        }

        if (await owners.RecountAsync(version, cancellationToken) > 0)
        {
            recounted = (-1, 0);
        }
        else if (!isSettled)
        {
            recounted = (version, TimeProvider.System.GetTimestamp());
        }
    }
}
