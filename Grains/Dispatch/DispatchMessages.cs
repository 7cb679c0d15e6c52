namespace CivicGrains.Grains.Dispatch;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class DispatchMessages
{
    [LoggerMessage(2101, LogLevel.Information, "{Date:O} is sealed.")]
    public static partial void DaySealed(this ILogger logger, DateOnly date);

    [LoggerMessage(2102, LogLevel.Debug, "{Reaction} to {Seq} was refused: {Code}.")]
    public static partial void ReactionRefused(this ILogger logger, string reaction, long seq, string code);

    [LoggerMessage(2103, LogLevel.Warning, "{Reaction} to {Seq} failed; again in {Wait}.")]
    public static partial void ReactionFailed(
        this ILogger logger,
        Exception cause,
        string reaction,
        long seq,
        TimeSpan wait
    );

    [LoggerMessage(
        2104,
        LogLevel.Error,
        "{Reaction} to event {Seq} of {Stream} at {Target} failed for the last time and is parked."
    )]
    public static partial void ReactionParked(
        this ILogger logger,
        Exception cause,
        string reaction,
        long seq,
        string stream,
        Place target
    );

    [LoggerMessage(2105, LogLevel.Warning, "{Owner} could not be woken.")]
    public static partial void OwnerNotWoken(this ILogger logger, Exception cause, Place owner);

    [LoggerMessage(2106, LogLevel.Information, "Forgot the answers of {Count} commands.")]
    public static partial void AnswersForgotten(this ILogger logger, int count);

    [LoggerMessage(2107, LogLevel.Information, "Forgot {Count} photos that no issue mentions.")]
    public static partial void PhotosForgotten(this ILogger logger, int count);

    [LoggerMessage(2108, LogLevel.Warning, "A surge was not gathered at {MasterGrid}: {Code}.")]
    public static partial void SurgeRefused(this ILogger logger, Place masterGrid, string code);
}
