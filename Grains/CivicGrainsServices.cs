using CivicGrains.Grains.Common;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.People;
using CivicGrains.Grains.Wall;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace CivicGrains.Grains;

/// <summary>What the grains of a silo need besides storage.</summary>
public static class CivicGrainsServices
{
    /// <summary>Adds the services of the grains and the background services of every silo.</summary>
    public static IServiceCollection AddCivicGrains(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton<IActors, RememberedActors>();
        services.AddSingleton<SnapshotStore>();
        services.AddSingleton<DueLine>();
        services.AddSingleton<GrainServices>();
        services.AddSingleton<ReactionRunner>();
        services.AddSingleton<Retries>();
        services.AddSingleton<DispatcherProgress>();
        services.AddHostedService<Dispatcher>();
        services.AddSingleton<DueOwners>();
        services.AddSingleton<ProjectorProgress>();
        services.AddHostedService<Projector>();
        services.AddHostedService<Sweep>();
        services.AddSingleton<AreaSurges>();
        services.AddHostedService<AreaSurgeWatch>();
        services.AddHostedService<Sealer>();
        services.AddHostedService<Purge>();
        return services;
    }
}
