using CivicGrains.Domain.Issues;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>How the life of an issue ends, once somebody has resolved it.</summary>
internal enum Ending
{
    /// <summary>Nobody says anything: the windows end it.</summary>
    Silence,

    /// <summary>Staff check it, and the windows end it.</summary>
    Verified,

    /// <summary>The reporter closes it and may rate it.</summary>
    Closed,

    /// <summary>The reporter rates it while it is resolved.</summary>
    Rated,

    /// <summary>The reporter says that it is not solved; the next level does it.</summary>
    NotSolved,

    /// <summary>It is closed, and reopened a day or more later.</summary>
    Reopened,
}

/// <summary>What people will do about an issue. Deadlines do the rest.</summary>
internal sealed record IssueStory
{
    /// <summary>Taken back by the reporter before anybody works on it.</summary>
    public bool Withdrawn { get; init; }

    /// <summary>Solved by a grid head on the spot.</summary>
    public bool SelfHandled { get; init; }

    /// <summary>Given by the community to another grid before it is handled; null when it is not.</summary>
    public Place? DispatchedTo { get; init; }

    /// <summary>Another owner it turns out to belong to; null when it stays.</summary>
    public Place? MovedTo { get; init; }

    /// <summary>How many handlers hand it up with a reason, one after the other.</summary>
    public int HandUps { get; init; }

    /// <summary>How many levels let their deadline pass.</summary>
    public int PassedOver { get; init; }

    /// <summary>Whether a check fails once, so that it is done again.</summary>
    public bool Rework { get; init; }

    public Ending Ending { get; init; }

    /// <summary>
    /// The last status that people bring it to; null when they go on to the end. It gives every desk something to do
    /// when the doors open.
    /// </summary>
    public IssueStatus? StopsAt { get; init; }
}

/// <summary>An issue of the history: what is reported, by whom and when, and what becomes of it.</summary>
/// <param name="Building">Public name of the building; null when none is named.</param>
internal sealed record PlannedIssue(
    DateTimeOffset ReportedAt,
    Place Owner,
    string Category,
    string? Building,
    PlannedPerson Reporter,
    IssueSource Source,
    string Description,
    IssueStory Story
);
