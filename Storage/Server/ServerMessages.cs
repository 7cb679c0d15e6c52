using Microsoft.Extensions.Logging;

namespace CivicGrains.Storage.Server;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class ServerMessages
{
    [LoggerMessage(1401, LogLevel.Warning, "The private server did not stop: {Errors}")]
    public static partial void ServerNotStopped(this ILogger logger, string errors);

    [LoggerMessage(1402, LogLevel.Debug, "{Folder} stays.")]
    public static partial void FolderStays(this ILogger logger, Exception cause, string folder);

    [LoggerMessage(1403, LogLevel.Debug, "pg_ctl start: {Output} {Errors}")]
    public static partial void ServerStart(this ILogger logger, string output, string errors);

    [LoggerMessage(1404, LogLevel.Debug, "The private server does not answer yet.")]
    public static partial void ServerNotAnswering(this ILogger logger, Exception cause);

    [LoggerMessage(1405, LogLevel.Debug, "The watch over the private server has ended.")]
    public static partial void ServerWatchEnded(this ILogger logger);

    [LoggerMessage(1406, LogLevel.Warning, "The private server is down; starting it again.")]
    public static partial void ServerDown(this ILogger logger);

    [LoggerMessage(1407, LogLevel.Warning, "The private server is back.")]
    public static partial void ServerBack(this ILogger logger);

    [LoggerMessage(1408, LogLevel.Error, "The private server cannot be started; trying again.")]
    public static partial void ServerNotStarted(this ILogger logger, Exception cause);
}
