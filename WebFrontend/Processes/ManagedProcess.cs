using CivicGrains.Silo;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>A process that was started and is watched. Its output is shown with its name before each line.</summary>
internal sealed class ManagedProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly TaskCompletionSource<string> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ManagedProcess(ProcessPlan plan, Process process)
    {
        Plan = plan;
        _process = process;
        Id = process.Id;
        Ended = process.WaitForExitAsync();
        StartedAt = TimeProvider.System.GetTimestamp();
    }

    public ProcessPlan Plan { get; }

    public int Id { get; }

    /// <summary>Ends when the process has ended, however.</summary>
    public Task Ended { get; }

    /// <summary>Of <see cref="TimeProvider.GetTimestamp"/> in real time.</summary>
    public long StartedAt { get; }

    /// <summary>Only after the end.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>Starts it.</summary>
    public static ManagedProcess Start(ProcessPlan plan, Action<string> show)
    {
        var start = new ProcessStartInfo(plan.Program, plan.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[SupervisedLifetime.Variable] = "1";
        foreach (var (name, value) in plan.Environment)
        {
            start.Environment[name] = value;
        }

        var process = new Process { StartInfo = start };
        process.Start();
        var managed = new ManagedProcess(plan, process);
        process.OutputDataReceived += (_, line) => managed.Take(line.Data, show);
        process.ErrorDataReceived += (_, line) => managed.Take(line.Data, show);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return managed;
    }

    /// <summary>The address it answers at, when it is ready; null when it ended before or took too long.</summary>
    public async Task<string?> ReadyAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        await Task.WhenAny(_ready.Task, Ended, Task.Delay(patience, TimeProvider.System, cancellationToken));
        cancellationToken.ThrowIfCancellationRequested();
        return _ready.Task.IsCompletedSuccessfully ? await _ready.Task : null;
    }

    /// <summary>Lets it finish what it has begun; kills it when that takes too long.</summary>
    public async Task EndAsync(TimeSpan patience)
    {
        try
        {
            // The end of its input tells a supervised process to end.
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended already, or has closed its side: the end is awaited below.
        }

        await Task.WhenAny(Ended, Task.Delay(patience, TimeProvider.System));
        await DisposeAsync();
    }

    /// <summary>Kills it if it still runs.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Ended.IsCompleted)
        {
            _process.Kill();
        }

        await Ended;
        _process.Dispose();
    }

    private void Take(string? line, Action<string> show)
    {
        if (line is null)
        {
            return;
        }

        if (line.StartsWith(SupervisedLifetime.ReadyPrefix, StringComparison.Ordinal))
        {
            _ready.TrySetResult(line[SupervisedLifetime.ReadyPrefix.Length..]);
            return;
        }

        // A line of JSON stays one that a program can read.
        show(line is ['{', '"', ..] ? $"{{\"Process\":\"{Plan.Name}\",{line[1..]}" : $"{Plan.Name} | {line}");
    }
}
