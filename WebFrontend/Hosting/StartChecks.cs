using System.Net.Sockets;
using Npgsql;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>What is checked before anything is started, so that a refusal leaves nothing behind.</summary>
internal static class StartChecks
{
    /// <summary>Demo data with its printed passwords never runs where the environment says that this is in earnest.</summary>
    public static void EnsureEnvironment(HostSettings settings)
    {
        string[] variables = ["ASPNETCORE_ENVIRONMENT", "DOTNET_ENVIRONMENT"];
        var inEarnest = variables.FirstOrDefault(name =>
            string.Equals(
                Environment.GetEnvironmentVariable(name),
                HostSettings.Environments.Production,
                StringComparison.OrdinalIgnoreCase
            )
        );
        if (settings.IsDemo && inEarnest is not null)
        {
            throw new HostRefusedException(
                $"{inEarnest} says Production, and the demo does not run there. Start with --no-demo.",
                $"{inEarnest} 为 Production，演示模式不能在此运行，请使用 --no-demo 启动。"
            );
        }
    }

    /// <summary>Says now that the port is taken, not after a database was started.</summary>
    public static void EnsurePortIsFree(HostSettings settings)
    {
        if (settings.Port == 0)
        {
            return;
        }

        try
        {
            using var listener = new TcpListener(settings.Listen, settings.Port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new HostRefusedException(
                $"Cannot listen at {settings.Listen}:{settings.Port}: {e.Message}. Another program has it, or the "
                    + "address is not this machine's; choose with --port and --listen.",
                $"无法监听 {settings.Listen}:{settings.Port}，可能已被占用，请用 --port 或 --listen 另选。",
                e
            );
        }
    }

    /// <summary>Demo data is never taken for real data, nor the other way round.</summary>
    public static async Task EnsureDataFitsAsync(
        HostSettings settings,
        NpgsqlDataSource source,
        CancellationToken cancellationToken
    )
    {
        await using var command = source.CreateCommand(
            "select exists (select from owners where synthetic), exists (select from owners where not synthetic)"
        );
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        await reader.ReadAsync(cancellationToken);
        var (isSynthetic, isReal) = (reader.GetBoolean(0), reader.GetBoolean(1));
        if (!settings.IsDemo && isSynthetic)
        {
            throw new HostRefusedException(
                "This data folder holds the demo district, and demo data does not run in Production. Choose another "
                    + "folder with --data, or start without --no-demo.",
                "该数据目录为演示数据，不能在 Production 环境运行。请用 --data 指定其他目录，或去掉 --no-demo。"
            );
        }

        if (settings.IsDemo && isReal)
        {
            throw new HostRefusedException(
                "This data folder holds real data, which the demo does not touch. Start with --no-demo.",
                "该数据目录为真实数据，演示模式不会使用，请加 --no-demo 启动。"
            );
        }
    }
}
