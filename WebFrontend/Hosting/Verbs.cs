using CivicGrains.Storage.Migrations;
using Spectre.Console;

namespace CivicGrains.WebFrontend.Hosting;

/// <summary>Something the host does once and ends.</summary>
internal sealed record Verb(string Name, string Description, Func<HostSettings, CancellationToken, Task<int>> RunAsync);

/// <summary>What can be done with the data while no host runs on it.</summary>
internal static class Verbs
{
    /// <summary>All of them.</summary>
    public static ImmutableArray<Verb> All { get; } =
    [new("migrate", "Bring the database to the schema of this version", MigrateAsync)];

    private static async Task<int> MigrateAsync(HostSettings settings, CancellationToken cancellationToken)
    {
        await using var database = await Database.OpenAsync(settings, cancellationToken);
        var done = await ProgressBar.RunAsync(
            "Migrating",
            async report =>
                await Migrator.MigrateAsync(
                    database.Source,
                    new Progress<MigrationStep>(step => report(step.Done, step.Total)),
                    cancellationToken
                )
        );
        AnsiConsole.WriteLine(done.Count == 0 ? "The schema is current." : $"Migrations carried out: {done.Count}.");
        return 0;
    }
}
