namespace CivicGrains.Domain.District;

/// <summary>A department asks that it may give the staff of some grids new tasks.</summary>
/// <param name="Title">What it is called.</param>
/// <param name="Categories">Of the issues it wants to give them.</param>
/// <param name="Area">Grids, communities, subdistricts, or the district.</param>
/// <param name="From">First day of the town.</param>
/// <param name="Until">Last day.</param>
/// <param name="Department">Key of the department; null = the one whose staff asks.</param>
[GenerateSerializer, Immutable, Alias("request-admission")]
public sealed record RequestAdmission(
    PrivateText Title,
    ImmutableArray<string> Categories,
    ImmutableArray<Place> Area,
    DateOnly From,
    DateOnly Until,
    PrivateText Reason,
    string? Department = null
) : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => [Title, Reason];
}

/// <summary>The district centre decides what a department asks for.</summary>
/// <param name="Reason">Why; needed where it is refused.</param>
[GenerateSerializer, Immutable, Alias("decide-admission")]
public sealed record DecideAdmission(int Number, bool Approve, PrivateText? Reason = null) : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Reason is { } reason ? [reason] : [];
}

/// <summary>The department needs it no longer, or the district centre takes it back.</summary>
/// <param name="Reason">Why; needed where the district centre takes it back.</param>
[GenerateSerializer, Immutable, Alias("end-admission")]
public sealed record EndAdmission(int Number, PrivateText? Reason = null) : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Reason is { } reason ? [reason] : [];
}
