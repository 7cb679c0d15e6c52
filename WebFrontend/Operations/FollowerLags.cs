using CivicGrains.Storage.Operations;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>
/// How long followers of the log are behind, in real time. An event carries the time of the town, which may run faster or
/// stand still; so this notes when the log had which end, and a follower is behind since the first end it has not reached.
/// </summary>
internal sealed class FollowerLags(TimeProvider time)
{
    /// <summary>At a look every few seconds, hours; further back it is "at least".</summary>
    private const int EndsKept = 4_096;

    private readonly Queue<(long Timestamp, long End)> _ends = new();
    private long _newest;

    /// <summary>Notes the end of the log, and says how long each follower is behind it.</summary>
    public ImmutableSortedDictionary<string, TimeSpan> Look(OperationsState state)
    {
        var now = time.GetTimestamp();
        if (state.EndSeq > _newest)
        {
            _newest = state.EndSeq;
            _ends.Enqueue((now, state.EndSeq));
        }

        var followers = state.Followers.Where(it => it.Seq is not null).ToArray();
        var reached = followers.Length == 0 ? _newest : followers.Min(it => it.Seq!.Value);
        while (_ends.TryPeek(out var oldest) && (oldest.End <= reached || _ends.Count > EndsKept))
        {
            _ends.Dequeue();
        }

        return followers.ToImmutableSortedDictionary(
            it => it.Name,
            it => LagOf(it.Seq!.Value, now),
            StringComparer.Ordinal
        );
    }

    private TimeSpan LagOf(long seq, long now)
    {
        foreach (var (timestamp, end) in _ends)
        {
            if (end > seq)
            {
                return time.GetElapsedTime(timestamp, now);
            }
        }

        return TimeSpan.Zero;
    }
}
