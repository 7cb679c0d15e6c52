using CivicGrains.Storage.EventLog;
using CivicGrains.WebFrontend.Live;
using Npgsql;

namespace CivicGrains.WebFrontend.Health;

/// <summary>Whether this process lives, and whether it should be given requests.</summary>
internal static class HealthApi
{
    /// <summary>A live hub that is further behind the log shows the past.</summary>
    private const long EventsBehindMax = 5_000;

    private static readonly TimeSpan DatabaseAnswers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SiloAnswers = TimeSpan.FromSeconds(2);

    /// <summary>Adds the routes.</summary>
    public static void MapHealth(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/health").WithTags("Health").AllowAnonymous();
        group
            .MapGet("/live", () => TypedResults.Ok(new HealthView("live", [])))
            .WithName("GetLive")
            .WithSummary("Whether the process answers; asks nothing else");
        group
            .MapGet("/ready", ReadyAsync)
            .WithName("GetReady")
            .WithSummary("Whether it should be given requests: database, silo and live hub")
            .Produces<HealthView>()
            .Produces<HealthView>(StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<IResult> ReadyAsync(
        NpgsqlDataSource source,
        IGrainFactory grains,
        ILogTail tail,
        LiveBoard board,
        ILogger<HealthView> logger,
        CancellationToken cancellationToken
    )
    {
        var missing = new List<string>();
        if (!await AnswersAsync(source, cancellationToken))
        {
            missing.Add("database");
        }

        if (!await IsAnyActiveAsync(grains, logger))
        {
            missing.Add("silo");
        }

        if (!board.Ready.IsCompleted || tail.Seq - board.Seq > EventsBehindMax)
        {
            missing.Add("live");
        }

        return missing.Count == 0
            ? TypedResults.Ok(new HealthView("ready", []))
            : TypedResults.Json(
                new HealthView("notReady", [.. missing]),
                statusCode: StatusCodes.Status503ServiceUnavailable
            );
    }

    /// <summary>Asked through the cluster, as a command goes: a silo in this process or in another.</summary>
    private static async Task<bool> IsAnyActiveAsync(IGrainFactory grains, ILogger logger)
    {
        try
        {
            var hosts = grains.GetGrain<IManagementGrain>(0).GetHosts(onlyActive: true);
            return (await hosts.WaitAsync(SiloAnswers, TimeProvider.System)).Count > 0;
        }
        catch (Exception e) when (e is OrleansException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
        catch (Exception e)
        {
            // A silo has answered, if only that it cannot read who else there is; the failure of a database need not
            // even be one that can be sent.
            logger.LogDebug(e, "A silo cannot say which silos there are.");
            return true;
        }
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

/// <summary>How it stands.</summary>
/// <param name="Missing">What is not there, of <c>database</c>, <c>silo</c>, <c>live</c>.</param>
internal sealed record HealthView(string Status, ImmutableArray<string> Missing);
