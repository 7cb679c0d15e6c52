using System.Globalization;
using System.Text;

namespace CivicGrains.Storage.Server;

/// <summary>The settings file of the private server, written anew at each start.</summary>
internal static class ServerSettings
{
    /// <summary>Name of the file that <c>postgresql.conf</c> includes.</summary>
    public const string FileName = "civicgrains.conf";

    /// <summary>The file's text.</summary>
    public static string Write(PrivateServerOptions options, string socketFolder)
    {
        var settings = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            // Reached by the socket alone, whose folder only the server's user (and root) can enter.
            ["listen_addresses"] = "",
            ["port"] = "5432",
            ["unix_socket_directories"] = socketFolder,
            ["unix_socket_permissions"] = "0700",
            // What was acknowledged survives a power cut.
            ["fsync"] = "on",
            ["synchronous_commit"] = "on",
            ["full_page_writes"] = "on",
            ["max_connections"] = options.ConnectionsMax.ToString(CultureInfo.InvariantCulture),
            ["shared_buffers"] = $"{SharedBuffersMebibytes(options)}MB",
            ["max_wal_size"] = "2GB",
            ["checkpoint_timeout"] = "15min",
            ["wal_compression"] = "on",
            ["random_page_cost"] = "1.1",
            // Compiling pays for long analytic queries; ours are short.
            ["jit"] = "off",
            // A forgotten open transaction would keep dead rows for ever.
            ["idle_in_transaction_session_timeout"] = "60s",
            ["timezone"] = "UTC",
            ["log_timezone"] = "UTC",
            ["lc_messages"] = "C",
        };
        foreach (var (name, value) in options.Settings)
        {
            settings[name] = value;
        }

        var text = new StringBuilder(
            "# Written by CivicGrains at each start; own settings belong into postgresql.conf.\n"
        );
        foreach (var (name, value) in settings)
        {
            text.Append(
                CultureInfo.InvariantCulture,
                $"{name} = '{value.Replace("'", "''", StringComparison.Ordinal)}'\n"
            );
        }

        return text.ToString();
    }

    private static long SharedBuffersMebibytes(PrivateServerOptions options) =>
        options.SharedBuffersMebibytes
        ?? Math.Clamp(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / (4L << 20), 128, 1_024);
}
