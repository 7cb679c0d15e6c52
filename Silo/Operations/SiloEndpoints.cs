using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace CivicGrains.Silo.Operations;

/// <summary>What a silo process answers on the loopback address: whether it lives, whether it serves, its figures.</summary>
internal static class SiloEndpoints
{
    private static readonly TimeSpan DatabaseAnswers = TimeSpan.FromSeconds(2);

    /// <summary>Adds the routes.</summary>
    public static void MapSiloEndpoints(this WebApplication app)
    {
        app.Use(
            (context, next) =>
            {
                if (LocalCallers.IsLocal(context))
                {
                    return next(context);
                }

                context.Response.StatusCode = StatusCodes.Status403Forbidden;
                return Task.CompletedTask;
            }
        );
        app.UseRouting();
        app.MapGet("/health/live", context => context.Response.WriteAsync("live"));
        app.MapGet("/health/ready", ReadyAsync);
        app.MapPrometheusScrapingEndpoint("/metrics");
    }

    private static async Task ReadyAsync(HttpContext context)
    {
        var services = context.RequestServices;
        var isReady =
            services.GetRequiredService<ISiloStatusOracle>().CurrentStatus is SiloStatus.Active
            && await AnswersAsync(services.GetRequiredService<NpgsqlDataSource>(), context.RequestAborted);
        context.Response.StatusCode = isReady ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable;
        await context.Response.WriteAsync(isReady ? "ready" : "notReady", context.RequestAborted);
    }

    private static async Task<bool> AnswersAsync(NpgsqlDataSource source, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(DatabaseAnswers);
        try
        {
            await using var command = source.CreateCommand("select 1");
            await command.ExecuteScalarAsync(limit.Token);
            return true;
        }
        catch (Exception e) when (e is NpgsqlException or OperationCanceledException)
        {
            return false;
        }
    }
}
