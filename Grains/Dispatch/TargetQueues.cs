namespace CivicGrains.Grains.Dispatch;

/// <summary>
/// Runs work in order of arrival for each target, and for different targets beside one another: one that does not
/// answer holds up no other.
/// </summary>
internal sealed class TargetQueues
{
    private readonly Lock gate = new();
    private readonly Dictionary<Place, Task> last = [];

    /// <summary>Runs the work when all earlier work of the target has ended, however it ended.</summary>
    public Task Add(Place target, Func<Task> work)
    {
        lock (gate)
        {
            var mine = RunAfterAsync(last.GetValueOrDefault(target, Task.CompletedTask), work);
            last[target] = mine;
            _ = ForgetAsync(target, mine);
            return mine;
        }
    }

    private static async Task RunAfterAsync(Task before, Func<Task> work)
    {
        // Not inline in the loop that adds, and not under its lock.
        await Task.Yield();
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await work();
    }

    private async Task ForgetAsync(Place target, Task mine)
    {
        await mine.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        lock (gate)
        {
            if (last.GetValueOrDefault(target) == mine)
            {
                last.Remove(target);
            }
        }
    }
}
