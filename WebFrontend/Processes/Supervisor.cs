namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// Starts processes, starts again what ends, replaces one after the other when asked to, and ends all in order: first
/// those that take requests, then the silos that carry them out.
/// </summary>
internal sealed class Supervisor : IDisposable
{
    private readonly ImmutableArray<ProcessSlot> _silos;
    private readonly ImmutableArray<ProcessSlot> _webs;
    private readonly ProcessesFile _file;
    private readonly Action<string> _say;
    private readonly SemaphoreSlim _replacing = new(1);

    /// <param name="say">Shows a line to whoever has started it.</param>
    public Supervisor(IEnumerable<ProcessPlan> plans, ProcessesFile file, Action<string> say)
    {
        var all = plans.ToLookup(
            plan => plan.Role,
            plan => new ProcessSlot(plan, WriteFile, say),
            StringComparer.Ordinal
        );
        _silos = [.. all[ProcessPlan.Silo]];
        _webs = [.. all[ProcessPlan.Web]];
        _file = file;
        _say = say;
    }

    private IEnumerable<ProcessSlot> All => _silos.Concat(_webs);

    /// <summary>Ends when every process was ready once.</summary>
    public Task Ready => Task.WhenAll(All.Select(slot => slot.Ready));

    /// <summary>Runs until it is told to stop; returns when every process has ended.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        using var silosStop = new CancellationTokenSource();
        var silos = Task.WhenAll(_silos.Select(slot => slot.RunAsync(silosStop.Token)));
        try
        {
            await Task.WhenAll(_webs.Select(slot => slot.RunAsync(stopping)));
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, stopping)
                .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        finally
        {
            await silosStop.CancelAsync();
            await silos;
        }
    }

    /// <summary>Replaces every process by a new one, one after the other. Nobody is refused meanwhile.</summary>
    public async Task ReplaceAllAsync()
    {
        await _replacing.WaitAsync();
        try
        {
            foreach (var slot in All)
            {
                if (!await slot.ReplaceAsync())
                {
                    _say("The new process did not become ready: the others are left as they are.");
                    return;
                }
            }

            _say("Every process was replaced.");
        }
        finally
        {
            _replacing.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _replacing.Dispose();

    private void WriteFile()
    {
        try
        {
            _file.Write(All.Select(slot => slot.Running).OfType<RunningProcess>());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The file tells others; without it everybody is served all the same.
            _say($"{ProcessesFile.FileName} could not be written: {e.Message}");
        }
    }
}
