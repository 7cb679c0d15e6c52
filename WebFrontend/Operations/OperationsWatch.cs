using System.Diagnostics.Metrics;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Operations;
using CivicGrains.Storage.Rules;
using Npgsql;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>What was seen at the last look.</summary>
/// <param name="Sample">Null while nothing could be read.</param>
internal sealed record OperationsLook(OperationsSample? Sample, ImmutableArray<Alarm> Alarms);

/// <summary>Looks every few seconds how it stands with the platform, for the figures; and at once when somebody asks.</summary>
internal sealed class OperationsWatch(
    OperationsReader reader,
    LogTail tail,
    DomainClock clock,
    LawKeeper laws,
    IMeterFactory meters,
    TimeProvider time,
    ILogger<OperationsWatch> logger
) : BackgroundService
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(5);

    private readonly SemaphoreSlim _looking = new(1);
    private readonly FollowerLags _lags = new(time);
    private volatile OperationsLook _last = new(null, []);

    /// <summary>How it stands now; of a database that is away, that it is.</summary>
    public async Task<OperationsLook> LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken);
        try
        {
            var state = await reader.ReadAsync(cancellationToken);
            await laws.ReadyAsync(cancellationToken);
            var townNow = clock.GetUtcNow();
            var sample = new OperationsSample(
                state,
                _lags.Look(state),
                tail.Lag,
                townNow,
                clock.Speed,
                clock.IsDriven,
                Alarms.UnpublishedYearOf(laws.Law, townNow)
            );
            return _last = new OperationsLook(sample, Alarms.Of(sample));
        }
        catch (NpgsqlException e)
        {
            logger.OperationsNotRead(e);
            return _last = new OperationsLook(null, [Alarms.DatabaseAbsent.With()]);
        }
        finally
        {
            _looking.Release();
        }
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "civicgrains.alarm",
            AlarmsNow,
            "1",
            "1 for an alarm that is raised, 0 for one that is not"
        );
        meter.CreateObservableGauge(
            "civicgrains.dead_letters",
            LettersNow,
            "{letter}",
            "Reactions that failed again and again, by state: waiting or retrying"
        );
        meter.CreateObservableGauge(
            "civicgrains.follower.lag",
            LagsNow,
            "s",
            "How long a follower of the log is behind its end"
        );
        meter.CreateObservableGauge(
            "civicgrains.follower.behind",
            BehindNow,
            "{number}",
            "By how many sequence numbers a follower is behind the end of the log"
        );
        meter.CreateObservableGauge(
            "civicgrains.silos",
            () => _last.Sample?.State.Silos.Count(silo => silo.Status is SiloMember.Active) ?? 0,
            "{silo}",
            "Silos that take calls"
        );
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _looking.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, TimeProvider.System);
        try
        {
            do
            {
                await LookAsync(stoppingToken);
            } while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // All is to stop.
        }
    }

    private IEnumerable<Measurement<int>> AlarmsNow()
    {
        var raised = _last.Alarms;
        return Alarms.All.Select(code => new Measurement<int>(
            raised.Any(alarm => alarm.Code == code.Code) ? 1 : 0,
            new KeyValuePair<string, object?>("alarm", code.Code)
        ));
    }

    private IEnumerable<Measurement<long>> LettersNow() =>
        _last.Sample is not { State: var state }
            ? []
            :
            [
                new(state.Waiting, new KeyValuePair<string, object?>("state", "waiting")),
                new(state.Retrying, new KeyValuePair<string, object?>("state", "retrying")),
            ];

    private IEnumerable<Measurement<double>> LagsNow() =>
        _last.Sample is not { } sample
            ? []
            : sample.Lags.Select(it => new Measurement<double>(it.Value.TotalSeconds, FollowerTag(it.Key)));

    private IEnumerable<Measurement<long>> BehindNow() =>
        _last.Sample is not { State: var state }
            ? []
            : state
                .Followers.Where(it => it.Seq is not null)
                .Select(it => new Measurement<long>(Math.Max(0, state.EndSeq - it.Seq!.Value), FollowerTag(it.Name)));

    private static KeyValuePair<string, object?> FollowerTag(string name) => new("follower", name);
}
