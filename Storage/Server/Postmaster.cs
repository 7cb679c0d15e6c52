using System.Globalization;

namespace CivicGrains.Storage.Server;

/// <summary>
/// The server process of a cluster as its file <c>postmaster.pid</c> and the system's process table show it.
/// </summary>
/// <param name="ProcessId">Process id of the postmaster.</param>
/// <param name="SocketFolder">Folder of its socket.</param>
internal sealed record Postmaster(int ProcessId, string SocketFolder)
{
    /// <summary>What <c>postmaster.pid</c> says; null when there is none or it is not yet whole.</summary>
    public static Postmaster? Read(string clusterFolder)
    {
        var path = Path.Combine(clusterFolder, "postmaster.pid");
        if (!File.Exists(path))
        {
            return null;
        }

        // Lines: process id, data folder, start, port, socket folder, ...
        var lines = File.ReadAllLines(path);
        return
            lines.Length >= 5
            && int.TryParse(lines[0], NumberStyles.None, CultureInfo.InvariantCulture, out var processId)
            ? new Postmaster(processId, lines[4].Trim())
            : null;
    }

    /// <summary>Whether the process lives and serves this cluster: process ids are used again, and dead ones linger.</summary>
    public bool IsAlive(string clusterFolder) => WorksIn(ProcessId, clusterFolder);

    /// <summary>Processes of this cluster that live: the postmaster and its children work in the cluster's folder.</summary>
    public static IReadOnlyList<int> FindProcesses(string clusterFolder) =>
        [
            .. Directory
                .EnumerateDirectories("/proc")
                .Select(d => int.TryParse(Path.GetFileName(d), CultureInfo.InvariantCulture, out var id) ? id : 0)
                .Where(id => id > 0 && WorksIn(id, clusterFolder)),
        ];

    /// <summary>
    /// Removes a <c>postmaster.pid</c> whose process is dead or another program. PostgreSQL itself cannot tell a
    /// zombie or a reused process id from a server. Left alone while any process of the cluster lives.
    /// </summary>
    public static void RemoveStaleFile(string clusterFolder)
    {
        if (FindProcesses(clusterFolder).Count == 0)
        {
            File.Delete(Path.Combine(clusterFolder, "postmaster.pid"));
        }
    }

    private static bool WorksIn(int processId, string folder)
    {
        try
        {
            // A zombie has no working folder any more.
            return new FileInfo($"/proc/{processId}/cwd").LinkTarget == folder;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
