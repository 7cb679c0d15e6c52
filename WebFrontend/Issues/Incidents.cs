using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>An open area incident, as a banner says it.</summary>
/// <param name="Key">Tells it from the others of its banner.</param>
/// <param name="Path">Its page; null where who looks may know no more than that there is one.</param>
/// <param name="People">How many have said that it affects them.</param>
public sealed record IncidentLine(
    string Key,
    string? Path,
    string Category,
    string Where,
    DateTimeOffset Since,
    int People
);

/// <summary>Reads which area incidents are open.</summary>
internal sealed class Incidents(IssueLists lists, IssueQueries queries, PlaceTitles titles, LawKeeper laws)
{
    private const int ShownMax = 5;

    /// <summary>Those of a place that who looks may see, the newest first.</summary>
    public async Task<ImmutableArray<IncidentLine>> AtAsync(
        Place place,
        Visit visit,
        CancellationToken cancellationToken
    )
    {
        var list = await lists.ReadAsync(FilterOf(place), visit.Require(), cancellationToken);
        return await LinesOf([.. list.Items.Select(it => it.Issue.Row)], hasPage: true, visit, cancellationToken);
    }

    /// <summary>Those of the community of a place, masked: who lives there hears of them though they are not theirs to read.</summary>
    public async Task<ImmutableArray<IncidentLine>> AroundAsync(
        Place place,
        Visit visit,
        CancellationToken cancellationToken
    )
    {
        var filter = FilterOf(Place.Grid(place.CommunityCode!));
        var page = await queries.ListAsync(filter, Audience.Everything, null, cancellationToken);
        return await LinesOf([.. page.Items], hasPage: false, visit, cancellationToken);
    }

    /// <summary>Those of the whole district, masked: category and place alone.</summary>
    public async Task<ImmutableArray<IncidentLine>> OfDistrictAsync(Visit visit, CancellationToken cancellationToken)
    {
        var page = await queries.ListAsync(FilterOf(null), Audience.Everything, null, cancellationToken);
        return await LinesOf([.. page.Items], hasPage: false, visit, cancellationToken);
    }

    private static IssueFilter FilterOf(Place? place) =>
        new()
        {
            Place = place,
            OpenOnly = true,
            IncidentsOnly = true,
            Limit = ShownMax,
        };

    private async Task<ImmutableArray<IncidentLine>> LinesOf(
        ImmutableArray<IssueRow> rows,
        bool hasPage,
        Visit visit,
        CancellationToken cancellationToken
    )
    {
        await laws.ReadyAsync(cancellationToken);
        var nameOf = await titles.OfAsync(rows.Select(row => row.Owner), visit.Language, cancellationToken);
        return
        [
            .. rows.Where(row => row.Visibility is Domain.Issues.Visibility.Compound)
                .Select(row =>
                {
                    var category = laws.Law.Categories[row.Category];
                    return new IncidentLine(
                        hasPage ? row.Id : $"{row.Owner}-{row.Category}",
                        hasPage ? IssuePages.PathOf(row.Id) : null,
                        visit.T(category.Chinese, category.English),
                        nameOf(row.Owner),
                        row.Joins.IncidentAt!.Value,
                        // Who put an incident of a community together is the platform, which is nobody.
                        row.Joins.Joined + (row.Source is Domain.Issues.IssueSource.Surge ? 0 : 1)
                    );
                }),
        ];
    }
}
