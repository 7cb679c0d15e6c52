using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.Clock;

/// <summary>Opens the domain clock before anything else of the host starts, and keeps it by the shared anchor.</summary>
internal sealed class DomainClockKeeper(DomainClock clock, ILogger<DomainClockKeeper> logger)
    : BackgroundService,
        IHostedLifecycleService
{
    private static readonly TimeSpan RefreshPeriod = TimeSpan.FromSeconds(1);

    /// <inheritdoc/>
    public Task StartingAsync(CancellationToken cancellationToken) => clock.OpenAsync(cancellationToken);

    /// <inheritdoc/>
    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(RefreshPeriod, TimeProvider.System);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await timer.WaitForNextTickAsync(stoppingToken);
                await clock.RefreshAsync(stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (NpgsqlException e)
            {
                // The clock counts on from the anchor it has.
                logger.AnchorNotRead(e);
            }
        }
    }
}
