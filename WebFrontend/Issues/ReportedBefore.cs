using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>
/// Knows a report again that its reporter sends once more from a page. Browsers that go back fetch the page anew, with a
/// new key, and fill in what was written: without this, one more press would be one more issue.
/// </summary>
internal sealed class ReportedBefore(IssueLists lists)
{
    private const int LookedAtMax = 30;

    /// <summary>What was merged while it was sent lives on: it was reported all the same.</summary>
    private static readonly ImmutableArray<IssueStatus> Alive =
    [
        .. Enum.GetValues<IssueStatus>().Where(it => it is <= IssueStatus.Rework or IssueStatus.Merged),
    ];

    /// <summary>
    /// The living issue that this person has reported at this owner in the same words and at the same spot, and with
    /// these photos; null when there is none among their newest.
    /// </summary>
    /// <exception cref="RefusedException">A field is wrong.</exception>
    public async Task<string?> FindAsync(Actor reporter, RequestBody body, CancellationToken cancellationToken)
    {
        var report = ReportReader.Read(body.Fields);
        var filter = new IssueFilter
        {
            Place = ReportReader.Owner(body.Fields),
            Reporter = reporter.Reference,
            Category = report.Category,
            Statuses = Alive,
            Limit = LookedAtMax,
        };
        var newest = await lists.ReadAsync(filter, reporter, cancellationToken);
        return newest.Items.Select(it => it.Issue).FirstOrDefault(it => IsSame(it.Issue, report))?.Row.Id;
    }

    private static bool IsSame(IssueWithTexts issue, Report report) =>
        issue.Description == report.Description.Body
        && issue.Row.Building == report.Building
        && issue.Location == report.Location?.Body
        && report.Photos.All(photo => issue.Photos.Any(it => it.Id == photo));
}
