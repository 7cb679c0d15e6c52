using System.Diagnostics;
using System.Diagnostics.Metrics;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Operations;

namespace CivicGrains.Grains.Operations;

/// <summary>Figures of the grains and of what follows elsewhere.</summary>
internal static class GrainTelemetry
{
    private static readonly Counter<long> Commands = Telemetry.Meter.CreateCounter<long>(
        "civicgrains.commands",
        "{command}",
        "Commands of people, by command and result: accepted, refused, busy or failed"
    );

    private static readonly Counter<long> Reactions = Telemetry.Meter.CreateCounter<long>(
        "civicgrains.reactions",
        "{reaction}",
        "What followed elsewhere from an event, by reaction and result: done, refused or parked"
    );

    private static readonly Histogram<double> DeadlineLateness = Telemetry.Meter.CreateHistogram(
        "civicgrains.deadline.lateness",
        "s",
        "Real time from a deadline until what follows from it was durable",
        advice: new InstrumentAdvice<double>
        {
            HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10, 30, 75, 300, 3600],
        }
    );

    /// <summary>
    /// The span of a reaction: the beginning of a trace of its own, as it comes when its cause was answered long ago. The
    /// id of the command leads back to that. Null when nobody traces.
    /// </summary>
    public static Activity? StartReaction(LoggedEvent cause, Reaction reaction)
    {
        var span = Telemetry.Source.StartActivity("reaction");
        if (span is { IsAllDataRequested: true })
        {
            span.SetTag("civicgrains.reaction", reaction.Name);
            span.SetTag("civicgrains.cause.seq", cause.Seq);
            span.SetTag("civicgrains.cause.command.id", cause.CommandId.ToString());
        }

        return span;
    }

    /// <summary>A person's command was answered.</summary>
    public static void CountCommand(DomainCommand command, CommandResult result)
    {
        var word =
            result.Rejection is not { } refused ? "accepted"
            : refused.Kind is RejectionKind.Busy ? "busy"
            : "refused";
        Count(command, word);
    }

    /// <summary>A person's command ended with an exception. Stands where the exception is only looked at.</summary>
    /// <returns>False: it goes on its way.</returns>
    public static bool CountFailure(DomainCommand command, Exception _)
    {
        Count(command, "failed");
        return false;
    }

    /// <summary>A reaction came to its end.</summary>
    /// <param name="result"><c>done</c>, <c>refused</c> or <c>parked</c>.</param>
    public static void CountReaction(string reaction, string result) =>
        // Where an event has several of one kind, what follows the slash tells them apart: too much for a label.
        Reactions.Add(1, new("reaction", reaction.Split('/')[0]), new("result", result));

    /// <summary>What was due was carried out. Nobody counts while somebody drives the clock by hand.</summary>
    public static void CountDeadline(DomainClock clock, DateTimeOffset dueAt)
    {
        if (DeadlineLateness.Enabled && !clock.IsDriven)
        {
            DeadlineLateness.Record((clock.GetUtcNow() - dueAt).TotalSeconds / clock.Speed);
        }
    }

    private static void Count(DomainCommand command, string result) =>
        Commands.Add(1, new("command", command.GetType().Name), new("result", result));
}
