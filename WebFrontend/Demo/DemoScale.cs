namespace CivicGrains.WebFrontend.Demo;

/// <summary>How much of the demo district is loaded, and how much of its history.</summary>
/// <param name="Communities">How many of the 67 communities, the one of the renovation projects first.</param>
/// <param name="CompoundsPerCommunity">Most compounds of each.</param>
/// <param name="Days">Length of the history, in days before now.</param>
/// <param name="Issues">How many issues were reported in that time.</param>
internal sealed record DemoScale(int Communities, int CompoundsPerCommunity, int Days, int Issues)
{
    /// <summary>The whole district: 1,304 compounds, 90 days, about 6,000 issues.</summary>
    public static DemoScale Full { get; } = new(67, int.MaxValue, 90, 6_000);

    /// <summary>A corner of it that loads in seconds.</summary>
    public static DemoScale Small { get; } = new(2, 6, 3, 60);
}
