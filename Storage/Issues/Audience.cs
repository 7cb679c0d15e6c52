using System.Collections.Immutable;
using CivicGrains.Domain.Places;

namespace CivicGrains.Storage.Issues;

/// <summary>
/// Who asks, as far as lists are concerned: an issue outside of it is neither shown nor counted nor searched. One is in
/// when any part of it says so.
/// </summary>
public sealed record Audience
{
    /// <summary>Everyone's issues: for staff of the whole district.</summary>
    public static Audience Everything { get; } = new() { All = true };

    /// <summary>Nobody's.</summary>
    public static Audience Nobody { get; } = new();

    /// <summary>Whether all issues are in.</summary>
    public bool All { get; init; }

    /// <summary>What this account reported or follows is in.</summary>
    public Guid? Reference { get; init; }

    /// <summary>What their residents may see (visibility P) of these compounds and projects is in.</summary>
    public ImmutableArray<Place> ResidentOf { get; init; } = [];

    /// <summary>
    /// Where somebody is staff: all issues that these places own, handle or contain are in, those of visibility G too.
    /// A department has those it handles and those it is called in for.
    /// </summary>
    public ImmutableArray<Place> StaffOf { get; init; } = [];
}
