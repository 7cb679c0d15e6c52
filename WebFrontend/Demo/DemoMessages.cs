namespace CivicGrains.WebFrontend.Demo;

/// <summary>What is logged here. Numbers stand for ever; <c>docs/log-events.txt</c> lists them all.</summary>
internal static partial class DemoMessages
{
    [LoggerMessage(
        3101,
        LogLevel.Information,
        "{Issues} issues and {Commands} commands of the demo history; refused: {Refusals}."
    )]
    public static partial void HistoryPlayed(this ILogger logger, int issues, int commands, string refusals);

    [LoggerMessage(3102, LogLevel.Debug, "{Command} of {Issue} was refused: {Code}")]
    public static partial void ActRefused(this ILogger logger, string command, string issue, string code);
}
