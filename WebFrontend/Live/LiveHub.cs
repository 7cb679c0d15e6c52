using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.People;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// What happens, as it happens. A client watches topics; of each it gets first where the topic stands, or exactly what
/// it missed since the last number it saw, then every change in order.
/// </summary>
/// <remarks>
/// No reconnect by the transport: a client that comes back watches again, with its last number. A number that means
/// nothing here (of another epoch, from the future, too old) is never refused; it gets a snapshot.
/// </remarks>
internal sealed class LiveHub(
    LiveBoard board,
    LiveClients clients,
    TopicReader reader,
    IssueBoards boards,
    IssueScopes scopes,
    TopicGuard guard,
    Actors actors,
    IOptions<LiveOptions> options
) : Hub
{
    /// <summary>Address of the hub.</summary>
    public const string Path = "/hubs/live";

    /// <summary>Begins to watch a topic.</summary>
    /// <param name="after">The last number seen of this topic; null when none was.</param>
    /// <param name="epoch">The epoch that number was seen in; null when unknown, and then the number means nothing.</param>
    public Task<WatchAnswer> Watch(string? topic, long? after, string? epoch) => WatchAsync(topic, after, epoch);

    /// <summary>Ends the watch of a topic; does nothing when there is none.</summary>
    public void Unwatch(string? topic)
    {
        if (topic is not null && clients.Of(Context).End(topic) is { } ended)
        {
            board.Remove(ended);
        }
    }

    private async Task<WatchAnswer> WatchAsync(string? name, long? after, string? epoch)
    {
        var actor =
            await actors.FindAsync(Context.User, Context.ConnectionAborted)
            ?? throw new HubException(Rejections.ActorNotSignedIn.Code);
        var topic = Topic.Parse(name, actor.Reference) ?? throw new HubException(Rejections.TopicUnknown.Code);
        await guard.AdmitAsync(actor, topic, Context.ConnectionAborted);

        // Subscribed first, read afterwards: what happens in between waits until the answer is written.
        var subscription = Subscribe(topic, actor);
        try
        {
            var missed = after is { } seen && epoch == board.Epoch ? await MissedAsync(subscription, seen) : null;
            return missed ?? await SnapshotAsync(subscription);
        }
        catch
        {
            subscription.Connection.End(subscription);
            board.Remove(subscription);
            throw;
        }
    }

    private Subscription Subscribe(Topic topic, Actor actor)
    {
        var (begun, ended) = clients.Of(Context).Begin(topic, actor);
        if (ended is not null)
        {
            board.Remove(ended);
        }

        if (begun is null)
        {
            throw new HubException(Rejections.TopicTooMany.Code);
        }

        board.Add(begun);
        return begun;
    }

    private async Task<WatchAnswer> SnapshotAsync(Subscription subscription)
    {
        var topic = subscription.Topic;
        var snapshot = await reader.ReadAsync(topic) ?? throw TopicGuard.NotYours();
        TopicGuard.AdmitToIssue(subscription.Actor, topic, snapshot);
        subscription.Cursor = snapshot.Seq;
        return new WatchAnswer(subscription)
        {
            Topic = topic.Name,
            Epoch = board.Epoch,
            Seq = snapshot.Seq,
            Snapshot = snapshot.For(subscription.Actor, options.Value.ItemsMax),
        };
    }

    /// <summary>What was missed; null when that cannot be told one by one any more.</summary>
    private async Task<WatchAnswer?> MissedAsync(Subscription subscription, long after)
    {
        var topic = subscription.Topic;
        await board.CatchUpAsync(Context.ConnectionAborted);
        var missed = board.Missed(topic, after, MissedMaxOf(topic), out var seq);
        if (missed is null)
        {
            return null;
        }

        var views = await MissedViewsAsync(subscription, missed);
        var events = new List<MissedEvent>(missed.Count);
        var from = after;
        foreach (var it in missed)
        {
            if (views(it) is { } view)
            {
                events.Add(new MissedEvent(from, it.Seq, it.Type, view));
                from = it.Seq;
            }
        }

        // Ranges tile: what follows begins where the last of these ends.
        subscription.Cursor = events.Count > 0 ? from : seq;
        return new WatchAnswer(subscription)
        {
            Topic = topic.Name,
            Epoch = board.Epoch,
            Seq = subscription.Cursor,
            Events = events,
        };
    }

    /// <summary>Whose an issue is stands in its row, so of "me" those of others are sifted out afterwards.</summary>
    private int MissedMaxOf(Topic topic) => options.Value.MissedMax * (topic.Kind is TopicKind.Me ? 10 : 1);

    /// <summary>How each missed event looks to this watcher: a view, or null when it is not for these eyes.</summary>
    private async Task<Func<LiveEvent, RawJson?>> MissedViewsAsync(Subscription subscription, List<LiveEvent> missed)
    {
        var (topic, actor) = (subscription.Topic, subscription.Actor);
        if (topic.Kind is TopicKind.Issue)
        {
            var snapshot = await reader.ReadAsync(topic) ?? throw TopicGuard.NotYours();
            TopicGuard.AdmitToIssue(actor, topic, snapshot);
            return it => View(it, topic, actor, snapshot.Issues[0]);
        }

        var ids = missed.Select(it => it.Subject).OfType<string>().Distinct(StringComparer.Ordinal).ToArray();
        if (topic.Kind is TopicKind.Me && ids.Length > 0)
        {
            ids = [.. await boards.GetConcernedAsync(actor.Reference, ids, Context.ConnectionAborted)];
        }

        var found = await board.ReadViewsAsync(ids, Context.ConnectionAborted);
        var seen = await scopes.SeeAsync(
            ids.Where(found.ContainsKey).Select(id => found[id]),
            Context.ConnectionAborted
        );
        var issues = seen.ToDictionary(issue => issue.Row.Id, StringComparer.Ordinal);
        return it =>
            it.Subject is null ? (PlaceNews.IsFor(actor, topic, it.Type) ? RawJson.Null : null)
            : issues.TryGetValue(it.Subject, out var issue) ? View(it, topic, actor, issue)
            : null;
    }

    private static RawJson? View(LiveEvent it, Topic topic, Actor actor, SeenIssue issue)
    {
        var sight = issue.In(topic, actor, it.Type);
        return sight is Sight.None ? null : new RawJson(IssueView.Write(issue.Issue, sight));
    }
}
