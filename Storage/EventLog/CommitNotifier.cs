using System.Data.Common;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>
/// Tells other processes that something was committed: the first time at once, then at most every 5 ms.
/// </summary>
/// <remarks>
/// A transaction that notifies holds a lock of the whole server from before its flush until after it. So this happens
/// beside the appends, never in them; and it is only a hint: whoever misses it polls.
/// </remarks>
internal sealed class CommitNotifier(NpgsqlDataSource source, ILogger logger)
{
    /// <summary>The channel that tails listen on.</summary>
    public const string Channel = "civic_log";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);

    private readonly Signal committed = new();

    /// <summary>The server's process that notifies for this one; 0 while there is none.</summary>
    public int BackendProcessId { get; private set; }

    /// <summary>Asks for a notification.</summary>
    public void Request() => committed.Set();

    /// <summary>Notifies until cancelled.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            try
            {
                await NotifyAsync(cancellationToken);
            }
            catch (DbException e)
            {
                logger.NotNotified(e);
                await Task.Delay(PauseAfterFailure, TimeProvider.System, cancellationToken);
            }
            finally
            {
                BackendProcessId = 0;
            }
        }
    }

    private async Task NotifyAsync(CancellationToken cancellationToken)
    {
        await committed.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        await using var connection = await source.OpenConnectionAsync(cancellationToken);
        await using var command = new NpgsqlCommand($"notify {Channel}", connection);
        await command.PrepareAsync(cancellationToken);
        BackendProcessId = connection.ProcessID;
        while (true)
        {
            var since = Stopwatch.GetTimestamp();
            await command.ExecuteNonQueryAsync(cancellationToken);
            var rest = Pause - Stopwatch.GetElapsedTime(since);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, TimeProvider.System, cancellationToken);
            }

            await committed.WaitAsync(Timeout.InfiniteTimeSpan, cancellationToken);
        }
    }
}
