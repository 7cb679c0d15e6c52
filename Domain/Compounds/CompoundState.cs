using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Compounds;

/// <summary>A compound: what it is, and the issues that live in it.</summary>
public sealed record CompoundState : IIssueOwner, IStreamState<CompoundState>
{
    private OwnerProfile? profile;

    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>What was registered; null before it was.</summary>
    public CompoundRegistered? Registered { get; init; }

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
    public OwnerProfile Profile => profile ??= MakeProfile();

    /// <inheritdoc/>
    public static int Schema => 3;

    /// <inheritdoc/>
    public static JsonTypeInfo<CompoundState> Json => StateJsonContext.Default.CompoundState;

    /// <inheritdoc/>
    public static CompoundState Initial(Place place) => new() { Place = place, Book = IssueBook.Empty };

    /// <inheritdoc/>
    public static Decision Decide(
        CompoundState state,
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
            RegisterCompound c => DecideRegister(state, c, actor),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(CompoundState state, Law law, DateTimeOffset now) =>
        IssueLifecycle.Due(state.Profile, state.Book, law, now);

    /// <inheritdoc/>
    public static string Answer(CompoundState state, DomainCommand command) =>
        command switch
        {
            IssueCommand c => IssueViews.Answer(state.Book, c.IssueId),
            PublishOwnerRules => OwnerRulesPublishing.Answer(state.Rules),
            _ => "{}",
        };

    /// <inheritdoc/>
    public static CompoundState Evolve(CompoundState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            IssueEvent e => state with { Book = IssueLifecycle.Evolve(state.Book, e, actor, at) },
            CompoundRegistered e => state with { Registered = e, profile = null },
            OwnerRulesPublished e => state with { Rules = OwnerRulesPublishing.Fold(e, actor, at), profile = null },
            _ => throw new UnreachableException($"A compound does not fold a {happened.GetType().Name}."),
        };

    /// <inheritdoc/>
    public static ImmutableArray<ViewRow> Views(
        CompoundState before,
        CompoundState after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    )
    {
        var rows = ImmutableArray.CreateBuilder<ViewRow>(1);
        foreach (var it in happened)
        {
            if (it is CompoundRegistered or OwnerRulesPublished)
            {
                rows.Add(RowOf(after));
            }
        }

        IssueViews.AddRows(rows, after.Place, before.Book, after.Book, happened, at);
        return rows.DrainToImmutable();
    }

    private static Decision DecideRegister(CompoundState state, RegisterCompound command, Actor actor)
    {
        var refused =
            Registration.Check(state.Place, state.Registered is not null, command.Name, actor)
            ?? Registration.CheckGrid(state.Place, command.HomeGrid, "homeGrid")
            ?? CheckBuildings(state.Place, command.Buildings);
        return refused is not null
            ? refused
            : new CompoundRegistered(
                command.Name,
                command.Mode,
                command.HomeGrid,
                command.Buildings,
                command.Synthetic
            );
    }

    private static Rejection? CheckBuildings(Place place, ImmutableArray<Building> buildings)
    {
        if (buildings.IsDefaultOrEmpty)
        {
            return null;
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var building in buildings)
        {
            if (TextRules.Check(building.Name, "buildings") is { } wrong)
            {
                return wrong;
            }

            if (!names.Add(building.Name) || building.Households < 0)
            {
                return Rejections.FieldWrongType.With("buildings", "buildings", "a list of different buildings");
            }

            if (Registration.CheckGrid(place, building.Grid, "buildings") is { } elsewhere)
            {
                return elsewhere;
            }
        }

        return null;
    }

    private static ViewRow RowOf(CompoundState state)
    {
        var it = state.Registered!;
        var households = 0;
        foreach (var building in it.Buildings)
        {
            households += building.Households;
        }

        return OwnerViews.Row(
            state.Place,
            it.Name,
            it.HomeGrid,
            it.Synthetic,
            it.Mode,
            households,
            it.Buildings,
            rules: state.Rules
        );
    }

    private OwnerProfile MakeProfile()
    {
        var grids = ImmutableSortedDictionary.CreateBuilder<string, Place>(StringComparer.Ordinal);
        foreach (var building in Registered?.Buildings ?? [])
        {
            grids[building.Name] = building.Grid;
        }

        return new OwnerProfile(
            Place,
            Registered is not null,
            Registered?.Mode,
            Registered?.HomeGrid ?? default,
            grids.ToImmutable(),
            Rules
        );
    }
}
