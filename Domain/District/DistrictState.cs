using System.Text.Json.Serialization.Metadata;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>The district: the rules in force.</summary>
public sealed record DistrictState : IStreamState<DistrictState>
{
    /// <summary>The place itself.</summary>
    public required Place Place { get; init; }

    /// <summary>Version of the rules in force; 0 before any were published.</summary>
    public int Version { get; init; }

    /// <summary>The rules in force; null before any were published: then the defaults hold.</summary>
    public RuleTemplate? Template { get; init; }

    /// <inheritdoc/>
    [JsonIgnore]
    public DateTimeOffset? NextDueAt => null;

    /// <inheritdoc/>
    public static int Schema => 1;

    /// <inheritdoc/>
    public static JsonTypeInfo<DistrictState> Json => StateJsonContext.Default.DistrictState;

    /// <inheritdoc/>
    public static DistrictState Initial(Place place) => new() { Place = place };

    /// <inheritdoc/>
    public static Decision Decide(
        DistrictState state,
        DomainCommand command,
        Actor actor,
        Law law,
        DateTimeOffset now
    ) =>
        command switch
        {
            // The platform publishes at the word of whoever starts it.
            PublishRules c => !WhoMay.Administer(actor, state.Place) && !WhoMay.IsPlatform(actor)
                ? Rejections.PlaceNotYours.With(null, state.Place)
            : RuleCheck.Check(c.Template) is { } wrong ? wrong
            : new RulesPublished(state.Version + 1, c.Template),
            IssueCommand => Rejections.OwnerUnknown.With("owner", state.Place),
            _ => Rejections.CommandUnknown.With(null, command.GetType().Name),
        };

    /// <inheritdoc/>
    public static ImmutableArray<DomainEvent> Due(DistrictState state, Law law, DateTimeOffset now) => [];

    /// <inheritdoc/>
    public static string Answer(DistrictState state, DomainCommand command) => $$"""{"version":{{state.Version}}}""";

    /// <inheritdoc/>
    public static DistrictState Evolve(DistrictState state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
        happened switch
        {
            RulesPublished e => state with { Version = e.Version, Template = e.Template },
            _ => throw new UnreachableException($"A district does not fold a {happened.GetType().Name}."),
        };

    /// <inheritdoc/>
    public static ImmutableArray<ViewRow> Views(
        DistrictState before,
        DistrictState after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    ) => [];
}
