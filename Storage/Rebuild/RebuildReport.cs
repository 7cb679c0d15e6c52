namespace CivicGrains.Storage.Rebuild;

/// <summary>A place where the read model is not what follows from the log.</summary>
/// <param name="View">Name of its table.</param>
/// <param name="Key">Primary key of the row; several columns are joined by a space.</param>
/// <param name="Column">The column; null when one side lacks the whole row.</param>
/// <param name="Live">What the table had; null where it had nothing.</param>
/// <param name="Rebuilt">What follows from the log; null where nothing does.</param>
public sealed record RebuildDifference(string View, string Key, string? Column, string? Live, string? Rebuilt);

/// <summary>What a rebuild found.</summary>
/// <param name="Events">Events folded until the comparison.</param>
/// <param name="Seq">Sequence number that both sides were compared at.</param>
/// <param name="Differences">Those of the first <see cref="Rebuilder.DifferencesMax"/> rows of each view that differ.</param>
/// <param name="Swapped">Whether the rebuilt tables have taken the place of the old ones.</param>
public sealed record RebuildReport(long Events, long Seq, IReadOnlyList<RebuildDifference> Differences, bool Swapped);

/// <summary>How far a rebuild has come.</summary>
/// <param name="Done">Events folded.</param>
/// <param name="Total">Events there were when it began.</param>
public sealed record RebuildProgress(long Done, long Total);

/// <summary>The log holds something that cannot be folded; nothing was changed.</summary>
public sealed class UnfoldableLogException(string stream, int version, Exception cause)
    : Exception($"Event {version} of {stream} cannot be folded: {cause.Message}", cause);
