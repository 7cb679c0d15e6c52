using CivicGrains.Storage;
using CivicGrains.Storage.Migrations;
using CivicGrains.Storage.Server;
using CivicGrains.WebFrontend.Demo;
using Npgsql;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>The database of a host: an existing one, or one of a private server in the data folder.</summary>
internal sealed class Database : IAsyncDisposable
{
    private const string Name = "civic";

    private readonly PrivateServer? _server;

    private Database(PrivateServer? server, NpgsqlDataSource source, string connectionString)
    {
        _server = server;
        Source = source;
        ConnectionString = connectionString;
    }

    /// <summary>Connections to it.</summary>
    public NpgsqlDataSource Source { get; private set; }

    /// <summary>Most connections of the private server; null for somebody else's, of which we do not know.</summary>
    public int? ConnectionsMax => _server?.ConnectionsMax;

    /// <summary>How another process connects to it; may hold a password.</summary>
    public string ConnectionString { get; }

    /// <summary>
    /// Opens it, brings it to the schema of this version, and checks that what lies in it is what was asked for. Half a
    /// demo is thrown away.
    /// </summary>
    /// <param name="folder">The lock of the data folder, where the caller has it already.</param>
    public static async Task<Database> OpenCheckedAsync(
        HostSettings settings,
        CancellationToken cancellationToken,
        DataFolderLock? folder = null
    )
    {
        var database = await OpenAsync(settings, cancellationToken, folder);
        try
        {
            await Migrator.MigrateAsync(database.Source, null, cancellationToken);
            await StartChecks.EnsureDataFitsAsync(settings, database.Source, cancellationToken);
            if (await DemoLoader.IsHalfLoadedAsync(database.Source, cancellationToken))
            {
                await database.StartAnewAsync(cancellationToken);
            }

            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the private server where no connection string was given.</summary>
    public static async Task<Database> OpenAsync(
        HostSettings settings,
        CancellationToken cancellationToken,
        DataFolderLock? folder = null
    )
    {
        if (settings.Connection is { } connection)
        {
            return new Database(null, await ConnectAsync(connection, cancellationToken), connection);
        }

        var server = await PrivateServer.StartAsync(
            new PrivateServerOptions { DataFolder = settings.DataFolder, Lock = folder },
            null,
            cancellationToken
        );
        try
        {
            await server.EnsureDatabaseAsync(Name, cancellationToken);
            var connectionString = server.ConnectionString(Name);
            return new Database(server, CivicStorage.Open(connectionString), connectionString);
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Throws away the demo data of a loading that was cut off, and begins with an empty database.</summary>
    /// <exception cref="HostRefusedException">It is somebody else's server, where nothing is thrown away.</exception>
    public async Task StartAnewAsync(CancellationToken cancellationToken)
    {
        if (_server is null)
        {
            throw new HostRefusedException(
                "The demo district in this database was loaded only in part. Empty the database, or name another one "
                    + "with --connection.",
                "该数据库中的演示数据未完整加载，请清空数据库，或用 --connection 指定其他数据库。"
            );
        }

        await Source.DisposeAsync();
        await using (var server = NpgsqlDataSource.Create($"{_server.ConnectionString()};Pooling=false"))
        {
            await using var drop = server.CreateCommand($"drop database {Name} with (force)");
            await drop.ExecuteNonQueryAsync(cancellationToken);
        }

        await _server.EnsureDatabaseAsync(Name, cancellationToken);
        Source = CivicStorage.Open(_server.ConnectionString(Name));
        await Migrator.MigrateAsync(Source, null, cancellationToken);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Source.DisposeAsync();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    private static async Task<NpgsqlDataSource> ConnectAsync(string text, CancellationToken cancellationToken)
    {
        NpgsqlDataSource source;
        try
        {
            source = CivicStorage.Open(text);
        }
        catch (ArgumentException e)
        {
            throw new HostRefusedException(
                $"This is not a connection string: {e.Message}",
                "--connection 不是有效的连接字符串。",
                e
            );
        }

        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            return source;
        }
        catch (NpgsqlException e)
        {
            await source.DisposeAsync();
            throw new HostRefusedException(
                $"The database of --connection cannot be reached: {e.Message}",
                "无法连接 --connection 指定的数据库。",
                e
            );
        }
    }
}
