using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;

namespace CivicGrains.Storage.Server;

/// <summary>
/// A PostgreSQL server of the host's own, for when no connection string was given. It lives in the data folder, is
/// reached by a unix socket alone, and survives the host: a killed host leaves it running, and the next host on the
/// same folder adopts it. While the host lives, a server that died is started again.
/// </summary>
public sealed class PrivateServer : IAsyncDisposable
{
    /// <summary>Longest path of a unix socket, in bytes (108 with its terminating zero).</summary>
    public const int SocketPathBytesMax = 107;

    private static readonly TimeSpan WatchPeriod = TimeSpan.FromMilliseconds(500);

    private readonly PrivateServerOptions options;
    private readonly Cluster cluster;
    private readonly DataFolderLock folderLock;
    private readonly ILogger logger;
    private readonly CancellationTokenSource stopping = new();
    private readonly SemaphoreSlim starting = new(1);
    private string socketFolder;
    private Task watching = Task.CompletedTask;

    private PrivateServer(PrivateServerOptions options, Cluster cluster, DataFolderLock folderLock, ILogger logger)
    {
        this.options = options;
        this.cluster = cluster;
        this.folderLock = folderLock;
        this.logger = logger;
        socketFolder = cluster.SocketFolder;
    }

    /// <summary>Whether this host found the server running, left behind by one that was killed.</summary>
    public bool Adopted { get; private set; }

    /// <summary>Most connections at once, of all processes together.</summary>
    public int ConnectionsMax => options.ConnectionsMax;

    /// <summary>Process id of the server; null while it is down.</summary>
    public int? ProcessId =>
        Postmaster.Read(cluster.Folder) is { } running && running.IsAlive(cluster.Folder) ? running.ProcessId : null;

    /// <summary>Process ids of the server and its children.</summary>
    public IReadOnlyList<int> ProcessIds => Postmaster.FindProcesses(cluster.Folder);

    /// <summary>Makes the cluster where there is none, starts its server or adopts the running one, and watches it.</summary>
    /// <exception cref="PrivateServerException">It cannot run here; the message says what to do.</exception>
    public static async Task<PrivateServer> StartAsync(
        PrivateServerOptions options,
        ILogger<PrivateServer>? logger = null,
        CancellationToken cancellationToken = default
    )
    {
        var dataFolder = Path.GetFullPath(options.DataFolder);
        var user = await Cluster.FindUserAsync(dataFolder, cancellationToken);
        var taken = options.Lock ?? DataFolderLock.Take(dataFolder);
        try
        {
            var found = await Cluster.OpenAsync(options, user, dataFolder, cancellationToken);
            var server = new PrivateServer(options, found, taken, logger ?? NullLogger<PrivateServer>.Instance);
            server.Adopted = await server.StartOrAdoptAsync(cancellationToken);
            server.watching = options.Watches ? server.WatchAsync() : Task.CompletedTask;
            return server;
        }
        catch
        {
            taken.Dispose();
            throw;
        }
    }

    /// <summary>Connection string of one of its databases.</summary>
    public string ConnectionString(string database = "postgres") =>
        new NpgsqlConnectionStringBuilder
        {
            Host = socketFolder,
            Username = ServerUser.Postgres,
            Database = database,
            MaxPoolSize = Math.Max(options.ConnectionsMax / 2, 1),
        }.ConnectionString;

    /// <summary>Makes a database if there is none of this name.</summary>
    public async Task EnsureDatabaseAsync(string database, CancellationToken cancellationToken = default)
    {
        await using var connection = await ConnectAsync(cancellationToken);
        await using var known = new NpgsqlCommand("select 1 from pg_database where datname = $1", connection);
        known.Parameters.Add(new() { Value = database });
        if (await known.ExecuteScalarAsync(cancellationToken) is null)
        {
            using var builder = new NpgsqlCommandBuilder();
            var create = $"create database {builder.QuoteIdentifier(database)}";
            await using var command = new NpgsqlCommand(create, connection);
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    /// <summary>Starts the server if it is down; returns when it answers.</summary>
    public Task EnsureRunningAsync(CancellationToken cancellationToken = default) =>
        StartOrAdoptAsync(cancellationToken);

    /// <summary>Ends the watch and stops the server: sessions are cut, what was committed is on disk.</summary>
    public async ValueTask DisposeAsync()
    {
        if (stopping.IsCancellationRequested)
        {
            return;
        }

        await stopping.CancelAsync();
        await watching;
        var stop = await cluster.ControlAsync(
            ["stop", "--mode=fast", "--wait", "--timeout=60"],
            CancellationToken.None
        );
        if (!stop.Succeeded && ProcessId is not null)
        {
            logger.ServerNotStopped(stop.Errors);
        }

        RemoveSocketFolder();
        folderLock.Dispose();
        stopping.Dispose();
        starting.Dispose();
    }

    /// <summary>A server that has stopped leaves the folder of its socket empty; the next start makes it anew.</summary>
    private void RemoveSocketFolder()
    {
        try
        {
            Directory.Delete(socketFolder);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            logger.FolderStays(e, socketFolder);
        }
    }

    /// <returns>True when it was running already.</returns>
    private async Task<bool> StartOrAdoptAsync(CancellationToken cancellationToken)
    {
        await starting.WaitAsync(cancellationToken);
        try
        {
            var began = TimeProvider.System.GetTimestamp();
            while (true)
            {
                if (Postmaster.Read(cluster.Folder) is { } running && running.IsAlive(cluster.Folder))
                {
                    socketFolder = running.SocketFolder;
                    if (await AnswersAsync(cancellationToken))
                    {
                        return true;
                    }
                }
                else if (await TryStartAsync(cancellationToken))
                {
                    return false;
                }

                if (TimeProvider.System.GetElapsedTime(began) > options.StartRetry)
                {
                    var log = await cluster.LastLogLinesAsync(cancellationToken);
                    throw new PrivateServerException(
                        $"The database did not start. Its log ends with:{Environment.NewLine}{log}",
                        $"数据库未能启动，日志末尾见上，全文见 {cluster.LogFile}。"
                    );
                }

                await Task.Delay(WatchPeriod, TimeProvider.System, cancellationToken);
            }
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task<bool> TryStartAsync(CancellationToken cancellationToken)
    {
        Postmaster.RemoveStaleFile(cluster.Folder);
        socketFolder = cluster.SocketFolder;
        var start = await cluster.StartAsync(cancellationToken);
        logger.ServerStart(start.Output, start.Errors);
        return start.Succeeded && await AnswersAsync(cancellationToken);
    }

    private async Task<NpgsqlConnection> ConnectAsync(CancellationToken cancellationToken)
    {
        var connection = new NpgsqlConnection($"{ConnectionString()};Pooling=false");
        await connection.OpenAsync(cancellationToken);
        return connection;
    }

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await ConnectAsync(cancellationToken);
            await using var command = new NpgsqlCommand("show data_directory", connection);
            return (string?)await command.ExecuteScalarAsync(cancellationToken) == cluster.Folder;
        }
        catch (NpgsqlException e)
        {
            logger.ServerNotAnswering(e);
            return false;
        }
    }

    private async Task WatchAsync()
    {
        using var timer = new PeriodicTimer(WatchPeriod, TimeProvider.System);
        try
        {
            while (await timer.WaitForNextTickAsync(stopping.Token))
            {
                if (ProcessId is null)
                {
                    await RestartAsync();
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            logger.ServerWatchEnded();
        }
    }

    private async Task RestartAsync()
    {
        logger.ServerDown();
        try
        {
            await StartOrAdoptAsync(stopping.Token);
            logger.ServerBack();
        }
        catch (PrivateServerException e)
        {
            logger.ServerNotStarted(e);
        }
    }
}
