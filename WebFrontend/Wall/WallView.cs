namespace CivicGrains.WebFrontend.Wall;

/// <summary>How the district stands. Issues that only their chain may see are counted, not shown.</summary>
/// <param name="Seq">Every event up to here is counted, and none after it.</param>
/// <param name="At">Domain time of the reading: what is overdue is so at this moment, and today is its day in the town.</param>
/// <param name="TrueAt">
/// Domain time up to which everything is counted: that of the reading, or of the first event that is not counted yet.
/// </param>
internal sealed record WallView(
    long Seq,
    DateTimeOffset At,
    DateTimeOffset TrueAt,
    TodayView Today,
    FiguresView Figures,
    ImmutableArray<LevelView> Levels,
    ImmutableArray<SubdistrictView> Subdistricts
);

/// <summary>The day in the town.</summary>
/// <param name="Reported">Issues reported today.</param>
/// <param name="Resolved">Issues that were last resolved today and have not been reopened since.</param>
internal sealed record TodayView(long Reported, long Resolved);

/// <summary>Numbers of issues, archived ones left out.</summary>
/// <param name="Open">From submitted to rework.</param>
/// <param name="Overdue">Open, and past the deadline.</param>
internal sealed record FiguresView(
    long Open,
    long Overdue,
    long Submitted,
    long Dispatched,
    long Acknowledged,
    long InProgress,
    long Rework,
    long Resolved,
    long Verified,
    long Closed,
    long Rejected,
    long Withdrawn,
    long Voided,
    long Merged
);

/// <summary>A level of the ladder.</summary>
/// <param name="Level">0 compound or project, 1 grid or community, 2 subdistrict, 3 department, 4 district centre.</param>
internal sealed record LevelView(int Level, long Open, long Overdue);

/// <summary>A subdistrict.</summary>
/// <param name="Code">9 digits.</param>
/// <param name="Name">Its official name; its code where that is not known.</param>
internal sealed record SubdistrictView(
    string Code,
    string Name,
    long Open,
    long Overdue,
    long ReportedToday,
    long ResolvedToday
);
