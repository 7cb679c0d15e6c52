namespace CivicGrains.Grains.Dispatch;

/// <summary>How patient the dispatcher is.</summary>
public sealed class DispatchOptions
{
    /// <value>
    /// Real waits before each further attempt at a reaction that threw; after the last it is parked. Together longer
    /// than a cluster takes to notice that a silo has died. The default is 0.2, 1, 4, 10 and 20 s.
    /// </value>
    public IReadOnlyList<TimeSpan> RetryAfter { get; set; } =
    [
        TimeSpan.FromSeconds(0.2),
        TimeSpan.FromSeconds(1),
        TimeSpan.FromSeconds(4),
        TimeSpan.FromSeconds(10),
        TimeSpan.FromSeconds(20),
    ];

    /// <value>Real wait while the log is full or cannot be reached; does not count as an attempt. The default is 0.5 s.</value>
    public TimeSpan BusyAfter { get; set; } = TimeSpan.FromSeconds(0.5);

    /// <value>Real time between two writes of the cursor. The default is 0.2 s.</value>
    public TimeSpan CursorEvery { get; set; } = TimeSpan.FromSeconds(0.2);

    /// <value>Real time between two looks for parked reactions that somebody wants tried again. The default is 1 s.</value>
    public TimeSpan RetriesEvery { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>Most calls to grains at once. The default is 64.</value>
    public int InFlightMax { get; set; } = 64;

    /// <value>Most events with reactions that are read ahead of what is done. The default is 4,096.</value>
    public int AheadMax { get; set; } = 4_096;
}
