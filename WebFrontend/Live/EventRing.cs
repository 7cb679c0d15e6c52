namespace CivicGrains.WebFrontend.Live;

/// <summary>The newest events, so that a screen that was away for a while costs no read.</summary>
/// <param name="capacity">Number of events kept.</param>
internal sealed class EventRing(int capacity)
{
    private readonly Lock _gate = new();
    private readonly LiveEvent[] _events = new LiveEvent[capacity];
    private long _count;
    private long _floor;
    private long _seq;

    /// <summary>Says from where on the ring is complete, before the first event is added.</summary>
    public void BeginAfter(long seq)
    {
        lock (_gate)
        {
            _floor = seq;
            _seq = seq;
        }
    }

    /// <summary>Adds the next event.</summary>
    public void Add(LiveEvent it)
    {
        lock (_gate)
        {
            ref var slot = ref _events[_count % capacity];
            if (slot is not null)
            {
                _floor = slot.Seq;
            }

            slot = it;
            _count++;
            _seq = it.Seq;
        }
    }

    /// <summary>The events of a topic after a cursor, oldest first.</summary>
    /// <param name="max">Most events that make sense to send.</param>
    /// <param name="seq">Sequence number of the newest event kept.</param>
    /// <returns>Null when the ring does not reach back that far, the cursor lies in the future, or there are too many.</returns>
    public List<LiveEvent>? After(long after, Topic topic, int max, out long seq)
    {
        lock (_gate)
        {
            seq = _seq;
            if (after < _floor || after > _seq)
            {
                return null;
            }

            var found = new List<LiveEvent>();
            for (var i = _count - 1; i >= Math.Max(0, _count - capacity); i--)
            {
                var it = _events[i % capacity];
                if (it.Seq <= after)
                {
                    break;
                }

                if (!topic.MayHold(it))
                {
                    continue;
                }

                if (found.Count == max)
                {
                    return null;
                }

                found.Add(it);
            }

            found.Reverse();
            return found;
        }
    }
}
