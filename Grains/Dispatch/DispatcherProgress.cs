using CivicGrains.Storage.Leases;

namespace CivicGrains.Grains.Dispatch;

/// <summary>How far the reactions are.</summary>
public sealed class DispatcherProgress(CursorStore cursors)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long seq;

    /// <summary>Every reaction to an event up to here is done, as far as this process knows.</summary>
    public long Seq => Interlocked.Read(ref seq);

    /// <summary>Whether the dispatcher of this process is the one that works.</summary>
    public bool IsHere { get; internal set; }

    /// <summary>
    /// Returns when all reactions to events up to a sequence number are done, in whichever process. Their own events
    /// have later numbers: whoever wants quiet asks again until nothing is new.
    /// </summary>
    public async Task CaughtUpAsync(long upTo, CancellationToken cancellationToken = default)
    {
        while (Seq < upTo)
        {
            Task next;
            lock (gate)
            {
                next = moved.Task;
            }

            // Here it is known at once; when another process holds the lease, from the cursor.
            await Task.WhenAny(next, Task.Delay(Poll, cancellationToken));
            cancellationToken.ThrowIfCancellationRequested();
            if (!next.IsCompleted)
            {
                Advance(await cursors.ReadAsync(Dispatcher.Name, cancellationToken));
            }
        }
    }

    internal void Advance(long upTo)
    {
        TaskCompletionSource waiting;
        lock (gate)
        {
            if (upTo <= seq)
            {
                return;
            }

            seq = upTo;
            waiting = moved;
            moved = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        waiting.SetResult();
    }
}
