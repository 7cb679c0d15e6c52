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
/// <remarks>
/// What is published may build on what was published before (a year joins the years of the calendar), so the whole
/// stream is folded, each event once and in order, and nothing is shown before its end was reached: nobody decides by
/// a law of last year because it is read first.
/// </remarks>
public sealed class LawKeeper(
    IEventLog log,
    ILogTail tail,
    IOptions<DistrictOptions> district,
    ILogger<LawKeeper> logger
) : BackgroundService
{
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    private readonly Lock gate = new();
    private readonly Place place = Place.District(district.Value.Code);
    private volatile Known? known;
    private TaskCompletionSource changed = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The law in force.</summary>
    /// <exception cref="InvalidOperationException"><see cref="ReadyAsync"/> was not awaited.</exception>
    public Law Law => known?.Law ?? throw new InvalidOperationException("The law has not been read yet.");

    /// <summary>Returns at once when the law is known, else reads it.</summary>
    public ValueTask ReadyAsync(CancellationToken cancellationToken) =>
        known is not null ? ValueTask.CompletedTask : new ValueTask(ReadAsync(cancellationToken));

    /// <summary>Returns when rules of at least this version are in force in this process.</summary>
    public Task InForceAsync(int version, CancellationToken cancellationToken = default) =>
        InForceAsync(law => law.Version >= version, cancellationToken);

    /// <summary>Returns when a law of which this is true is in force in this process.</summary>
    public async Task InForceAsync(Func<Law, bool> holds, CancellationToken cancellationToken = default)
    {
        while (true)
        {
            Task next;
            lock (gate)
            {
                if (known is { } now && holds(now.Law))
                {
                    return;
                }

                next = changed.Task;
            }

            await next.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Takes the district as it was committed. An older one than is known is passed over.</summary>
    /// <param name="version">Version of its stream.</param>
    public void Take(DistrictState state, int version)
    {
        lock (gate)
        {
            if (known is null || version > known.Version)
            {
                known = new Known(state, version, state.Law);
                changed.SetResult();
                changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }
        }
    }

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
                        await FollowAsync(it, stoppingToken);
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
        var (state, version) = (DistrictState.Initial(place), 0);
        await foreach (var it in log.ReadStreamAsync(place.ToString(), 0, cancellationToken))
        {
            (state, version) = (Fold(state, it), it.Version);
        }

        Take(state, version);
    }

    private async ValueTask FollowAsync(LoggedEvent it, CancellationToken cancellationToken)
    {
        if (it.Stream != place.ToString() || known is not { } now || it.Version <= now.Version)
        {
            return;
        }

        if (it.Version == now.Version + 1)
        {
            Take(Fold(now.State, it), it.Version);
        }
        else
        {
            // The tail leaves nothing out; should it ever, reading is better than building on a hole.
            await ReadAsync(cancellationToken);
        }
    }

    /// <summary>Events that a newer version of the platform has written are none of this one's law.</summary>
    private static DistrictState Fold(DistrictState state, LoggedEvent it) =>
        EventCatalog.Knows(it.Type)
            ? DistrictState.Evolve(state, EventJson.Read(it.Type, it.Payload), it.Actor, it.At)
            : state;

    /// <summary>The district at a version of its stream.</summary>
    private sealed record Known(DistrictState State, int Version, Law Law);
}
