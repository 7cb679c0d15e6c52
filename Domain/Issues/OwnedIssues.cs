using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>What <see cref="IssueLifecycle"/> needs to know of an owner, whatever kind it is.</summary>
/// <param name="Place">The owner itself.</param>
/// <param name="Registered">False for a key that nobody has registered.</param>
/// <param name="Mode">Property mode of a compound; null for a grid or a project.</param>
/// <param name="HomeGrid">The grid that looks after the place, where a building does not name another.</param>
/// <param name="GridOfBuilding">The grid of each building, by the building's public name.</param>
/// <param name="Rules">What it has otherwise than the district; null where it never published any.</param>
public sealed record OwnerProfile(
    Place Place,
    bool Registered,
    PropertyMode? Mode,
    Place HomeGrid,
    ImmutableSortedDictionary<string, Place> GridOfBuilding,
    OwnerRules? Rules = null
);

/// <summary>State of something that owns issues: a compound, a grid, a project.</summary>
public interface IIssueOwner
{
    /// <summary>What the rules of issues need to know of it.</summary>
    OwnerProfile Profile { get; }

    /// <summary>Its issues, by id: open ones, and ended ones until their windows end.</summary>
    ImmutableSortedDictionary<string, Issue> Issues { get; }

    /// <summary>The same, with what is due and what many are affected by.</summary>
    IssueBook Book { get; }
}

/// <summary>
/// The state of a kind of stream, and how decisions, events, views and deadlines follow from it. All pure: the caller
/// passes the time, the law and the actor.
/// </summary>
public interface IStreamState<TSelf>
    where TSelf : IStreamState<TSelf>
{
    /// <summary>How a snapshot is written and read.</summary>
    static abstract JsonTypeInfo<TSelf> Json { get; }

    /// <summary>State before the first event.</summary>
    static abstract TSelf Initial(Place place);

    /// <summary>Command in, events or refusal out. A command of another kind of stream is refused too.</summary>
    static abstract Decision Decide(TSelf state, DomainCommand command, Actor actor, Law law, DateTimeOffset now);

    /// <summary>
    /// What happens by itself at <paramref name="now"/>: of each thing that is due, its next event (one level up, the
    /// mark of overdue, the end of a window). Empty when nothing is due. The actor is the platform. The shell asks
    /// again with the state after these events, so whatever was due for long is caught up level by level.
    /// </summary>
    static abstract ImmutableArray<DomainEvent> Due(TSelf state, Law law, DateTimeOffset now);

    /// <summary>
    /// The answer to an accepted command as JSON, given the state after its events: of an issue
    /// <c>{"id","status","level","dueAt"}</c>.
    /// </summary>
    static abstract string Answer(TSelf state, DomainCommand command);

    /// <summary>
    /// Version of the JSON shape and meaning of this state, from 1. Raised whenever the fold of the same events
    /// gives another state: snapshots of another schema are ignored.
    /// </summary>
    static abstract int Schema { get; }

    /// <summary>State and event in, next state out. Never refuses: the event has already happened.</summary>
    static abstract TSelf Evolve(TSelf state, DomainEvent happened, Guid actor, DateTimeOffset at);

    /// <summary>
    /// The rows that these events changed. What an event ends (an archived issue, a finished task) is no longer in the
    /// state after it, so that the state before the events is needed as well.
    /// </summary>
    static abstract ImmutableArray<ViewRow> Views(
        TSelf before,
        TSelf after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    );

    /// <summary>The next moment at which this stream does something by itself; null when it does not.</summary>
    DateTimeOffset? NextDueAt { get; }
}
