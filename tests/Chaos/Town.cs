using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>A process of the district, as <c>processes.json</c> tells it.</summary>
internal sealed record TownProcess(string Role, int Pid, string Address);

/// <summary>Somebody who can sign in, as <c>demo-accounts.json</c> tells it.</summary>
internal sealed record DemoAccount(string Account, string Password, string Role, string Place, string Name);

/// <summary>A small demo district in several real processes, with hours that pass in seconds.</summary>
internal sealed class Town : IAsyncDisposable
{
    private const string ReadyPrefix = "CivicGrains is ready at ";
    private static readonly TimeSpan ReadyPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan EndPatience = TimeSpan.FromMinutes(2);

    private readonly string _folder;
    private readonly Process _up;
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource<Uri> _ready = new();

    private Town(string folder, int silos, int webs)
    {
        _folder = folder;
        _up = Start([
            "up",
            "--data",
            DataFolder,
            "--demo",
            "small",
            "--budgets",
            "demo",
            "--port",
            "0",
            "--silos",
            silos.ToString(CultureInfo.InvariantCulture),
            "--web",
            webs.ToString(CultureInfo.InvariantCulture),
        ]);
        _up.OutputDataReceived += (_, line) => Take(line.Data);
        _up.ErrorDataReceived += (_, line) => Take(line.Data);
        _up.BeginOutputReadLine();
        _up.BeginErrorReadLine();
    }

    /// <summary>What it said last.</summary>
    public IEnumerable<string> LastLines => _lines.TakeLast(40);

    /// <summary>The database, by the socket of the private server.</summary>
    public string ConnectionString
    {
        get
        {
            var postmaster = File.ReadAllLines(Path.Combine(DataFolder, "postgres", "cluster", "postmaster.pid"));
            return $"Host={postmaster[4]};Username=postgres;Database=civic;Pooling=false";
        }
    }

    /// <summary>Process id of the database server.</summary>
    public int PostgresPid =>
        int.Parse(
            File.ReadLines(Path.Combine(DataFolder, "postgres", "cluster", "postmaster.pid")).First(),
            CultureInfo.InvariantCulture
        );

    private string DataFolder => Path.Combine(_folder, "data");

    /// <summary>Starts it; returns when it is ready.</summary>
    public static async Task<Town> StartAsync(int silos, int webs)
    {
        var folder = Directory.CreateTempSubdirectory("civicchaos-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            // The user of the private server must get through.
            File.SetUnixFileMode(folder, (UnixFileMode)0b111_001_001);
        }

        var town = new Town(folder, silos, webs);
        var first = await Task.WhenAny(
            town._ready.Task,
            town._up.WaitForExitAsync(),
            Task.Delay(ReadyPatience, TimeProvider.System)
        );
        if (first != town._ready.Task)
        {
            throw new InvalidOperationException(
                $"The district did not become ready:{Environment.NewLine}{string.Join('\n', town.LastLines)}"
            );
        }

        return town;
    }

    /// <summary>The processes that are ready now.</summary>
    public TownProcess[] Processes() => Read<TownProcess[]>("processes.json");

    public DemoAccount[] Accounts() => Read<DemoAccount[]>("demo-accounts.json");

    /// <summary>SIGKILL.</summary>
    public static void Kill(int pid)
    {
        using var process = Process.GetProcessById(pid);
        process.Kill();
    }

    /// <summary>Ends it as Ctrl-C does.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", _up.Id.ToString(CultureInfo.InvariantCulture)]))
        {
            await kill.WaitForExitAsync();
        }

        using var patience = new CancellationTokenSource(EndPatience);
        await _up.WaitForExitAsync(patience.Token);
        return _up.ExitCode;
    }

    /// <summary>Runs a verb on its data, after its end.</summary>
    public async Task<(int ExitCode, string Output)> RunVerbAsync(string verb)
    {
        using var process = Start([verb, "--data", DataFolder]);
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_up.HasExited)
        {
            await EndAsync();
        }

        _up.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>The host, built in the same configuration as this program.</summary>
    private static Process Start(IEnumerable<string> arguments)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var program = Path.Combine(
            AppContext.BaseDirectory,
            "..",
            "..",
            "WebFrontend",
            configuration,
            "CivicGrains.WebFrontend"
        );
        return Process.Start(
            new ProcessStartInfo(program, arguments)
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            }
        )!;
    }

    private T Read<T>(string file) =>
        JsonSerializer.Deserialize<T>(File.ReadAllBytes(Path.Combine(DataFolder, file)), JsonSerializerOptions.Web)!;

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
