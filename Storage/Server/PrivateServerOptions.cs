using System.Collections.Immutable;

namespace CivicGrains.Storage.Server;

/// <summary>How the private server is set up.</summary>
public sealed record PrivateServerOptions
{
    /// <summary>
    /// The host's data folder; the cluster lies in its folder <c>postgres</c>. Made when missing. When the host runs as
    /// root, the user <c>postgres</c> must be able to enter it.
    /// </summary>
    public required string DataFolder { get; init; }

    /// <summary>The lock of the data folder, where the caller has taken it already; else the server takes it.</summary>
    public DataFolderLock? Lock { get; init; }

    /// <summary>Folder of the socket's folder; null = the system's temp folder. The socket's path may have 107 bytes.</summary>
    public string? TempFolder { get; init; }

    /// <summary>Folder of the PostgreSQL programs; null = the newest installed of version 15 or later.</summary>
    public string? ProgramFolder { get; init; }

    /// <summary>Most connections at once.</summary>
    public int ConnectionsMax { get; init; } = 200;

    /// <summary>Memory for shared buffers, in MiB; null = a quarter of the machine's memory, from 128 to 1,024.</summary>
    public int? SharedBuffersMebibytes { get; init; }

    /// <summary>Further settings of <c>postgresql.conf</c>; they win over ours.</summary>
    public ImmutableSortedDictionary<string, string> Settings { get; init; } =
        ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>Whether a server that died is started again at once; tests that kill it say themselves when.</summary>
    public bool Watches { get; init; } = true;

    /// <summary>For how long a start is retried: after a SIGKILL the old server's children need a while to end.</summary>
    public TimeSpan StartRetry { get; init; } = TimeSpan.FromSeconds(30);
}
