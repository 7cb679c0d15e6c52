using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>A page of issues that somebody may see.</summary>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
internal sealed record IssueList(ImmutableArray<(SeenIssue Issue, Sight Sight)> Items, string? Next);

/// <summary>Lists of issues, filtered by the asker's audience before anything else.</summary>
internal sealed class IssueLists(IssueQueries queries, IssueScopes scopes, Audiences audiences)
{
    /// <summary>The issues that match a filter and that somebody may see, newest first.</summary>
    public async Task<IssueList> ReadAsync(IssueFilter filter, Actor actor, CancellationToken cancellationToken)
    {
        var audience = await audiences.OfAsync(actor, cancellationToken);
        var page = await queries.ListAsync(filter, audience, null, cancellationToken);
        var texts = await queries.GetTextsAsync(
            page.Items.SelectMany(row => new[] { row.Description, row.Location }).OfType<string>(),
            null,
            cancellationToken
        );
        var photos = await queries.GetPhotosAsync(page.Items.Select(row => row.Id), null, cancellationToken);
        var seen = await scopes.SeeAsync(page.Items.Select(row => WithTexts(row, texts, photos)), cancellationToken);

        // The audience narrows the search; the table of who may see has the last word.
        var visible = seen.Select(issue => (Issue: issue, Sight: issue.For(actor))).Where(it => MayShow(it, filter));
        return new IssueList([.. visible], page.Next);
    }

    /// <summary>How many open issues match a filter, of those that somebody may see.</summary>
    public async Task<IssueFigures> CountAsync(IssueFilter filter, Actor actor, CancellationToken cancellationToken) =>
        await queries.CountAsync(filter, await audiences.OfAsync(actor, cancellationToken), null, cancellationToken);

    /// <summary>Who does not read texts finds nothing by their words either.</summary>
    private static bool MayShow((SeenIssue Issue, Sight Sight) it, IssueFilter filter) =>
        it.Sight >= (filter.Query is null ? Sight.Fields : Sight.Texts);

    private static IssueWithTexts WithTexts(
        IssueRow row,
        IReadOnlyDictionary<string, StoredText> texts,
        ILookup<string, IssuePhoto> photos
    ) =>
        new(
            row,
            texts.GetValueOrDefault(row.Description)?.Body,
            row.Location is { } location ? texts.GetValueOrDefault(location)?.Body : null,
            [.. photos[row.Id]]
        );
}
