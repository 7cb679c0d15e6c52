using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Leases;
using Microsoft.Extensions.Options;

namespace CivicGrains.Grains.Dispatch;

/// <summary>Carries out one reaction until it is done, refused or parked.</summary>
internal sealed class ReactionRunner(
    IGrainFactory grains,
    DeadLetterStore deadLetters,
    IOptions<DispatchOptions> options,
    ILogger<ReactionRunner> logger
) : IDisposable
{
    private readonly SemaphoreSlim slots = new(options.Value.InFlightMax);

    /// <summary>Returns when nothing is left to do for it, also when it was parked; throws only when cancelled.</summary>
    public async Task RunAsync(LoggedEvent cause, Reaction reaction, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; )
        {
            TimeSpan wait;
            try
            {
                var result = await AskAsync(cause, reaction, cancellationToken);
                if (result.Rejection is not { } why)
                {
                    return;
                }

                if (why.Kind is not RejectionKind.Busy)
                {
                    logger.LogDebug("{Reaction} to {Seq} was refused: {Code}.", reaction.Name, cause.Seq, why.Code);
                    if (Reactions.OfRefusal(reaction, why) is not { } next)
                    {
                        return;
                    }

                    (reaction, attempt) = (next, 0);
                    continue;
                }

                wait = options.Value.BusyAfter;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                if (attempt == options.Value.RetryAfter.Count)
                {
                    await ParkAsync(cause, reaction, e, cancellationToken);
                    return;
                }

                wait = options.Value.RetryAfter[attempt++];
                logger.LogWarning(e, "{Reaction} to {Seq} failed; again in {Wait}.", reaction.Name, cause.Seq, wait);
            }

            await Task.Delay(wait, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private async Task<CommandResult> AskAsync(
        LoggedEvent cause,
        Reaction reaction,
        CancellationToken cancellationToken
    )
    {
        await slots.WaitAsync(cancellationToken);
        try
        {
            var id = reaction.CommandId(cause.Seq);
            return await grains.GetOwner(reaction.Target).CarryOutReactionAsync(id, reaction.Command);
        }
        finally
        {
            slots.Release();
        }
    }

    private async Task ParkAsync(
        LoggedEvent cause,
        Reaction reaction,
        Exception failure,
        CancellationToken cancellationToken
    )
    {
        logger.LogError(
            failure,
            "{Reaction} to event {Seq} of {Stream} at {Target} failed for the last time and is parked.",
            reaction.Name,
            cause.Seq,
            cause.Stream,
            reaction.Target
        );
        await deadLetters.ParkAsync(
            reaction.Name,
            cause.Seq,
            reaction.Target.ToString(),
            failure.ToString(),
            cancellationToken
        );
    }
}
