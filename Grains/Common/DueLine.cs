using CivicGrains.Grains.Interfaces.Common;
using Orleans.Storage;

namespace CivicGrains.Grains.Common;

/// <summary>
/// Where owners wait whose deadline has come. Thousands of deadlines end at the same moment, at five in the afternoon: a
/// few owners at a time do what is due, the longest waiting first, so that people who ask something at that moment are
/// answered in between. An owner waits outside of its turn: until it is woken it answers as ever.
/// </summary>
public sealed class DueLine(ILogger<DueLine> logger) : IDisposable
{
    /// <summary>Most owners that do what is due at once. With so many a batch of the log is worth its commit.</summary>
    private const int AtOnceMax = 16;

    private readonly SemaphoreSlim turn = new(AtOnceMax);

    /// <summary>Has an owner woken when it is its turn. What fails is logged; the owner or the sweep tries again.</summary>
    /// <param name="stream">Its name.</param>
    public void Enter(ICommandGrain owner, string stream) => _ = Task.Run(() => WakeAsync(owner, stream));

    /// <inheritdoc/>
    public void Dispose() => turn.Dispose();

    private async Task WakeAsync(ICommandGrain owner, string stream)
    {
        try
        {
            await turn.WaitAsync();
            try
            {
                await owner.WakeUpAsync();
            }
            finally
            {
                turn.Release();
            }
        }
        catch (InconsistentStateException e)
        {
            // Orleans has ended that activation; the sweep wakes the next.
            logger.ActivationNotAlone(e, stream);
        }
        catch (Exception e)
        {
            logger.DeadlineNotCarriedOut(e, stream);
        }
    }
}
