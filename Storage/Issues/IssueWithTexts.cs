using System.Collections.Immutable;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Photos;
using CivicGrains.Domain.Places;

namespace CivicGrains.Storage.Issues;

/// <summary>An issue and the texts beside it, for whoever may read them.</summary>
/// <param name="Description">The text of the report; null when it was erased.</param>
/// <param name="Location">The finer location as JSON; null when none was given, or it was erased.</param>
/// <param name="Photos">The photos it mentions, in the order in which it did.</param>
public sealed record IssueWithTexts(
    IssueRow Row,
    string? Description,
    string? Location,
    ImmutableArray<IssuePhoto> Photos
);

/// <summary>A photo that an issue mentions.</summary>
/// <param name="Id">Its commitment.</param>
public sealed record IssuePhoto(string Id, PhotoStage Stage);

/// <summary>Which issues stand together, as on one screen.</summary>
public abstract record IssueBoard
{
    /// <summary>All of the district.</summary>
    public sealed record District : IssueBoard;

    /// <summary>Those of an owner; or of a community or subdistrict, with everything in it.</summary>
    public sealed record At(Place Place) : IssueBoard;

    /// <summary>Those of a grid, and those it has as open tasks.</summary>
    public sealed record OfGrid(Place Grid) : IssueBoard;

    /// <summary>Those that an account reported or follows.</summary>
    public sealed record ConcerningAccount(Guid Reference) : IssueBoard;
}

/// <summary>Number of issues that are alike; archived ones are not counted.</summary>
/// <param name="Overdue">Whether the issue is open and its deadline has passed.</param>
public readonly record struct IssueCount(Visibility Visibility, IssueStatus Status, bool Overdue, long Count);
