using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Operations;
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

    /// <summary>Returns when nothing is left to do for it; throws only when cancelled.</summary>
    /// <returns>Whether it is settled: done, or refused for good; false when it was parked.</returns>
    public async Task<bool> RunAsync(LoggedEvent cause, Reaction reaction, CancellationToken cancellationToken)
    {
        for (var attempt = 0; ; )
        {
            TimeSpan wait;
            try
            {
                var result = await AskAsync(cause, reaction, cancellationToken);
                if (result.Rejection is not { } why)
                {
                    GrainTelemetry.CountReaction(reaction.Name, "done");
                    return true;
                }

                if (why.Kind is not RejectionKind.Busy)
                {
                    logger.ReactionRefused(reaction.Name, cause.Seq, why.Code);
                    GrainTelemetry.CountReaction(reaction.Name, "refused");
                    if (Reactions.OfRefusal(reaction, why) is not { } next)
                    {
                        return true;
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
                    await ParkAsync(cause, reaction, e, attempt + 1, cancellationToken);
                    return false;
                }

                wait = options.Value.RetryAfter[attempt++];
                logger.ReactionFailed(e, reaction.Name, cause.Seq, wait);
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
        using var span = GrainTelemetry.StartReaction(cause, reaction);
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
        int attempts,
        CancellationToken cancellationToken
    )
    {
        GrainTelemetry.CountReaction(reaction.Name, "parked");
        logger.ReactionParked(failure, reaction.Name, cause.Seq, cause.Stream, reaction.Target);
        await deadLetters.ParkAsync(
            reaction.Name,
            cause.Seq,
            reaction.Target.ToString(),
            reaction.Refused,
            failure,
            attempts,
            cancellationToken
        );
    }
}
