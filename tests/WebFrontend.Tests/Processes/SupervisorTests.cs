using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.Versioning;
using CivicGrains.WebFrontend.Processes;

namespace CivicGrains.WebFrontend.Tests.Processes;

/// <summary>The supervisor with programs of a few words, so that each way to fail can be had.</summary>
[UnsupportedOSPlatform("windows")]
public sealed class SupervisorTests : IDisposable
{
    private const string WellBehaved = "#!/bin/sh\necho READY here\ncat >/dev/null\n";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("civicweb-");
    private readonly ConcurrentQueue<string> _said = new();
    private readonly SemaphoreSlim _saidSomething = new(0);

    private string Program => Path.Combine(_folder.FullName, "program");

    [Fact]
    public async Task A_program_that_cannot_be_started_is_tried_again_until_it_can()
    {
        using var supervisor = Supervise();
        using var stop = new CancellationTokenSource();
        var running = supervisor.RunAsync(stop.Token);

        await SaidAsync("could not be started");
        Write(WellBehaved);
        await supervisor.Ready;

        Assert.Single(new ProcessesFile(_folder.FullName).Read());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_new_version_that_does_not_start_leaves_the_old_process_and_says_so_every_time_it_is_asked()
    {
        Write(WellBehaved);
        using var supervisor = Supervise();
        using var stop = new CancellationTokenSource();
        var running = supervisor.RunAsync(stop.Token);
        await supervisor.Ready;
        var first = new ProcessesFile(_folder.FullName).Read();
        File.Delete(Program);

        await supervisor.ReplaceAllAsync();
        await supervisor.ReplaceAllAsync();

        Assert.Equal(
            2,
            _said.Count(line => line.Contains("did not become ready: the others", StringComparison.Ordinal))
        );
        Assert.Equal(first, new ProcessesFile(_folder.FullName).Read());
        Write(WellBehaved);
        await supervisor.ReplaceAllAsync();
        Assert.Contains("Every process was replaced.", _said);
        Assert.NotEqual(first, new ProcessesFile(_folder.FullName).Read());
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public async Task A_file_that_cannot_be_written_is_said_and_ends_nothing()
    {
        Write(WellBehaved);
        var nowhere = new ProcessesFile(Path.Combine(_folder.FullName, "gone"));
        using var supervisor = new Supervisor([Plan()], nowhere, Say);
        using var stop = new CancellationTokenSource();
        var running = supervisor.RunAsync(stop.Token);

        await supervisor.Ready;

        Assert.Contains(_said, line => line.Contains("could not be written", StringComparison.Ordinal));
        Assert.False(running.IsCompleted);
        await stop.CancelAsync();
        await running;
    }

    [Fact]
    public void A_file_that_a_power_cut_left_empty_names_no_process()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, ProcessesFile.FileName), "");

        Assert.Empty(new ProcessesFile(_folder.FullName).Read());
    }

    public void Dispose()
    {
        _saidSomething.Dispose();
        _folder.Delete(recursive: true);
    }

    private Supervisor Supervise() => new([Plan()], new ProcessesFile(_folder.FullName), Say);

    private ProcessPlan Plan() => new(ProcessPlan.Web, 1, Program, [], ImmutableSortedDictionary<string, string>.Empty);

    private void Say(string line)
    {
        _said.Enqueue(line);
        _saidSomething.Release();
    }

    private async Task SaidAsync(string words)
    {
        while (!_said.Any(line => line.Contains(words, StringComparison.Ordinal)))
        {
            Assert.True(await _saidSomething.WaitAsync(TimeSpan.FromSeconds(30)), "Nothing was said.");
        }
    }

    /// <summary>Written beside and moved, as a program that runs cannot be written to.</summary>
    private void Write(string script)
    {
        var beside = $"{Program}.new";
        File.WriteAllText(beside, script);
        File.SetUnixFileMode(beside, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        File.Move(beside, Program, overwrite: true);
    }
}
