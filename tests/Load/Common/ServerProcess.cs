using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace CivicGrains.Load.Common;

/// <summary>A web server in a process of its own, on a free loopback port; killed at the end.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly int _port;

    private ServerProcess(string program, ReadOnlySpan<string> arguments)
    {
        _port = FreePort();
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.ArgumentList.Add("--port");
        start.ArgumentList.Add(_port.ToString(CultureInfo.InvariantCulture));
        _process = Process.Start(start)!;
        // What it says is not wanted, but a full pipe would stop it.
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_port}") };
    }

    public HttpClient Http { get; }

    /// <summary>The program of the host, built in the same configuration as this one.</summary>
    public static string HostProgram => ProgramOf("WebFrontend");

    public int Id => _process.Id;

    /// <summary>The host of CivicGrains, all in one process, without demo data.</summary>
    public static ServerProcess Host(params ReadOnlySpan<string> arguments) =>
        new(HostProgram, ["--no-demo", .. arguments]);

    /// <summary>This program again, with other arguments.</summary>
    public static ServerProcess This(params ReadOnlySpan<string> arguments) => new(ProgramOf("Load"), arguments);

    public Uri WebSocket(string pathAndQuery) => new($"ws://127.0.0.1:{_port}{pathAndQuery}");

    /// <summary>Waits until a path answers anything but 503.</summary>
    public async Task ReadyAsync(string path)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var response = await Http.GetAsync(path);
                if (response.StatusCode is not HttpStatusCode.ServiceUnavailable)
                {
                    return;
                }
            }
            catch (HttpRequestException) when (tries < 300 && !_process.HasExited)
            {
                Debug.WriteLine("It is still starting.");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(100));
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
        Http.Dispose();
    }

    /// <summary>A program of this repository; tests of the benchmarks run them too.</summary>
    private static string ProgramOf(string project)
    {
        var configuration = Path.GetFileName(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        return Path.Combine(AppContext.BaseDirectory, "..", "..", project, configuration, $"CivicGrains.{project}");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
