using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Seals;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Seals every day at five past midnight in the town, and any day that was missed while nothing ran. Whoever drives
/// the clock by hand seals by hand.
/// </summary>
internal sealed class Sealer(SealStore seals, DomainClock clock, LeaseRunner leases, ILogger<Sealer> logger)
    : BackgroundService
{
    /// <summary>After midnight, so that what was decided in the last moments of the day is in the log.</summary>
    private static readonly TimeSpan AfterMidnight = TimeSpan.FromMinutes(5);

    /// <summary>Longest real wait: then it looks again, so that a changed speed of the clock is noticed.</summary>
    private static readonly TimeSpan WaitMax = TimeSpan.FromMinutes(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync("sealer", WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        var progress = new Progress<Seal>(it => logger.DaySealed(it.Date));
        while (true)
        {
            var wait = WaitMax;
            var today = Town.DateOf(clock.GetUtcNow() - AfterMidnight);
            if (!clock.IsDriven)
            {
                await seals.SealUpToAsync(today.AddDays(-1), progress, cancellationToken);
            }

            if (clock.RealDelayUntil(Town.StartOf(today.AddDays(1)) + AfterMidnight) is { } delay && delay < wait)
            {
                wait = delay;
            }

            await Task.Delay(wait, TimeProvider.System, cancellationToken);
        }
    }
}
