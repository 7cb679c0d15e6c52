using CivicGrains.Grains.Dispatch;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Wall;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Grains.Wall;

/// <summary>
/// Keeps the figures that many streams share, in one process at a time, a moment behind the log: whatever was logged
/// meanwhile is counted at once, so that a storm of reports costs no more steps than a quiet hour.
/// </summary>
internal sealed class Projector(ILogTail tail, FigureStore figures, LeaseRunner leases, ProjectorProgress progress)
    : BackgroundService
{
    /// <summary>Shortest real time between two steps.</summary>
    private static readonly TimeSpan Period = TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync(FigureStore.Projector, WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        progress.IsHere = true;
        try
        {
            await FollowAsync(lease, cancellationToken);
        }
        finally
        {
            progress.IsHere = false;
        }
    }

    private async Task FollowAsync(Lease lease, CancellationToken cancellationToken)
    {
        var counted = await CountAsync(lease, cancellationToken);
        await foreach (var batch in tail.ReadAsync(counted, cancellationToken))
        {
            if (batch[^1].Seq > counted)
            {
                counted = await CountAsync(lease, cancellationToken);
                await Task.Delay(Period, TimeProvider.System, cancellationToken);
            }
        }
    }

    private async Task<long> CountAsync(Lease lease, CancellationToken cancellationToken)
    {
        var counted = await figures.CountAsync(lease, cancellationToken);
        progress.Advance(counted);
        return counted;
    }
}

/// <summary>How far the figures are.</summary>
public sealed class ProjectorProgress(CursorStore cursors) : FollowerProgress(cursors, FigureStore.Projector);
