using System.Net;
using System.Net.Sockets;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Hosting;

/// <summary>The host as it is started from a shell.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData("--port", "abc")]
    [InlineData("--port", "70000")]
    [InlineData("--port", "-1")]
    [InlineData("--speed", "0")]
    [InlineData("--speed", "fast")]
    [InlineData("--listen", "nowhere")]
    [InlineData("--budgets", "generous")]
    [InlineData("--nonsense", "x")]
    public async Task An_option_that_cannot_be_is_said_without_a_stack_trace(string option, string value)
    {
        using var folder = new DataFolder();

        var (exitCode, output) = await HostProcess.RunAsync(["--data", folder.Path, option, value]);

        Assert.Equal(1, exitCode);
        Assert.DoesNotContain("   at ", output);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Fact]
    public async Task A_port_that_is_taken_is_said_before_anything_is_started()
    {
        using var folder = new DataFolder();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var (exitCode, output) = await HostProcess.RunAsync(["--no-demo", "--data", folder.Path, "--port", $"{port}"]);

        Assert.Equal(2, exitCode);
        Assert.Contains($"127.0.0.1:{port}", output);
        Assert.Contains("--port", output);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Theory]
    [InlineData("ASPNETCORE_ENVIRONMENT")]
    [InlineData("DOTNET_ENVIRONMENT")]
    public async Task The_demo_does_not_start_where_the_environment_says_production(string variable)
    {
        using var folder = new DataFolder();

        var (exitCode, output) = await HostProcess.RunAsync(
            ["--data", folder.Path, "--port", "0"],
            (variable, "Production")
        );

        Assert.Equal(2, exitCode);
        Assert.Contains("--no-demo", output);
        Assert.False(Directory.Exists(folder.Path));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody")]
    public async Task A_database_that_cannot_be_reached_is_said_to_be(string connection)
    {
        var (exitCode, output) = await HostProcess.RunAsync(["--no-demo", "--port", "0", "--connection", connection]);

        Assert.Equal(2, exitCode);
        Assert.DoesNotContain("   at ", output);
    }

    [Fact]
    public async Task The_host_ends_in_order_at_SIGTERM_survives_a_kill_and_leaves_data_that_verifies()
    {
        using var folder = new DataFolder();
        string[] run = ["--no-demo", "--data", folder.Path, "--port", "0", "--budgets", "demo"];
        string[] data = ["--data", folder.Path];

        await using (var first = HostProcess.Start(run))
        {
            await first.LineAsync("CivicGrains is ready at http://127.0.0.1:");
            await first.TerminateAsync();
            Assert.Equal(0, await first.ExitCodeAsync());
        }

        await using (var second = HostProcess.Start(run))
        {
            await second.LineAsync("CivicGrains is ready at http://127.0.0.1:");
            var (exitCode, output) = await HostProcess.RunAsync(["verify", .. data]);
            Assert.Equal(2, exitCode);
            Assert.Contains("in use by another host", output);
            second.Kill();
            await second.ExitCodeAsync();
        }

        foreach (
            var (verb, said) in new[]
            {
                ("verify", "all is well"),
                ("rebuild", "no difference"),
                ("migrate", "current"),
                ("seal", "eal"),
                ("new-epoch", "The log has a new epoch"),
            }
        )
        {
            var (exitCode, output) = await HostProcess.RunAsync([verb, .. data]);
            Assert.True(exitCode == 0, output);
            Assert.Contains(said, output);
        }
    }
}
