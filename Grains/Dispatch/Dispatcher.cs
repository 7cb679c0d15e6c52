using System.Threading.Channels;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Follows the log and carries out what follows from each event elsewhere: at least once, in sequence order for each
/// target, different targets beside one another. One process at a time does so. The cursor says up to where everything
/// is done; it is written with the lease, so a process that was stopped and comes back moves nothing.
/// </summary>
internal sealed class Dispatcher(
    ILogTail tail,
    CursorStore cursors,
    LeaseRunner leases,
    ReactionRunner runner,
    Retries retries,
    DispatcherProgress progress,
    IOptions<DispatchOptions> options
) : BackgroundService
{
    /// <summary>Name of its lease and cursor.</summary>
    public const string Name = "dispatcher";

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        leases.RunAsync(Name, WorkAsync, stoppingToken);

    private async Task WorkAsync(Lease lease, CancellationToken cancellationToken)
    {
        var done = new Done(await cursors.ReadAsync(Name, cancellationToken));
        progress.Advance(done.Seq);
        progress.IsHere = true;
        var ahead = Channel.CreateBounded<Step>(
            new BoundedChannelOptions(options.Value.AheadMax) { SingleReader = true, SingleWriter = true }
        );
        using var work = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var queues = new TargetQueues();
        Task[] parts =
        [
            ReadAsync(done.Seq, queues, ahead.Writer, work.Token),
            retries.RunAsync(queues, work.Token),
            SettleAsync(ahead.Reader, done, work.Token),
            KeepCursorAsync(lease, done, work.Token),
        ];
        try
        {
            await await Task.WhenAny(parts);
        }
        finally
        {
            // A part failed, or all is to stop: nothing runs on without the lease.
            progress.IsHere = false;
            await work.CancelAsync();
            await Task.WhenAll(parts).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task ReadAsync(
        long after,
        TargetQueues queues,
        ChannelWriter<Step> ahead,
        CancellationToken cancellationToken
    )
    {
        await foreach (var batch in tail.ReadAsync(after, cancellationToken))
        {
            foreach (var it in batch)
            {
                var reactions = Reactions.Of(it);
                if (!reactions.IsEmpty)
                {
                    var all = Task.WhenAll(
                        reactions.Select(reaction =>
                            queues.Add(reaction.Target, () => runner.RunAsync(it, reaction, cancellationToken))
                        )
                    );
                    await ahead.WriteAsync(new Step(it.Seq, all), cancellationToken);
                }
            }

            await ahead.WriteAsync(new Step(batch[^1].Seq, Task.CompletedTask), cancellationToken);
        }
    }

    private async Task SettleAsync(ChannelReader<Step> ahead, Done done, CancellationToken cancellationToken)
    {
        await foreach (var step in ahead.ReadAllAsync(cancellationToken))
        {
            await step.Reactions;
            done.Seq = step.Seq;
            progress.Advance(step.Seq);
        }
    }

    /// <summary>
    /// Writes the cursor now and then, not for each event: what a crash makes it read again is known to the log.
    /// </summary>
    private async Task KeepCursorAsync(Lease lease, Done done, CancellationToken cancellationToken)
    {
        using var timer = new PeriodicTimer(options.Value.CursorEvery, TimeProvider.System);
        var written = done.Seq;
        while (await timer.WaitForNextTickAsync(cancellationToken))
        {
            if (done.Seq is var seq && seq > written)
            {
                await cursors.AdvanceAsync(lease, seq, cancellationToken);
                written = seq;
            }
        }
    }

    /// <param name="Seq">An event, or the last of a batch.</param>
    /// <param name="Reactions">Ends when they are done.</param>
    private readonly record struct Step(long Seq, Task Reactions);

    /// <summary>Up to where everything is done; set by one part and read by another.</summary>
    private sealed class Done(long seq)
    {
        private long seq = seq;

        public long Seq
        {
            get => Interlocked.Read(ref seq);
            set => Interlocked.Exchange(ref seq, value);
        }
    }
}
