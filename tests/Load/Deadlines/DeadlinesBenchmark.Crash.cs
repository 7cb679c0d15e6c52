using System.Diagnostics;
using System.Globalization;
using CivicGrains.Load.Common;
using Npgsql;

namespace CivicGrains.Load.Deadlines;

/// <content>Deadlines while a silo, and the database server with it, are killed.</content>
internal static partial class DeadlinesBenchmark
{
    private static readonly TimeSpan CrashOver = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan CrashAfter = TimeSpan.FromSeconds(15);

    private static async Task CrashAsync(
        BenchServer server,
        DeadlineOptions options,
        Findings findings,
        Action<string> progress
    )
    {
        foreach (var alsoServer in (bool[])[false, true])
        {
            var name = alsoServer ? "SIGKILL of silo and PostgreSQL" : "SIGKILL of the silo";
            var rounds = new List<CrashRound>();
            for (var round = 0; round < options.Rounds; round++)
            {
                rounds.Add(
                    await CrashRoundAsync(
                        server,
                        $"{Crash}{(alsoServer ? "server" : "silo")}{round}",
                        alsoServer,
                        options
                    )
                );
                progress($"{name}, round {round + 1}/{options.Rounds}: {rounds[^1]}");
            }

            findings.Beside($"{name}: both up again after, s", Quantiles.Over(rounds.Select(it => it.Up), q => q.Most));
            findings.Figure($"{name}: due by then and not done", string.Join(", ", rounds.Select(it => it.Waiting)));
            findings.NeverMore(
                $"{name}: all that was due done after both are up, s",
                Quantiles.Over(rounds.Select(it => it.Done), q => q.Most),
                75
            );
            SayOnce(findings, name, rounds.Sum(it => it.Missing), rounds.Sum(it => it.Again));
        }
    }

    private static async Task<CrashRound> CrashRoundAsync(
        BenchServer server,
        string database,
        bool alsoServer,
        DeadlineOptions options
    )
    {
        await using var source = await server.CreateDatabaseAsync(database);
        var reports = PlanSpread(options.CrashCount, options.Compounds, Morning, CrashOver);
        var (district, watch) = await PrepareAsync(source, options.Compounds, options.ShowsBar, reports);
        await using (district)
        {
            await using var processes = await StartAsync(server, database, district, watch);
            using var enough = new CancellationTokenSource();
            var following = Task.Run(() => watch.FollowAsync(enough.Token), CancellationToken.None);
            await Task.Delay(district.Clock.RealDelayUntil(watch.First + CrashAfter)!.Value);

            var silo = processes.Processes.First(it => it.Role is "silo");
            var killedAt = district.Clock.GetUtcNow();
            SeveralProcesses.Kill(silo);
            if (alsoServer)
            {
                using var postmaster = Process.GetProcessById(server.PostmasterId!.Value);
                postmaster.Kill();
            }

            await UntilAsync(() => processes.Processes.Any(it => it.Role is "silo" && it.Pid != silo.Pid));
            await UntilAnswersAsync(source);
            var up = district.Clock.GetUtcNow();
            var waiting = watch.MissingAt(up);
            await UntilAllAsync(district, watch, (_, _) => { });
            await enough.CancelAsync();
            await following;
            var done = watch.LastSeenOf(up);
            return new CrashRound(
                Single((up - killedAt).TotalSeconds),
                waiting,
                Single(Math.Max((done - up).TotalSeconds, 0)),
                watch.Pending - watch.FiredCount,
                watch.Again
            );
        }
    }

    private static async Task UntilAsync(Func<bool> isSo)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!isSo())
        {
            await Task.Delay(Look, patience.Token);
        }
    }

    private static async Task UntilAnswersAsync(NpgsqlDataSource source)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                await using var command = source.CreateCommand("select 1");
                await command.ExecuteScalarAsync(patience.Token);
                return;
            }
            catch (NpgsqlException)
            {
                await Task.Delay(Look, patience.Token);
            }
        }
    }

    private static Quantiles Single(double figure) => new(figure, figure, figure);

    /// <summary>What happened after one crash, in seconds.</summary>
    /// <param name="Up">From the signal until silo and server were up.</param>
    /// <param name="Waiting">Deadlines that had passed by then without anything happening.</param>
    /// <param name="Done">From then until they were durable.</param>
    private sealed record CrashRound(Quantiles Up, int Waiting, Quantiles Done, int Missing, int Again)
    {
        public override string ToString() =>
            string.Create(
                CultureInfo.InvariantCulture,
                $"up after {Up.Most:F1} s with {Waiting} waiting, done {Done.Most:F1} s later; {Missing} never, {Again} again"
            );
    }
}
