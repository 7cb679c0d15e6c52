using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.Leases;

/// <summary>Does something in exactly one process at a time: where that process ends, another one takes over.</summary>
public sealed class LeaseRunner(LeaseStore store, ILogger<LeaseRunner> logger)
{
    /// <summary>How often a lease is renewed, and how often one that somebody else has is asked for.</summary>
    public static readonly TimeSpan Period = TimeSpan.FromSeconds(3);

    /// <summary>One of these per process.</summary>
    private readonly Guid holder = Guid.CreateVersion7();

    /// <summary>
    /// Waits for the lease, then works under it; when the lease is lost or the work fails, waits for it again. Ends
    /// only by cancellation.
    /// </summary>
    /// <param name="name">What the lease is for.</param>
    /// <param name="work">Its token is cancelled when the lease is lost; it shows the lease at each write.</param>
    public async Task RunAsync(
        string name,
        Func<Lease, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                if (await store.TryAcquireAsync(name, holder, cancellationToken) is { } lease)
                {
                    logger.LeaseTaken(lease.Name, lease.Token);
                    await WorkAsync(lease, work, cancellationToken);
                }
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (LeaseLostException e)
            {
                logger.LeaseLost(e, name);
            }
            catch (Exception e)
            {
                // A failure of the work must not end it for good: it begins anew with the next lease.
                logger.LeaseWorkFailed(e, name);
            }

            await Task.Delay(Period, TimeProvider.System, cancellationToken)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WorkAsync(
        Lease lease,
        Func<Lease, CancellationToken, Task> work,
        CancellationToken cancellationToken
    )
    {
        using var held = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var renewing = RenewAsync(lease, held);
        try
        {
            await work(lease, held.Token);
        }
        catch (OperationCanceledException)
            when (held.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LeaseLostException(lease);
        }
        finally
        {
            await held.CancelAsync();
            await renewing;
            await TryReleaseAsync(lease);
        }
    }

    /// <summary>Renews until the end; cancels the work when the lease is lost or cannot be renewed in time.</summary>
    private async Task RenewAsync(Lease lease, CancellationTokenSource held)
    {
        var renewed = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(held.Token))
            {
                var asked = Stopwatch.GetTimestamp();
                if (!await TryRenewAsync(lease, held.Token))
                {
                    if (Stopwatch.GetElapsedTime(renewed) > LeaseStore.Duration - Period)
                    {
                        await held.CancelAsync();
                        return;
                    }

                    continue;
                }

                renewed = asked;
            }
        }
        catch (OperationCanceledException) when (held.IsCancellationRequested)
        {
            logger.LeaseWorkEnded(lease.Name);
        }
        catch (LeaseLostException e)
        {
            logger.LeaseNotRenewed(e, lease.Name);
            await held.CancelAsync();
        }
    }

    private async Task<bool> TryRenewAsync(Lease lease, CancellationToken cancellationToken)
    {
        try
        {
            return await store.RenewAsync(lease, cancellationToken) ? true : throw new LeaseLostException(lease);
        }
        catch (NpgsqlException e)
        {
            logger.LeaseRenewedAgain(e, lease.Name);
            return false;
        }
    }

    private async Task TryReleaseAsync(Lease lease)
    {
        try
        {
            await store.ReleaseAsync(lease, CancellationToken.None);
        }
        catch (NpgsqlException e)
        {
            logger.LeaseNotGivenBack(e, lease.Name);
        }
    }
}
