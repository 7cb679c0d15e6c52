using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicGrains.Storage.Server;

/// <summary>
/// The files of the private server and the programs that work on them. In the data folder: <c>postgres/cluster</c>
/// (PostgreSQL's own) and <c>postgres/server.log</c>, all owned by the user the server runs as.
/// </summary>
internal sealed class Cluster
{
    private const string SocketFile = ".s.PGSQL.5432";

    private readonly PrivateServerOptions options;
    private readonly ServerUser user;
    private readonly string programs;

    private Cluster(PrivateServerOptions options, ServerUser user, string home, string programs)
    {
        this.options = options;
        this.user = user;
        this.programs = programs;
        Folder = Path.Combine(home, "cluster");
        LogFile = Path.Combine(home, "server.log");
        SocketFolder = SocketFolderOf(Folder, options.TempFolder);
    }

    /// <summary>PostgreSQL's data folder, without links in its path.</summary>
    public string Folder { get; }

    /// <summary>What the server writes about itself.</summary>
    public string LogFile { get; }

    /// <summary>Folder of the socket of a server started now; one that is adopted may have another.</summary>
    public string SocketFolder { get; }

    /// <summary>Refuses a data folder that the server's user cannot reach.</summary>
    public static async Task<ServerUser> FindUserAsync(string dataFolder, CancellationToken cancellationToken)
    {
        var found = await ServerUser.FindAsync(cancellationToken);
        Directory.CreateDirectory(dataFolder);
        return await found.FindBlockingFolderAsync(dataFolder, cancellationToken) is { } blocking
            ? throw new PrivateServerException(
                $"The database runs as user '{ServerUser.Postgres}', who cannot enter the folder {blocking} on the way "
                    + $"to {dataFolder}. Choose another folder with --data, or allow it: chmod o+x {blocking}",
                $"数据库以用户 {ServerUser.Postgres} 运行，但该用户无法进入目录 {blocking}（通往 {dataFolder} 的路径上）。"
                    + $"请用 --data 选择其他目录，或授予进入权限：chmod o+x {blocking}"
            )
            : found;
    }

    /// <summary>Finds the cluster of a data folder, or makes it.</summary>
    public static async Task<Cluster> OpenAsync(
        PrivateServerOptions options,
        ServerUser user,
        string dataFolder,
        CancellationToken cancellationToken
    )
    {
        var folder = Path.Combine(dataFolder, "postgres");
        Demand(
            await user.MakeFolderAsync(folder, cancellationToken),
            $"make the folder {folder}",
            $"创建目录 {folder}"
        );
        // Processes are recognised by their working folder, which the system knows without links.
        var home = await CommandRun.RunAsync("realpath", [folder], cancellationToken);
        Demand(home, $"find the folder {folder}", $"找到目录 {folder}");

        var versionFile = Path.Combine(home.Output, "cluster", "PG_VERSION");
        int? version = File.Exists(versionFile)
            ? int.Parse(await File.ReadAllTextAsync(versionFile, cancellationToken), CultureInfo.InvariantCulture)
            : null;
        var chosen = options.ProgramFolder ?? await ServerPrograms.FindAsync(version, cancellationToken);
        var cluster = new Cluster(options, user, home.Output, chosen);
        if (version is null)
        {
            await cluster.InitialiseAsync(cancellationToken);
        }

        return cluster;
    }

    /// <summary>Runs <c>pg_ctl</c> on the cluster.</summary>
    public Task<CommandRun> ControlAsync(string[] arguments, CancellationToken cancellationToken) =>
        user.RunAsync($"{programs}/pg_ctl", [.. arguments, $"--pgdata={Folder}"], cancellationToken);

    /// <summary>Starts the server and waits until it has recovered.</summary>
    public async Task<CommandRun> StartAsync(CancellationToken cancellationToken)
    {
        await MakeSocketFolderAsync(cancellationToken);
        await WriteSettingsAsync(cancellationToken);
        // pg_ctl puts the server into a session of its own: a Ctrl-C meant for the host does not reach it.
        return await ControlAsync(["start", $"--log={LogFile}", "--wait", "--timeout=300"], cancellationToken);
    }

    /// <summary>The end of the server's log.</summary>
    public async Task<string> LastLogLinesAsync(CancellationToken cancellationToken)
    {
        var lines = File.Exists(LogFile) ? await File.ReadAllLinesAsync(LogFile, cancellationToken) : [];
        return string.Join(Environment.NewLine, lines.TakeLast(10));
    }

    /// <summary>A short folder for the socket: always the same one for the same cluster.</summary>
    private static string SocketFolderOf(string clusterFolder, string? tempFolder)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(clusterFolder)))[..16];
        var folder = Path.Combine(tempFolder ?? Path.GetTempPath(), $"civicgrains-{digest}");
        var bytes = Encoding.UTF8.GetByteCount(Path.Combine(folder, SocketFile));
        return bytes <= PrivateServer.SocketPathBytesMax
            ? folder
            : throw new PrivateServerException(
                $"The path of the database's socket, in {folder}, would have {bytes} bytes; a unix socket allows "
                    + $"{PrivateServer.SocketPathBytesMax}. Set TMPDIR to a shorter folder, such as /tmp.",
                $"数据库套接字路径（位于 {folder}）长达 {bytes} 字节，而系统只允许 {PrivateServer.SocketPathBytesMax} 字节。"
                    + "请将 TMPDIR 设为更短的目录，例如 /tmp。"
            );
    }

    private static void Demand(CommandRun run, string english, string chinese)
    {
        if (!run.Succeeded)
        {
            throw new PrivateServerException($"Could not {english}: {run.Errors}", $"无法{chinese}：{run.Errors}");
        }
    }

    private async Task InitialiseAsync(CancellationToken cancellationToken)
    {
        // Made aside and then renamed: a host that is killed in between leaves no half cluster under the real name.
        var aside = $"{Folder}.new";
        const string english = "make the database cluster";
        const string chinese = "创建数据库集群";
        Demand(await user.RunAsync("rm", ["-rf", aside], cancellationToken), english, chinese);
        var made = await user.RunAsync(
            $"{programs}/initdb",
            [
                $"--pgdata={aside}",
                $"--username={ServerUser.Postgres}",
                "--encoding=UTF8",
                "--locale=C.UTF-8",
                "--data-checksums",
                // Whoever can enter the socket's folder is trusted; nobody else reaches the server.
                "--auth-local=trust",
                "--auth-host=reject",
            ],
            cancellationToken
        );
        Demand(made, english, chinese);
        Demand(await user.RunAsync("mv", ["-T", aside, Folder], cancellationToken), english, chinese);
    }

    private async Task WriteSettingsAsync(CancellationToken cancellationToken)
    {
        var settings = Path.Combine(Folder, ServerSettings.FileName);
        await File.WriteAllTextAsync(settings, ServerSettings.Write(options, SocketFolder), cancellationToken);
        var main = Path.Combine(Folder, "postgresql.conf");
        var include = $"include '{ServerSettings.FileName}'";
        if (!(await File.ReadAllTextAsync(main, cancellationToken)).Contains(include, StringComparison.Ordinal))
        {
            await File.AppendAllTextAsync(main, $"\n{include}\n", cancellationToken);
        }
    }

    /// <summary>Makes the socket's folder, or makes sure that nobody else has made it first.</summary>
    private async Task MakeSocketFolderAsync(CancellationToken cancellationToken)
    {
        var made = await user.RunAsync("mkdir", ["-m", "0700", SocketFolder], cancellationToken);
        if (made.Succeeded)
        {
            return;
        }

        var found = await CommandRun.RunAsync("stat", ["--format=%F %a %u", SocketFolder], cancellationToken);
        var owner = await user.RunAsync("id", ["-u"], cancellationToken);
        if (found.Output != $"directory 700 {owner.Output}")
        {
            throw new PrivateServerException(
                $"The folder {SocketFolder} for the database's socket cannot be made, or belongs to somebody else. "
                    + "Remove it, or set TMPDIR to another folder.",
                $"无法创建数据库套接字目录 {SocketFolder}，或该目录属于他人。请删除它，或将 TMPDIR 设为其他目录。"
            );
        }
    }
}
