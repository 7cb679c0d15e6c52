using System.Collections.Immutable;
using System.Diagnostics;
using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Load.Common;
using Npgsql;

namespace CivicGrains.Load.Deadlines;

/// <summary>How much of it.</summary>
/// <param name="Parts">Which of <c>spread</c>, <c>sharp</c> and <c>crash</c>.</param>
/// <param name="Count">Deadlines of the part <c>spread</c>.</param>
/// <param name="Over">Time over which they are spread.</param>
/// <param name="SharpCount">Deadlines at one moment, of the part <c>sharp</c>.</param>
/// <param name="CrashCount">Deadlines of a round of <c>crash</c>, over a minute.</param>
/// <param name="Rounds">Rounds of <c>sharp</c>, and of each kind of <c>crash</c>.</param>
internal sealed record DeadlineOptions(
    ImmutableArray<string> Parts,
    int Count,
    TimeSpan Over,
    int SharpCount,
    int CrashCount,
    int Rounds
)
{
    public int Compounds { get; init; } = DrivenDistrict.CompoundsOfDistrict;

    /// <summary>Whether to show bars on the console.</summary>
    public bool ShowsBar { get; init; } = true;
}

/// <summary>
/// Deadlines at running processes: many spread over minutes, many at one moment while people report danger, and many while
/// a silo and the database server are killed. Each has to happen once; how late is told by who reads the log.
/// </summary>
internal static partial class DeadlinesBenchmark
{
    public const string Spread = "spread";
    public const string Sharp = "sharp";
    public const string Crash = "crash";

    /// <summary>From letting the clock go to the first deadline: time for the processes to start.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromSeconds(50);

    /// <summary>How long after the last deadline is waited for what did not happen.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(120);

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);

    /// <summary>A working day without anything special around it.</summary>
    private static readonly DateTimeOffset Morning = TownTime.At(new DateOnly(2026, 3, 10), TimeSpan.FromHours(10));

    /// <summary>Level 0 has four hours, whatever the hour.</summary>
    private static readonly string[] ByTheHour = ["SAF-04", "SAF-06", "UTL-01", "UTL-02", "UTL-03"];

    /// <summary>Level 0 has two working days, which end at 17:00.</summary>
    private static readonly string[] ByTheWorkingDay = ["UTL-04", "BLD-01", "BLD-02"];

    public static async Task<Findings> RunAsync(DeadlineOptions options, Action<string> progress)
    {
        await using var server = await BenchServer.StartAsync();
        var findings = new Findings("deadlines");
        findings.Say(
            "Late is from the deadline to when a reader of the log in another process saw the event, which was durable by then; one silo, one web process and PostgreSQL."
        );
        if (options.Parts.Contains(Spread))
        {
            await SpreadAsync(server, options, findings, progress);
        }

        if (options.Parts.Contains(Sharp))
        {
            await SharpAsync(server, options, findings, progress);
        }

        if (options.Parts.Contains(Crash))
        {
            await CrashAsync(server, options, findings, progress);
        }

        return findings;
    }

    /// <summary>Reports at even distances, of which the deadlines of level 0 come four hours later.</summary>
    internal static PlannedReport[] PlanSpread(int count, int compounds, DateTimeOffset from, TimeSpan over) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new PlannedReport(
                    from + (over * i / count),
                    i % compounds,
                    ByTheHour[i / compounds % ByTheHour.Length]
                )),
        ];

    /// <summary>Reports of which the deadlines of level 0 are all at 17:00 of the second working day after.</summary>
    internal static PlannedReport[] PlanSharp(int count, int compounds) =>
        [
            .. Enumerable
                .Range(0, count)
                .Select(i => new PlannedReport(
                    Morning + (TimeSpan.FromMinutes(30) * i / count),
                    i % compounds,
                    ByTheWorkingDay[i / compounds % ByTheWorkingDay.Length]
                )),
        ];

    /// <summary>Makes a database with pending deadlines; the clock stands still shortly before the first.</summary>
    /// <param name="reports">Reports in order of time; where much time lies between them, in several parts.</param>
    internal static async Task<(DrivenDistrict District, DeadlineWatch Watch)> PrepareAsync(
        NpgsqlDataSource source,
        int compounds,
        bool showsBar,
        params PlannedReport[][] reports
    )
    {
        var district = await DrivenDistrict.StartAsync(source, compounds, Morning - TimeSpan.FromHours(1));
        try
        {
            foreach (var part in reports)
            {
                await Bar.RunAsync(showsBar, "Reports", bar => district.ReportAsync(part, bar));
            }

            var watch = new DeadlineWatch(source, district.Clock);
            await watch.ReadAsync();
            // Warnings have been given by then: what is left is the deadlines.
            await district.AdvanceAsync(watch.First - TimeSpan.FromMinutes(2));
            await watch.ReadAsync();
            return (district, watch);
        }
        catch
        {
            await district.DisposeAsync();
            throw;
        }
    }

    private static async Task SpreadAsync(
        BenchServer server,
        DeadlineOptions options,
        Findings findings,
        Action<string> progress
    )
    {
        await using var source = await server.CreateDatabaseAsync(Spread);
        var started = Stopwatch.GetTimestamp();
        var reports = PlanSpread(options.Count, options.Compounds, Morning, options.Over);
        var (district, watch) = await PrepareAsync(source, options.Compounds, options.ShowsBar, reports);
        await using (district)
        {
            progress($"{watch.Pending} deadlines prepared in {Stopwatch.GetElapsedTime(started).TotalSeconds:F0} s");
            await using var processes = await StartAsync(server, Spread, district, watch);
            var silo = processes.Processes.First(it => it.Role is "silo");
            var cpuBefore = SeveralProcesses.CpuTimeOf(silo);
            using var enough = new CancellationTokenSource();
            var following = Task.Run(() => watch.FollowAsync(enough.Token), CancellationToken.None);
            await Bar.RunAsync(options.ShowsBar, "Deadlines", bar => UntilAllAsync(district, watch, bar));
            var cpu = SeveralProcesses.CpuTimeOf(silo) - cpuBefore;
            await enough.CancelAsync();
            await following;

            var (byAt, bySeen) = Lateness(watch.Fired);
            progress(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"spread: durable {bySeen}; at {byAt}; {cpu.TotalSeconds:F1} s of the silo's processor time"
                )
            );
            var name = string.Create(
                CultureInfo.InvariantCulture,
                $"{watch.Pending} over {(watch.Last - watch.First).TotalMinutes:F1} min"
            );
            findings.Beside($"{name}: `at` after the deadline, p99, ms", One(byAt.P99));
            findings.Beside($"{name}: durable after the deadline, p50, ms", One(bySeen.P50));
            findings.AtMost($"{name}: durable after the deadline, p99, ms", One(bySeen.P99), 1_000);
            findings.Beside($"{name}: durable after the deadline, most, ms", One(bySeen.Most));
            findings.Beside($"{name}: processor time of the silo, s", One(cpu.TotalSeconds));
            SayOnce(findings, name, watch.Pending - watch.FiredCount, watch.Again);
        }
    }

    private static async Task<SeveralProcesses> StartAsync(
        BenchServer server,
        string database,
        DrivenDistrict district,
        DeadlineWatch watch
    )
    {
        await district.StopAsync();
        await district.ReleaseAsync(watch.First - Lead);
        var processes = await SeveralProcesses.StartAsync(
            server.ConnectionString(database) + ";Maximum Pool Size=40",
            silos: 1,
            webs: 1,
            BenchTown.Settings
        );
        if (district.Clock.GetUtcNow() >= watch.First)
        {
            await processes.DisposeAsync();
            throw new InvalidOperationException("The processes took longer to start than there was time.");
        }

        return processes;
    }

    /// <summary>Waits until all deadlines were carried out, or long enough after the last.</summary>
    internal static async Task UntilAllAsync(DrivenDistrict district, DeadlineWatch watch, Action<long, long> bar)
    {
        var end = watch.Last + Patience;
        while (watch.FiredCount < watch.Pending && district.Clock.GetUtcNow() < end)
        {
            bar(watch.FiredCount, watch.Pending);
            await Task.Delay(Look);
        }

        // A second time would come now.
        await Task.Delay(TimeSpan.FromSeconds(2));
    }

    private static (Quantiles ByAt, Quantiles BySeen) Lateness(IReadOnlyCollection<Firing> fired) =>
        (
            Quantiles.Of(fired.Select(it => (it.At - it.DueAt).TotalMilliseconds)),
            Quantiles.Of(fired.Select(it => (it.SeenAt - it.DueAt).TotalMilliseconds))
        );

    private static void SayOnce(Findings findings, string name, int missing, int again)
    {
        findings.None($"{name}: never", missing);
        findings.None($"{name}: more than once", again);
    }

    private static Ratio One(double figure) => new(figure, figure, figure);
}
