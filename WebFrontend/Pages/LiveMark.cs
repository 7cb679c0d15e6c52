using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Live;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Up to where a page knows its topics; from there the live client goes on.</summary>
public sealed record LiveMark(long Seq, string Epoch)
{
    /// <summary>
    /// The mark of a page that is about to be read. The number first: what is read after it is at least as new, and what
    /// comes in between is fetched again. So a page needs no moment of its own in the database, which would keep one
    /// connection while it waits for others.
    /// </summary>
    internal static async Task<LiveMark> BeforeReadingAsync(
        IssueQueries queries,
        LiveBoard board,
        CancellationToken cancellationToken
    ) => new(await queries.GetEndAsync(cancellationToken), board.Epoch);
}

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
