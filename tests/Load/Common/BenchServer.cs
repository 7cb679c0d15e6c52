using CivicGrains.Storage.Migrations;
using CivicGrains.Storage.Server;
using Npgsql;

namespace CivicGrains.Load.Common;

/// <summary>A private server in a temp folder with the settings of a running district: everything is durable.</summary>
internal sealed class BenchServer : IAsyncDisposable
{
    private readonly PrivateServer _server;
    private readonly string _folder;

    private BenchServer(PrivateServer server, string folder)
    {
        _server = server;
        _folder = folder;
    }

    public static async Task<BenchServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("civicbench-").FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(folder, (UnixFileMode)0b001_111_111_111);
        }

        return new BenchServer(
            await PrivateServer.StartAsync(new PrivateServerOptions { DataFolder = folder }),
            folder
        );
    }

    /// <summary>All processes of the server.</summary>
    public IReadOnlyList<int> ProcessIds => _server.ProcessIds;

    /// <summary>What the server says.</summary>
    public string LogFile => Path.Combine(_folder, "postgres", "server.log");

    /// <summary>The process that starts the others.</summary>
    public int? PostmasterId => _server.ProcessId;

    /// <summary>A migrated database with a pool of its own.</summary>
    /// <param name="connectionsMax">Most connections of the pool, where several databases are used at once.</param>
    public async Task<NpgsqlDataSource> CreateDatabaseAsync(string name, int connectionsMax = 100)
    {
        await _server.EnsureDatabaseAsync(name);
        var connection = new NpgsqlConnectionStringBuilder(ConnectionString(name)) { MaxPoolSize = connectionsMax };
        var source = NpgsqlDataSource.Create(connection);
        await Migrator.MigrateAsync(source);
        return source;
    }

    public string ConnectionString(string database) => _server.ConnectionString(database);

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
