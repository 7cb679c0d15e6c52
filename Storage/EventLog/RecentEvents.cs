namespace CivicGrains.Storage.EventLog;

/// <summary>The newest events of the log in memory, so that many followers cost one read.</summary>
/// <param name="capacity">How many are kept.</param>
internal sealed class RecentEvents(int capacity)
{
    private readonly Lock gate = new();
    private readonly LoggedEvent[] ring = new LoggedEvent[capacity];
    private long count;
    private long floor;
    private TaskCompletionSource grown = NewGrown();

    /// <summary>Sequence number of the newest event seen; of the newest there was when nothing was seen yet.</summary>
    public long Seq { get; private set; }

    /// <summary>Everything after this sequence number will be here.</summary>
    public void StartAfter(long seq)
    {
        lock (gate)
        {
            floor = seq;
            Seq = seq;
        }
    }

    /// <summary>Adds what follows the newest one.</summary>
    public void Add(IReadOnlyList<LoggedEvent> events)
    {
        TaskCompletionSource waited;
        lock (gate)
        {
            foreach (var e in events)
            {
                ref var place = ref ring[count % ring.Length];
                floor = place?.Seq ?? floor;
                place = e;
                count++;
                Seq = e.Seq;
            }

            waited = grown;
            grown = NewGrown();
        }

        waited.SetResult();
    }

    /// <summary>Ends all waiting, now and later, with an exception.</summary>
    public void Fail(Exception exception)
    {
        lock (gate)
        {
            // Followers that come later find it ended.
            grown.TrySetException(exception);
            _ = grown.Task.Exception;
        }
    }

    /// <summary>Events after a cursor, as far as they are still here.</summary>
    /// <param name="covered">
    /// The cursor itself where memory reaches back to it; else where memory begins: what lies between must be read from
    /// the log.
    /// </param>
    /// <param name="more">Ends when there is more than now.</param>
    public IReadOnlyList<LoggedEvent> Read(long after, int limit, out long covered, out Task more)
    {
        lock (gate)
        {
            more = grown.Task;
            covered = Math.Max(after, floor);
            if (after < floor || after >= Seq)
            {
                return [];
            }

            var first = FindAfter(after);
            var events = new LoggedEvent[(int)Math.Min(limit, count - first)];
            for (var i = 0; i < events.Length; i++)
            {
                events[i] = ring[(first + i) % ring.Length];
            }

            return events;
        }
    }

    /// <summary>Number of the first event after a cursor, by halving: sequence numbers rise.</summary>
    private long FindAfter(long after)
    {
        var (low, high) = (Math.Max(0, count - ring.Length), count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ring[middle % ring.Length].Seq > after)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low;
    }

    private static TaskCompletionSource NewGrown() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
