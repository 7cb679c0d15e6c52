namespace CivicGrains.Domain.Grids;

/// <summary>Put a community in emergency mode and call its roll. An exercise that is under way gives way.</summary>
/// <param name="Minutes">How long each micro-grid has to answer.</param>
/// <param name="Grids">The general and dedicated grids of the community, as the edge found them registered.</param>
[GenerateSerializer, Immutable, Alias("start-emergency")]
public sealed record StartEmergency(int Minutes, ImmutableArray<Place> Grids, PrivateText? Reason = null)
    : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Reason is { } reason ? [reason] : [];
}

/// <summary>Back to every day: the emergency of a community is over, and with it the roll-call that is under way.</summary>
[GenerateSerializer, Immutable, Alias("end-emergency")]
public sealed record EndEmergency : DomainCommand;

/// <summary>Call the roll of a community once more in an emergency, or as an exercise.</summary>
/// <param name="Exercise">Whether it is an exercise, which is held without an emergency alone.</param>
/// <inheritdoc cref="StartEmergency"/>
[GenerateSerializer, Immutable, Alias("order-roll-call")]
public sealed record OrderRollCall(int Minutes, ImmutableArray<Place> Grids, bool Exercise) : DomainCommand;

/// <summary>End the roll-call that is under way, before its time is over.</summary>
[GenerateSerializer, Immutable, Alias("stop-roll-call")]
public sealed record StopRollCall : DomainCommand;

/// <summary>Reaction of the platform: a grid was registered, which belongs to the roll-call that is under way.</summary>
[GenerateSerializer, Immutable, Alias("join-roll-call")]
public sealed record JoinRollCall(Place Grid) : DomainCommand;

/// <summary>Reaction of the platform: the community calls its roll, and this grid's with it.</summary>
/// <param name="Number">Of the community's roll-calls.</param>
[GenerateSerializer, Immutable, Alias("call-roll")]
public sealed record CallRoll(int Number, bool Exercise, int Minutes, DateTimeOffset Deadline) : DomainCommand;

/// <summary>Reaction of the platform: the community has ended its roll-call.</summary>
[GenerateSerializer, Immutable, Alias("end-roll")]
public sealed record EndRoll(int Number) : DomainCommand;

/// <summary>Say how those of a micro-grid are: its volunteer, or staff of the grid who were there.</summary>
/// <param name="MicroGrid">
/// Its code; null for the one that the volunteer looks after, and for the grid as a whole where it has none.
/// </param>
[GenerateSerializer, Immutable, Alias("confirm-roll")]
public sealed record ConfirmRoll(string? MicroGrid, RollState State, PrivateText? Note = null) : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Note is { } note ? [note] : [];
}
