using System.Collections.Immutable;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Screen;

/// <summary>All screens of a run: of each compound one that shows it, and one that shows the issue reported last.</summary>
internal sealed class Screens : IAsyncDisposable
{
    private readonly List<WatchingScreen> _all = [];
    private readonly Dictionary<string, WatchingScreen> _followers = new(StringComparer.Ordinal);

    /// <summary>Ranges that did not begin where the last one ended.</summary>
    public int Broken => _all.Sum(screen => screen.Topics.Sum(topic => topic.Watched.Broken));

    /// <summary>Screens that lost their connection or were told to read anew.</summary>
    public int CutOff => _all.Count(screen => !screen.IsConnected || screen.Resyncs > 0);

    /// <summary>Opens one for each watcher of a town: they alternate.</summary>
    public static async Task<Screens> OpenAsync(Uri hub, BenchTown town)
    {
        var screens = new Screens();
        for (var i = 0; i < town.Watchers.Length; i++)
        {
            var who = town.Watchers[i];
            var screen = await WatchingScreen.OpenAsync(hub, who);
            screens._all.Add(screen);
            // As many watchers as twice the compounds, in their order: the first of each compound sees the compound.
            if (i < town.Residents.Length)
            {
                await screen.WatchAsync(who.Home.ToString());
            }
            else
            {
                screens._followers[who.Home.ToString()] = screen;
            }
        }

        return screens;
    }

    /// <summary>Something was reported: who shows the newest issue of that compound turns to it.</summary>
    public Task FollowAsync(AcceptedCommand report) =>
        _followers.TryGetValue(report.Topic, out var screen) ? screen.FollowAsync(report.Issue) : Task.CompletedTask;

    /// <summary>Waits until everything came, for a while.</summary>
    public async Task<(IReadOnlyList<Seen> Seen, IReadOnlyList<string> Missing)> UntilSeenAsync(
        ImmutableArray<AcceptedCommand> commands,
        TimeSpan patience,
        TimeSpan look
    )
    {
        using var over = new CancellationTokenSource(patience);
        while (true)
        {
            var found = ScreenCheck.Compare(commands, _all.SelectMany(screen => screen.Topics));
            if (found.Missing.Count == 0 || over.IsCancellationRequested)
            {
                return found;
            }

            await Task.Delay(look);
        }
    }

    /// <summary>Says every so often that all are still there.</summary>
    public async Task PingAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(every);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken))
            {
                foreach (var screen in _all)
                {
                    await screen.PingAsync();
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The run is over.
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var screen in _all)
        {
            await screen.DisposeAsync();
        }
    }
}
