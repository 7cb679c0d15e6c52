namespace CivicGrains.Load.Replay;

/// <summary>An event as the public export shows it.</summary>
internal sealed record LogEvent(
    long Seq,
    string Stream,
    string? Subject,
    string Type,
    DateTimeOffset At,
    Guid CommandId
);

/// <summary>The wall at one sequence number.</summary>
/// <param name="ReportedToday">Issues reported on the town's day of <paramref name="At"/>.</param>
/// <param name="Issues">Issues in whatever status, archived ones left out.</param>
/// <param name="Open">Open issues of the district.</param>
internal sealed record WallReading(
    long Seq,
    DateTimeOffset At,
    long ReportedToday,
    long Issues,
    long Open,
    IReadOnlyDictionary<string, SubdistrictReading> Subdistricts
);

/// <summary>A subdistrict of the wall.</summary>
internal sealed record SubdistrictReading(long Open, long ReportedToday);

/// <summary>An issue as its reporter reads it.</summary>
/// <param name="Comments">Texts of its comments; empty where nobody needed to look.</param>
internal sealed record IssueReading(
    string Owner,
    string Category,
    string Visibility,
    string? Description,
    IReadOnlyList<string> Comments
)
{
    /// <summary>Its words are a person's.</summary>
    public override string ToString() => $"{Category} at {Owner}";
}

/// <summary>What the district shows after a replay.</summary>
/// <param name="Issues">By number; what cannot be read is missing.</param>
/// <param name="Listed">Numbers in the list of an owner as one account sees it, by both.</param>
/// <param name="Streams">Reports in the log of each compound that was reported to, from its beginning.</param>
/// <param name="Range">Every event after <paramref name="Before"/> up to <paramref name="After"/>.</param>
internal sealed record Evidence(
    IReadOnlyDictionary<string, IssueReading> Issues,
    IReadOnlyDictionary<(string Owner, string Account), IReadOnlyList<string>> Listed,
    IReadOnlyDictionary<string, IReadOnlyList<LogEvent>> Streams,
    IReadOnlyList<LogEvent> Range,
    WallReading Before,
    WallReading After
);
