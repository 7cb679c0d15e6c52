using CivicGrains.Storage.EventLog;
using CivicGrains.WebFrontend.Live;
using Npgsql;

namespace CivicGrains.WebFrontend.Health;

/// <summary>What this process lacks to serve people. Open doors are not enough.</summary>
internal sealed partial class Readiness(
    NpgsqlDataSource source,
    IGrainFactory grains,
    ILogTail tail,
    LiveBoard board,
    ILogger<Readiness> logger
)
{
    /// <summary>A live hub that is further behind the log shows the past.</summary>
    private const long EventsBehindMax = 5_000;

    private static readonly TimeSpan DatabaseAnswers = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan SiloAnswers = TimeSpan.FromSeconds(2);

    /// <summary>What is missing of <c>database</c>, <c>silo</c>, <c>live</c>; empty when it is ready.</summary>
    public async Task<ImmutableArray<string>> FindMissingAsync(CancellationToken cancellationToken)
    {
        var missing = ImmutableArray.CreateBuilder<string>();
        if (!await AnswersAsync(cancellationToken))
        {
            missing.Add("database");
        }

        if (!await IsAnySiloActiveAsync())
        {
            missing.Add("silo");
        }

        if (!board.Ready.IsCompleted || tail.Seq - board.Seq > EventsBehindMax)
        {
            missing.Add("live");
        }

        return missing.ToImmutable();
    }

    /// <summary>Asked through the cluster, as a command goes: a silo in this process or in another.</summary>
    private async Task<bool> IsAnySiloActiveAsync()
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
            SiloCannotSay(logger, e);
            return true;
        }
    }

    [LoggerMessage(3501, LogLevel.Debug, "A silo cannot say which silos there are.")]
    private static partial void SiloCannotSay(ILogger logger, Exception exception);

    private async Task<bool> AnswersAsync(CancellationToken cancellationToken)
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
