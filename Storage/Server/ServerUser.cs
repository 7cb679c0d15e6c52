using System.Diagnostics;

namespace CivicGrains.Storage.Server;

/// <summary>
/// The system user the server runs as: PostgreSQL refuses to run as root, so root runs it as user <c>postgres</c>;
/// anybody else runs it as oneself.
/// </summary>
internal sealed class ServerUser
{
    /// <summary>The user that Debian's package of PostgreSQL makes.</summary>
    public const string Postgres = "postgres";

    private ServerUser(bool switches) => Switches = switches;

    /// <summary>Whether commands run as another user than this process.</summary>
    public bool Switches { get; }

    /// <summary>The user for this process.</summary>
    /// <exception cref="PrivateServerException">This is root, and there is no user <c>postgres</c>.</exception>
    public static async Task<ServerUser> FindAsync(CancellationToken cancellationToken)
    {
        if (!Environment.IsPrivilegedProcess)
        {
            return new ServerUser(switches: false);
        }

        var known = await CommandRun.RunAsync("id", ["-u", Postgres], cancellationToken);
        return known.Succeeded
            ? new ServerUser(switches: true)
            : throw new PrivateServerException(
                "PostgreSQL does not run as root, and there is no system user 'postgres' to run it as. "
                    + "Install PostgreSQL 15 or later (Debian: apt-get install postgresql), or start as another user.",
                "PostgreSQL 不能以 root 身份运行，而系统中没有 postgres 用户。"
                    + "请安装 PostgreSQL 15 或更高版本（Debian：apt-get install postgresql），或改用其他用户启动。"
            );
    }

    /// <summary>Runs a program as the server's user, away from folders and variables that are not its own.</summary>
    public Task<CommandRun> RunAsync(string program, string[] arguments, CancellationToken cancellationToken) =>
        Switches
            ? CommandRun.RunAsync(
                "setpriv",
                ["--reuid", Postgres, "--regid", Postgres, "--init-groups", "--", program, .. arguments],
                cancellationToken
            )
            : CommandRun.RunAsync(program, arguments, cancellationToken);

    /// <summary>Makes a folder that only the server's user can enter; it may exist already.</summary>
    public Task<CommandRun> MakeFolderAsync(string path, CancellationToken cancellationToken) =>
        CommandRun.RunAsync(
            "install",
            Switches ? ["-d", "-m", "0700", "-o", Postgres, "-g", Postgres, path] : ["-d", "-m", "0700", path],
            cancellationToken
        );

    /// <summary>The outermost folder on the way to a path that the server's user cannot enter; null when there is none.</summary>
    public async Task<string?> FindBlockingFolderAsync(string path, CancellationToken cancellationToken)
    {
        for (var depth = 0; depth <= path.Length; depth++)
        {
            if (depth < path.Length && path[depth] != '/')
            {
                continue;
            }

            var folder = depth == 0 ? "/" : path[..depth];
            if (!(await RunAsync("test", ["-x", folder], cancellationToken)).Succeeded)
            {
                return folder;
            }
        }

        return null;
    }
}

/// <summary>What a finished command said.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Errors)
{
    public bool Succeeded => ExitCode == 0;

    /// <summary>Runs a command to its end, from the root folder and without PostgreSQL's variables of the caller.</summary>
    public static async Task<CommandRun> RunAsync(
        string program,
        string[] arguments,
        CancellationToken cancellationToken
    )
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = "/",
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("PG", StringComparison.Ordinal)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["LC_ALL"] = "C.UTF-8";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync(cancellationToken);
        var errors = process.StandardError.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return new CommandRun(process.ExitCode, (await output).Trim(), (await errors).Trim());
    }
}
