using System.Diagnostics;
using CivicGrains.Testing;
using Npgsql;

namespace CivicGrains.Storage.Tests.EventLog;

/// <summary>A process of its own that holds the lock of the log and was stopped, as by SIGSTOP or a frozen machine.</summary>
internal sealed class StoppedProcess : IDisposable
{
    private readonly Process psql;

    private StoppedProcess(Process psql) => this.psql = psql;

    public static async Task<StoppedProcess> HoldLogAsync(TestDatabase database)
    {
        var address = new NpgsqlConnectionStringBuilder(database.ConnectionString);
        var start = new ProcessStartInfo("psql", ["-X", "-q", "-h", address.Host!, "-U", address.Username!])
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.ArgumentList.Add(address.Database!);
        var client = Process.Start(start)!;
        await client.StandardInput.WriteLineAsync("begin; select pg_advisory_xact_lock(4801050001); \\echo held");
        await client.StandardInput.FlushAsync();
        while (await client.StandardOutput.ReadLineAsync() != "held")
        {
            // What the statements answer.
        }

        using var stop = Process.Start(
            "kill",
            ["-STOP", client.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]
        );
        await stop.WaitForExitAsync();
        return new StoppedProcess(client);
    }

    public void Dispose()
    {
        psql.Kill();
        psql.Dispose();
    }
}
