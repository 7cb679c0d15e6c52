using System.Net;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Processes;

/// <summary>What several processes tell about themselves.</summary>
public sealed class UpFiguresTests : IDisposable
{
    private readonly UpTown _town = new();

    [Fact]
    public async Task A_silo_answers_health_and_figures_to_programs_of_its_machine()
    {
        await using var up = HostProcess.Start(_town.Arguments);
        await UpTown.ReadyAsync(up);
        var silo = new Uri(_town.Processes().Single(it => it.Role is "silo").Address);
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
        await UpTown.EndAsync(up);
        Assert.Contains("{\"Process\":\"silo 1\",\"Timestamp\":", up.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_trace_goes_from_the_web_process_over_the_silo_to_the_append()
    {
        await using var collector = await Collector.StartAsync();
        await using var up = HostProcess.Start(
            ["up", "--demo", "small", "--data", _town.Folder, "--port", "0", "--silos", "1", "--web", "1"],
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address),
            ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100")
        );
        var door = await UpTown.ReadyAsync(up);
        var resident = (await DemoAccounts.ReadAsync(_town.Folder, CancellationToken.None)).First(it =>
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
        await UpTown.EndAsync(up);
    }

    public void Dispose() => _town.Dispose();
}
