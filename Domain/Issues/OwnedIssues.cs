using CivicGrains.Domain.Compounds;

namespace CivicGrains.Domain.Issues;

/// <summary>What <see cref="IssueLifecycle"/> needs to know of an owner, whatever kind it is.</summary>
/// <param name="Place">The owner itself.</param>
/// <param name="Registered">False for a key that nobody has registered.</param>
/// <param name="Mode">Property mode of a compound; null for a grid or a project.</param>
/// <param name="HomeGrid">The grid that looks after the place, where a building does not name another.</param>
/// <param name="GridOfBuilding">The grid of each building, by the building's public name.</param>
public sealed record OwnerProfile(
    Place Place,
    bool Registered,
    PropertyMode? Mode,
    Place HomeGrid,
    ImmutableSortedDictionary<string, Place> GridOfBuilding
);

/// <summary>State of something that owns issues: a compound, a grid, a project.</summary>
public interface IIssueOwner
{
    /// <summary>What the rules of issues need to know of it.</summary>
    OwnerProfile Profile { get; }

    /// <summary>Its issues, by id: open ones, and ended ones until their windows end.</summary>
    ImmutableSortedDictionary<string, Issue> Issues { get; }
}

/// <summary>The state of a kind of stream, and how events, views and deadlines follow from it. All pure.</summary>
public interface IStreamState<TSelf>
    where TSelf : IStreamState<TSelf>
{
    /// <summary>State before the first event.</summary>
    static abstract TSelf Initial(Place place);

    /// <summary>State and event in, next state out. Never refuses: the event has already happened.</summary>
    static abstract TSelf Evolve(TSelf state, DomainEvent happened, Guid actor, DateTimeOffset at);

    /// <summary>The rows that these events changed, given the state after them.</summary>
    static abstract ImmutableArray<ViewRow> Views(TSelf state, ReadOnlySpan<DomainEvent> happened, DateTimeOffset at);

    /// <summary>The next moment at which this stream does something by itself; null when it does not.</summary>
    DateTimeOffset? NextDueAt { get; }
}
