using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Renovations;

namespace CivicGrains.Domain.Issues;

/// <summary>Folds a kind of stream without knowing the type of its state; for rebuilding.</summary>
public abstract class StreamFolder
{
    /// <summary>State before the first event.</summary>
    public abstract object Initial(Place place);

    /// <summary>The next state.</summary>
    public abstract object Evolve(object state, DomainEvent happened, Guid actor, DateTimeOffset at);

    /// <summary>The rows that the events of one command changed.</summary>
    public abstract ImmutableArray<ViewRow> Views(
        object before,
        object after,
        ReadOnlySpan<DomainEvent> happened,
        DateTimeOffset at
    );
}

/// <summary>The kinds of stream in the log, by the kind of place.</summary>
public static class StreamKinds
{
    private static readonly FrozenDictionary<PlaceKind, StreamFolder> Folders = new Dictionary<PlaceKind, StreamFolder>
    {
        [PlaceKind.Compound] = new Folder<CompoundState>(),
        [PlaceKind.Grid] = new Folder<GridState>(),
        [PlaceKind.Project] = new Folder<ProjectState>(),
        [PlaceKind.District] = new Folder<DistrictState>(),
    }.ToFrozenDictionary();

    /// <summary>The kinds of place that have a stream.</summary>
    public static ImmutableArray<PlaceKind> All => Folders.Keys;

    /// <summary>How streams of a kind of place are folded; null where such a place has no stream.</summary>
    public static StreamFolder? Find(PlaceKind kind) => Folders.GetValueOrDefault(kind);

    private sealed class Folder<TState> : StreamFolder
        where TState : class, IStreamState<TState>
    {
        public override object Initial(Place place) => TState.Initial(place);

        public override object Evolve(object state, DomainEvent happened, Guid actor, DateTimeOffset at) =>
            TState.Evolve((TState)state, happened, actor, at);

        public override ImmutableArray<ViewRow> Views(
            object before,
            object after,
            ReadOnlySpan<DomainEvent> happened,
            DateTimeOffset at
        ) => TState.Views((TState)before, (TState)after, happened, at);
    }
}
