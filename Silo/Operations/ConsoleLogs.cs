using Microsoft.Extensions.Logging;

namespace CivicGrains.Silo.Operations;

/// <summary>Where the log lines of a process go: its output, for programs in Production, for people in the demo.</summary>
public static class ConsoleLogs
{
    /// <summary>Adds the console, and keeps from it what could hold somebody's words or secrets.</summary>
    /// <param name="isForPeople">Lines for people; else one JSON object a line.</param>
    public static ILoggingBuilder AddCivicConsole(this ILoggingBuilder logging, bool isForPeople)
    {
        if (isForPeople)
        {
            logging.AddSimpleConsole(console => console.TimestampFormat = "HH:mm:ss ");
        }
        else
        {
            logging.AddJsonConsole(console =>
            {
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "O";
            });
        }

        return logging.KeepPrivate();
    }

    /// <summary>
    /// What the framework says at lower levels holds whole addresses of requests (what was searched for, the token of a
    /// live connection) and arguments of calls. No setting turns that on by a level for everything.
    /// </summary>
    private static ILoggingBuilder KeepPrivate(this ILoggingBuilder logging)
    {
        foreach (var (category, level) in Talkative)
        {
            logging.AddFilter(category, level);
        }

        return logging;
    }

    /// <summary>A call of the hub that is refused is no error of ours: <c>HubFailures</c> says what is.</summary>
    private static readonly (string Category, LogLevel Level)[] Talkative =
    [
        ("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning),
        ("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher", LogLevel.Critical),
    ];
}
