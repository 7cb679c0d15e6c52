using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Deadlines;

namespace CivicGrains.Grains.Dispatch;

/// <summary>Wakes owners of which something is due. What is due and what follows, each owner knows itself.</summary>
public sealed class DueOwners(DueStreams due, IGrainFactory grains, ILogger<DueOwners> logger)
{
    /// <summary>Most owners woken at once.</summary>
    private const int AtOnceMax = 32;

    /// <summary>
    /// Wakes every owner of which something is due up to a moment. One that fails is logged and woken again the next
    /// time; the others are woken all the same.
    /// </summary>
    /// <returns>How many were woken.</returns>
    public async Task<int> WakeAsync(DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        var streams = await due.FindAsync(until, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(streams, options, async (stream, _) => await WakeAsync(stream));
        return streams.Count;
    }

    /// <summary>The next moment at which anything is due anywhere; null when nothing ever is.</summary>
    public Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken = default) =>
        due.NextAsync(cancellationToken);

    private async Task WakeAsync(string stream)
    {
        try
        {
            await grains.GetOwner(Place.Parse(stream)).WakeUpAsync();
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "{Stream} could not be woken.", stream);
        }
    }
}
