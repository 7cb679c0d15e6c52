using Microsoft.Extensions.Logging;

namespace CivicGrains.Storage.Clock;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class ClockMessages
{
    [LoggerMessage(1201, LogLevel.Debug, "The shared anchor of the clock cannot be read.")]
    public static partial void AnchorNotRead(this ILogger logger, Exception cause);
}
