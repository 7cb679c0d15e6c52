using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Processes;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Processes;

/// <summary>The district as several processes, as it is started from a shell.</summary>
public sealed class UpTests : IDisposable
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly DataFolder _folder = new();

    private string[] Arguments =>
        ["up", "--no-demo", "--data", _folder.Path, "--port", "0", "--silos", "1", "--web", "2"];

    [Theory]
    [InlineData("--silos", "0")]
    [InlineData("--web", "many")]
    public async Task A_number_of_processes_that_cannot_be_is_said(string option, string value)
    {
        var (exitCode, output) = await HostProcess.RunAsync(["up", "--data", _folder.Path, option, value]);

        Assert.Equal(1, exitCode);
        Assert.Contains("is not a number of processes", output);
        Assert.False(Directory.Exists(_folder.Path));
    }

    [Fact]
    public async Task A_web_process_that_does_not_know_its_silos_is_refused()
    {
        var (exitCode, output) = await HostProcess.RunAsync(["web", "--port", "0"]);

        Assert.Equal(2, exitCode);
        Assert.Contains("--cluster", output);
    }

    [Fact]
    public async Task What_dies_is_started_again_at_the_same_address_while_the_door_stays_open()
    {
        await using var up = HostProcess.Start(Arguments);
        var door = await ReadyAsync(up);
        var first = Processes();
        Assert.Equal(["silo", "web", "web"], first.Select(it => it.Role));

        var killed = first.Last();
        using (var process = Process.GetProcessById(killed.Pid))
        {
            process.Kill();
        }

        await UntilAsync(all => all.Length == 3 && all.All(it => it.Pid != killed.Pid));

        Assert.Contains(Processes(), it => it.Role is "web" && it.Address == killed.Address);
        await AnswersAsync(door);
        await AnswersAsync(new Uri(killed.Address));
        await EndAsync(up);
        Assert.Empty(Processes());
    }

    [Fact]
    public async Task While_the_database_is_away_it_is_not_ready_and_says_what_is_missing()
    {
        await using var up = HostProcess.Start(Arguments);
        var door = await ReadyAsync(up);
        var postmaster = Path.Combine(_folder.Path, "postgres", "cluster", "postmaster.pid");
        var lines = await File.ReadAllLinesAsync(postmaster);
        using (var server = Process.GetProcessById(int.Parse(lines[0], CultureInfo.InvariantCulture)))
        {
            server.Kill();
        }

        using var http = new HttpClient();
        using var patience = new CancellationTokenSource(Patience);
        var answers = new List<string>();
        do
        {
            using var answer = await http.GetAsync(new Uri(door, "/health/ready"), patience.Token);
            answers.Add($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(patience.Token)}");
        } while (answers.TrueForAll(it => it.StartsWith('2')) || !answers[^1].StartsWith('2'));

        Assert.All(answers, it => Assert.Matches("^(200|503) {\"status\":", it));
        Assert.Contains(answers, it => it.StartsWith("503", StringComparison.Ordinal) && it.Contains("database"));
        await EndAsync(up);
    }

    [Fact]
    public async Task Asked_to_replace_its_processes_it_replaces_each_and_never_stops_serving()
    {
        await using var up = HostProcess.Start(Arguments);
        var door = await ReadyAsync(up);
        var first = Processes();

        await up.SignalAsync("USR1");
        using var ended = new CancellationTokenSource();
        var asking = AskAgainAndAgainAsync(door, ended.Token);
        await up.LineAsync("Every process was replaced.");
        await ended.CancelAsync();

        Assert.True(await asking > 0);
        var now = Processes();
        Assert.Equal(first.Select(it => it.Role), now.Select(it => it.Role));
        Assert.Empty(now.Select(it => it.Pid).Intersect(first.Select(it => it.Pid)));
        await EndAsync(up);
    }

    [Fact]
    public async Task Nothing_outlives_a_supervisor_that_was_killed_and_the_next_one_starts_at_once()
    {
        await using (var killed = HostProcess.Start(Arguments))
        {
            await ReadyAsync(killed);
            killed.Kill();
            await killed.ExitCodeAsync();
        }

        var orphans = Processes();
        await using var next = HostProcess.Start(Arguments);
        await ReadyAsync(next);

        Assert.Equal(3, orphans.Length);
        Assert.DoesNotContain(orphans, it => IsAlive(it.Pid));
        await EndAsync(next);
    }

    [Fact]
    public async Task On_an_existing_server_it_makes_its_folder_tells_its_number_and_lets_no_second_one_in()
    {
        await using var postgres = new PostgresServer();
        await using var database = await postgres.CreateDatabaseAsync();
        string[] arguments = [.. Arguments, "--connection", database.ConnectionString];
        await using var up = HostProcess.Start(arguments);
        await ReadyAsync(up);

        var (exitCode, output) = await HostProcess.RunAsync(arguments);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("is in use by another host", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder.Path, "host.pid")));
        Assert.Equal(3, Processes().Length);
        await EndAsync(up);
    }

    [Fact]
    public async Task A_silo_answers_health_and_figures_to_programs_of_its_machine()
    {
        await using var up = HostProcess.Start(Arguments);
        await ReadyAsync(up);
        var silo = new Uri(Processes().Single(it => it.Role is "silo").Address);
        using var http = new HttpClient { BaseAddress = silo };

        var figures = await http.GetStringAsync("/metrics");
        using var proxied = new HttpRequestMessage(HttpMethod.Get, "/metrics");
        proxied.Headers.Add("X-Forwarded-For", "203.0.113.7");
        using var refused = await http.SendAsync(proxied);

        Assert.True(silo.IsLoopback);
        Assert.Equal("ready", await http.GetStringAsync("/health/ready"));
        Assert.Contains("civicgrains_log_queue_length", figures, StringComparison.Ordinal);
        Assert.Matches("(?m)^orleans_", figures);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        // What the silos say to programs stays what programs can read.
        await EndAsync(up);
        Assert.Contains("{\"Process\":\"silo 1\",\"Timestamp\":", up.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_goes_from_the_web_process_over_the_silo_to_the_append()
    {
        await using var collector = await Collector.StartAsync();
        await using var up = HostProcess.Start(
            ["up", "--demo", "small", "--data", _folder.Path, "--port", "0", "--silos", "1", "--web", "1"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100")
        );
        var door = await ReadyAsync(up);
        var resident = (await DemoAccounts.ReadAsync(_folder.Path, CancellationToken.None)).First(it =>
            it.Account is "resident"
        );
        using var nobody = new Api(door, null);
        var signedIn = await nobody.PostAsync(
            "/api/sign-in",
            new { account = "resident", password = resident.Password }
        );
        using var api = new Api(door, signedIn.Expect(200).GetProperty("token").GetString());

        await api.ReportAsync(resident.Place.ToString());

        var request = await collector.FindAsync(it =>
            it is { Service: "civicgrains-web", Name: "POST /api/issues" or "POST /api/issues/" }
        );
        var append = await collector.FindAsync(it => it.Name is "append" && it.Trace == request.Trace);
        var turn = await collector.FindAsync(it => it.Id == append.Parent);
        var call = await collector.FindAsync(it => it.Id == turn.Parent);
        Assert.Equal(("", request.Id), (request.Parent, call.Parent));
        Assert.Equal(
            ["civicgrains-web", "civicgrains-silo", "civicgrains-silo"],
            [call.Service, turn.Service, append.Service]
        );
        await EndAsync(up);
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<Uri> ReadyAsync(HostProcess up)
    {
        var line = await up.LineAsync("CivicGrains is ready at ");
        return new Uri(line["CivicGrains is ready at ".Length..]);
    }

    private static async Task EndAsync(HostProcess up)
    {
        await up.TerminateAsync();
        Assert.Equal(0, await up.ExitCodeAsync());
    }

    private static async Task AnswersAsync(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

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

    private ImmutableArray<RunningProcess> Processes() => new ProcessesFile(_folder.Path).Read();

    private async Task UntilAsync(Func<ImmutableArray<RunningProcess>, bool> holds)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!holds(Processes()))
        {
            await Task.Delay(Look, TimeProvider.System, patience.Token);
        }
    }
}
