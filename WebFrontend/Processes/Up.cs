using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using CivicGrains.Storage.Server;
using CivicGrains.WebFrontend.Hosting;
using Npgsql;

namespace CivicGrains.WebFrontend.Processes;

/// <summary>
/// Verb <c>up</c>: the district as several processes on one machine. The supervisor itself has the database server and
/// nothing else that could fail; everything that serves people runs in processes that may die.
/// </summary>
internal static class Up
{
    /// <summary>Not of those that have a name in .NET; its meaning is ours: replace every process.</summary>
    private const PosixSignal UserSignal1 = (PosixSignal)10;

    /// <summary>Connections of the supervisor, of tools, and of the server's own.</summary>
    private const int ConnectionsKept = 20;
    private const int ConnectionsLeast = 10;

    /// <summary>Runs until it is told to end.</summary>
    public static async Task<int> RunAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        StartChecks.EnsureEnvironment(settings);
        // Whatever the database is: one supervisor per folder, and its number is to be found there.
        using var folder = DataFolderLock.Take(settings.DataFolder);
        var file = new ProcessesFile(settings.DataFolder);
        await file.PredecessorsEndedAsync(cancellationToken);
        using var door = ReserveDoor(settings);
        await using var database = await Database.OpenCheckedAsync(settings, cancellationToken, folder);
        await Preparation.RunAsync(settings, database, cancellationToken);
        // The processes share out the connections of the server; those of the preparation are needed no more.
        database.Source.Clear();

        var own = Enumerable.Range(1, settings.Webs).Select(n => ReserveOwnPort(door, n)).ToArray();
        try
        {
            var ports = own.Select(PortOf);
            using var supervisor = new Supervisor(
                PlansOf(settings, database, PortOf(door), [.. ports]),
                file,
                Console.WriteLine
            );
            using var replace = PosixSignalRegistration.Create(
                UserSignal1,
                signal =>
                {
                    signal.Cancel = true;
                    _ = supervisor.ReplaceAllAsync();
                }
            );
            var running = supervisor.RunAsync(cancellationToken);
            await await Task.WhenAny(supervisor.Ready, running);
            if (!running.IsCompleted)
            {
                Console.WriteLine($"CivicGrains is ready at http://{new IPEndPoint(settings.Listen, PortOf(door))}");
                await Running.ShowAccountsAsync(settings, cancellationToken);
            }

            await running;
            Console.WriteLine("CivicGrains has ended.");
            return 0;
        }
        finally
        {
            Array.ForEach(own, socket => socket.Dispose());
        }
    }

    /// <summary>Every process of one launch is told the same cluster; the next launch is another.</summary>
    private static IEnumerable<ProcessPlan> PlansOf(
        HostSettings settings,
        Database database,
        int port,
        ImmutableArray<int> ownPorts
    )
    {
        var cluster = Guid.CreateVersion7().ToString("N");
        var shared = ImmutableSortedDictionary<string, string>
            .Empty.Add(CommandLine.ConnectionVariable, ConnectionFor(settings, database))
            .Add("CIVIC_Silo__ClusterId", cluster)
            .Add("CIVIC_Environment", settings.EnvironmentName);
        for (var n = 1; n <= settings.Silos; n++)
        {
            yield return new ProcessPlan(ProcessPlan.Silo, n, ProgramOf("CivicGrains.Silo"), [], shared);
        }

        for (var n = 1; n <= settings.Webs; n++)
        {
            ImmutableArray<string> arguments =
            [
                "web",
                "--cluster",
                cluster,
                "--listen",
                settings.Listen.ToString(),
                "--port",
                port.ToString(CultureInfo.InvariantCulture),
                "--own-port",
                ownPorts[n - 1].ToString(CultureInfo.InvariantCulture),
                .. settings.IsDemo ? ImmutableArray<string>.Empty : ["--no-demo"],
            ];
            yield return new ProcessPlan(ProcessPlan.Web, n, ProgramOf("CivicGrains.WebFrontend"), arguments, shared);
        }
    }

    /// <summary>The connections of the private server, shared out; somebody else's string is left as it is.</summary>
    private static string ConnectionFor(HostSettings settings, Database database)
    {
        if (database.ConnectionsMax is not { } max)
        {
            return database.ConnectionString;
        }

        // While one is replaced there is one more.
        var each = Math.Max((max - ConnectionsKept) / (settings.Silos + settings.Webs + 1), ConnectionsLeast);
        return new NpgsqlConnectionStringBuilder(database.ConnectionString) { MaxPoolSize = each }.ConnectionString;
    }

    private static string ProgramOf(string name) =>
        Path.Combine(AppContext.BaseDirectory, OperatingSystem.IsWindows() ? $"{name}.exe" : name);

    private static Socket ReserveDoor(HostSettings settings)
    {
        StartChecks.EnsurePortIsFree(settings);
        return SharedPort.Reserve(new IPEndPoint(settings.Listen, settings.Port));
    }

    /// <summary>The ports after that of the door, so that people can guess them; where one is taken, any.</summary>
    private static Socket ReserveOwnPort(Socket door, int number)
    {
        try
        {
            return SharedPort.ReserveUnshared(new IPEndPoint(IPAddress.Loopback, PortOf(door) + number));
        }
        catch (Exception e) when (e is SocketException or ArgumentOutOfRangeException)
        {
            return SharedPort.Reserve(new IPEndPoint(IPAddress.Loopback, 0));
        }
    }

    private static int PortOf(Socket socket) => ((IPEndPoint)socket.LocalEndPoint!).Port;
}
