using System.Reflection;
using DbUp;
using DbUp.Engine.Output;
using Npgsql;

namespace CivicGrains.Storage.Migrations;

/// <summary>A migration that was just carried out.</summary>
/// <param name="Done">How many of this run are done.</param>
/// <param name="Total">How many this run has.</param>
/// <param name="Name">File name, such as <c>0010-read-model.sql</c>.</param>
public sealed record MigrationStep(int Done, int Total, string Name);

/// <summary>
/// Brings a database to the schema this program needs: the numbered files of <c>Migrations/</c>, each once, forward
/// only. Two processes that start at once take turns.
/// </summary>
public static class Migrator
{
    /// <summary>Key of the advisory lock that migrating processes hold.</summary>
    private const long LockKey = 0x4349_5649_4347; // "CIVICG"

    /// <summary>Carries out what is missing.</summary>
    /// <returns>Names of the migrations carried out now.</returns>
    /// <exception cref="InvalidOperationException">A migration failed; it left no trace, earlier ones stay.</exception>
    public static async Task<IReadOnlyList<string>> MigrateAsync(
        NpgsqlDataSource source,
        IProgress<MigrationStep>? progress = null,
        CancellationToken cancellationToken = default
    )
    {
        await using var locked = await source.OpenConnectionAsync(cancellationToken);
        await using (var take = new NpgsqlCommand("select pg_advisory_lock($1)", locked) { CommandTimeout = 0 })
        {
            take.Parameters.Add(new() { Value = LockKey });
            await take.ExecuteNonQueryAsync(cancellationToken);
        }

        try
        {
            // dbup is synchronous.
            return await Task.Run(() => Upgrade(source, progress), cancellationToken);
        }
        finally
        {
            await using var give = new NpgsqlCommand("select pg_advisory_unlock($1)", locked);
            give.Parameters.Add(new() { Value = LockKey });
            await give.ExecuteNonQueryAsync(CancellationToken.None);
        }
    }

    private static List<string> Upgrade(NpgsqlDataSource source, IProgress<MigrationStep>? progress)
    {
        var engine = DeployChanges
            .To.PostgresqlDatabase(new DbUp.Postgresql.PostgresqlConnectionManager(source))
            .WithScriptsEmbeddedInAssembly(
                Assembly.GetExecutingAssembly(),
                name => name.StartsWith("migrations/", StringComparison.Ordinal)
            )
            .JournalToPostgresqlTable("public", "migrations")
            .WithTransactionPerScript()
            // $name$ in a function body is PostgreSQL's quote, not a variable.
            .WithVariablesDisabled()
            .LogTo(new NoOpUpgradeLog())
            .Build();
        var names = engine.GetScriptsToExecute().ConvertAll(script => Path.GetFileName(script.Name));
        var done = 0;
        // The event does not say which script it was; they run in this order.
        engine.ScriptExecuted += (_, _) => progress?.Report(new MigrationStep(++done, names.Count, names[done - 1]));
        var result = engine.PerformUpgrade();
        return result.Successful
            ? names
            : throw new InvalidOperationException($"Migration {result.ErrorScript?.Name} failed.", result.Error);
    }
}
