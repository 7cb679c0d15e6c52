using System.Diagnostics.Metrics;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Operations;

namespace CivicGrains.WebFrontend.Live;

/// <summary>Figures of what is pushed.</summary>
internal static class LiveTelemetry
{
    private static readonly Histogram<double> PushLag = Telemetry.Meter.CreateHistogram(
        "civicgrains.live.push.lag",
        "s",
        "Real time from the decision of a watched event until it was given to its connections, the commit included",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
        }
    );

    /// <summary>An event was given to everybody who watches it.</summary>
    /// <param name="at">Domain time of the event.</param>
    public static void CountPush(DomainClock clock, DateTimeOffset at)
    {
        if (PushLag.Enabled && !clock.IsDriven)
        {
            PushLag.Record(Math.Max(0, (clock.GetUtcNow() - at).TotalSeconds / clock.Speed));
        }
    }
}

/// <summary>What is seen of the live hub when somebody looks.</summary>
internal sealed class LiveGauges(IMeterFactory meters, LiveClients clients) : IHostedService
{
    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "civicgrains.live.connections",
            () => clients.Count,
            "{connection}",
            "Live connections of this process"
        );
        meter.CreateObservableGauge(
            "civicgrains.live.watches",
            () => clients.Look().Watches,
            "{watch}",
            "Topics that those connections watch, counted once for each"
        );
        meter.CreateObservableGauge(
            "civicgrains.live.connections.slow",
            () => clients.Look().Slow,
            "{connection}",
            "Live connections that do not take what is sent to them"
        );
        meter.CreateObservableCounter(
            "civicgrains.live.resyncs",
            () => clients.Resyncs,
            "{resync}",
            "Times a connection was so far behind that it was told to read a topic anew"
        );
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
