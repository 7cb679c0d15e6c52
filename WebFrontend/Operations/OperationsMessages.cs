using CivicGrains.Storage.Leases;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class OperationsMessages
{
    [LoggerMessage(3401, LogLevel.Debug, "How it stands with the platform cannot be read.")]
    public static partial void OperationsNotRead(this ILogger logger, Exception cause);

    [LoggerMessage(3402, LogLevel.Information, "Dead letter {Letter}: {Verdict}.")]
    public static partial void LetterDecided(this ILogger logger, long letter, DeadLetterVerdict verdict);
}
