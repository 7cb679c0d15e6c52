using Microsoft.Extensions.Logging;

namespace CivicGrains.Storage.EventLog;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class EventLogMessages
{
    [LoggerMessage(1001, LogLevel.Debug, "The log cannot be asked yet.")]
    public static partial void LogNotAskedYet(this ILogger logger, Exception cause);

    [LoggerMessage(1002, LogLevel.Warning, "The lock of the log was held too long; its holder was ended: {Ended}.")]
    public static partial void LockHolderEnded(this ILogger logger, object ended);

    [LoggerMessage(1003, LogLevel.Warning, "The holder of the log's lock could not be ended.")]
    public static partial void LockHolderNotEnded(this ILogger logger, Exception cause);

    [LoggerMessage(1004, LogLevel.Error, "A batch of {Count} appends was lost track of.")]
    public static partial void BatchLost(this ILogger logger, Exception cause, int count);

    [LoggerMessage(1005, LogLevel.Warning, "The log cannot be reached.")]
    public static partial void LogNotReached(this ILogger logger, Exception? cause);

    [LoggerMessage(1006, LogLevel.Error, "The server cannot write.")]
    public static partial void ServerCannotWrite(this ILogger logger, Exception cause);

    [LoggerMessage(1007, LogLevel.Error, "Command {CommandId} cannot be stored.")]
    public static partial void CommandCannotBeStored(this ILogger logger, Exception cause, Guid commandId);

    [LoggerMessage(1008, LogLevel.Warning, "What became of a batch of {Count} appends is not known yet.")]
    public static partial void OutcomeUnknown(this ILogger logger, Exception cause, int count);

    [LoggerMessage(1009, LogLevel.Debug, "Other processes are not notified for now; they poll.")]
    public static partial void NotNotified(this ILogger logger, Exception cause);

    [LoggerMessage(1010, LogLevel.Debug, "The tail of the log has ended at {Seq}.")]
    public static partial void TailEnded(this ILogger logger, long seq);

    [LoggerMessage(1011, LogLevel.Warning, "The log cannot be read; it is tried again.")]
    public static partial void LogNotRead(this ILogger logger, Exception cause);
}
