using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Photos;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Forgets the first answers of commands after 30 days, since nobody repeats a request after so long; and photos that no
/// issue has mentioned within a day of the town.
/// </summary>
internal sealed class Purge(
    PostgresEventLog log,
    IPhotoStore photos,
    DomainClock clock,
    LeaseRunner leases,
    ILogger<Purge> logger
) : BackgroundService
{
    /// <summary>How long a first answer is remembered, in real time.</summary>
    private static readonly TimeSpan Age = TimeSpan.FromDays(30);

    private static readonly TimeSpan Period = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync("purge", WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        do
        {
            if (await log.PurgeCommandsAsync(Age, cancellationToken) is > 0 and var forgotten)
            {
                logger.AnswersForgotten(forgotten);
            }

            if (await photos.PurgeAsync(clock.GetUtcNow(), cancellationToken) is > 0 and var gone)
            {
                logger.PhotosForgotten(gone);
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }
}
