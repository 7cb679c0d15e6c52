namespace CivicGrains.Domain.District;

/// <summary>How far an admission is. Words in files and the API are camelCase.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<AdmissionState>))]
public enum AdmissionState
{
    /// <summary>A department asks for it.</summary>
    Requested,

    /// <summary>The district centre has admitted it.</summary>
    Approved,

    /// <summary>The district centre has refused it.</summary>
    Refused,

    /// <summary>It was ended before its last day, or taken back before it was decided.</summary>
    Ended,
}

/// <summary>准入: a department may give the staff of some grids tasks of some kinds, or asks for that.</summary>
/// <param name="Number">Counts the requests of the district from 1.</param>
/// <param name="Department">Key of the department.</param>
/// <param name="Categories">Of the issues it may give them.</param>
/// <param name="Area">Grids, communities, subdistricts, or the district.</param>
/// <param name="From">First day of the town.</param>
/// <param name="Until">Last day.</param>
/// <param name="Title">Commitment of what it is called.</param>
/// <param name="Reason">Commitment of why it is asked for.</param>
/// <param name="RequestedBy">Reference of who asks.</param>
public sealed record Admission(
    int Number,
    string Department,
    ImmutableArray<string> Categories,
    ImmutableArray<Place> Area,
    DateOnly From,
    DateOnly Until,
    string Title,
    string Reason,
    Guid RequestedBy,
    DateTimeOffset RequestedAt
)
{
    /// <summary>How far it is.</summary>
    public AdmissionState State { get; init; }

    /// <summary>When it was decided; null before.</summary>
    public DateTimeOffset? DecidedAt { get; init; }

    /// <summary>Commitment of why it was decided so; null where nothing was said.</summary>
    public string? DecisionReason { get; init; }

    /// <summary>When it was ended; null when it was not.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Commitment of why it was ended; null where nothing was said.</summary>
    public string? EndReason { get; init; }

    /// <summary>Whether a department may give a grid tasks of a category on a day.</summary>
    public bool Covers(string department, string category, Place grid, DateOnly day) =>
        State is AdmissionState.Approved
        && Department == department
        && From <= day
        && day <= Until
        && Categories.Contains(category, StringComparer.Ordinal)
        && Area.Any(part => part.Covers(grid));
}
