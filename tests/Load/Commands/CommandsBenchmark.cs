using System.Globalization;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Load.Common;
using CivicGrains.Storage.People;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicGrains.Load.Commands;

/// <summary>
/// Grain commands beside what a good hand would write in SQL, and beside the grain storage of Orleans, on one server
/// with one set of settings, each side in a database of its own.
/// </summary>
internal static class CommandsBenchmark
{
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(6);
    private static readonly int[] Connections = [8, 16, 32, 64];

    public static async Task<Findings> RunAsync(
        int rounds,
        TimeSpan turn,
        int[] numbersOfCallers,
        Action<string> progress
    )
    {
        await using var server = await BenchServer.StartAsync();
        var meter = new CpuMeter(server);
        await using var ours = await server.CreateDatabaseAsync("ours");
        await using var batch = await server.CreateDatabaseAsync("batch");
        await using var usual = await server.CreateDatabaseAsync("usual");

        var accounts = new AccountStore(ours);
        var residents = await AddResidentsAsync(accounts);
        var administrator = await BenchDistrict.AddAccountAsync(
            accounts,
            "administrator",
            password: null,
            Role.Administrator,
            Place.District("510105")
        );
        using var host = BenchDistrict.Silo(ours);
        await host.StartAsync();
        var grains = host.Services.GetRequiredService<IGrainFactory>();
        await using var commands = new Ours(grains, residents, administrator.Id);
        await commands.RegisterAsync();
        await using var adoNet = new AdoNetWrites(grains);
        await using var five = new FiveRoundTrips(usual, 32);

        var best = await BestConnectionsAsync(batch, meter, turn, progress);
        var report = new Findings("commands");
        report.Say("CPU of one command: in this process + in the server.");
        report.Say($"Prepared batch at its best of {string.Join(", ", Connections)} connections: {best}.");

        await using (var warm = new PreparedBatch(batch, best))
        {
            // A process that runs for months is measured, not its first seconds: the compiler is done after this.
            foreach (var side in (ISide[])[commands, warm, five, adoNet])
            {
                progress($"warming up: {side.Name}");
                await Rounds.TurnAsync(side, meter, 64, WarmUp);
            }
        }

        foreach (var callers in numbersOfCallers)
        {
            await using var prepared = new PreparedBatch(batch, Math.Min(best, callers));
            List<ISide> sides = [commands, prepared];
            if (callers <= 64)
            {
                sides.Add(five);
            }

            if (callers == 64)
            {
                sides.Add(adoNet);
            }

            var measured = await Rounds.RunAsync(sides, meter, callers, rounds, turn, progress);
            foreach (var side in sides)
            {
                report.Figure(
                    $"{callers} callers, {side.Name}",
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{Rounds.MedianOf(measured, side.Name, t => t.PerSecond):F0}/s, p50 {Rounds.MedianOf(measured, side.Name, t => t.P50Ms):F2} ms, p99 {Rounds.MedianOf(measured, side.Name, t => t.P99Ms):F2} ms, CPU {Rounds.MedianOf(measured, side.Name, t => t.Cpu.HereUs):F0} + {Rounds.MedianOf(measured, side.Name, t => t.Cpu.ServerUs):F0} µs"
                    )
                );
            }

            report.Beside(
                $"{callers} callers, CPU of a prepared batch ÷ CPU of ours",
                Rounds.RatioOf(measured, prepared.Name, commands.Name, t => t.Cpu.TotalUs)
            );
            Ratio Throughput(ISide beside) => Rounds.RatioOf(measured, commands.Name, beside.Name, t => t.PerSecond);
            switch (callers)
            {
                case 1:
                    report.AtMost(
                        "p50 of one caller ÷ prepared batch",
                        Rounds.RatioOf(measured, commands.Name, prepared.Name, t => t.P50Ms),
                        2
                    );
                    break;
                case 64:
                    report.AtLeast("64 callers ÷ prepared batch", Throughput(prepared), 2);
                    report.AtLeast("64 callers ÷ AdoNet WriteStateAsync", Throughput(adoNet), 5);
                    report.Beside("64 callers ÷ five round trips", Throughput(five));
                    break;
                case 256:
                    report.AtLeast("256 callers ÷ prepared batch", Throughput(prepared), 3);
                    break;
                default:
                    report.Beside($"{callers} callers ÷ prepared batch", Throughput(prepared));
                    break;
            }
        }

        await host.StopAsync();
        return report;
    }

    /// <summary>A resident of each compound, as people live in one place.</summary>
    private static async Task<Guid[]> AddResidentsAsync(AccountStore accounts)
    {
        var residents = Enumerable
            .Range(0, Ours.Compounds)
            .Select(i => new Account(
                Guid.CreateVersion7(),
                string.Create(CultureInfo.InvariantCulture, $"resident-{i}"),
                "",
                "resident",
                Guid.CreateVersion7(),
                [new HeldRole(Role.Resident, Ours.PlaceOf(i))]
            ))
            .ToArray();
        await accounts.InsertAsync(residents);
        return [.. residents.Select(r => r.Id)];
    }

    private static async Task<int> BestConnectionsAsync(
        NpgsqlDataSource source,
        CpuMeter meter,
        TimeSpan turn,
        Action<string> progress
    )
    {
        var best = (Connections: 0, PerSecond: 0.0);
        foreach (var connections in Connections)
        {
            await using var side = new PreparedBatch(source, connections);
            await Rounds.TurnAsync(side, meter, 64, turn / 2);
            var measured = await Rounds.TurnAsync(side, meter, 64, turn);
            progress(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"prepared batch on {connections} connections: {measured.PerSecond:F0}/s"
                )
            );
            if (measured.PerSecond > best.PerSecond)
            {
                best = (connections, measured.PerSecond);
            }
        }

        return best.Connections;
    }
}
