namespace CivicGrains.Domain.Grids;

/// <summary>Something that happened in an emergency, an exercise or a roll-call.</summary>
public abstract record RollCallEvent : DomainEvent;

/// <summary>A community is in emergency mode. Stands in the stream of its master grid.</summary>
/// <param name="Number">Counts the emergencies of the community.</param>
/// <param name="Reason">Commitment of what was written about it; null for nothing.</param>
[EventName("grid.emergency-started")]
public sealed record EmergencyStarted(int Number, string? Reason) : RollCallEvent;

/// <summary>A community is in emergency mode no longer.</summary>
[EventName("grid.emergency-ended")]
public sealed record EmergencyEnded(int Number) : RollCallEvent;

/// <summary>A community calls its roll. Stands in the stream of its master grid.</summary>
/// <param name="Number">Counts the roll-calls of the community.</param>
/// <param name="Emergency">Number of the emergency; null for an exercise.</param>
/// <param name="Minutes">How long each micro-grid has to answer.</param>
/// <param name="Deadline">When the time is over.</param>
/// <param name="Grids">The grids whose roll is called.</param>
[EventName("grid.roll-call-ordered")]
public sealed record RollCallOrdered(
    int Number,
    int? Emergency,
    int Minutes,
    DateTimeOffset Deadline,
    ImmutableArray<Place> Grids
) : RollCallEvent;

/// <summary>A grid was registered while its community calls the roll: it is called as well.</summary>
/// <inheritdoc cref="RollCallOrdered"/>
[EventName("grid.roll-call-joined")]
public sealed record RollCallJoined(int Number, int? Emergency, int Minutes, DateTimeOffset Deadline, Place Grid)
    : RollCallEvent;

/// <summary>A community has ended its roll-call before the time was over.</summary>
/// <param name="Grids">The grids whose roll was called.</param>
[EventName("grid.roll-call-stopped")]
public sealed record RollCallStopped(int Number, ImmutableArray<Place> Grids) : RollCallEvent;

/// <summary>The roll of a grid was called.</summary>
/// <param name="Number">Of the community's roll-calls.</param>
/// <param name="Exercise">Whether it is an exercise.</param>
/// <param name="Minutes">How long each micro-grid has to answer.</param>
/// <param name="Deadline">When the time is over.</param>
/// <param name="MicroGrids">Codes of the micro-grids that are expected to answer; empty where the grid has none and answers as a whole.</param>
[EventName("grid.roll-called")]
public sealed record RollCalled(
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset Deadline,
    ImmutableArray<string> MicroGrids
) : RollCallEvent;

/// <summary>It was said how those of a micro-grid are: for the first time, or anew.</summary>
/// <param name="MicroGrid">Its code; null for a grid as a whole.</param>
/// <param name="Late">Whether the time was over.</param>
/// <param name="OnBehalf">Whether staff of the grid said it, and not the volunteer of the micro-grid.</param>
/// <param name="Note">Commitment of what they wrote; null for nothing.</param>
[EventName("grid.roll-confirmed")]
public sealed record RollConfirmed(
    int Number,
    string? MicroGrid,
    RollState State,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool Late = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool OnBehalf = false,
    string? Note = null
) : RollCallEvent;

/// <summary>A grid waits for nobody any more in a roll-call.</summary>
/// <param name="Missing">Whose answer is missing: codes of micro-grids, or <c>*</c> for a grid as a whole.</param>
/// <param name="Told">The community, which hears how it ended once; null where it has ended or replaced it itself.</param>
[EventName("grid.roll-closed")]
public sealed record RollClosed(int Number, RollClosing Closing, ImmutableArray<string> Missing, Place? Told)
    : RollCallEvent;
