using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Renovations;

/// <summary>A renovation project as an owner of issues. Its stages come with the renovation itself.</summary>
public sealed record ProjectState : IIssueOwner, IStreamState<ProjectState>
{
    private OwnerProfile? profile;

    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>What was registered; null before it was.</summary>
    public ProjectRegistered? Registered { get; init; }

    /// <summary>What it has otherwise than the district; null where it never published any.</summary>
    public OwnerRules? Rules { get; init; }

    /// <summary>Its issues.</summary>
    public required IssueBook Book { get; init; }

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
            Registered?.HomeGrid ?? default,
            ImmutableSortedDictionary<string, Place>.Empty,
            Rules
        );

    /// <inheritdoc/>
    public static int Schema => 3;

    /// <inheritdoc/>
    public static JsonTypeInfo<ProjectState> Json => StateJsonContext.Default.ProjectState;

    /// <inheritdoc/>
    public static ProjectState Initial(Place place) => new() { Place = place, Book = IssueBook.Empty };

    /// <inheritdoc/>
    public static Decision Decide(
        ProjectState state,
        DomainCommand command,
        Actor actor,
        Law law,
        DateTimeOffset now
    ) =>
        command switch
        {
            IssueCommand c => IssueLifecycle.Decide(state, c, actor, law, now),
            RecountDeadlines => WhoMay.IsPlatform(actor)
                ? new Decision(IssueLifecycle.Recount(state.Profile, state.Book, law, now), null)
                : Rejections.PlatformOnly.Now(),
            PublishOwnerRules c => OwnerRulesPublishing.Decide(state.Profile, c, actor, law),
            RegisterProject c => DecideRegister(state, c, actor),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(ProjectState state, Law law, DateTimeOffset now) =>
        IssueLifecycle.Due(state.Profile, state.Book, law, now);

    /// <inheritdoc/>
    public static string Answer(ProjectState state, DomainCommand command) =>
        command switch
        {
            IssueCommand c => IssueViews.Answer(state.Book, c.IssueId),
            PublishOwnerRules => OwnerRulesPublishing.Answer(state.Rules),
            _ => "{}",
        };

    /// <inheritdoc/>
    public static ProjectState Evolve(ProjectState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueEvent e => state with { Book = IssueLifecycle.Evolve(state.Book, e, actor, at) },
            ProjectRegistered e => state with { Registered = e, profile = null },
            OwnerRulesPublished e => state with { Rules = OwnerRulesPublishing.Fold(e, actor, at), profile = null },
            _ => throw new UnreachableException($"A project does not fold a {happened.GetType().Name}."),
        };

    /// <inheritdoc/>
    public static ImmutableArray<ViewRow> Views(
        ProjectState before,
        ProjectState after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        var rows = ImmutableArray.CreateBuilder<ViewRow>(1);
        foreach (var it in happened)
        {
            if (it is ProjectRegistered or OwnerRulesPublished)
            {
                var known = after.Registered!;
                rows.Add(OwnerViews.Row(after.Place, known.Name, known.HomeGrid, known.Synthetic, rules: after.Rules));
            }
        }

        IssueViews.AddRows(rows, after.Place, before.Book, after.Book, happened, at);
        return rows.DrainToImmutable();
    }

    private static Decision DecideRegister(ProjectState state, RegisterProject command, Actor actor) =>
        (
            Registration.Check(state.Place, state.Registered is not null, command.Name, actor)
            ?? Registration.CheckGrid(state.Place, command.HomeGrid, "homeGrid")
        )
            is { } refused
            ? refused
            : new ProjectRegistered(command.Name, state.Place.OfCompound(), command.HomeGrid, command.Synthetic);
}
