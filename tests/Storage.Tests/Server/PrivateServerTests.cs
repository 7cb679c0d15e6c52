using CivicGrains.Storage.Server;
using Npgsql;

namespace CivicGrains.Storage.Tests.Server;

public sealed class PrivateServerTests
{
    [Fact]
    public async Task A_folder_that_the_servers_user_cannot_enter_is_named_in_both_languages()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root runs the server as another user.");
        await using var folder = new PrivateServerFolder();
        var closed = Directory.CreateDirectory(Path.Combine(folder.Path, "closed")).FullName;
        PrivateServerFolder.SetMode(closed, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var data = Path.Combine(closed, "deep", "data");

        var refused = await Assert.ThrowsAsync<PrivateServerException>(() =>
            PrivateServer.StartAsync(folder.Options with { DataFolder = data })
        );
        foreach (var message in new[] { refused.English, refused.Chinese })
        {
            Assert.Contains($"chmod o+x {closed}", message, StringComparison.Ordinal);
            Assert.Contains(data, message, StringComparison.Ordinal);
            Assert.Contains("--data", message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_socket_path_of_more_than_107_bytes_is_refused_before_anything_is_made()
    {
        await using var folder = new PrivateServerFolder();
        var refused = await Assert.ThrowsAsync<PrivateServerException>(() =>
            PrivateServer.StartAsync(
                folder.Options with
                {
                    TempFolder = Path.Combine(folder.Path, new string('长', 30)),
                }
            )
        );
        Assert.Contains("107", refused.English, StringComparison.Ordinal);
        Assert.Contains("TMPDIR", refused.Chinese, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(folder.Data, "postgres", "cluster")));
    }

    [Fact]
    public async Task A_socket_folder_that_somebody_else_made_first_is_refused()
    {
        await using var folder = new PrivateServerFolder();
        string socketFolder;
        await using (var server = await PrivateServer.StartAsync(folder.Options))
        {
            socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString()).Host!;
        }

        Assert.False(Directory.Exists(socketFolder), "A server that has stopped leaves its socket's folder behind.");
        Directory.CreateDirectory(socketFolder);
        PrivateServerFolder.Open(socketFolder);
        var refused = await Assert.ThrowsAsync<PrivateServerException>(() => PrivateServer.StartAsync(folder.Options));
        Assert.Contains(socketFolder, refused.English, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_host_on_the_same_folder_is_refused_and_told_which_process_has_it()
    {
        await using var folder = new PrivateServerFolder();
        await using var server = await PrivateServer.StartAsync(folder.Options);
        var refused = await Assert.ThrowsAsync<PrivateServerException>(() => PrivateServer.StartAsync(folder.Options));
        Assert.Contains($"process {Environment.ProcessId}", refused.English, StringComparison.Ordinal);

        var (other, said) = await folder.StartHostAsync();
        using (other)
        {
            await other.WaitForExitAsync();
            Assert.Equal(1, other.ExitCode);
            Assert.Equal(refused.English, said);
        }

        Assert.NotNull(server.ProcessId);
    }

    [Fact]
    public async Task A_cluster_that_was_left_half_made_is_made_anew()
    {
        await using var folder = new PrivateServerFolder();
        await (await PrivateServer.StartAsync(folder.Options)).DisposeAsync();
        var cluster = Path.Combine(folder.Data, "postgres", "cluster");
        Directory.Move(cluster, $"{cluster}.new");
        File.Delete(Path.Combine($"{cluster}.new", "global", "pg_control"));

        await using var server = await PrivateServer.StartAsync(folder.Options);
        Assert.Equal("1", await AskAsync(server, "select 1::text"));
    }

    [Fact]
    public async Task What_is_acknowledged_is_durable_and_only_the_socket_is_open()
    {
        await using var folder = new PrivateServerFolder();
        await using var server = await PrivateServer.StartAsync(folder.Options);
        foreach (var (setting, value) in Expected)
        {
            Assert.Equal((setting, value), (setting, await AskAsync(server, $"show {setting}")));
        }

        var socketFolder = new NpgsqlConnectionStringBuilder(server.ConnectionString()).Host!;
        Assert.StartsWith(folder.Path, socketFolder, StringComparison.Ordinal);
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(
                UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute,
                File.GetUnixFileMode(socketFolder)
            );
        }
    }

    [Fact]
    public async Task It_stops_with_its_host_and_the_next_start_finds_everything()
    {
        await using var folder = new PrivateServerFolder();
        await using (var first = await PrivateServer.StartAsync(folder.Options))
        {
            await first.EnsureDatabaseAsync("civic grains");
            await first.EnsureDatabaseAsync("civic grains");
            await AskAsync(first, "create table things (id int)", "civic grains");
        }

        await using var second = await PrivateServer.StartAsync(folder.Options);
        Assert.False(second.Adopted);
        Assert.Equal("0", await AskAsync(second, "select count(*)::text from things", "civic grains"));
        var processes = second.ProcessIds;
        Assert.NotEmpty(processes);
        await second.DisposeAsync();
        Assert.Empty(second.ProcessIds);
    }

    [Fact]
    public async Task A_host_that_is_killed_leaves_the_server_and_the_next_one_adopts_it()
    {
        await using var folder = new PrivateServerFolder();
        var (first, said) = await folder.StartHostAsync();
        using (first)
        {
            Assert.Equal("started", said);
            first.Kill();
            await first.WaitForExitAsync();
        }

        await using var server = await PrivateServer.StartAsync(folder.Options);
        Assert.True(server.Adopted);
        Assert.Equal("1", await AskAsync(server, "select 1::text"));
    }

    [Fact]
    public async Task The_server_runs_in_a_session_of_its_own_so_that_Ctrl_C_does_not_reach_it()
    {
        await using var folder = new PrivateServerFolder();
        await using var server = await PrivateServer.StartAsync(folder.Options);
        // After the name in brackets: state, parent, process group, session.
        var stat = (await File.ReadAllTextAsync($"/proc/{server.ProcessId}/stat")).Split(") ")[1].Split(' ');
        var own = (await File.ReadAllTextAsync("/proc/self/stat")).Split(") ")[1].Split(' ');
        Assert.NotEqual(own[2], stat[2]);
        Assert.NotEqual(own[3], stat[3]);
    }

    [Fact]
    public async Task A_server_that_was_killed_is_started_again_by_the_next_host()
    {
        await using var folder = new PrivateServerFolder();
        var (first, _) = await folder.StartHostAsync();
        using (first)
        {
            first.Kill();
            await first.WaitForExitAsync();
        }

        await folder.KillServerAsync();
        await using var server = await PrivateServer.StartAsync(folder.Options);
        Assert.False(server.Adopted);
        Assert.Equal("1", await AskAsync(server, "select 1::text"));
    }

    [Fact]
    public async Task A_server_that_dies_under_its_host_is_back_by_itself()
    {
        await using var folder = new PrivateServerFolder();
        await using var server = await PrivateServer.StartAsync(folder.Options with { Watches = true });
        var before = server.ProcessId;
        PrivateServerFolder.Kill(before!.Value);
        while (server.ProcessId is not { } now || now == before)
        {
            await Task.Delay(20);
        }

        await server.EnsureRunningAsync();
        Assert.Equal("1", await AskAsync(server, "select 1::text"));
    }

    private static readonly (string, string)[] Expected =
    [
        ("fsync", "on"),
        ("synchronous_commit", "on"),
        ("full_page_writes", "on"),
        ("data_checksums", "on"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("listen_addresses", ""),
        ("unix_socket_permissions", "0700"),
    ];

    private static async Task<string?> AskAsync(PrivateServer server, string sql, string database = "postgres")
    {
        await using var connection = new NpgsqlConnection($"{server.ConnectionString(database)};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() as string;
    }
}
