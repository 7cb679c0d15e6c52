namespace CivicGrains.WebFrontend.Live;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class LiveLogMessages
{
    [LoggerMessage(3001, LogLevel.Warning, "Live connection {Connection} is closed: nothing can be sent.")]
    public static partial void ConnectionClosed(this ILogger logger, Exception cause, string connection);

    [LoggerMessage(3002, LogLevel.Warning, "{Method}: the database cannot be reached.")]
    public static partial void HubUnreached(this ILogger logger, Exception cause, string method);

    [LoggerMessage(3003, LogLevel.Error, "{Method} failed.")]
    public static partial void HubFailed(this ILogger logger, Exception cause, string method);

    [LoggerMessage(3004, LogLevel.Debug, "The live hub no longer follows the log.")]
    public static partial void BoardEnded(this ILogger logger);

    [LoggerMessage(3005, LogLevel.Warning, "The log cannot be read yet; again soon.")]
    public static partial void LogNotReadYet(this ILogger logger, Exception cause);

    [LoggerMessage(3006, LogLevel.Error, "The log could not be followed from {Seq}; again soon.")]
    public static partial void LogNotFollowed(this ILogger logger, Exception cause, long seq);

    [LoggerMessage(3007, LogLevel.Warning, "Views for the live hub cannot be read yet; again soon.")]
    public static partial void ViewsNotRead(this ILogger logger, Exception cause);

    [LoggerMessage(3008, LogLevel.Error, "Issue {Issue} of event {Seq} has no row; its watchers miss a change.")]
    public static partial void IssueWithoutRow(this ILogger logger, string issue, long seq);

    [LoggerMessage(3009, LogLevel.Debug, "The ticker of the district has stopped.")]
    public static partial void TickerEnded(this ILogger logger);

    [LoggerMessage(
        3010,
        LogLevel.Warning,
        "The figures of the district cannot be read; the ticker goes on without them."
    )]
    public static partial void FiguresNotRead(this ILogger logger, Exception cause);
}
