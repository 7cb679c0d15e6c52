namespace CivicGrains.Storage.EventLog;

/// <summary>
/// What waits to be written: a bounded lane of people's commands, one of deadlines that those cannot fill, and in front
/// of both what was sent already and has to be sent again.
/// </summary>
/// <remarks>
/// Several writers take from it. With nothing on its way a writer takes at once whatever waits, so that a single caller
/// waits for nothing. A further one starts only when enough waits to be worth a batch, and of much each takes its share:
/// so batches on their way are about equal, and one is gathered and sent while the other is written.
/// </remarks>
internal sealed class AppendQueue(EventLogOptions options)
{
    private readonly Lock gate = new();
    private readonly Queue<PendingAppend> again = new();
    private readonly Queue<PendingAppend> deadlines = new();
    private readonly Queue<PendingAppend> people = new();
    private readonly Queue<TaskCompletionSource> idle = new();
    private int onTheirWay;
    private bool closed;

    /// <summary>Adds an append to its lane.</summary>
    /// <exception cref="LogBusyException">The lane is full.</exception>
    /// <exception cref="LogUnavailableException">The log is being stopped.</exception>
    public void Add(PendingAppend pending)
    {
        lock (gate)
        {
            if (closed)
            {
                throw new LogUnavailableException();
            }

            var (lane, capacity) = pending.Request.IsDeadline
                ? (deadlines, options.DeadlineCapacity)
                : (people, options.QueueCapacity);
            if (lane.Count >= capacity)
            {
                throw new LogBusyException();
            }

            lane.Enqueue(pending);
            WakeIfWorthIt();
        }
    }

    /// <summary>Puts in front what has to be sent again.</summary>
    public void AddAgain(PendingAppend pending)
    {
        lock (gate)
        {
            again.Enqueue(pending);
            WakeIfWorthIt();
        }
    }

    /// <summary>Waits for a batch; false when the queue is closed and empty.</summary>
    /// <remarks>The batch counts as on its way until <see cref="Rest"/> is called with its size.</remarks>
    public async Task<bool> TakeAsync(List<PendingAppend> batch)
    {
        while (true)
        {
            TaskCompletionSource woken;
            lock (gate)
            {
                if (IsWorthIt())
                {
                    Fill(batch);
                    onTheirWay += batch.Count;
                    WakeIfWorthIt();
                    return true;
                }

                if (closed && Count == 0)
                {
                    return false;
                }

                woken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                idle.Enqueue(woken);
            }

            await woken.Task;
        }
    }

    /// <summary>The taker of a batch has written it, or is held up with it: others need not wait for it.</summary>
    public void Rest(int count)
    {
        lock (gate)
        {
            onTheirWay -= count;
            WakeIfWorthIt();
        }
    }

    /// <summary>Takes nothing more in; what waits is still written.</summary>
    public void Close()
    {
        lock (gate)
        {
            closed = true;
            while (idle.TryDequeue(out var woken))
            {
                woken.SetResult();
            }
        }
    }

    /// <summary>How much waits, and since when.</summary>
    public QueueState Look()
    {
        lock (gate)
        {
            return new QueueState(
                people.Count,
                deadlines.Count,
                again.Count,
                people.TryPeek(out var person) ? person.Since : null,
                deadlines.TryPeek(out var deadline) ? deadline.Since : null,
                again.TryPeek(out var sent) ? sent.Since : null
            );
        }
    }

    private int Count => again.Count + deadlines.Count + people.Count;

    private bool IsWorthIt() => Count >= (onTheirWay == 0 ? 1 : options.OverlapMin);

    private void WakeIfWorthIt()
    {
        if (IsWorthIt() && idle.TryDequeue(out var woken))
        {
            woken.SetResult();
        }
    }

    private void Fill(List<PendingAppend> batch)
    {
        var share = (Count + onTheirWay + options.Connections - 1) / options.Connections;
        var most = Math.Min(options.BatchMax, Math.Max(options.OverlapMin, share));
        Move(again, batch, most);
        // Deadlines first; but where both lanes are long, people get half.
        Move(deadlines, batch, Math.Max(most / 2, most - people.Count));
        Move(people, batch, most);
    }

    private static void Move(Queue<PendingAppend> lane, List<PendingAppend> batch, int most)
    {
        while (batch.Count < most && lane.TryDequeue(out var pending))
        {
            batch.Add(pending);
        }
    }
}
