using System.Collections.Immutable;
using CivicGrains.WebFrontend.Processes;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>A folder of its own in which the district is started as several processes.</summary>
internal sealed class UpTown : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly DataFolder _folder = new();

    /// <summary>How long anything may take.</summary>
    public static TimeSpan Patience => TimeSpan.FromSeconds(90);

    /// <summary>Where it is.</summary>
    public string Folder => _folder.Path;

    /// <summary>One silo and two web processes, with nobody in the district.</summary>
    public string[] Arguments =>
        ["up", "--no-demo", "--data", _folder.Path, "--port", "0", "--silos", "1", "--web", "2"];

    /// <summary>Waits until it says that it is ready, and where.</summary>
    public static async Task<Uri> ReadyAsync(HostProcess up)
    {
        var line = await up.LineAsync("CivicGrains is ready at ");
        return new Uri(line["CivicGrains is ready at ".Length..]);
    }

    /// <summary>Ends it in order.</summary>
    public static async Task EndAsync(HostProcess up)
    {
        await up.TerminateAsync();
        Assert.Equal(0, await up.ExitCodeAsync());
    }

    /// <summary>What runs, as <c>processes.json</c> says.</summary>
    public ImmutableArray<RunningProcess> Processes() => new ProcessesFile(_folder.Path).Read();

    /// <summary>Waits until what runs is as asked for.</summary>
    public async Task UntilAsync(Func<ImmutableArray<RunningProcess>, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds(Processes()))
        {
            await Task.Delay(Look, TimeProvider.System, patience.Token);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _folder.Dispose();
}
