using System.Data.Common;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// Follows the log for a whole process: reads each event once, keeps the newest in memory, and hands them to every
/// follower. It starts at the end of the log; a follower with an older cursor reads its way up from the log itself.
/// </summary>
/// <remarks>
/// "After n, in order of seq" misses nothing because writers commit in the order of seq. It looks when this process or
/// another one has committed, and every 250 ms whatever happens. When the server goes away it tries again for ever and
/// goes on where it was.
/// </remarks>
public sealed class LogTail : BackgroundService, ILogTail
{
    private const int RecentMax = 10_000;
    private const int ReadMax = 1_000;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    // Under load one read takes what several commits have brought.
    private static readonly TimeSpan LookPause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan ListenCheckInterval = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);
    private static readonly string ReadEnd = SqlText.Load("read-end");

    private readonly NpgsqlDataSource source;
    private readonly ILogger logger;
    private readonly RecentEvents recent = new(RecentMax);
    private readonly CommitNotifier notifier;
    private readonly Signal look = new();
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile string epoch = "";
    private long endSeenAt = Stopwatch.GetTimestamp();

    /// <summary>Makes a tail; it follows once it is started.</summary>
    public LogTail(NpgsqlDataSource source, ILogger<LogTail>? logger = null)
    {
        this.source = source;
        this.logger = logger ?? NullLogger<LogTail>.Instance;
        notifier = new CommitNotifier(source, this.logger);
    }

    /// <inheritdoc/>
    /// <remarks>Known once the tail is started.</remarks>
    public string Epoch => epoch;

    /// <inheritdoc/>
    public long Seq => recent.Seq;

    /// <summary>
    /// Real time since this tail last stood at the end of the log: a quarter of a second at most while all is well.
    /// </summary>
    public TimeSpan Lag => Stopwatch.GetElapsedTime(Interlocked.Read(ref endSeenAt));

    /// <inheritdoc/>
    public void Wake()
    {
        look.Set();
        notifier.Request();
    }

    /// <summary>Returns when the end of the log was found.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await base.StartAsync(cancellationToken);
        await started.Task.WaitAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<IReadOnlyList<LoggedEvent>> ReadAsync(
        long after,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await started.Task.WaitAsync(cancellationToken);
        while (true)
        {
            var events = recent.Read(after, ReadMax, out var covered, out var more);
            if (covered > after)
            {
                events = await ReadLogAsync(after, cancellationToken);
                // What stands before the beginning of memory is committed: if nothing came, nothing was there.
                after = events.Count == 0 ? covered : after;
            }
            else if (events.Count == 0)
            {
                await more.WaitAsync(cancellationToken);
            }

            if (events.Count > 0)
            {
                after = events[^1].Seq;
                yield return events;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var notifying = notifier.RunAsync(stoppingToken);
        try
        {
            await AgainAndAgainAsync(FollowAsync, stoppingToken);
        }
        catch (LogReplacedException e)
        {
            recent.Fail(e);
            throw;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            logger.TailEnded(Seq);
        }

        await notifying.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> FollowAsync(CancellationToken cancellationToken)
    {
        await using var reading = await source.OpenConnectionAsync(cancellationToken);
        await using var listening = await source.OpenConnectionAsync(cancellationToken);
        await FindEndAsync(reading, cancellationToken);
        using var listeningEnds = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var hints = ListenAsync(listening, listeningEnds.Token);
        try
        {
            while (!hints.IsCompleted)
            {
                var since = Stopwatch.GetTimestamp();
                await CatchUpAsync(reading, cancellationToken);
                if (await look.WaitAsync(PollInterval, cancellationToken))
                {
                    var rest = LookPause - Stopwatch.GetElapsedTime(since);
                    if (rest > TimeSpan.Zero)
                    {
                        await Task.Delay(rest, TimeProvider.System, cancellationToken);
                    }
                }
            }

            await hints;
        }
        finally
        {
            await listeningEnds.CancelAsync();
            await hints.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        return true;
    }

    /// <summary>Where the log ends now; and whether it is still the log that was followed before.</summary>
    private async Task FindEndAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(ReadEnd, connection);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (now, end) = (reader.GetGuid(0).ToString("N"), reader.GetInt64(1));
        if (!started.Task.IsCompleted)
        {
            epoch = now;
            recent.StartAfter(end);
            started.SetResult();
        }
        else if (now != epoch || end < Seq)
        {
            throw new LogReplacedException();
        }
    }

    private async Task CatchUpAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        IReadOnlyList<LoggedEvent> events;
        do
        {
            events = await LogReader.ReadLogAsync(connection, Seq, ReadMax, cancellationToken);
            if (events.Count > 0)
            {
                recent.Add(events);
            }
        } while (events.Count == ReadMax);

        Interlocked.Exchange(ref endSeenAt, Stopwatch.GetTimestamp());
    }

    private async Task ListenAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        connection.Notification += (_, hint) =>
        {
            // This process was woken without a detour.
            if (hint.PID != notifier.BackendProcessId)
            {
                look.Set();
            }
        };
        while (true)
        {
            // Said again now and then, which also finds out whether the connection still stands.
            await using var command = new NpgsqlCommand($"listen {CommitNotifier.Channel}", connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
            bool heard;
            do
            {
                heard = await connection.WaitAsync(ListenCheckInterval, cancellationToken);
            } while (heard);
        }
    }

    private async Task<IReadOnlyList<LoggedEvent>> ReadLogAsync(long after, CancellationToken cancellationToken) =>
        await AgainAndAgainAsync(
            async token =>
            {
                await using var connection = await source.OpenConnectionAsync(token);
                return await LogReader.ReadLogAsync(connection, after, ReadMax, token);
            },
            cancellationToken
        );

    /// <summary>Does something; while the server is away, for ever anew, with growing pauses.</summary>
    private async Task<T> AgainAndAgainAsync<T>(
        Func<CancellationToken, Task<T>> act,
        CancellationToken cancellationToken
    )
    {
        var pause = PauseMin;
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            try
            {
                return await act(cancellationToken);
            }
            catch (DbException e)
            {
                logger.LogNotRead(e);
            }

            pause = Stopwatch.GetElapsedTime(since) > PauseMax ? PauseMin : pause;
            await Task.Delay(pause, TimeProvider.System, cancellationToken);
            pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
        }
    }
}
