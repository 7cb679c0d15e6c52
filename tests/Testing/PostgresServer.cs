using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CivicGrains.Storage.Migrations;
using CivicGrains.Storage.Server;
using Npgsql;

namespace CivicGrains.Testing;

/// <summary>
/// A real PostgreSQL server for tests, in a temp folder, started when the first database is asked for. As a fixture of
/// the assembly (<c>[assembly: AssemblyFixture(typeof(PostgresServer))]</c>) there is one per test process; a test that
/// kills the server makes one of its own.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private const string TemplateName = "civic_template";
    private const string FolderPrefix = "civictest-";

    private readonly SemaphoreSlim turn = new(1);
    private string? folder;
    private PrivateServer? server;
    private int databasesMade;

    /// <summary>Process id of the running server; null while it is down.</summary>
    public int? ProcessId => server?.ProcessId;

    /// <summary>A fresh database with the whole schema.</summary>
    public async Task<TestDatabase> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databasesMade)}");
        await turn.WaitAsync();
        try
        {
            await AdministerAsync($"create database {name} template {TemplateName}");
        }
        finally
        {
            turn.Release();
        }

        return new TestDatabase(this, name);
    }

    /// <summary>A fresh database without any schema.</summary>
    public async Task<TestDatabase> CreateEmptyDatabaseAsync()
    {
        await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Interlocked.Increment(ref databasesMade)}");
        await AdministerAsync($"create database {name}");
        return new TestDatabase(this, name);
    }

    /// <summary>Connection string of a database.</summary>
    public string ConnectionString(string database) => Running.ConnectionString(database);

    /// <summary>SIGKILL to the postmaster and all its children, as a power cut would do; returns when they are gone.</summary>
    public Task KillAsync() => KillProcessesAsync(ClusterOf(folder!));

    /// <summary>Starts it after <see cref="KillAsync"/>; returns when it has recovered.</summary>
    public Task StartAgainAsync() => Running.EnsureRunningAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnProcessExit;
        if (server is not null)
        {
            await server.DisposeAsync();
            server = null;
        }

        if (folder is not null)
        {
            Directory.Delete(folder, recursive: true);
            folder = null;
        }

        turn.Dispose();
    }

    internal Task DropDatabaseAsync(string name) =>
        ProcessId is null ? Task.CompletedTask : AdministerAsync($"drop database if exists {name} with (force)");

    private PrivateServer Running => server ?? throw new InvalidOperationException("No database was asked for yet.");

    private async Task StartAsync()
    {
        await turn.WaitAsync();
        try
        {
            if (server is null)
            {
                await RemoveLeftoversAsync();
                folder = MakeFolder();
                AppDomain.CurrentDomain.ProcessExit += OnProcessExit;
                server = await PrivateServer.StartAsync(OptionsOf(folder));
                await MakeTemplateAsync();
            }
        }
        finally
        {
            turn.Release();
        }
    }

    private static PrivateServerOptions OptionsOf(string folder) =>
        new()
        {
            DataFolder = folder,
            TempFolder = folder,
            ConnectionsMax = 400,
            SharedBuffersMebibytes = 128,
            Watches = false,
            // Tests kill processes, not machines: what was written survives in the system's cache.
            Settings = ImmutableSortedDictionary<string, string>.Empty.Add("fsync", "off"),
        };

    private async Task MakeTemplateAsync()
    {
        await AdministerAsync($"create database {TemplateName}");
        await using (var source = NpgsqlDataSource.Create($"{ConnectionString(TemplateName)};Pooling=false"))
        {
            await Migrator.MigrateAsync(source);
        }

        await AdministerAsync($"alter database {TemplateName} with is_template true allow_connections false");
    }

    private async Task AdministerAsync(string sql)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString("postgres")};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A folder that the user <c>postgres</c> can use as a temp folder.</summary>
    private static string MakeFolder()
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException("The private server needs unix sockets and users.");
        }

        var made = Directory.CreateTempSubdirectory(FolderPrefix).FullName;
        File.SetUnixFileMode(made, (UnixFileMode)0b001_111_111_111);
        return made;
    }

    /// <summary>Stops servers and deletes folders of test runs that were killed.</summary>
    private static async Task RemoveLeftoversAsync()
    {
        foreach (var leftover in Directory.GetDirectories(Path.GetTempPath(), $"{FolderPrefix}*"))
        {
            if (Directory.GetCreationTimeUtc(leftover) > TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(-1))
            {
                // Another test process may be about to use it.
                continue;
            }

            try
            {
                using var abandoned = DataFolderLock.Take(leftover);
                await KillProcessesAsync(ClusterOf(leftover));
                Directory.Delete(leftover, recursive: true);
            }
            catch (Exception e) when (e is PrivateServerException or UnauthorizedAccessException or IOException)
            {
                // Its process lives, or it is somebody else's.
                Trace.TraceInformation("{0} stays: {1}", leftover, e.Message);
            }
        }
    }

    private static string ClusterOf(string dataFolder) => Path.Combine(dataFolder, "postgres", "cluster");

    private static async Task KillProcessesAsync(string clusterFolder)
    {
        while (Postmaster.FindProcesses(clusterFolder) is { Count: > 0 } processes)
        {
            foreach (var processId in processes)
            {
                Kill(processId);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System);
        }
    }

    private void OnProcessExit(object? sender, EventArgs e)
    {
        if (ProcessId is { } processId)
        {
            Kill(processId);
        }
    }

    private static void Kill(int processId)
    {
        try
        {
            using var process = Process.GetProcessById(processId);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended meanwhile, which is what was wanted.
        }
    }
}
