using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Issues;

namespace CivicGrains.Grains.Dispatch;

/// <summary>Wakes owners of which something is due. What is due and what follows, each owner knows itself.</summary>
public sealed class DueOwners(IssueQueries issues, IGrainFactory grains, ILogger<DueOwners> logger)
{
    /// <summary>Most owners woken at once.</summary>
    private const int AtOnceMax = 32;

    /// <summary>Most owners of one call, the most urgent first: more than a district has.</summary>
    private const int OwnersMax = 100_000;

    /// <summary>
    /// Wakes every owner of which something is due up to a moment. One that fails is logged and woken again the next
    /// time; the others are woken all the same.
    /// </summary>
    /// <returns>How many were woken.</returns>
    public async Task<int> WakeAsync(DateTimeOffset until, CancellationToken cancellationToken = default)
    {
        var due = await issues.GetDueOwnersAsync(until, OwnersMax, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(due, options, async (it, _) => await WakeAsync(it.Owner));
        return due.Count;
    }

    /// <summary>
    /// Has the owners count deadlines anew that were counted by an older working calendar. What is left for the next
    /// time is found again: an owner counts so many at a time, and one whose silo does not know the year yet none.
    /// </summary>
    /// <returns>How many owners were asked.</returns>
    public async Task<int> RecountAsync(int calendarVersion, CancellationToken cancellationToken = default)
    {
        var owners = await issues.GetOwnersToRecountAsync(calendarVersion, OwnersMax, cancellationToken);
        var options = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(owners, options, async (it, _) => await RecountAsync(it));
        return owners.Count;
    }

    /// <summary>The next moment at which anything is due anywhere; null when nothing ever is.</summary>
    public Task<DateTimeOffset?> NextAsync(CancellationToken cancellationToken = default) =>
        issues.GetNextDueAsync(cancellationToken);

    private async Task RecountAsync(Place owner)
    {
        try
        {
            await grains.GetOwner(owner).CarryOutReactionAsync(Guid.CreateVersion7(), new RecountDeadlines());
        }
        catch (Exception e)
        {
            logger.OwnerNotWoken(e, owner);
        }
    }

    private async Task WakeAsync(Place owner)
    {
        try
        {
            await grains.GetOwner(owner).WakeUpAsync();
        }
        catch (Exception e)
        {
            logger.OwnerNotWoken(e, owner);
        }
    }
}
