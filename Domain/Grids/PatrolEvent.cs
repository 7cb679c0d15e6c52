using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Grids;

/// <summary>Somebody of the grid has looked after something.</summary>
/// <param name="Number">Counts the patrols of the grid from 1.</param>
/// <param name="Blind">
/// Chance, and nothing else: the hash of this event is public, and what a patrol says could else be guessed from it.
/// </param>
/// <param name="Person">Reference of who looked; never a name.</param>
/// <param name="MicroGrid">Code of the micro-grid; null for the whole grid.</param>
/// <param name="Compound">The compound as it was then; null for the street.</param>
/// <param name="Building">Public name of the building; null when none was named.</param>
/// <param name="Visibility">Whether it is for the chain alone.</param>
/// <param name="Note">Commitment of what was written; of a hazard it is the description of the issue.</param>
/// <param name="Photos">Commitments of photos; null for none.</param>
/// <param name="Category">Of the issue; null when it led to none.</param>
/// <param name="Issue">Number of the issue that it led to; null when it led to none.</param>
[EventName("grid.patrolled")]
public sealed record PatrolRecorded(
    int Number,
    Guid Blind,
    Guid Person,
    string? MicroGrid,
    PatrolPlace PlaceType,
    PatrolItem Item,
    PatrolResult Result,
    HazardLevel? Level,
    Place? Compound,
    string? Building,
    Visibility Visibility,
    string? Note,
    ImmutableArray<string>? Photos = null,
    string? Category = null,
    string? Issue = null
) : DomainEvent;
