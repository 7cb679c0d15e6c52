using System.Diagnostics;
using System.Diagnostics.Metrics;
using CivicGrains.Storage.Operations;
using Microsoft.Extensions.Hosting;

namespace CivicGrains.Storage.EventLog;

/// <summary>What waits in the lanes of the writer: how much, and since when (of <see cref="Stopwatch.GetTimestamp"/>).</summary>
internal sealed record QueueState(
    int People,
    int Deadlines,
    int Again,
    long? PeopleSince,
    long? DeadlinesSince,
    long? AgainSince
);

/// <summary>
/// Spans and figures of the log. Each append is a span of its caller's trace; the batch it travels in is one of its own,
/// linked to all of them, for it belongs to no single caller.
/// </summary>
internal static class LogTelemetry
{
    private static readonly Histogram<int> BatchSize = Telemetry.Meter.CreateHistogram(
        "civicgrains.log.batch.size",
        "{append}",
        "Appends that were written in one transaction",
        advice: new InstrumentAdvice<int> { HistogramBucketBoundaries = [1, 2, 4, 8, 16, 32, 64, 128, 256, 500] }
    );

    private static readonly Histogram<double> AppendDuration = Telemetry.Meter.CreateHistogram(
        "civicgrains.log.append.duration",
        "s",
        "From the moment a command was decided until its events were durable",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
        }
    );

    /// <summary>The span of an append; null when nobody traces its caller.</summary>
    public static Activity? StartAppend(AppendRequest request)
    {
        var span = Telemetry.Source.StartActivity("append");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("civicgrains.stream", request.Stream);
            span.SetTag("civicgrains.command.id", request.CommandId.ToString());
            span.SetTag("civicgrains.events", request.Events.Count);
            span.SetTag("civicgrains.lane", request.IsDeadline ? "deadlines" : "people");
        }

        return span;
    }

    /// <summary>The span of a batch; null when no append of it is traced.</summary>
    public static Activity? StartBatch(IReadOnlyList<PendingAppend> batch)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        var links = batch.Select(it => it.Span).OfType<Activity>().Select(it => new ActivityLink(it.Context)).ToList();
        if (links.Count == 0)
        {
            return null;
        }

        var span = Telemetry.Source.StartActivity(
            "append_batch",
            ActivityKind.Internal,
            default(ActivityContext),
            links: links
        );
        span?.SetTag("civicgrains.batch.size", batch.Count);
        if (span is not null)
        {
            foreach (var pending in batch)
            {
                pending.Span?.AddLink(new ActivityLink(span.Context));
            }
        }

        return span;
    }

    /// <summary>A batch was written and everybody in it was told.</summary>
    public static void CountWritten(IReadOnlyList<PendingAppend> batch)
    {
        BatchSize.Record(batch.Count);
        if (!AppendDuration.Enabled)
        {
            return;
        }

        var now = Stopwatch.GetTimestamp();
        for (var i = 0; i < batch.Count; i++)
        {
            AppendDuration.Record(Stopwatch.GetElapsedTime(batch[i].Since, now).TotalSeconds);
        }
    }

    /// <summary>How an outcome is called.</summary>
    public static string WordOf(AppendOutcome outcome) =>
        outcome switch
        {
            AppendOutcome.Won => "won",
            AppendOutcome.Known => "known",
            AppendOutcome.Behind => "behind",
            _ => throw new UnreachableException(),
        };
}

/// <summary>What is seen of the log when somebody looks: its queue and its tail.</summary>
internal sealed class LogGauges(IMeterFactory meters, PostgresEventLog log, LogTail tail) : IHostedService
{
    private static readonly KeyValuePair<string, object?> People = new("lane", "people");
    private static readonly KeyValuePair<string, object?> Deadlines = new("lane", "deadlines");
    private static readonly KeyValuePair<string, object?> Again = new("lane", "again");

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancellationToken)
    {
        var meter = meters.Create(Telemetry.Name);
        meter.CreateObservableGauge(
            "civicgrains.log.queue.length",
            LengthsOf,
            "{append}",
            "Appends that wait for the writer, by lane"
        );
        meter.CreateObservableGauge(
            "civicgrains.log.queue.age",
            AgesOf,
            "s",
            "How long the first append of a lane has waited"
        );
        meter.CreateObservableGauge(
            "civicgrains.log.tail.lag",
            () => tail.Lag.TotalSeconds,
            "s",
            "Time since this process last stood at the end of the log"
        );
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private IEnumerable<Measurement<int>> LengthsOf()
    {
        var waiting = log.Waiting;
        return [new(waiting.People, People), new(waiting.Deadlines, Deadlines), new(waiting.Again, Again)];
    }

    private IEnumerable<Measurement<double>> AgesOf()
    {
        var waiting = log.Waiting;
        return
        [
            new(AgeOf(waiting.PeopleSince), People),
            new(AgeOf(waiting.DeadlinesSince), Deadlines),
            new(AgeOf(waiting.AgainSince), Again),
        ];
    }

    private static double AgeOf(long? since) => since is { } at ? Stopwatch.GetElapsedTime(at).TotalSeconds : 0;
}
