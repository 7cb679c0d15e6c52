using System.Globalization;
using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Grids;

/// <summary>
/// A grid, master, general or dedicated: what it is, who belongs to it and is on duty, the tasks that were offered to
/// them, and the street-level issues that live in it.
/// </summary>
public sealed partial record GridState : IIssueOwner, IStreamState<GridState>
{
    private OwnerProfile? profile;
    private KnownDue? knownDue;

    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>What was registered; null before it was.</summary>
    public GridRegistered? Registered { get; init; }

    /// <summary>What it has otherwise than the district; null where it never published any.</summary>
    public OwnerRules? Rules { get; init; }

    /// <summary>Its issues.</summary>
    public required IssueBook Book { get; init; }

    /// <summary>Who belongs to it, and when they are on duty.</summary>
    public GridRoster Roster { get; init; } = GridRoster.Empty;

    /// <summary>Tasks that have not ended, by issue.</summary>
    public ImmutableSortedDictionary<string, GridTask> Tasks { get; init; } =
        ImmutableSortedDictionary.Create<string, GridTask>(StringComparer.Ordinal);

    /// <inheritdoc/>
    [JsonIgnore]
    public ImmutableSortedDictionary<string, Issue> Issues => Book.Issues;

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt
    {
        get
        {
            if (!ReferenceEquals(knownDue?.Roster, Roster) || !ReferenceEquals(knownDue.Tasks, Tasks))
            {
                knownDue = new KnownDue(Roster, Tasks, Tasks.Values.Min(task => task.NextDueAt(Roster)));
            }

            var due = knownDue.At is { } duty && !(Book.NextDueAt <= duty) ? duty : Book.NextDueAt;
            return RollCall?.NextDueAt is { } roll && !(due <= roll) ? roll : due;
        }
    }

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
    public static int Schema => 4;

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
            OfferTask or AcknowledgeTask or EndTask or AlarmGrid => WhoMay.IsPlatform(actor)
                ? DecideTask(state, command, law, now)
                : Rejections.PlatformOnly.Now(),
            PublishOwnerRules c => OwnerRulesPublishing.Decide(state.Profile, c, actor, law),
            RegisterGrid c => DecideRegister(state, c, actor),
            _ when IsOfRollCall(command) => DecideRollCall(state, command, actor, now),
            RecordPatrol c => DecidePatrol(state, c, actor, law),
            _ when IsOfRoster(command) => DecideRoster(state, command, actor, law, now),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(GridState state, Law law, DateTimeOffset now) =>
        [
            .. IssueLifecycle.Due(state.Profile, state.Book, law, now),
            .. DueTasks(state, law, now),
            .. DueRollCall(state, now),
        ];

    /// <inheritdoc/>
    public static string Answer(GridState state, DomainCommand command) =>
        command switch
        {
            IssueCommand c => IssueViews.Answer(state.Book, c.IssueId),
            PublishOwnerRules => OwnerRulesPublishing.Answer(state.Rules),
            StartEmergency or OrderRollCall => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"number":{{state.Mobilisation!.Call!.Number}}}"""
            ),
            ConfirmRoll => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"number":{{state.RollCall!.Number}},"confirmed":{{state.RollCall.Answers.Count}},"expected":{{state.RollCall.Expected.Length}}}"""
            ),
            RecordPatrol c => PatrolAnswer(state, c),
            PlanShift or TakeLeave => string.Create(
                CultureInfo.InvariantCulture,
                $$"""{"number":{{state.Roster.LastNumber}}}"""
            ),
            _ => "{}",
        };

    /// <inheritdoc/>
    public static GridState Evolve(GridState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueEvent e => state with { Book = IssueLifecycle.Evolve(state.Book, e, actor, at) },
            TaskOffered or TaskAcknowledged or TaskUnanswered or TaskEnded => state with
            {
                Tasks = Fold(state.Tasks, happened, at),
            },
            RollCallEvent e => Fold(state, e, actor, at),
            RosterEvent e => state with { Roster = Fold(state.Roster, e, at) },
            GridAlarmed => state,
            PatrolRecorded e => state with { LastPatrol = e.Number },
            GridRegistered e => state with
            {
                Registered = e,
                Roster = GridRoster.OfHeads(e.Heads) with { ChangedAt = at },
                profile = null,
            },
            OwnerRulesPublished e => state with { Rules = OwnerRulesPublishing.Fold(e, actor, at), profile = null },
            _ => throw new UnreachableException($"A grid does not fold a {happened.GetType().Name}."),
        };

    private static Decision DecideRegister(GridState state, RegisterGrid command, Actor actor) =>
        Registration.Check(state.Place, state.Registered is not null, command.Name, actor) is { } refused ? refused
        : command.Households < 0 ? Rejections.FieldWrongType.With("households", "households", "a number from 0 on")
        : new GridRegistered(command.Name, command.Households, command.Heads, command.Synthetic);

    /// <summary>When the first task is due, as long as roster and tasks are these: it is asked for at every command.</summary>
    private sealed record KnownDue(
        GridRoster Roster,
        ImmutableSortedDictionary<string, GridTask> Tasks,
        DateTimeOffset? At
    );
}
