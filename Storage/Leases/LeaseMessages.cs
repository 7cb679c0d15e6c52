using Microsoft.Extensions.Logging;

namespace CivicGrains.Storage.Leases;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class LeaseMessages
{
    [LoggerMessage(1301, LogLevel.Information, "Lease {Name} taken with token {Token}.")]
    public static partial void LeaseTaken(this ILogger logger, string name, long token);

    [LoggerMessage(1302, LogLevel.Warning, "Lease {Name} was lost.")]
    public static partial void LeaseLost(this ILogger logger, Exception cause, string name);

    [LoggerMessage(1303, LogLevel.Error, "The work under lease {Name} failed.")]
    public static partial void LeaseWorkFailed(this ILogger logger, Exception cause, string name);

    [LoggerMessage(1304, LogLevel.Debug, "The work under lease {Name} has ended.")]
    public static partial void LeaseWorkEnded(this ILogger logger, string name);

    [LoggerMessage(1305, LogLevel.Debug, "Lease {Name} cannot be renewed.")]
    public static partial void LeaseNotRenewed(this ILogger logger, Exception cause, string name);

    [LoggerMessage(1306, LogLevel.Warning, "Lease {Name} could not be renewed; trying again.")]
    public static partial void LeaseRenewedAgain(this ILogger logger, Exception cause, string name);

    [LoggerMessage(1307, LogLevel.Debug, "Lease {Name} was not given back; it ends by itself.")]
    public static partial void LeaseNotGivenBack(this ILogger logger, Exception cause, string name);
}
