using System.Diagnostics;
using System.Net;
using CivicGrains.Testing;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Processes;

/// <summary>The district as several processes, as it is started from a shell.</summary>
public sealed class UpTests : IDisposable
{
    private readonly UpTown _town = new();

    [Theory]
    [InlineData("--silos", "0")]
    [InlineData("--web", "many")]
    public async Task A_number_of_processes_that_cannot_be_is_said(string option, string value)
    {
        var (exitCode, output) = await HostProcess.RunAsync(["up", "--data", _town.Folder, option, value]);

        Assert.Equal(1, exitCode);
        Assert.Contains("is not a number of processes", output);
        Assert.False(Directory.Exists(_town.Folder));
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
        await using var up = HostProcess.Start(_town.Arguments);
        var door = await UpTown.ReadyAsync(up);
        var first = _town.Processes();
        Assert.Equal(["silo", "web", "web"], first.Select(it => it.Role));

        var killed = first.Last();
        using (var process = Process.GetProcessById(killed.Pid))
        {
            process.Kill();
        }

        await _town.UntilAsync(all => all.Length == 3 && all.All(it => it.Pid != killed.Pid));

        Assert.Contains(_town.Processes(), it => it.Role is "web" && it.Address == killed.Address);
        await AnswersAsync(door);
        await AnswersAsync(new Uri(killed.Address));
        await UpTown.EndAsync(up);
        Assert.Empty(_town.Processes());
    }

    [Fact]
    public async Task On_an_existing_server_it_makes_its_folder_tells_its_number_and_lets_no_second_one_in()
    {
        await using var postgres = new PostgresServer();
        await using var database = await postgres.CreateDatabaseAsync();
        string[] arguments = [.. _town.Arguments, "--connection", database.ConnectionString];
        await using var up = HostProcess.Start(arguments);
        await UpTown.ReadyAsync(up);

        var (exitCode, output) = await HostProcess.RunAsync(arguments);

        Assert.NotEqual(0, exitCode);
        Assert.Contains("is in use by another host", output, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_town.Folder, "host.pid")));
        Assert.Equal(3, _town.Processes().Length);
        await UpTown.EndAsync(up);
    }

    public void Dispose() => _town.Dispose();

    private static async Task AnswersAsync(Uri address)
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(address, "/health/ready"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }
}
