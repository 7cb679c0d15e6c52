namespace CivicGrains.WebFrontend.Hosting;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class HostMessages
{
    [LoggerMessage(3201, LogLevel.Information, "Time limits are {Kind} now.")]
    public static partial void TimeLimitsSet(this ILogger logger, string kind);
}
