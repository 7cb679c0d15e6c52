using System.Text.Json;
using System.Text.Json.Serialization;
using CivicGrains.WebFrontend.Hosting;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>A process that is ready, as <c>processes.json</c> tells it.</summary>
/// <param name="Role"><c>silo</c> or <c>web</c>.</param>
/// <param name="Address">
/// Where it alone answers, on this machine: a web process everything, a silo <c>/metrics</c> and <c>/health/…</c>.
/// </param>
internal sealed record RunningProcess(string Role, int Pid, string Address);

/// <summary>The file in the data folder that says which processes run. Replaced as a whole: nobody reads half of it.</summary>
internal sealed class ProcessesFile(string dataFolder)
{
    public const string FileName = "processes.json";

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan EndPatience = TimeSpan.FromSeconds(90);

    private readonly string _path = Path.Combine(dataFolder, FileName);
    private readonly Lock _gate = new();

    /// <summary>Writes it anew.</summary>
    public void Write(IEnumerable<RunningProcess> processes)
    {
        lock (_gate)
        {
            var temporary = $"{_path}.new";
            File.WriteAllBytes(
                temporary,
                JsonSerializer.SerializeToUtf8Bytes(
                    processes.ToArray(),
                    ProcessesJsonContext.Default.RunningProcessArray
                )
            );
            File.Move(temporary, _path, overwrite: true);
        }
    }

    /// <summary>
    /// Returns when no process of an earlier launch lives any more. Those of a supervisor that was killed are ending;
    /// they must not be taken for those of the next one.
    /// </summary>
    /// <exception cref="HostRefusedException">One of them does not end.</exception>
    public async Task PredecessorsEndedAsync(CancellationToken cancellationToken)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (Read().FirstOrDefault(IsAlive) is { } alive)
        {
            if (TimeProvider.System.GetElapsedTime(began) > EndPatience)
            {
                throw new HostRefusedException(
                    $"A {alive.Role} process of an earlier start still runs: {alive.Pid}. End it first.",
                    $"上次启动的 {alive.Role} 进程 {alive.Pid} 仍在运行，请先结束它。"
                );
            }

            await Task.Delay(Look, TimeProvider.System, cancellationToken);
        }
    }

    /// <summary>Reads it; empty when nothing was ever written.</summary>
    public ImmutableArray<RunningProcess> Read()
    {
        if (!File.Exists(_path))
        {
            return [];
        }

        try
        {
            var processes = JsonSerializer.Deserialize(
                File.ReadAllBytes(_path),
                ProcessesJsonContext.Default.RunningProcessArray
            );
            return [.. processes ?? []];
        }
        catch (JsonException)
        {
            // A power cut leaves an empty file; it has ended every process too.
            return [];
        }
    }

    /// <summary>Ended, but nobody has asked how: in many containers nobody ever does.</summary>
    private static bool IsZombie(int pid)
    {
        try
        {
            // The state follows the name, which stands in brackets and may hold anything.
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            return stat.AsSpan(stat.LastIndexOf(')') + 2) is ['Z' or 'X', ..];
        }
        catch (IOException)
        {
            // Not this system, or it has just gone.
            return false;
        }
    }

    /// <summary>By its name too: the number may have been given to another program.</summary>
    private static bool IsAlive(RunningProcess process)
    {
        try
        {
            using var found = Process.GetProcessById(process.Pid);
            return found.ProcessName.StartsWith("CivicGrains", StringComparison.Ordinal) && !IsZombie(process.Pid);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return false;
        }
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true)]
[JsonSerializable(typeof(RunningProcess[]))]
internal sealed partial class ProcessesJsonContext : JsonSerializerContext;
