using System.Collections.Concurrent;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Places;
using Microsoft.Extensions.Options;
using Npgsql;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// Follows the log and gives every event to whoever watches one of its topics. One loop, in the order of the log: it
/// reads the newest view of each thing once per batch, and waits for no client. Holds the newest events, so that a
/// screen that was away gets exactly what it missed.
/// </summary>
internal sealed class LiveBoard(
    ILogTail tail,
    IssueBoards boards,
    IssueScopes scopes,
    OwnerProfiles owners,
    TopicReader topics,
    NpgsqlDataSource source,
    DomainClock clock,
    IOptions<LiveOptions> options,
    ILogger<LiveBoard> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan CatchUpMax = TimeSpan.FromSeconds(2);
    private const int ViewsMax = 500;

    private readonly ConcurrentDictionary<string, LiveTopic> _topics = new(StringComparer.Ordinal);

    /// <summary>Watches of <c>me</c>, apart, because whose an issue is stands in its row.</summary>
    private readonly ConcurrentDictionary<string, LiveTopic> _mine = new(StringComparer.Ordinal);
    private readonly EventRing _ring = new(options.Value.EventsKept);
    private readonly DistrictTicker _ticker = new(topics, options.Value, logger);
    private readonly List<string> _keys = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SharedReads<int, long> _ends = new(
        async _ => new Dictionary<int, long> { [0] = await ReadEndAsync(source, CancellationToken.None) },
        int.MaxValue
    );
    private readonly SharedReads<string, IssueWithTexts> _views = new(
        async ids => await boards.GetAsync([.. ids]),
        ViewsMax
    );
    private TaskCompletionSource _moved = NewMoved();
    private long _seq;

    /// <summary>Goes with every cursor.</summary>
    public string Epoch => tail.Epoch;

    /// <summary>Sequence number of the newest event that was given to the watchers.</summary>
    public long Seq => Volatile.Read(ref _seq);

    /// <summary>Ends when the newest events are in memory.</summary>
    public Task Ready => _ready.Task;

    /// <summary>
    /// Waits until everything that is in the log now was given to the watchers, so that whoever asks what was missed
    /// gets all of it in the answer. Not for ever: what is late comes as a change.
    /// </summary>
    public async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        var end = await _ends.ReadAsync(0, cancellationToken);
        var since = TimeProvider.System.GetTimestamp();
        while (Seq < end && TimeProvider.System.GetElapsedTime(since) < CatchUpMax)
        {
            var moved = Volatile.Read(ref _moved).Task;
            if (Seq < end)
            {
                tail.Wake();
                await Task.WhenAny(moved, Task.Delay(CatchUpMax, TimeProvider.System, cancellationToken));
            }
        }
    }

    /// <summary>Issues as they are after this call, for those who missed something; unknown ones are missing.</summary>
    public Task<IReadOnlyDictionary<string, IssueWithTexts>> ReadViewsAsync(
        IReadOnlyCollection<string> ids,
        CancellationToken cancellationToken
    ) => _views.ReadAsync(ids, cancellationToken);

    /// <summary>The events of a topic after a cursor; null when a snapshot has to do.</summary>
    public List<LiveEvent>? Missed(Topic topic, long after, int max, out long seq) =>
        _ring.After(after, topic, max, out seq);

    /// <summary>From now on the subscription gets what happens.</summary>
    public void Add(Subscription subscription)
    {
        var all = AllOf(subscription.Topic);
        while (!all.GetOrAdd(subscription.Topic.Key, _ => new LiveTopic(subscription.Topic)).TryAdd(subscription))
        {
            // The last watcher left at this very moment; whoever closed the topic is about to take it out.
        }
    }

    /// <summary>Lets go of subscriptions that have ended.</summary>
    public void Remove(Subscription ended)
    {
        var all = AllOf(ended.Topic);
        if (all.TryGetValue(ended.Topic.Key, out var topic) && topic.CloseIfEmpty())
        {
            all.TryRemove(KeyValuePair.Create(ended.Topic.Key, topic));
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var ticking = _ticker.RunAsync(stoppingToken);
        try
        {
            var begin = await BeginAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                await FollowAsync(begin, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.BoardEnded();
        }

        await ticking;
    }

    /// <summary>Reads the end of the log into memory.</summary>
    /// <returns>Up to here events are for the memory only: nobody has watched yet.</returns>
    private async Task<long> BeginAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var newest = await ReadEndAsync(source, stoppingToken);
                var from = Math.Max(0, newest - options.Value.EventsKept);
                _ring.BeginAfter(from);
                _seq = from;
                if (newest == from)
                {
                    _ready.TrySetResult();
                }

                return newest;
            }
            catch (NpgsqlException e)
            {
                logger.LogNotReadYet(e);
                await Task.Delay(AfterFailure, TimeProvider.System, stoppingToken);
            }
        }
    }

    private static async Task<long> ReadEndAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand("select coalesce(max(seq), 0) from events");
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task FollowAsync(long begin, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var batch in tail.ReadAsync(Seq, stoppingToken))
            {
                await GiveAsync(batch, stoppingToken);
                Interlocked.Exchange(ref _moved, NewMoved()).SetResult();
                if (Seq >= begin)
                {
                    _ready.TrySetResult();
                }
            }
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            logger.LogNotFollowed(e, Seq);
            await Task.Delay(AfterFailure, TimeProvider.System, stoppingToken);
        }
    }

    private async Task GiveAsync(IReadOnlyList<LoggedEvent> batch, CancellationToken stoppingToken)
    {
        var events = new List<LiveEvent>(batch.Count);
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var logged in batch)
        {
            var it = new LiveEvent(logged.Seq, logged.Stream, Place.Parse(logged.Stream), logged.Subject, logged.Type);
            events.Add(it);
            if (it.Subject is not null && IsWatched(it))
            {
                ids.Add(it.Subject);
            }
        }

        // Read after the events were seen, so that no view is older than its event.
        var issues = new Dictionary<string, SeenIssue>(
            await ReadAsync([.. ids], stoppingToken),
            StringComparer.Ordinal
        );
        foreach (var (i, it) in events.Index())
        {
            if (it.Subject is null && !PlaceNews.LeavesPlaceAlone(it.Type))
            {
                owners.Forget(it.Place);
            }

            // First kept, then looked who watches: whoever begins to watch in between finds it in the one or the other.
            _ring.Add(it);
            if (IsWatched(it))
            {
                if (it.Subject is not null && !issues.ContainsKey(it.Subject))
                {
                    foreach (var (id, issue) in await ReadAsync([it.Subject], stoppingToken))
                    {
                        issues.Add(id, issue);
                    }
                }

                Give(it, it.Subject is null ? null : issues.GetValueOrDefault(it.Subject));
                LiveTelemetry.CountPush(clock, batch[i].At);
            }

            Volatile.Write(ref _seq, it.Seq);
        }
    }

    /// <summary>Tries until it can: as long as the database is away nothing new happens either.</summary>
    private async Task<IReadOnlyDictionary<string, SeenIssue>> ReadAsync(string[] ids, CancellationToken stoppingToken)
    {
        while (true)
        {
            try
            {
                var found = await boards.GetAsync(ids, stoppingToken);
                var seen = await scopes.SeeAsync(found.Values, stoppingToken);
                return seen.ToDictionary(issue => issue.Row.Id, StringComparer.Ordinal);
            }
            catch (NpgsqlException e)
            {
                logger.ViewsNotRead(e);
                await Task.Delay(AfterFailure, TimeProvider.System, stoppingToken);
            }
        }
    }

    private static TaskCompletionSource NewMoved() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private bool IsWatched(LiveEvent it)
    {
        if (_topics.IsEmpty && _mine.IsEmpty)
        {
            return false;
        }

        _keys.Clear();
        Topic.AddKeysOf(it, _keys);
        return _keys.Exists(_topics.ContainsKey) || (it.IsOfIssue && !_mine.IsEmpty);
    }

    private void Give(LiveEvent it, SeenIssue? issue)
    {
        if (it.Subject is not null && issue is null)
        {
            logger.IssueWithoutRow(it.Subject, it.Seq);
            return;
        }

        _keys.Clear();
        Topic.AddKeysOf(it, _keys);
        foreach (var key in _keys)
        {
            if (_topics.TryGetValue(key, out var topic))
            {
                Give(topic, it, issue);
            }
        }

        if (it.IsOfIssue && !_mine.IsEmpty)
        {
            GiveMine(issue!.Row.Reporter, it, issue);
            foreach (var follower in issue.Row.Followers)
            {
                GiveMine(follower, it, issue);
            }
        }
    }

    private void GiveMine(Guid reference, LiveEvent it, SeenIssue issue)
    {
        if (_mine.TryGetValue(Topic.MeKey(reference), out var topic))
        {
            Give(topic, it, issue);
        }
    }

    private void Give(LiveTopic topic, LiveEvent it, SeenIssue? issue)
    {
        if (topic.Topic.Kind is TopicKind.District)
        {
            _ticker.Add(topic, it, issue);
        }
        else
        {
            topic.Post(new Change(topic.Topic.Name, it.Seq, it.Type, it.Subject ?? it.Stream, issue, null));
        }
    }

    private ConcurrentDictionary<string, LiveTopic> AllOf(Topic topic) => topic.Kind is TopicKind.Me ? _mine : _topics;
}
