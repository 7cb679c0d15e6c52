using CivicGrains.WebFrontend.Issues;
using Microsoft.AspNetCore.SignalR;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// One client. Whoever posts a change never waits for it: a write that does not complete at once leaves a task behind
/// that sends what has come meanwhile; if that takes long, only the newest of each thing; if that is too much or too
/// old, a word that the client should read anew. So a client that has stopped reading costs a bounded amount of memory
/// and nobody's time.
/// </summary>
internal sealed class LiveConnection(
    HubConnectionContext context,
    LiveOptions options,
    TimeProvider time,
    ILogger logger,
    Action gaveUp
)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Subscription> _subscriptions = new(StringComparer.Ordinal);
    private readonly WaitingChanges _waiting = new();
    private readonly Queue<string> _resyncs = new();
    private bool _writing;
    private long _writingSince;

    /// <summary>Begins to watch; a former watch of the same topic ends.</summary>
    /// <returns>The new watch and the one that ended; no new one when there are too many.</returns>
    public (Subscription? Begun, Subscription? Ended) Begin(Topic topic, Actor actor)
    {
        lock (_gate)
        {
            if (_subscriptions.Remove(topic.Name, out var former))
            {
                former.Ended = true;
            }

            if (_subscriptions.Count >= options.TopicsMax)
            {
                return (null, former);
            }

            var begun = new Subscription(this, topic, actor);
            _subscriptions.Add(topic.Name, begun);
            return (begun, former);
        }
    }

    /// <summary>Ends a watch.</summary>
    public void End(Subscription subscription)
    {
        lock (_gate)
        {
            EndHoldingGate(subscription);
        }
    }

    /// <summary>Ends the watch of a topic; null when there was none.</summary>
    public Subscription? End(string topicName)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(topicName, out var subscription))
            {
                EndHoldingGate(subscription);
            }

            return subscription;
        }
    }

    /// <summary>Ends all, when the client is gone.</summary>
    public ImmutableArray<Subscription> EndAll()
    {
        lock (_gate)
        {
            var ended = _subscriptions.Values.ToImmutableArray();
            foreach (var subscription in ended)
            {
                EndHoldingGate(subscription);
            }

            _waiting.Clear();
            _resyncs.Clear();
            return ended;
        }
    }

    /// <summary>How many topics it watches, and whether a write takes longer than it should.</summary>
    public (int Watches, bool IsSlow) Look()
    {
        lock (_gate)
        {
            return (_subscriptions.Count, _writing && time.GetElapsedTime(_writingSince) >= options.SlowAfter);
        }
    }

    /// <summary>Sends a change, now or as soon as the client takes it.</summary>
    public void Post(Subscription subscription, Change change, Sight sight)
    {
        lock (_gate)
        {
            if (subscription.Ended || change.Seq <= subscription.Cursor)
            {
                return;
            }

            if (subscription.Held || _writing)
            {
                WaitHoldingGate(subscription, change, sight);
                return;
            }

            var message = MessageHoldingGate(subscription, change, sight);
            var write = context.WriteAsync(message, CancellationToken.None);
            if (!write.IsCompletedSuccessfully)
            {
                BeginWritingHoldingGate(write.AsTask());
            }
        }
    }

    /// <summary>Ends a watch and has the client watch anew, which will tell it why.</summary>
    public void Lose(Subscription subscription)
    {
        lock (_gate)
        {
            if (subscription.Ended)
            {
                return;
            }

            _resyncs.Enqueue(subscription.Topic.Name);
            EndHoldingGate(subscription);
            if (!subscription.Held && !_writing)
            {
                BeginWritingHoldingGate(Task.CompletedTask);
            }
        }
    }

    /// <summary>
    /// The answer to <c>Watch</c> is being written: what waited for it may follow. Called while the connection is
    /// locked for that write, so nothing is sent from here.
    /// </summary>
    public void Release(Subscription subscription)
    {
        lock (_gate)
        {
            if (!subscription.Held)
            {
                return;
            }

            subscription.Held = false;
            while (subscription.Waiting?.Take() is { } waiting)
            {
                if (waiting.Change.Seq > subscription.Cursor && !subscription.Ended)
                {
                    _waiting.Add(waiting);
                }
            }

            // Most wait for nothing for hours.
            subscription.Waiting = null;
            if (!_writing && (_waiting.Count > 0 || _resyncs.Count > 0))
            {
                BeginWritingHoldingGate(Task.CompletedTask);
            }
        }
    }

    private void WaitHoldingGate(Subscription subscription, Change change, Sight sight)
    {
        var waiting = subscription.Held ? subscription.Waiting ??= new WaitingChanges() : _waiting;
        waiting.Add(new WaitingChange(subscription, change, sight, time.GetTimestamp()));
        if (waiting.Count > options.WaitingMax)
        {
            waiting.KeepNewest();
        }

        if (IsTooMuch(waiting))
        {
            GiveUpHoldingGate(waiting);
        }
    }

    private bool IsTooMuch(WaitingChanges waiting) =>
        waiting.Count > options.WaitingMax
        || (waiting.OldestSince is { } since && time.GetElapsedTime(since) > options.BehindMax);

    /// <summary>Forgets what waits and notes down to tell the client; its watches of those topics end.</summary>
    private void GiveUpHoldingGate(WaitingChanges waiting)
    {
        foreach (var subscription in waiting.Subscriptions.Where(s => !s.Ended).ToList())
        {
            _resyncs.Enqueue(subscription.Topic.Name);
            EndHoldingGate(subscription);
            gaveUp();
        }

        waiting.Clear();
    }

    private void EndHoldingGate(Subscription subscription)
    {
        subscription.Ended = true;
        if (_subscriptions.TryGetValue(subscription.Topic.Name, out var current) && current == subscription)
        {
            _subscriptions.Remove(subscription.Topic.Name);
        }
    }

    /// <summary>The next message of a subscription: it begins where the last one ended.</summary>
    private static SerializedHubMessage MessageHoldingGate(Subscription subscription, Change change, Sight sight)
    {
        var message = change.Message(sight, subscription.Cursor);
        subscription.Cursor = change.Seq;
        return message;
    }

    private void BeginWritingHoldingGate(Task write)
    {
        _writing = true;
        _writingSince = time.GetTimestamp();
        // Nobody awaits it: it ends when nothing waits any more, and reports its own failure.
        _ = Task.Run(() => WriteOnAsync(write));
    }

    private async Task WriteOnAsync(Task write)
    {
        try
        {
            await write;
            while (TakeNext() is { } next)
            {
                await context.WriteAsync(next, CancellationToken.None);
            }
        }
        catch (Exception e)
        {
            logger.ConnectionClosed(e, context.ConnectionId);
            context.Abort();
        }
    }

    private SerializedHubMessage? TakeNext()
    {
        lock (_gate)
        {
            if (context.ConnectionAborted.IsCancellationRequested)
            {
                _waiting.Clear();
                _resyncs.Clear();
            }

            if (time.GetElapsedTime(_writingSince) >= options.SlowAfter)
            {
                _waiting.KeepNewest();
            }

            if (IsTooMuch(_waiting))
            {
                GiveUpHoldingGate(_waiting);
            }

            _writingSince = time.GetTimestamp();
            if (_resyncs.TryDequeue(out var topic))
            {
                return LiveMessages.Resync(topic);
            }

            while (_waiting.Take() is { } next)
            {
                if (!next.Subscription.Ended)
                {
                    return MessageHoldingGate(next.Subscription, next.Change, next.Sight);
                }
            }

            _writing = false;
            return null;
        }
    }
}
