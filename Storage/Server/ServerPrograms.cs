using System.Globalization;
using System.Text.RegularExpressions;

namespace CivicGrains.Storage.Server;

/// <summary>Finds the PostgreSQL programs of this machine.</summary>
internal static partial class ServerPrograms
{
    /// <summary>Oldest version the schema works with (unique indexes whose nulls are not distinct).</summary>
    public const int VersionMin = 15;

    /// <summary>
    /// Folder of the programs: those of the cluster's own version where there is a cluster, else the newest.
    /// </summary>
    /// <param name="clusterVersion">Major version of the cluster; null when there is none yet.</param>
    /// <exception cref="PrivateServerException">None fits.</exception>
    public static async Task<string> FindAsync(int? clusterVersion, CancellationToken cancellationToken)
    {
        var found = new SortedDictionary<int, string>();
        foreach (var folder in Candidates())
        {
            if (await VersionAsync(folder, cancellationToken) is { } version && version >= VersionMin)
            {
                found.TryAdd(version, folder);
            }
        }

        if (clusterVersion is { } wanted)
        {
            return found.TryGetValue(wanted, out var own) ? own : throw Missing(wanted);
        }

        return found.Count > 0 ? found.Last().Value : throw Missing(null);
    }

    private static IEnumerable<string> Candidates()
    {
        const string debian = "/usr/lib/postgresql";
        var versions = Directory.Exists(debian) ? Directory.GetDirectories(debian).Select(d => $"{d}/bin") : [];
        return versions.Concat((Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'));
    }

    private static async Task<int?> VersionAsync(string folder, CancellationToken cancellationToken)
    {
        if (!File.Exists($"{folder}/postgres") || !File.Exists($"{folder}/initdb"))
        {
            return null;
        }

        var said = await CommandRun.RunAsync($"{folder}/postgres", ["--version"], cancellationToken);
        var match = MajorVersion().Match(said.Output);
        return match.Success ? int.Parse(match.Groups["major"].ValueSpan, CultureInfo.InvariantCulture) : null;
    }

    private static PrivateServerException Missing(int? version) =>
        version is null
            ? new(
                $"PostgreSQL {VersionMin} or later is not installed. Install it (Debian: apt-get install postgresql), "
                    + "or name an existing server with --connection.",
                $"未安装 PostgreSQL {VersionMin} 或更高版本。请安装（Debian：apt-get install postgresql），"
                    + "或用 --connection 指定已有的服务器。"
            )
            : new(
                $"The data folder was made by PostgreSQL {version}, which is not installed any more. "
                    + $"Install postgresql-{version}, or move the data with pg_upgrade.",
                $"数据目录由 PostgreSQL {version} 创建，但该版本已不在本机。"
                    + $"请安装 postgresql-{version}，或用 pg_upgrade 迁移数据。"
            );

    [GeneratedRegex(@"\) (?<major>[0-9]+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex MajorVersion();
}
