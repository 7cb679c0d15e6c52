namespace CivicGrains.WebFrontend.Http;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class HttpMessages
{
    [LoggerMessage(3301, LogLevel.Warning, "{Path}: the database cannot be reached.")]
    public static partial void RequestUnreached(this ILogger logger, Exception cause, PathString path);

    [LoggerMessage(3302, LogLevel.Error, "{Method} {Path} failed.")]
    public static partial void RequestFailed(this ILogger logger, Exception cause, string method, PathString path);

    [LoggerMessage(3303, LogLevel.Warning, "{Owner} was written to by others again and again.")]
    public static partial void OwnerContended(this ILogger logger, Exception cause, Place owner);

    [LoggerMessage(3304, LogLevel.Warning, "Whether command {Command} was carried out is not known.")]
    public static partial void CommandUnknown(this ILogger logger, Exception cause, Guid command);

    [LoggerMessage(3305, LogLevel.Information, "Command {Command} is asked again after {Failure}.")]
    public static partial void CommandAskedAgain(this ILogger logger, Guid command, string failure);
}
