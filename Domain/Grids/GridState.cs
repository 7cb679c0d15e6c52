using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

/// <summary>A task of a grid: an issue whose handler the grid is.</summary>
/// <param name="Owner">Where the issue lives.</param>
public sealed record GridTask(
    string IssueId,
    Place Owner,
    string Category,
    int Level,
    DateTimeOffset DueAt,
    DateTimeOffset OfferedAt
);

/// <summary>
/// A grid, general or master: what it is, the tasks that were offered to its heads, and the street-level issues that
/// live in it.
/// </summary>
public sealed partial record GridState : IIssueOwner, IStreamState<GridState>
{
    private OwnerProfile? profile;

    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>What was registered; null before it was.</summary>
    public GridRegistered? Registered { get; init; }

    /// <summary>What it has otherwise than the district; null where it never published any.</summary>
    public OwnerRules? Rules { get; init; }

    /// <summary>Its issues.</summary>
    public required IssueBook Book { get; init; }

    /// <summary>Tasks that have not ended, by issue.</summary>
    public ImmutableSortedDictionary<string, GridTask> Tasks { get; init; } =
        ImmutableSortedDictionary.Create<string, GridTask>(StringComparer.Ordinal);

    /// <inheritdoc/>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, Issue> Issues => Book.Issues;

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt => Book.NextDueAt;

    /// <inheritdoc/>
    [JsonIgnore]
    public OwnerProfile Profile =>
        profile ??= new OwnerProfile(
            Place,
            Registered is not null,
            null,
            Place,
            ImmutableSortedDictionary<string, Place>.Empty,
            Rules
        );

    /// <inheritdoc/>
    public static int Schema => 3;

    /// <inheritdoc/>
    public static JsonTypeInfo<GridState> Json => StateJsonContext.Default.GridState;

    /// <inheritdoc/>
    public static GridState Initial(Place place) => new() { Place = place, Book = IssueBook.Empty };

    /// <inheritdoc/>
    public static Decision Decide(GridState state, DomainCommand command, Actor actor, Law law, DateTimeOffset now) =>
        command switch
        {
            IssueCommand c => IssueLifecycle.Decide(state, c, actor, law, now),
            RecountDeadlines => WhoMay.IsPlatform(actor)
                ? new Decision(IssueLifecycle.Recount(state.Profile, state.Book, law, now), null)
                : Rejections.PlatformOnly.Now(),
            OfferTask c => WhoMay.IsPlatform(actor) ? DecideOffer(state, c) : Rejections.PlatformOnly.Now(),
            EndTask c => WhoMay.IsPlatform(actor) ? DecideEnd(state, c) : Rejections.PlatformOnly.Now(),
            AlarmGrid c => !WhoMay.IsPlatform(actor) ? Rejections.PlatformOnly.Now()
            : state.Registered is { } it ? new GridAlarmed(c.IssueId, c.Owner, it.Heads)
            : Rejections.OwnerUnknown.With(null, state.Place),
            PublishOwnerRules c => OwnerRulesPublishing.Decide(state.Profile, c, actor, law),
            RegisterGrid c => DecideRegister(state, c, actor),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(GridState state, Law law, DateTimeOffset now) =>
        IssueLifecycle.Due(state.Profile, state.Book, law, now);

    /// <inheritdoc/>
    public static string Answer(GridState state, DomainCommand command) =>
        command switch
        {
            IssueCommand c => IssueViews.Answer(state.Book, c.IssueId),
            PublishOwnerRules => OwnerRulesPublishing.Answer(state.Rules),
            _ => "{}",
        };

    /// <inheritdoc/>
    public static GridState Evolve(GridState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueEvent e => state with { Book = IssueLifecycle.Evolve(state.Book, e, actor, at) },
            TaskOffered e => state with
            {
                Tasks = state.Tasks.SetItem(
                    e.IssueId,
                    new GridTask(e.IssueId, e.Owner, e.Category, e.Level, e.DueAt, at)
                ),
            },
            GridAlarmed => state,
            TaskEnded e => state with { Tasks = state.Tasks.Remove(e.IssueId) },
            GridRegistered e => state with { Registered = e, profile = null },
            OwnerRulesPublished e => state with { Rules = OwnerRulesPublishing.Fold(e, actor, at), profile = null },
            _ => throw new UnreachableException($"A grid does not fold a {happened.GetType().Name}."),
        };

    /// <summary>A task that changed is offered again; one that is the same needs no second call.</summary>
    private static Decision DecideOffer(GridState state, OfferTask command)
    {
        if (state.Registered is not { } registered)
        {
            return Rejections.OwnerUnknown.With(null, state.Place);
        }

        return
            state.Tasks.TryGetValue(command.IssueId, out var task)
            && task.Owner == command.Owner
            && task.Level == command.Level
            && task.DueAt == command.DueAt
            ? Decision.Nothing
            : new TaskOffered(
                command.IssueId,
                command.Owner,
                command.Category,
                command.Level,
                command.DueAt,
                registered.Heads
            );
    }

    private static Decision DecideEnd(GridState state, EndTask command) =>
        state.Tasks.ContainsKey(command.IssueId) ? new TaskEnded(command.IssueId, command.Cause) : Decision.Nothing;

    private static Decision DecideRegister(GridState state, RegisterGrid command, Actor actor) =>
        Registration.Check(state.Place, state.Registered is not null, command.Name, actor) is { } refused ? refused
        : command.Households < 0 ? Rejections.FieldWrongType.With("households", "households", "a number from 0 on")
        : new GridRegistered(command.Name, command.Households, command.Heads, command.Synthetic);
}
