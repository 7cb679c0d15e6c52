using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Migrations;
using CivicGrains.Storage.Operations;
using CivicGrains.Storage.Rebuild;
using CivicGrains.Storage.Seals;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>Something the host does once and ends.</summary>
internal sealed record Verb(string Name, string Description, Func<HostSettings, CancellationToken, Task<int>> RunAsync);

/// <summary>
/// What can be done with the data. With a private server no host may run on the folder; with <c>--connection</c> one may.
/// </summary>
internal static class Verbs
{
    private const int Well = 0;
    private const int FoundFaults = 1;

    /// <summary>Faults and differences that are shown.</summary>
    private const int ShownMax = 20;

    /// <summary>All of them.</summary>
    public static ImmutableArray<Verb> All { get; } =
    [
        new("migrate", "Bring the database to the schema of this version", MigrateAsync),
        new("rebuild", "Make the read model anew from the log, compare, and swap what differs", RebuildAsync),
        new("verify", "Recompute the hash chain of the log, its texts and its seals", VerifyAsync),
        new("seal", "Seal every day that has ended and has no seal yet", SealAsync),
        new("new-epoch", "Say that the data were restored from a copy: begin a new life of the log", RenewEpochAsync),
    ];

    private static async Task<int> MigrateAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await Database.OpenAsync(settings, cancellationToken);
        var done = await ProgressBar.RunAsync(
            "Migrating",
            report =>
                Migrator.MigrateAsync(
                    database.Source,
                    new Report<MigrationStep>(step => report(step.Done, step.Total)),
                    cancellationToken
                )
        );
        Console.WriteLine(done.Count == 0 ? "The schema is current." : $"Migrations carried out: {done.Count}.");
        return Well;
    }

    private static async Task<int> RebuildAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await OpenMigratedAsync(settings, cancellationToken);
        var report = await ProgressBar.RunAsync(
            "Rebuilding",
            bar =>
                new Rebuilder(database.Source).RebuildAsync(
                    swap: true,
                    new Report<RebuildProgress>(progress => bar(progress.Done, progress.Total)),
                    cancellationToken
                )
        );
        Show(
            report.Differences.Select(d =>
                $"{d.View} {d.Key} {d.Column}: {d.Live ?? "nothing"} instead of {d.Rebuilt ?? "nothing"}"
            ),
            report.Differences.Count
        );
        Console.WriteLine(
            report.Swapped
                ? $"Rebuilt from {report.Events} events: {report.Differences.Count} differences, put right."
                : $"Rebuilt from {report.Events} events: no difference."
        );
        return report.Differences.Count == 0 ? Well : FoundFaults;
    }

    private static async Task<int> VerifyAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await OpenMigratedAsync(settings, cancellationToken);
        var chain = await ProgressBar.RunAsync(
            "Verifying the log",
            bar =>
                new ChainVerifier(database.Source).VerifyAsync(
                    null,
                    new Report<VerifyProgress>(progress => bar(progress.Done, progress.Total)),
                    cancellationToken
                )
        );
        var seals = await ProgressBar.RunAsync(
            "Verifying the seals",
            bar =>
                new SealVerifier(database.Source).VerifyAsync(
                    new Report<(int Done, int Total)>(progress => bar(progress.Done, progress.Total)),
                    cancellationToken
                )
        );
        var faults = chain
            .Faults.Select(fault => fault.ToString())
            .Concat(seals.Select(fault => $"Seal of {fault.Date:O}: {fault.Problem}"))
            .ToList();
        await new VerificationStore(database.Source).AddAsync(chain.Events, faults.Count, cancellationToken);
        Show(faults, faults.Count);
        Console.WriteLine(
            faults.Count == 0
                ? $"Verified: {chain.Events} events in {chain.Streams} streams, {chain.Texts} texts, {chain.Photos} photos; all is well."
                : $"Verified: {chain.Events} events in {chain.Streams} streams, {chain.Texts} texts, {chain.Photos} photos; {faults.Count} faults."
        );
        return faults.Count == 0 ? Well : FoundFaults;
    }

    private static async Task<int> SealAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await OpenMigratedAsync(settings, cancellationToken);
        var clock = new DomainClock(database.Source);
        await clock.OpenAsync(cancellationToken);
        var yesterday = Town.DateOf(clock.GetUtcNow()).AddDays(-1);
        var store = new SealStore(database.Source);
        var first = await store.FindNextDayAsync(cancellationToken);
        var total = first is { } day ? Math.Max(0, yesterday.DayNumber - day.DayNumber + 1) : 0;
        var done = 0;
        await ProgressBar.RunAsync(
            "Sealing",
            async bar =>
            {
                await store.SealUpToAsync(yesterday, new Report<Seal>(_ => bar(++done, total)), cancellationToken);
                return done;
            }
        );
        var last = await store.FindLastAsync(cancellationToken);
        Console.WriteLine(
            last is null
                ? "Nothing has happened yet: there is nothing to seal."
                : $"Sealed {done} days; the last seal is of {last.Date:O}: {Convert.ToHexStringLower(last.Hash())}"
        );
        return Well;
    }

    private static async Task<int> RenewEpochAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await OpenMigratedAsync(settings, cancellationToken);
        var epoch = await LogEpoch.RenewAsync(database.Source, cancellationToken);
        Console.WriteLine($"The log has a new epoch, {epoch}: whoever watches reads anew.");
        return Well;
    }

    private static async Task<Database> OpenMigratedAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        var database = await Database.OpenAsync(settings, cancellationToken);
        try
        {
            await Migrator.MigrateAsync(database.Source, null, cancellationToken);
            return database;
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    private static void Show(IEnumerable<string> lines, int total)
    {
        foreach (var line in lines.Take(ShownMax))
        {
            Console.WriteLine(line);
        }

        if (total > ShownMax)
        {
            Console.WriteLine($"... and {total - ShownMax} more.");
        }
    }

    /// <summary>Reports at once, in the order of what happens; <see cref="Progress{T}"/> would post it to other threads.</summary>
    private sealed class Report<T>(Action<T> report) : IProgress<T>
    {
        void IProgress<T>.Report(T value) => report(value);
    }
}
