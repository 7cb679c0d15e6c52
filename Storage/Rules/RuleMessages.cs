using Microsoft.Extensions.Logging;

namespace CivicGrains.Storage.Rules;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class RuleMessages
{
    [LoggerMessage(1101, LogLevel.Warning, "The law could not be followed; again in {Seconds} s.")]
    public static partial void LawNotFollowed(this ILogger logger, Exception cause, double seconds);
}
