using System.ComponentModel;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>One place among the processes: there is always one process in it, or it is being started.</summary>
internal sealed class ProcessSlot(ProcessPlan plan, Action changed, Action<string> say)
{
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromSeconds(90);

    /// <summary>Longer than a silo takes to write the snapshots of thousands of grains.</summary>
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(75);

    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lock _gate = new();
    private TaskCompletionSource _replace = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<bool>? _replaced;
    private volatile RunningProcess? _running;

    /// <summary>The process that is ready; null while there is none.</summary>
    public RunningProcess? Running => _running;

    /// <summary>Ends when its first process is ready.</summary>
    public Task Ready => _ready.Task;

    /// <summary>
    /// Starts a second process, and when that is ready ends the first: at every moment one of them serves. False when
    /// the second did not become ready; then the first runs on.
    /// </summary>
    public Task<bool> ReplaceAsync()
    {
        lock (_gate)
        {
            _replaced ??= new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
            _replace.TrySetResult();
            return _replaced.Task;
        }
    }

    /// <summary>Keeps a process running until it is told to stop; then lets the process finish, and returns.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        var pause = new RestartPause();
        ManagedProcess? current = null;
        try
        {
            while (true)
            {
                current ??= await StartAsync(pause, stopping);
                await Task.WhenAny(current.Ended, _replace.Task).WaitAsync(stopping);
                if (current.Ended.IsCompleted)
                {
                    Show(null);
                    await LeaveAsync(current, pause, stopping);
                    current = null;
                }
                else
                {
                    current = await ReplaceAsync(current, stopping);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // All is to stop.
        }
        finally
        {
            if (current is not null)
            {
                await current.EndAsync(EndPatience);
            }

            Show(null);
        }
    }

    /// <summary>Starts until one is ready.</summary>
    private async Task<ManagedProcess> StartAsync(RestartPause pause, CancellationToken stopping)
    {
        while (true)
        {
            if (await TryStartAsync(stopping) is { } started)
            {
                return started;
            }

            await Task.Delay(pause.After(TimeSpan.Zero), TimeProvider.System, stopping);
        }
    }

    private async Task<ManagedProcess?> TryStartAsync(CancellationToken stopping)
    {
        ManagedProcess process;
        try
        {
            process = ManagedProcess.Start(plan, say);
        }
        catch (Exception e) when (e is Win32Exception or IOException or InvalidOperationException)
        {
            // The program is being replaced, or the machine has no room for another process: that may pass.
            say($"{plan.Name} could not be started: {e.Message}");
            return null;
        }

        try
        {
            if (await process.ReadyAsync(ReadyPatience, stopping) is { } address)
            {
                Show(new RunningProcess(plan.Role, process.Id, address));
                _ready.TrySetResult();
                return process;
            }
        }
        catch (OperationCanceledException)
        {
            await process.EndAsync(EndPatience);
            throw;
        }

        await process.DisposeAsync();
        say($"{plan.Name} (process {process.Id}) did not become ready.");
        return null;
    }

    private async Task LeaveAsync(ManagedProcess ended, RestartPause pause, CancellationToken stopping)
    {
        var wait = pause.After(TimeProvider.System.GetElapsedTime(ended.StartedAt));
        say(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{plan.Name} (process {ended.Id}) ended with code {ended.ExitCode}; again in {wait.TotalSeconds} s."
            )
        );
        await ended.DisposeAsync();
        await Task.Delay(wait, TimeProvider.System, stopping);
    }

    private async Task<ManagedProcess> ReplaceAsync(ManagedProcess current, CancellationToken stopping)
    {
        TaskCompletionSource<bool> replaced;
        lock (_gate)
        {
            _replace = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            replaced = _replaced!;
            _replaced = null;
        }

        ManagedProcess? next = null;
        try
        {
            next = await TryStartAsync(stopping);
            if (next is not null)
            {
                await current.EndAsync(EndPatience);
            }

            return next ?? current;
        }
        finally
        {
            // Whoever replaces all waits for this, also when all is to stop.
            replaced.SetResult(next is not null);
        }
    }

    private void Show(RunningProcess? running)
    {
        _running = running;
        changed();
    }
}
