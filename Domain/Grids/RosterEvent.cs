namespace CivicGrains.Domain.Grids;

/// <summary>Something that changed who belongs to a grid, or when they are on duty.</summary>
public abstract record RosterEvent : DomainEvent;

/// <summary>A micro-grid was added, or something else is said of it.</summary>
/// <param name="Code">Such as <c>M07</c>.</param>
/// <param name="Name">Public name of the part of the grid; never of a person.</param>
/// <param name="Households">Households, or shops.</param>
[EventName("grid.micro-grid-set")]
public sealed record MicroGridSet(string Code, string Name, int Households) : RosterEvent;

/// <summary>There is no such micro-grid any more.</summary>
[EventName("grid.micro-grid-removed")]
public sealed record MicroGridRemoved(string Code) : RosterEvent;

/// <summary>Somebody came to the grid.</summary>
/// <param name="Person">Reference of the account.</param>
/// <param name="MicroGrid">Code of the micro-grid a volunteer looks after; else null.</param>
[EventName("grid.member-added")]
public sealed record MemberAdded(Guid Person, MemberKind Kind, string? MicroGrid) : RosterEvent;

/// <summary>A member is something else, or looks after another micro-grid.</summary>
/// <inheritdoc cref="MemberAdded"/>
[EventName("grid.member-changed")]
public sealed record MemberChanged(Guid Person, MemberKind Kind, string? MicroGrid) : RosterEvent;

/// <summary>Somebody left the grid, with every shift and leave of theirs.</summary>
[EventName("grid.member-removed")]
public sealed record MemberRemoved(Guid Person) : RosterEvent;

/// <summary>Somebody's duty was planned.</summary>
/// <param name="Number">Unique in the grid.</param>
/// <param name="Until">The last day.</param>
[EventName("grid.shift-planned")]
public sealed record ShiftPlanned(int Number, Guid Person, ShiftKind Kind, DateOnly From, DateOnly Until) : RosterEvent;

/// <summary>A shift is planned no more.</summary>
[EventName("grid.shift-cancelled")]
public sealed record ShiftCancelled(int Number) : RosterEvent;

/// <summary>Somebody is away, or will be.</summary>
/// <param name="Number">Unique in the grid.</param>
/// <param name="StandIn">Who is on duty whenever they would be; null for nobody.</param>
[EventName("grid.leave-taken")]
public sealed record LeaveTaken(int Number, Guid Person, DateTimeOffset From, DateTimeOffset Until, Guid? StandIn)
    : RosterEvent;

/// <summary>Somebody is back, or does not go.</summary>
[EventName("grid.leave-ended")]
public sealed record LeaveEnded(int Number) : RosterEvent;
