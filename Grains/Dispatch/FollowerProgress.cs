using CivicGrains.Storage.Leases;

namespace CivicGrains.Grains.Dispatch;

/// <summary>How far a follower of the log is that works in one process at a time.</summary>
/// <param name="name">Name of its lease and cursor.</param>
public abstract class FollowerProgress(CursorStore cursors, string name)
{
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(50);

    private readonly Lock gate = new();
    private TaskCompletionSource moved = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long seq;

    /// <summary>Every event up to here is dealt with, as far as this process knows.</summary>
    public long Seq => Interlocked.Read(ref seq);

    /// <summary>Whether the follower of this process is the one that works.</summary>
    public bool IsHere { get; internal set; }

    /// <summary>
    /// Returns when all events up to a sequence number are dealt with, in whichever process. What follows from them has
    /// later numbers: whoever wants quiet asks again until nothing is new.
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
                Advance(await cursors.ReadAsync(name, cancellationToken));
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

/// <summary>How far the reactions are.</summary>
public sealed class DispatcherProgress(CursorStore cursors) : FollowerProgress(cursors, Dispatcher.Name);
