using CivicGrains.Domain.Issues;
using CivicGrains.WebFrontend.Grids;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Pages;

namespace CivicGrains.WebFrontend.Wall;

/// <summary>A number with its name.</summary>
/// <param name="IsBad">Whether any is too many.</param>
public sealed record WallNumber(string Key, string Name, long Value, bool IsBad = false);

/// <summary>A step of the ladder from compound to district.</summary>
public sealed record WallLevel(int Level, string Name, long Open, long Overdue);

/// <summary>A subdistrict's row.</summary>
public sealed record WallArea(string Code, string Name, long Open, long Overdue, long Reported, long Resolved);

/// <summary>The figures of the wall, all true at one number of the log.</summary>
/// <param name="At">Domain time of the reading.</param>
/// <param name="TrueAt">Domain time up to which everything is counted.</param>
/// <param name="Coverage">How far the roll-calls of the communities in emergency mode have come; null while none is in it.</param>
public sealed record WallFiguresModel(
    LiveMark Mark,
    DateTimeOffset At,
    DateTimeOffset TrueAt,
    ImmutableArray<IncidentLine> Incidents,
    ImmutableArray<WallNumber> Numbers,
    ImmutableArray<WallLevel> Levels,
    ImmutableArray<WallArea> Areas,
    Coverage? Coverage
);

/// <summary>What has happened, masked: category, compound and status, never who or what in words.</summary>
/// <param name="At">Domain time of the reading.</param>
public sealed record WallTickerModel(LiveMark Mark, DateTimeOffset At, ImmutableArray<WallTick> Ticks);

/// <summary>A line of the ticker.</summary>
public sealed record WallTick(long Seq, DateTimeOffset At, string Category, string Compound, IssueStatus Status);

/// <summary>The screen of a monitoring centre.</summary>
/// <param name="IsKiosk">Whether nobody stands in front of it with a mouse.</param>
public sealed record WallModel(WallFiguresModel Figures, WallTickerModel Ticker, bool IsKiosk);
