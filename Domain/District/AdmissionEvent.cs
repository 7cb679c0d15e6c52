namespace CivicGrains.Domain.District;

/// <summary>Something that happened to an admission.</summary>
/// <param name="Number">Counts the requests of the district from 1.</param>
public abstract record AdmissionEvent(int Number) : DomainEvent;

/// <summary>A department asks that it may give the staff of some grids new tasks.</summary>
/// <inheritdoc cref="Admission"/>
[EventName("district.admission-requested")]
public sealed record AdmissionRequested(
    int Number,
    string Department,
    ImmutableArray<string> Categories,
    ImmutableArray<Place> Area,
    DateOnly From,
    DateOnly Until,
    string Title,
    string Reason
) : AdmissionEvent(Number);

/// <summary>The district centre has decided.</summary>
/// <param name="Reason">Commitment of why; null where nothing was said.</param>
[EventName("district.admission-decided")]
public sealed record AdmissionDecided(int Number, bool Approved, string? Reason) : AdmissionEvent(Number);

/// <summary>It holds no longer, or is not asked for any more.</summary>
/// <param name="Reason">Commitment of why; null where nothing was said.</param>
[EventName("district.admission-ended")]
public sealed record AdmissionEnded(int Number, string? Reason) : AdmissionEvent(Number);
