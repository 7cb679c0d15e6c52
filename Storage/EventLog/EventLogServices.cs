using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace CivicGrains.Storage.EventLog;

/// <summary>The log as services.</summary>
public static class EventLogServices
{
    /// <summary>Adds the log and its tail; the log is drained when the host is disposed of.</summary>
    public static IServiceCollection AddEventLog(this IServiceCollection services) =>
        services
            .AddMetrics()
            .AddHostedService<LogGauges>()
            .AddSingleton<LogTail>()
            .AddSingleton<ILogTail>(provider => provider.GetRequiredService<LogTail>())
            .AddHostedService(provider => provider.GetRequiredService<LogTail>())
            .AddSingleton(provider => new PostgresEventLog(
                provider.GetRequiredService<NpgsqlDataSource>(),
                provider.GetRequiredService<ILogTail>(),
                provider.GetService<EventLogOptions>(),
                provider.GetRequiredService<ILogger<PostgresEventLog>>()
            ))
            .AddSingleton<ChainVerifier>()
            .AddSingleton<IEventLog>(provider => provider.GetRequiredService<PostgresEventLog>());
}
