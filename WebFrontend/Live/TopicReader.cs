using System.Collections.Concurrent;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Wall;
using CivicGrains.WebFrontend.Issues;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// Reads where a topic stands. When thousands begin to watch at once (a page that everybody opens, a server that came
/// back), those of the same topic share one read.
/// </summary>
internal sealed class TopicReader(
    IssueQueries queries,
    IssueBoards boards,
    FigureQueries figures,
    IssueScopes scopes,
    DomainClock clock,
    IOptions<LiveOptions> options
)
{
    private readonly ConcurrentDictionary<string, SharedRead> _reads = new(StringComparer.Ordinal);

    /// <summary>
    /// Where a topic stands, by a read that begins after this call; null when there is no such thing. A read begins at
    /// once, but not more than one per topic in the agreed time: who asks meanwhile waits for the next.
    /// </summary>
    public Task<TopicSnapshot?> ReadAsync(Topic topic)
    {
        while (true)
        {
            var shared = _reads.GetOrAdd(topic.Key, _ => new SharedRead());
            if (shared.TryJoin(() => ReadSharedAsync(topic, shared), out var read))
            {
                return read;
            }
        }
    }

    /// <summary>
    /// The figures of the whole district, which hold everything up to a number, and maybe more. When the projector is
    /// further behind than one may wait for, those that it has.
    /// </summary>
    public async Task<ImmutableArray<IssueCount>> ReadDistrictFiguresAsync(
        long upTo,
        CancellationToken cancellationToken
    )
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            var read = await figures.ReadAsync(
                clock.GetUtcNow(),
                [FigureQueries.District],
                cancellationToken: cancellationToken
            );
            if (read.Seq >= upTo || TimeProvider.System.GetElapsedTime(since) > options.Value.FiguresWaitMax)
            {
                return read.ToCounts();
            }

            await Task.Delay(options.Value.FiguresAskEvery, TimeProvider.System, cancellationToken);
        }
    }

    private async Task<TopicSnapshot?> ReadSharedAsync(Topic topic, SharedRead shared)
    {
        await shared.TurnAsync(options.Value.ReadShared);
        try
        {
            return await ReadNowAsync(topic);
        }
        finally
        {
            // Kept for a while, so that the next who come see when the last read was.
            _ = Task.Delay(options.Value.ReadShared, TimeProvider.System)
                .ContinueWith(
                    _ =>
                    {
                        if (shared.CloseIfIdle())
                        {
                            _reads.TryRemove(KeyValuePair.Create(topic.Key, shared));
                        }
                    },
                    TaskScheduler.Default
                );
        }
    }

    private async Task<TopicSnapshot?> ReadNowAsync(Topic topic)
    {
        await using var moment = await queries.TakeSnapshotAsync();
        if (topic.IssueId is { } id)
        {
            return await boards.FindAsync(id, moment) is { } issue
                ? new TopicSnapshot(topic, moment.Seq, [await scopes.SeeAsync(issue, CancellationToken.None)], [])
                : null;
        }

        var scope = ScopeOf(topic);
        var issues = await boards.GetNewestAsync(scope, options.Value.ItemsMax, moment);
        var seen = await scopes.SeeAsync(issues, CancellationToken.None);
        // The whole district is too much to be counted by each who comes.
        var counts =
            topic.Kind is TopicKind.District
                ? await ReadDistrictFiguresAsync(moment.Seq, CancellationToken.None)
                : await boards.CountAsync(scope, clock.GetUtcNow(), moment);
        return new TopicSnapshot(topic, moment.Seq, seen, counts);
    }

    private static IssueBoard ScopeOf(Topic topic) =>
        topic.Kind switch
        {
            TopicKind.Owner or TopicKind.Office => new IssueBoard.At(topic.Place),
            TopicKind.Grid => new IssueBoard.OfGrid(topic.Place),
            TopicKind.Me => new IssueBoard.ConcerningAccount(topic.Me!.Value),
            TopicKind.District => new IssueBoard.District(),
            _ => throw new UnreachableException($"Say what a topic of kind {topic.Kind} shows."),
        };

    /// <summary>The reads of one topic, one after the other.</summary>
    private sealed class SharedRead
    {
        private static readonly Task<TopicSnapshot?> NoRead = Task.FromResult<TopicSnapshot?>(null);

        private readonly Lock _gate = new();
        private Task<TopicSnapshot?>? _next;
        private long? _lastBegan;
        private bool _closed;

        /// <summary>The next read; false when this object is no longer used.</summary>
        public bool TryJoin(Func<Task<TopicSnapshot?>> begin, out Task<TopicSnapshot?> read)
        {
            lock (_gate)
            {
                read = _next ?? (_closed ? NoRead : _next = Task.Run(begin));
                return !_closed;
            }
        }

        /// <summary>Waits until a read may begin, and begins it: who comes later waits for the next.</summary>
        public async Task TurnAsync(TimeSpan apart)
        {
            if (
                _lastBegan is { } last
                && apart - TimeProvider.System.GetElapsedTime(last) is var wait and { Ticks: > 0 }
            )
            {
                await Task.Delay(wait, TimeProvider.System);
            }

            lock (_gate)
            {
                _lastBegan = TimeProvider.System.GetTimestamp();
                _next = null;
            }
        }

        public bool CloseIfIdle()
        {
            lock (_gate)
            {
                _closed = _next is null;
                return _closed;
            }
        }
    }
}
