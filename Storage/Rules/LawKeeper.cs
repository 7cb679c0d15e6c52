using CivicGrains.Domain.Common;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.EventLog;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CivicGrains.Storage.Rules;

/// <summary>Which district this is.</summary>
public sealed class DistrictOptions
{
    /// <value>The six-digit code. The default is 510105, Qingyang.</value>
    public string Code { get; set; } = "510105";
}

/// <summary>
/// Keeps the law in force: one immutable object per process. Read from the district's stream when first asked for,
/// refreshed from the tail afterwards, whichever process published.
/// </summary>
public sealed class LawKeeper(
    IEventLog log,
    ILogTail tail,
    IOptions<DistrictOptions> district,
    ILogger<LawKeeper> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly string stream = Place.District(district.Value.Code).ToString();
    private volatile Law? law;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The law in force.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ReadyAsync"/> was not awaited.</exception>
    public Law Law => law ?? throw new InvalidOperationException("The law has not been read yet.");

    /// <summary>Returns at once when the law is known, else reads it.</summary>
    public ValueTask ReadyAsync(CancellationToken cancellationToken) =>
        law is not null ? ValueTask.CompletedTask : new ValueTask(ReadAsync(cancellationToken));

    /// <summary>Returns when rules of at least this version are in force in this process.</summary>
    public async Task InForceAsync(int version, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (law?.Version >= version)
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes rules that were published. Older ones than those in force are passed over.</summary>
    public void Take(RulesPublished published) => Take(new Law(published.Version, published.Template));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                // The cursor first: what is published between it and the reading of the stream comes twice, not never.
                var after = tail.Seq;
                await ReadAsync(stoppingToken);
                await foreach (var batch in tail.ReadAsync(after, stoppingToken))
                {
                    foreach (var it in batch)
                    {
                        TakeIfRules(it);
                    }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LawNotFollowed(e, AfterFailure.TotalSeconds);
                await Task.Delay(AfterFailure, stoppingToken);
            }
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (var it in log.ReadStreamAsync(stream, 0, cancellationToken))
        {
            TakeIfRules(it);
        }

        Take(DefaultRules.Law);
    }

    private void Take(Law newer)
    {
        lock (gate)
        {
            if (law is null || newer.Version > law.Version)
            {
                law = newer;
                changed.SetResult();
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

    private void TakeIfRules(LoggedEvent it)
    {
        if (it.Type == RulesName && it.Stream == stream)
        {
            Take((RulesPublished)EventJson.Read(it.Type, it.Payload));
        }
    }

    private const string RulesName = "district.rules-published";
}
