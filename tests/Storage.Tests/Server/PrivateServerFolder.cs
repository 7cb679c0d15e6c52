using System.Diagnostics;
using CivicGrains.Storage.Server;

namespace CivicGrains.Storage.Tests.Server;

/// <summary>A data folder of a test's own that the user <c>postgres</c> can enter; what runs in it is ended.</summary>
internal sealed class PrivateServerFolder : IAsyncDisposable
{
    public PrivateServerFolder()
    {
        Path = Directory.CreateTempSubdirectory("civicfolder-").FullName;
        Open(Path);
    }

    public string Path { get; }

    public string Data => System.IO.Path.Combine(Path, "data");

    private string Cluster => System.IO.Path.Combine(Data, "postgres", "cluster");

    public PrivateServerOptions Options =>
        new()
        {
            DataFolder = Data,
            TempFolder = Path,
            Watches = false,
        };

    /// <summary>Lets everyone enter and write.</summary>
    public static void Open(string path) => SetMode(path, (UnixFileMode)0b001_111_111_111);

    public static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    /// <summary>Another process that hosts a server on this folder; its first line.</summary>
    public async Task<(Process Host, string Said)> StartHostAsync()
    {
        var program = System.IO.Path.Combine(AppContext.BaseDirectory, "CivicGrains.Testing.Host");
        var host = Process.Start(
            new ProcessStartInfo(program, [Data, Path])
            {
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
            }
        )!;
        return (host, await host.StandardOutput.ReadLineAsync() ?? "");
    }

    /// <summary>SIGKILL to all processes of the server; returns when they are gone.</summary>
    public async Task KillServerAsync()
    {
        while (Postmaster.FindProcesses(Cluster) is { Count: > 0 } processes)
        {
            foreach (var processId in processes)
            {
                Kill(processId);
            }

            await Task.Delay(10);
        }
    }

    /// <summary>SIGKILL to one process; it may have ended by itself.</summary>
    public static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (ArgumentException e)
        {
            Trace.TraceInformation("Process {0} has ended: {1}", processId, e.Message);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillServerAsync();
        Directory.Delete(Path, recursive: true);
    }
}
