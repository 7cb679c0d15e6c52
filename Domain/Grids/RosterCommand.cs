namespace CivicGrains.Domain.Grids;

/// <summary>Add a micro-grid, or change what is said of it.</summary>
/// <param name="Code">Such as <c>M07</c>.</param>
/// <param name="Households">Households, or shops.</param>
[GenerateSerializer, Immutable, Alias("set-micro-grid")]
public sealed record SetMicroGrid(string Code, string Name, int Households) : DomainCommand;

/// <summary>Take a micro-grid out, which nobody looks after any more.</summary>
[GenerateSerializer, Immutable, Alias("remove-micro-grid")]
public sealed record RemoveMicroGrid(string Code) : DomainCommand;

/// <summary>Put somebody on the roster.</summary>
/// <param name="Person">Reference of the account.</param>
/// <param name="Roles">What the account holds, as the edge looked it up: whoever is offered a task must be able to take it.</param>
/// <param name="MicroGrid">Code of the micro-grid a volunteer looks after.</param>
[GenerateSerializer, Immutable, Alias("add-member")]
public sealed record AddMember(Guid Person, MemberKind Kind, ImmutableArray<HeldRole> Roles, string? MicroGrid = null)
    : DomainCommand;

/// <summary>Make a member something else, or give a volunteer another micro-grid.</summary>
/// <inheritdoc cref="AddMember"/>
[GenerateSerializer, Immutable, Alias("change-member")]
public sealed record ChangeMember(
    Guid Person,
    MemberKind Kind,
    ImmutableArray<HeldRole> Roles,
    string? MicroGrid = null
) : DomainCommand;

/// <summary>Take somebody off the roster; the open tasks they have go to others at once.</summary>
[GenerateSerializer, Immutable, Alias("remove-member")]
public sealed record RemoveMember(Guid Person) : DomainCommand;

/// <summary>Plan somebody's duty, day or night, on each of some days.</summary>
/// <param name="Until">The last day.</param>
[GenerateSerializer, Immutable, Alias("plan-shift")]
public sealed record PlanShift(Guid Person, ShiftKind Kind, DateOnly From, DateOnly Until) : DomainCommand;

/// <summary>Plan a shift no more.</summary>
[GenerateSerializer, Immutable, Alias("cancel-shift")]
public sealed record CancelShift(int Number) : DomainCommand;

/// <summary>Somebody is away; the open tasks they have go to others when it begins.</summary>
/// <param name="From">Null = from now on.</param>
/// <param name="StandIn">Who is on duty whenever they would be; null for nobody.</param>
[GenerateSerializer, Immutable, Alias("take-leave")]
public sealed record TakeLeave(Guid Person, DateTimeOffset? From, DateTimeOffset Until, Guid? StandIn = null)
    : DomainCommand;

/// <summary>Somebody is back, or is not going.</summary>
[GenerateSerializer, Immutable, Alias("end-leave")]
public sealed record EndLeave(int Number) : DomainCommand;
