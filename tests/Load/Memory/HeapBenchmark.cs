using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Load.Common;
using Npgsql;

namespace CivicGrains.Load.Memory;

/// <summary>
/// What an open issue costs a silo that holds all of the district: the live bytes of a silo in which every owner is
/// active, less those of the same silo before, by the number of open issues. Owners, grids with their tasks and the
/// activations themselves are counted in.
/// </summary>
internal static class HeapBenchmark
{
    private const string Database = "heap";
    private const int AcknowledgedOf = 2;
    private const int FollowedOf = 10;

    /// <summary>Owners that are active before the first reading, so that all code is loaded.</summary>
    private const int Before = 20;

    private const int OwnersMax = 100_000;
    private static readonly TimeSpan Settle = TimeSpan.FromSeconds(3);

    /// <summary>About as the demo has them: the most of what a manager does, some that begin at a grid.</summary>
    private static readonly string[] Categories =
    [
        "UTL-04",
        "ENV-03",
        "BLD-01",
        "ENV-01",
        "ORD-01",
        "SAF-04",
        "ENV-04",
        "PTY-01",
        "BLD-02",
        "NBR-01",
        "UTL-03",
        "SVC-01",
        "ENV-02",
    ];

    public static async Task<Findings> RunAsync(int rounds, int issues, bool showsBar, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        await using var source = await server.CreateDatabaseAsync(Database);
        await PrepareAsync(source, issues, showsBar);
        var (owners, open) = await CountAsync(source);
        progress($"{open} open issues of {owners} owners");

        var snapshots = new List<HeapGrowth>();
        var folded = new List<HeapGrowth>();
        for (var round = 0; round < rounds; round++)
        {
            snapshots.Add(await MeasureAsync());
            progress($"round {round + 1}/{rounds}, from snapshots: {snapshots[^1]}");
        }

        // Silos that are killed leave none behind: from here on everything is folded from the first event.
        await ExecuteAsync(source, "truncate orleans_storage");
        for (var round = 0; round < rounds; round++)
        {
            folded.Add(await MeasureAsync());
            progress($"round {round + 1}/{rounds}, from the log: {folded[^1]}");
        }

        progress($"most of it, bytes of an issue: {snapshots[^1].Largest()}");
        var findings = new Findings("heap");
        findings.Say(
            $"{open} open issues, half of them acknowledged, a tenth followed by a neighbour; {owners} owners, all active in one silo; live bytes are the sizes of all objects reached by a full collection."
        );
        findings.NeverMore(
            "from snapshots, live bytes of an open issue",
            HeapGrowth.Over(snapshots, it => it.LiveBytes),
            3_072
        );
        findings.NeverMore(
            "from the log, live bytes of an open issue",
            HeapGrowth.Over(folded, it => it.LiveBytes),
            3_072
        );
        findings.Beside(
            "from snapshots, private memory of an open issue, bytes",
            HeapGrowth.Over(snapshots, it => it.PrivateBytes)
        );
        findings.Beside(
            "from the log, private memory of an open issue, bytes",
            HeapGrowth.Over(folded, it => it.PrivateBytes)
        );
        return findings;

        async Task<HeapGrowth> MeasureAsync()
        {
            await using var silo = ServerProcess.This("heap-silo", "--connection", server.ConnectionString(Database));
            await silo.ReadyAsync("/");
            await ActivateAsync(silo, Before);
            await Task.Delay(Settle);
            var before = await LiveHeap.ReadAsync(silo.Id);
            var active = await ActivateAsync(silo, OwnersMax);
            if (active != owners)
            {
                throw new InvalidOperationException($"{active} of {owners} owners are active.");
            }

            await Task.Delay(Settle);
            return HeapGrowth.Of(before, await LiveHeap.ReadAsync(silo.Id), open);
        }
    }

    private static async Task PrepareAsync(NpgsqlDataSource source, int issues, bool showsBar)
    {
        var day = new DateOnly(2026, 3, 10);
        await using var district = await DrivenDistrict.StartAsync(
            source,
            DrivenDistrict.CompoundsOfDistrict,
            TownTime.At(day, TimeSpan.FromHours(9))
        );
        var compounds = district.Compounds.Length;
        var reports = Enumerable
            .Range(0, issues)
            .Select(i => new PlannedReport(
                TownTime.At(day, TimeSpan.FromHours(10)) + (TimeSpan.FromHours(4) * i / issues),
                i % compounds,
                Categories[i / compounds % Categories.Length]
            ))
            .ToArray();
        var ids = Array.Empty<string>();
        await Bar.RunAsync(showsBar, "Reports", async bar => ids = await district.ReportAsync(reports, bar));
        await Bar.RunAsync(
            showsBar,
            "What follows",
            async bar =>
            {
                var done = 0;
                await Parallel.ForAsync(
                    0,
                    issues,
                    new ParallelOptions { MaxDegreeOfParallelism = 64 },
                    async (i, _) =>
                    {
                        var compound = reports[i].Compound;
                        if (i % FollowedOf == 0 && reports[i].Category is not ("NBR-01" or "SVC-01"))
                        {
                            await district.DoAsNeighbourAsync(compound, new Follow(ids[i]));
                        }

                        if (i % AcknowledgedOf == 0 && reports[i].Category is not ("NBR-01" or "SVC-01"))
                        {
                            await district.DoAsManagerAsync(compound, new Acknowledge(ids[i]));
                        }

                        bar(Interlocked.Increment(ref done), issues);
                    }
                );
            }
        );
        await district.CatchUpAsync();
    }

    private static async Task<int> ActivateAsync(ServerProcess silo, int limit)
    {
        using var response = await silo.Http.PostAsync($"/activate?limit={limit}", null);
        response.EnsureSuccessStatusCode();
        return int.Parse(await response.Content.ReadAsStringAsync(), CultureInfo.InvariantCulture);
    }

    private static async Task<(int Owners, int Open)> CountAsync(NpgsqlDataSource source)
    {
        await using var command = source.CreateCommand(
            "select (select count(*) from owners)::int, (select count(*) from issues where status in ('submitted', 'dispatched', 'acknowledged', 'inProgress', 'rework'))::int"
        );
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        return (reader.GetInt32(0), reader.GetInt32(1));
    }

    private static async Task ExecuteAsync(NpgsqlDataSource source, string sql)
    {
        await using var command = source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }
}
