using System.Collections.Concurrent;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using Microsoft.Extensions.Options;

namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Tries parked reactions again that somebody wants tried again: the way every reaction goes, in the queue of its
/// target and under the command id it always had, so that one which was done all the same is not done twice.
/// </summary>
internal sealed class Retries(
    DeadLetterStore letters,
    PostgresEventLog log,
    ReactionRunner runner,
    IOptions<DispatchOptions> options
)
{
    private const int AtOnceMax = 256;

    /// <summary>Looks for them again and again, until it is cancelled; only the dispatcher that has the lease does so.</summary>
    public async Task RunAsync(TargetQueues queues, CancellationToken cancellationToken)
    {
        // What is being tried is not begun a second time by the next look.
        var running = new ConcurrentDictionary<long, bool>();
        using var timer = new PeriodicTimer(options.Value.RetriesEvery, TimeProvider.System);
        do
        {
            foreach (var letter in await letters.GetRetryingAsync(AtOnceMax, cancellationToken))
            {
                if (running.TryAdd(letter.Id, true))
                {
                    _ = queues.Add(Place.Parse(letter.Target), () => TryAsync(letter, running, cancellationToken));
                }
            }
        } while (await timer.WaitForNextTickAsync(cancellationToken));
    }

    private async Task TryAsync(
        DeadLetter letter,
        ConcurrentDictionary<long, bool> running,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var cause = (await log.ReadLogAsync(letter.Seq - 1, 1, cancellationToken)).SingleOrDefault();
            var reaction =
                cause?.Seq == letter.Seq ? Reactions.Find(cause, letter.Reaction, letter.Target, letter.Refused) : null;
            if (reaction is null)
            {
                // Parked by a version that knew other reactions: somebody has to decide anew.
                await letters.ParkAsync(
                    letter.Reaction,
                    letter.Seq,
                    letter.Target,
                    letter.Refused,
                    new ReactionUnknownException(letter),
                    1,
                    cancellationToken
                );
            }
            else if (await runner.RunAsync(cause!, reaction, cancellationToken))
            {
                await letters.SettleAsync(letter.Id, cancellationToken);
            }
        }
        finally
        {
            running.TryRemove(letter.Id, out _);
        }
    }
}

/// <summary>A parked reaction does not follow from its event, as this version sees it.</summary>
public sealed class ReactionUnknownException(DeadLetter letter)
    : Exception($"Event {letter.Seq} has no reaction {letter.Reaction} at {letter.Target}.");
