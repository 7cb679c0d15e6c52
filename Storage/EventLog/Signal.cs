using System.Diagnostics.CodeAnalysis;

namespace CivicGrains.Storage.EventLog;

/// <summary>Wakes one waiter; many settings before it wakes count as one.</summary>
[SuppressMessage(
    "Design",
    "CA1001:Types that own disposable fields should be disposable",
    Justification = "The semaphore is never asked for its wait handle, so there is nothing to dispose of."
)]
internal sealed class Signal
{
    private readonly SemaphoreSlim semaphore = new(0, 1);
    private int isSet;

    public void Set()
    {
        if (Interlocked.Exchange(ref isSet, 1) == 0)
        {
            semaphore.Release();
        }
    }

    /// <summary>Waits for a setting; false when the time passed without one.</summary>
    public async Task<bool> WaitAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        if (!await semaphore.WaitAsync(timeout, cancellationToken))
        {
            return false;
        }

        Volatile.Write(ref isSet, 0);
        return true;
    }
}
