using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>An open issue like one that is about to be reported.</summary>
/// <param name="Metres">How far apart the two are, where both say where and that is for these eyes; else null.</param>
internal sealed record SimilarIssue(SeenIssue Issue, Sight Sight, int? Metres);

/// <summary>
/// Finds open issues like one that is about to be reported: the same category at the same owner, lately or at the same
/// spot. What only its chain may see is like nothing, whoever asks.
/// </summary>
internal sealed class SimilarIssues(IssueLists lists, LawKeeper laws, DomainClock clock)
{
    /// <summary>Open issues of one category at one owner that are looked at, the newest first.</summary>
    private const int LookedAtMax = 100;

    private const int ShownMax = 20;

    /// <summary>Distances are told in steps: whose point it is, is nobody's matter.</summary>
    private const int StepMetres = 10;

    /// <summary>The issues that somebody may see: an incident first, then the same building, then the nearest.</summary>
    /// <param name="category">Service code; an unknown one is like nothing.</param>
    public async Task<ImmutableArray<SimilarIssue>> FindAsync(
        Actor actor,
        Place owner,
        string category,
        string? building,
        Position? at,
        CancellationToken cancellationToken
    )
    {
        await laws.ReadyAsync(cancellationToken);
        var filter = new IssueFilter
        {
            Place = owner,
            Category = IssueLifecycle.CategoryAt(category, owner.Kind),
            OpenOnly = true,
            Limit = LookedAtMax,
        };
        var (joins, now) = (laws.Law.Template.Joins, clock.GetUtcNow());
        var list = await lists.ReadAsync(filter, actor, cancellationToken);
        return
        [
            .. list
                .Items.Where(it => it.Issue.Row is { Visibility: Visibility.Compound, MovingTo: null })
                .Select(it => (it.Issue, it.Sight, Metres: MetresOf(it, at)))
                .Where(it => IsAlike(it.Issue.Row, it.Metres, joins, now))
                .OrderBy(it => it.Issue.Row.Joins.IncidentAt is null)
                .ThenBy(it => building is null || it.Issue.Row.Building != building)
                .ThenBy(it => it.Metres ?? double.MaxValue)
                .ThenByDescending(it => it.Issue.Row.ReportedAt)
                .Take(ShownMax)
                .Select(it => new SimilarIssue(it.Issue, it.Sight, Rounded(it.Metres))),
        ];
    }

    /// <summary>Where a location says that something is; null where it names no point.</summary>
    public static Position? PositionIn(string? location)
    {
        if (location is null)
        {
            return null;
        }

        using var json = JsonDocument.Parse(location);
        var fields = json.RootElement;
        return fields.TryGetProperty("lat", out var latitude) && fields.TryGetProperty("long", out var longitude)
            ? new Position(
                latitude.GetDouble(),
                longitude.GetDouble(),
                fields.TryGetProperty("datum", out var datum) ? datum.GetString()! : Position.Wgs84
            )
            : null;
    }

    private static double? MetresOf((SeenIssue Issue, Sight Sight) it, Position? at) =>
        at is not null && it.Sight >= Sight.Texts ? PositionIn(it.Issue.Issue.Location)?.MetresTo(at) : null;

    private static bool IsAlike(IssueRow row, double? metres, JoinRules joins, DateTimeOffset now) =>
        row.ReportedAt >= now - joins.SimilarWithin.InNaturalTime
        || row.Joins.IncidentAt is not null
        || metres <= joins.SimilarMetres;

    private static int? Rounded(double? metres) =>
        metres is { } some ? (int)Math.Ceiling(some / StepMetres) * StepMetres : null;
}
