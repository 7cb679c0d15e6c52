namespace CivicGrains.WebFrontend.Live;

/// <summary>Limits of the live hub.</summary>
internal sealed class LiveOptions
{
    /// <value>Newest events kept in memory. The default is 10,000.</value>
    public int EventsKept { get; set; } = 10_000;

    /// <value>Most missed events of one topic that are sent one by one; with more a snapshot is shorter. The default is 256.</value>
    public int MissedMax { get; set; } = 256;

    /// <value>Topics that one connection may watch. The default is 200.</value>
    public int TopicsMax { get; set; } = 200;

    /// <value>Within this time watches of a topic share one read. The default is 100 ms.</value>
    public TimeSpan ReadShared { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <value>
    /// A write that takes longer makes a connection slow: of what waits, only the newest view per thing is kept. The
    /// default is 100 ms; a shorter wait is one write queueing behind another.
    /// </value>
    public TimeSpan SlowAfter { get; set; } = TimeSpan.FromMilliseconds(100);

    /// <value>A connection that lies further behind is told to read anew. The default is 30 s.</value>
    public TimeSpan BehindMax { get; set; } = TimeSpan.FromSeconds(30);

    /// <value>Things that may wait for one connection; beyond it is told to read anew. The default is 256.</value>
    public int WaitingMax { get; set; } = 256;

    /// <value>Shortest time between two figures of the district. The default is 500 ms.</value>
    public TimeSpan FiguresEvery { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <value>
    /// Longest wait for the figures of the district to hold what they are shown with. The default is 1 s: then they are
    /// shown as they are.
    /// </value>
    public TimeSpan FiguresWaitMax { get; set; } = TimeSpan.FromSeconds(1);

    /// <value>Time between two looks at figures that are waited for. The default is 25 ms.</value>
    public TimeSpan FiguresAskEvery { get; set; } = TimeSpan.FromMilliseconds(25);

    /// <value>Things in a snapshot of a list. The default is 50.</value>
    public int ItemsMax { get; set; } = 50;
}
