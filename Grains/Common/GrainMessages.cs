namespace CivicGrains.Grains.Common;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class GrainMessages
{
    [LoggerMessage(2001, LogLevel.Warning, "{Stream} could not be read yet: the log cannot be reached.")]
    public static partial void StreamNotRead(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2002, LogLevel.Warning, "The snapshot of {Stream} is not of its history; folding anew.")]
    public static partial void SnapshotOfOtherHistory(this ILogger logger, string stream);

    [LoggerMessage(2003, LogLevel.Information, "{Stream} is not alone; this activation ends.")]
    public static partial void ActivationNotAlone(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2004, LogLevel.Warning, "A deadline of {Stream} could not be carried out; again soon.")]
    public static partial void DeadlineNotCarriedOut(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2005, LogLevel.Error, "{Stream} says that something is due, and then that nothing is.")]
    public static partial void NothingWasDue(this ILogger logger, string stream);

    [LoggerMessage(2006, LogLevel.Error, "{Stream} was given a command that the log cannot store.")]
    public static partial void CommandPoisonous(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2007, LogLevel.Error, "{Stream} does not know what became of a command and forgets all.")]
    public static partial void CommandOutcomeUnknown(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2008, LogLevel.Warning, "{Stream} refused a command: the database cannot be reached.")]
    public static partial void CommandRefusedUnreached(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2009, LogLevel.Warning, "{Stream} could not do what it was asked.")]
    public static partial void CommandNotDone(this ILogger logger, Exception cause, string stream);

    [LoggerMessage(2010, LogLevel.Warning, "The snapshot of {Grain} could not be read; folding from the start.")]
    public static partial void SnapshotNotRead(this ILogger logger, Exception cause, GrainId grain);

    [LoggerMessage(2011, LogLevel.Warning, "The snapshot of {Grain} could not be written; next time.")]
    public static partial void SnapshotNotWritten(this ILogger logger, Exception cause, GrainId grain);

    [LoggerMessage(2012, LogLevel.Warning, "The snapshot of {Grain} could not be read after a conflict.")]
    public static partial void SnapshotNotReadAgain(this ILogger logger, Exception cause, GrainId grain);
}
