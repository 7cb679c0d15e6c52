namespace CivicGrains.WebFrontend.Live;

/// <summary>A topic that somebody watches in this process.</summary>
internal sealed class LiveTopic(Topic topic)
{
    private readonly Lock _gate = new();
    private readonly List<Subscription> _subscriptions = [];
    private bool _closed;

    public Topic Topic => topic;

    /// <summary>Adds a watcher; false when the last one has left meanwhile and this topic is no longer used.</summary>
    public bool TryAdd(Subscription subscription)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _subscriptions.Add(subscription);
            }

            return !_closed;
        }
    }

    /// <summary>Drops watchers that have ended; true when none is left, and then none can join any more.</summary>
    public bool CloseIfEmpty()
    {
        lock (_gate)
        {
            _subscriptions.RemoveAll(s => s.Ended);
            _closed = _subscriptions.Count == 0;
            return _closed;
        }
    }

    /// <summary>Gives a change to every watcher who may see it. Waits for none of them.</summary>
    public void Post(Change change)
    {
        lock (_gate)
        {
            for (var i = _subscriptions.Count - 1; i >= 0; i--)
            {
                var subscription = _subscriptions[i];
                if (subscription.Ended)
                {
                    _subscriptions[i] = _subscriptions[^1];
                    _subscriptions.RemoveAt(_subscriptions.Count - 1);
                }
                else if (change.SightOf(subscription) is var sight and not Issues.Sight.None)
                {
                    subscription.Connection.Post(subscription, change, sight);
                }
                else if (change.EndsSightOf(subscription))
                {
                    subscription.Connection.Lose(subscription);
                }
            }
        }
    }
}
