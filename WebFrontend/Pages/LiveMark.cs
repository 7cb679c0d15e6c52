namespace CivicGrains.WebFrontend.Pages;

/// <summary>Up to where a page knows its topics; from there the live client goes on.</summary>
public sealed record LiveMark(long Seq, string Epoch);

/// <summary>A list that stays right while it is looked at.</summary>
/// <param name="Topics">What it hears of; empty when the person who looks may watch nothing of it.</param>
/// <param name="Source">Address of the list alone.</param>
/// <param name="NextAddress">The next page; null when this is the last.</param>
public sealed record LiveList<T>(
    ImmutableArray<T> Items,
    LiveMark Mark,
    ImmutableArray<string> Topics,
    string Source,
    string? NextAddress
);
