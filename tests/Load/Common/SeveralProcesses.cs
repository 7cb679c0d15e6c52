using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Load.Common;

/// <summary>A process of a running district, as <c>processes.json</c> tells it.</summary>
/// <param name="Role"><c>silo</c> or <c>web</c>.</param>
/// <param name="Address">Of a web process, where it alone answers.</param>
internal sealed record DistrictProcess(string Role, int Pid, string Address);

/// <summary>The host's verb <c>up</c>: silos and web processes, each a process of its own, on a server that runs already.</summary>
internal sealed class SeveralProcesses : IAsyncDisposable
{
    private const string ReadyPrefix = "CivicGrains is ready at ";
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);

    private readonly string _folder = Directory.CreateTempSubdirectory("civicbench-up-").FullName;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _up;

    private SeveralProcesses(string connection, int silos, int webs, IReadOnlyDictionary<string, string> settings)
    {
        var start = new ProcessStartInfo(
            ServerProcess.HostProgram,
            [
                "up",
                "--no-demo",
                "--data",
                _folder,
                "--port",
                "0",
                "--silos",
                silos.ToString(CultureInfo.InvariantCulture),
                "--web",
                webs.ToString(CultureInfo.InvariantCulture),
            ]
        )
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["CIVIC_Connection"] = connection;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _up = Process.Start(start)!;
        _up.OutputDataReceived += (_, line) => Take(line.Data);
        _up.ErrorDataReceived += (_, line) => Take(line.Data);
        _up.BeginOutputReadLine();
        _up.BeginErrorReadLine();
    }

    /// <summary>The one address of the district, behind which every web process listens.</summary>
    public Uri Door { get; private set; } = null!;

    /// <summary>Those that are ready now.</summary>
    public DistrictProcess[] Processes =>
        JsonSerializer.Deserialize<DistrictProcess[]>(
            File.ReadAllBytes(Path.Combine(_folder, "processes.json")),
            JsonSerializerOptions.Web
        )!;

    public DistrictProcess[] Webs => [.. Processes.Where(process => process.Role is "web")];

    /// <summary>What it said last, for who looks for the cause of something.</summary>
    public IEnumerable<string> LastLines => _lines.TakeLast(40);

    /// <summary>Starts them; returns when all are ready.</summary>
    /// <param name="settings">Variables of the environment of every process.</param>
    public static async Task<SeveralProcesses> StartAsync(
        string connection,
        int silos,
        int webs,
        IReadOnlyDictionary<string, string> settings
    )
    {
        var started = new SeveralProcesses(connection, silos, webs, settings);
        try
        {
            var first = await Task.WhenAny(
                started._ready.Task,
                started._up.WaitForExitAsync(),
                Task.Delay(ReadyPatience)
            );
            if (first != started._ready.Task)
            {
                throw new InvalidOperationException(
                    $"The district did not become ready:\n{string.Join('\n', started.LastLines)}"
                );
            }

            started.Door = await started._ready.Task;
            return started;
        }
        catch
        {
            await started.DisposeAsync();
            throw;
        }
    }

    /// <summary>SIGKILL to one of them.</summary>
    public static void Kill(DistrictProcess process)
    {
        using var victim = Process.GetProcessById(process.Pid);
        victim.Kill();
    }

    /// <summary>SIGTERM to one of them: it ends in order.</summary>
    public static async Task TerminateAsync(DistrictProcess process) => await SignalAsync(process.Pid, "-TERM");

    /// <summary>Time that all cores have spent on a process so far, as Linux counts it.</summary>
    public static TimeSpan CpuTimeOf(DistrictProcess process)
    {
        using var it = Process.GetProcessById(process.Pid);
        return it.TotalProcessorTime;
    }

    /// <summary>Waits until one has ended.</summary>
    public static async Task UntilGoneAsync(DistrictProcess gone)
    {
        using var patience = new CancellationTokenSource(EndPatience);
        while (Directory.Exists(string.Create(CultureInfo.InvariantCulture, $"/proc/{gone.Pid}")))
        {
            await Task.Delay(Look, patience.Token);
        }
    }

    /// <summary>Waits until so many web processes are ready, none of them one that was there before.</summary>
    public async Task UntilReplacedAsync(DistrictProcess gone, int webs)
    {
        using var patience = new CancellationTokenSource(ReadyPatience);
        while (Webs is var now && (now.Length < webs || now.Any(process => process.Pid == gone.Pid)))
        {
            await Task.Delay(Look, patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_up.HasExited)
        {
            await SignalAsync(_up.Id, "-TERM");
            using var patience = new CancellationTokenSource(EndPatience);
            await _up.WaitForExitAsync(patience.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_up.HasExited)
        {
            _up.Kill(entireProcessTree: true);
            await _up.WaitForExitAsync();
        }

        _up.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static async Task SignalAsync(int pid, string signal)
    {
        using var kill = Process.Start("kill", [signal, pid.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
    }

    private void Take(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.StartsWith(ReadyPrefix, StringComparison.Ordinal))
        {
            _ready.TrySetResult(new Uri(line[ReadyPrefix.Length..]));
        }
    }
}
