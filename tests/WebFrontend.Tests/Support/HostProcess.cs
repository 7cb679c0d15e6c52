using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>The host as a shell starts it.</summary>
internal sealed class HostProcess : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource<string>> _awaited = new(StringComparer.Ordinal);

    private HostProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Take(line.Data);
        process.ErrorDataReceived += (_, line) => Take(line.Data);
    }

    /// <summary>Everything it has said so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Starts it with arguments and, where a test wants them, variables of the environment.</summary>
    public static HostProcess Start(IEnumerable<string> arguments, params (string Name, string Value)[] variables)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "CivicGrains.WebFrontend"), arguments)
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        var host = new HostProcess(new Process { StartInfo = start });
        host._process.Start();
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        IEnumerable<string> arguments,
        params (string Name, string Value)[] variables
    )
    {
        await using var host = Start(arguments, variables);
        return (await host.ExitCodeAsync(), host.Output);
    }

    /// <summary>The first line that begins so.</summary>
    public async Task<string> LineAsync(string begin)
    {
        var awaited = _awaited.GetOrAdd(begin, _ => new TaskCompletionSource<string>());
        foreach (var line in _lines.Where(line => line.StartsWith(begin, StringComparison.Ordinal)))
        {
            awaited.TrySetResult(line);
        }

        return await awaited.Task.WaitAsync(Patience, TimeProvider.System);
    }

    /// <summary>As <c>kill</c> and <c>docker stop</c> end it.</summary>
    public Task TerminateAsync() => SignalAsync("TERM");

    /// <summary>Sends it a signal, such as <c>USR1</c>.</summary>
    public async Task SignalAsync(string name)
    {
        var id = _process.Id.ToString(CultureInfo.InvariantCulture);
        using var kill = Process.Start("kill", [$"-{name}", id]);
        await kill.WaitForExitAsync();
    }

    /// <summary>As a crash ends it.</summary>
    public void Kill() => _process.Kill();

    public async Task<int> ExitCodeAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        foreach (var (begin, awaited) in _awaited)
        {
            if (line.StartsWith(begin, StringComparison.Ordinal))
            {
                awaited.TrySetResult(line);
            }
        }
    }
}

/// <summary>A data folder that the user of the private server can enter.</summary>
internal sealed class DataFolder : IDisposable
{
    private readonly DirectoryInfo _parent = Directory.CreateTempSubdirectory("civicweb-");

    public DataFolder()
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(_parent.FullName, (UnixFileMode)0b111_001_001);
        }
    }

    /// <summary>Not made yet: the host makes it.</summary>
    public string Path => System.IO.Path.Combine(_parent.FullName, "data");

    public void Dispose() => _parent.Delete(recursive: true);
}
