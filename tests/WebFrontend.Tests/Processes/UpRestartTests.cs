using System.Diagnostics;
using System.Globalization;
using System.Net;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Processes;

/// <summary>Several processes whose database, supervisor or versions go and come.</summary>
public sealed class UpRestartTests : IDisposable
{
    private readonly UpTown _town = new();

    [Fact]
    public async Task While_the_database_is_away_it_is_not_ready_and_says_what_is_missing()
    {
        await using var up = HostProcess.Start(_town.Arguments);
        var door = await UpTown.ReadyAsync(up);
        var postmaster = Path.Combine(_town.Folder, "postgres", "cluster", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(postmaster);
        using (var server = Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture)))
        {
            server.Kill();
        }

        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(UpTown.Patience);
        var answers = new List<string>();
        do
        {
            using var answer = await http.GetAsync(new Uri(door, "/health/ready"), patience.Token);
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(patience.Token)}");
        } while (answers.TrueForAll(it => it.StartsWith('2')) || !answers[^1].StartsWith('2'));

        Assert.All(answers, it => Assert.Matches("^(200|503) {\"status\":", it));
        Assert.Contains(answers, it => it.StartsWith("503", StringComparison.Ordinal) && it.Contains("database"));
        await UpTown.EndAsync(up);
    }

    [Fact]
    public async Task Asked_to_replace_its_processes_it_replaces_each_and_never_stops_serving()
    {
        await using var up = HostProcess.Start(_town.Arguments);
        var door = await UpTown.ReadyAsync(up);
        var first = _town.Processes();

        await up.SignalAsync("USR1");
        using var ended = new CancellationTokenSource();
        var asking = AskAgainAndAgainAsync(door, ended.Token);
        await up.LineAsync("Every process was replaced.");
        await ended.CancelAsync();

        Assert.True(await asking > 0);
        var now = _town.Processes();
        Assert.Equal(first.Select(it => it.Role), now.Select(it => it.Role));
        Assert.Empty(now.Select(it => it.Pid).Intersect(first.Select(it => it.Pid)));
        await UpTown.EndAsync(up);
    }

    [Fact]
    public async Task Nothing_outlives_a_supervisor_that_was_killed_and_the_next_one_starts_at_once()
    {
        await using (var killed = HostProcess.Start(_town.Arguments))
        {
            await UpTown.ReadyAsync(killed);
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        var orphans = _town.Processes();
        await using var next = HostProcess.Start(_town.Arguments);
        await UpTown.ReadyAsync(next);

        Assert.Equal(3, orphans.Length);
        Assert.DoesNotContain(orphans, it => IsAlive(it.Pid));
        await UpTown.EndAsync(next);
    }

    public void Dispose() => _town.Dispose();

    /// <summary>
    /// Each with a connection of its own, as browsers that come for the first time. A connection that was given to the
    /// old process and not yet accepted is cut when it closes: browsers, and this, try once more.
    /// </summary>
    private static async Task<int> AskAgainAndAgainAsync(Uri address, CancellationToken ended)
    {
        var asked = 0;
        for (; !ended.IsCancellationRequested; asked++)
        {
            try
            {
                await AskAsync(address);
            }
            catch (HttpRequestException)
            {
                await AskAsync(address);
            }
        }

        return asked;
    }

    private static async Task AskAsync(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address, "/health/live"), CancellationToken.None);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    private static bool IsAlive(int pid)
    {
        try
        {
            using var process = Process.GetProcessById(pid);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
