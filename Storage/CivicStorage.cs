using CivicGrains.Storage.Clock;
using CivicGrains.Storage.District;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Keys;
using CivicGrains.Storage.Kpi;
using CivicGrains.Storage.Leases;
using CivicGrains.Storage.Operations;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Photos;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Rebuild;
using CivicGrains.Storage.Rules;
using CivicGrains.Storage.Seals;
using CivicGrains.Storage.Wall;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicGrains.Storage;

/// <summary>Everything PostgreSQL, as services.</summary>
public static class CivicStorage
{
    /// <summary>
    /// Connections to a database, under a name of their own: else figures and spans would carry the connection string.
    /// </summary>
    public static NpgsqlDataSource Open(string connectionString) =>
        new NpgsqlDataSourceBuilder(connectionString) { Name = "civic" }.Build();

    /// <summary>Adds the log, its tail, the read model and what processes share, on one migrated database.</summary>
    /// <param name="source">Connections to the database; the caller disposes it.</param>
    public static IServiceCollection AddCivicStorage(this IServiceCollection services, NpgsqlDataSource source) =>
        services
            .AddSingleton(source)
            .AddEventLog()
            .AddSingleton<DomainClock>()
            .AddHostedService<DomainClockKeeper>()
            .AddSingleton<LawKeeper>()
            .AddHostedService(it => it.GetRequiredService<LawKeeper>())
            .AddSingleton<LeaseStore>()
            .AddSingleton<LeaseRunner>()
            .AddSingleton<CursorStore>()
            .AddSingleton<DeadLetterStore>()
            .AddSingleton<AccountStore>()
            .AddSingleton<PostgresXmlRepository>()
            .AddSingleton<IssueQueries>()
            .AddSingleton<IssueBoards>()
            .AddSingleton<IssueNumbers>()
            .AddSingleton<OwnerQueries>()
            .AddSingleton<RulePublications>()
            .AddSingleton<PastReader>()
            .AddSingleton<TaskQueries>()
            .AddSingleton<RosterQueries>()
            .AddSingleton<RollCallQueries>()
            .AddSingleton<PatrolQueries>()
            .AddSingleton<AdmissionQueries>()
            .AddSingleton<IPhotoStore, PhotoStore>()
            .AddSingleton<FigureStore>()
            .AddSingleton<KpiQueries>()
            .AddSingleton<FigureQueries>()
            .AddSingleton<OperationsReader>()
            .AddSingleton<SealStore>()
            .AddSingleton<SealVerifier>()
            .AddSingleton<Rebuilder>();
}
