namespace CivicGrains.WebFrontend.Photos;

/// <summary>Limits of photos; section <c>Photos</c> of the configuration.</summary>
internal sealed class PhotoOptions
{
    /// <value>Most bytes of a photo as it is sent. The default is 10 MiB.</value>
    public int BytesMax { get; set; } = 10 * 1024 * 1024;

    /// <value>Most pixels of a photo as it is sent. The default is 50 million.</value>
    public long PixelsMax { get; set; } = 50_000_000;

    /// <value>Longest side of a photo as it is kept, in pixels. The default is 2,048.</value>
    public int SideMax { get; set; } = 2_048;

    /// <value>Longest side of its thumbnail, in pixels. The default is 400.</value>
    public int ThumbnailSide { get; set; } = 400;

    /// <value>
    /// How many photos this process makes anew at once; more wait. Each takes one core for that time, and about 0.1 GB of
    /// memory; 0.5 GB at worst (50 million pixels, interlaced). The default is 2.
    /// </value>
    public int MadeAtOnce { get; set; } = 2;

    /// <value>
    /// How many photos this process takes in at once, each held in memory as it comes; more are refused. The default
    /// is 16.
    /// </value>
    public int TakenAtOnce { get; set; } = 16;

    /// <value>
    /// How many photos that no issue mentions one account may have. The default is 100: twenty reports that were begun.
    /// </value>
    public int UnmentionedMax { get; set; } = 100;

    /// <value>
    /// How long a photo may take to come in, so that nobody holds a place for ever. The default is 5 minutes: enough for
    /// the largest on a network of 300 kbit/s.
    /// </value>
    public TimeSpan TakenWithin { get; set; } = TimeSpan.FromMinutes(5);
}
