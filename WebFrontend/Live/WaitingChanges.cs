using CivicGrains.WebFrontend.Issues;

namespace CivicGrains.WebFrontend.Live;

/// <summary>A change that could not be sent yet.</summary>
/// <param name="Since">When the thing began to wait (a timestamp of <see cref="TimeProvider"/>).</param>
internal readonly record struct WaitingChange(Subscription Subscription, Change Change, Sight Sight, long Since);

/// <summary>
/// What waits for a connection, in order. When much waits, only the newest change per thing is kept: the ranges of
/// those that go are covered by the next one that is sent. Guarded by the gate of the connection.
/// </summary>
internal sealed class WaitingChanges
{
    private const int TidyAtLeast = 32;

    private List<WaitingChange> _changes = [];
    private int _tidyAt = TidyAtLeast;

    public int Count => _changes.Count;

    /// <summary>Whose changes wait.</summary>
    public IEnumerable<Subscription> Subscriptions => _changes.Select(c => c.Subscription).Distinct();

    /// <summary>Since when the oldest thing waits; null when nothing does.</summary>
    public long? OldestSince => _changes.Count == 0 ? null : _changes.Min(c => c.Since);

    /// <summary>Adds the newest change.</summary>
    public void Add(WaitingChange change)
    {
        _changes.Add(change);
        if (_changes.Count >= _tidyAt)
        {
            KeepNewest();
            _tidyAt = Math.Max(TidyAtLeast, _changes.Count * 2);
        }
    }

    /// <summary>Keeps only the newest change of each thing of each topic.</summary>
    public void KeepNewest()
    {
        var oldest = new Dictionary<(Subscription, string), long>();
        foreach (var change in _changes)
        {
            oldest.TryAdd((change.Subscription, change.Change.Thing), change.Since);
        }

        if (oldest.Count == _changes.Count)
        {
            return;
        }

        var kept = new List<WaitingChange>(oldest.Count);
        for (var i = _changes.Count - 1; i >= 0; i--)
        {
            var change = _changes[i];
            if (oldest.Remove((change.Subscription, change.Change.Thing), out var since))
            {
                kept.Add(change with { Since = since });
            }
        }

        kept.Reverse();
        _changes = kept;
    }

    /// <summary>Takes the next one out.</summary>
    public WaitingChange? Take()
    {
        if (_changes.Count == 0)
        {
            return null;
        }

        var next = _changes[0];
        _changes.RemoveAt(0);
        return next;
    }

    /// <summary>Forgets all.</summary>
    public void Clear()
    {
        _changes.Clear();
        _tidyAt = TidyAtLeast;
    }
}
