namespace CivicGrains.Domain.Grids;

/// <summary>Somebody of the grid has looked after something. What is still wrong becomes an issue.</summary>
/// <param name="Blind">Chance from the edge, which keeps the hash of the event from telling what it says.</param>
/// <param name="Level">Of what was found; null when nothing was.</param>
/// <param name="Compound">The compound it is in; null for the street.</param>
/// <param name="Building">Public name of the building.</param>
/// <param name="MicroGrid">The micro-grid; null for the whole grid. A volunteer's is their own.</param>
/// <param name="Category">Of the issue that a hazard becomes; null for the one that goes with the item.</param>
/// <param name="IssueId">The number that issue gets, minted at the edge; null when there is none.</param>
/// <param name="Note">What was found; of a hazard the description of the issue.</param>
/// <param name="Photos">Commitments of photos.</param>
[GenerateSerializer, Immutable, Alias("record-patrol")]
public sealed record RecordPatrol(
    PatrolPlace PlaceType,
    PatrolItem Item,
    PatrolResult Result,
    Guid Blind,
    HazardLevel? Level = null,
    Place? Compound = null,
    string? Building = null,
    string? MicroGrid = null,
    string? Category = null,
    string? IssueId = null,
    PrivateText? Note = null,
    ImmutableArray<string> Photos = default
) : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Note is { } note ? [note] : [];
}
