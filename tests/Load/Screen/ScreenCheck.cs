using System.Diagnostics;
using CivicGrains.Load.Common;

namespace CivicGrains.Load.Screen;

/// <summary>A command at one screen.</summary>
/// <param name="AfterAnswerMs">From the answer of HTTP at the caller to the message at the screen; negative when the message was first.</param>
/// <param name="AfterRequestMs">From the beginning of the request to the message.</param>
internal sealed record Seen(double AfterAnswerMs, double AfterRequestMs);

/// <summary>Holds what was accepted against what came at the screens.</summary>
internal static class ScreenCheck
{
    /// <summary>When each command came at each screen that watched one of its topics, and what did not come.</summary>
    public static (IReadOnlyList<Seen> Seen, IReadOnlyList<string> Missing) Compare(
        IEnumerable<AcceptedCommand> commands,
        IEnumerable<ScreenTopic> topics
    )
    {
        var byTopic = topics.ToLookup(
            topic => topic.Watched.Name,
            topic => (Topic: topic, Arrivals: topic.Arrivals.ToArray()),
            StringComparer.Ordinal
        );
        var seen = new List<Seen>();
        var missing = new List<string>();
        foreach (var command in commands)
        {
            foreach (var (topic, arrivals) in byTopic[command.Topic].Concat(byTopic[$"issue/{command.Issue}"]))
            {
                if (command.Seq <= topic.BeganAfter)
                {
                    continue;
                }

                if (Covering(arrivals, command.Seq) is { } arrival)
                {
                    seen.Add(new Seen(Between(command.AcceptedAt, arrival.At), Between(command.StartedAt, arrival.At)));
                }
                else
                {
                    missing.Add($"{command.Name} of {command.Issue} at {command.Seq} on {topic.Watched.Name}");
                }
            }
        }

        return (seen, missing);
    }

    /// <summary>The message whose range holds a number: ranges rise.</summary>
    private static Arrival? Covering(Arrival[] arrivals, long seq)
    {
        var (low, high) = (0, arrivals.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (arrivals[middle].Seq >= seq)
            {
                high = middle;
            }
            else
            {
                low = middle + 1;
            }
        }

        return low < arrivals.Length && arrivals[low].From < seq ? arrivals[low] : null;
    }

    private static double Between(long from, long to) => (to - from) * 1_000.0 / Stopwatch.Frequency;
}
