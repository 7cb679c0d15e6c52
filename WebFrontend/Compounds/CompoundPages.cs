using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Compounds;

/// <summary>What the page of a compound shows.</summary>
/// <param name="Where">Subdistrict and community.</param>
/// <param name="GridPath">Page of its grid, for who may see that; else null.</param>
/// <param name="Issues">Its open issues; null for who may not see them.</param>
/// <param name="Report">The form to report; null for who may not.</param>
public sealed record CompoundModel(
    string Key,
    string Name,
    string Where,
    PropertyMode? Mode,
    int? Households,
    string? GridName,
    string? GridPath,
    CompoundList? Issues,
    ReportForm? Report
);

/// <summary>What is open at a compound, and what of it many are affected by.</summary>
/// <param name="Around">Incidents of the community around it.</param>
public sealed record CompoundList(
    LiveList<IssueLine> Issues,
    ImmutableArray<IncidentLine> Incidents,
    ImmutableArray<IncidentLine> Around
);

/// <summary>Something open like what is about to be reported.</summary>
/// <param name="Metres">How far apart the two are; null where that is not known.</param>
public sealed record SimilarLine(IssueLine Issue, int? Metres);

/// <summary>The form to report something.</summary>
/// <param name="Categories">Codes and names.</param>
/// <param name="Sources">As what somebody may report; one for residents.</param>
/// <param name="Sent">The form as it was sent and refused; null when it is fresh.</param>
public sealed record ReportForm(
    ImmutableArray<(string Code, string Name)> Categories,
    ImmutableArray<string> Buildings,
    ImmutableArray<IssueSource> Sources,
    SentForm? Sent
)
{
    /// <summary>Name of the field that says of which category it was seen what is open already.</summary>
    public const string SeparatelyName = "_separately";

    /// <summary>What is open already of what was about to be reported; empty when that was not asked.</summary>
    public ImmutableArray<SimilarLine> Similar { get; init; } = [];
}

/// <summary>The page of a compound, where one sees what is open and reports.</summary>
internal static class CompoundPages
{
    /// <summary>Adds the routes.</summary>
    public static void MapCompoundPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/compounds/{key}", ShowAsync);
        group.MapPost("/compounds/{key}", ReportAsync);
    }

    private static async Task<IResult> ShowAsync(string key, HttpContext context, CompoundPageReader reader)
    {
        var visit = context.Visit();
        var model = await reader.ReadAsync(key, context);
        return !PageResult.IsFragment(context) ? Page(visit, model, 200)
            : model.Issues is { } issues ? PageResult.Fragment<CompoundIssues, CompoundList>(visit, issues)
            : throw new RefusedException(
                visit.Actor is null
                    ? Rejections.ActorNotSignedIn.Now()
                    : Rejections.PlaceNotYours.With(null, model.Name)
            );
    }

    private static async Task<IResult> ReportAsync(
        string key,
        HttpContext context,
        CompoundPageReader reader,
        ReportedBefore before,
        SimilarIssues similar,
        IssueRequests requests,
        PhotoForms photos
    )
    {
        var visit = context.Visit();
        var (form, photoRefused) = await photos.ReadAsync(context, ("owner", $"compound/{key}"));
        using var _ = form;
        if (visit.Account is null)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        var tried = await TryAsync(context, form, photoRefused, before, similar, requests);
        if (tried.Id is { } id)
        {
            return PageResult.SeeOther($"{IssuePages.PathOf(id)}?sent=1");
        }

        var model = await reader.ReadAsync(key, context);
        // Who may not report here any more is told so, with what was written.
        var again = (model.Report ?? new ReportForm([], [], [], null)) with
        {
            Sent = SentForm.Of(form, tried.Refused!),
            Similar = await reader.LinesOfAsync(tried.Similar, context),
        };
        return Page(
            visit,
            model with
            {
                Report = again,
            },
            tried.Similar.IsEmpty ? Problem.StatusOf(tried.Refused!.Kind) : StatusCodes.Status200OK
        );
    }

    /// <summary>What became of a report.</summary>
    /// <param name="Id">Number of the issue; null when there is none.</param>
    /// <param name="Refused">Why there is none; null when there is one.</param>
    /// <param name="Similar">What is open already, where that is why; else empty.</param>
    private readonly record struct Tried(string? Id, Rejection? Refused, ImmutableArray<SimilarIssue> Similar)
    {
        public static implicit operator Tried(Rejection refused) => new(null, refused, []);
    }

    private static async Task<Tried> TryAsync(
        HttpContext context,
        PageForm form,
        Rejection? photoRefused,
        ReportedBefore before,
        SimilarIssues similar,
        IssueRequests requests
    )
    {
        if (!form.IsFresh)
        {
            return Rejections.FormStale.Now();
        }

        if (photoRefused is not null)
        {
            return photoRefused;
        }

        var visit = context.Visit();
        var accountId = visit.Account!.Id;
        try
        {
            if (await before.FindAsync(visit.Actor!, form.Body, context.RequestAborted) is { } known)
            {
                return new Tried(known, null, []);
            }

            var alike = await FindSimilarAsync(visit.Actor!, form, similar, context.RequestAborted);
            if (!alike.IsEmpty)
            {
                return new Tried(null, Rejections.ReportAlike.Now(), alike);
            }

            var outcome = await requests.ReportAsync(
                accountId,
                visit.Actor!,
                IdempotencyKey.CommandIdOf(context.Request, accountId, form.Key),
                form.Body,
                context.RequestAborted
            );
            return new Tried(outcome.Id, outcome.Refused, []);
        }
        catch (RefusedException e)
        {
            return e.Rejection;
        }
    }

    /// <summary>
    /// What is open already of what is about to be reported, but for one's own; empty for who has seen that and reports
    /// all the same.
    /// </summary>
    private static async Task<ImmutableArray<SimilarIssue>> FindSimilarAsync(
        Actor actor,
        PageForm form,
        SimilarIssues similar,
        CancellationToken cancellationToken
    )
    {
        var report = ReportReader.Read(form.Body.Fields);
        if (form.Values.GetValueOrDefault(ReportForm.SeparatelyName) == report.Category)
        {
            return [];
        }

        var found = await similar.FindAsync(
            actor,
            ReportReader.Owner(form.Body.Fields),
            report.Category,
            report.Building,
            SimilarIssues.PositionIn(report.Location?.Body),
            cancellationToken
        );
        return found.RemoveAll(it => it.Issue.Row.Reporter == actor.Reference);
    }

    private static IResult Page(Visit visit, CompoundModel model, int status) =>
        PageResult.Of<CompoundDetails, CompoundModel>(
            visit,
            status == StatusCodes.Status200OK ? model.Name : visit.T($"错误：{model.Name}", $"Error: {model.Name}"),
            model,
            status
        );
}

/// <summary>Reads what the page of a compound shows, for who looks.</summary>
internal sealed class CompoundPageReader(
    OwnerQueries owners,
    OwnerProfiles profiles,
    PlaceTitles titles,
    TopicGuard guard,
    IssueQueries queries,
    IssueLists lists,
    IssueLines lines,
    Incidents incidents,
    LawKeeper laws,
    LiveBoard board
)
{
    private const int PageSize = 30;

    private static readonly ImmutableArray<IssueSource> StaffSources =
    [
        IssueSource.Patrol,
        IssueSource.Desk,
        IssueSource.Phone,
        IssueSource.Paper,
    ];

    /// <summary>What the page shows.</summary>
    /// <exception cref="RefusedException">There is no such compound.</exception>
    public async Task<CompoundModel> ReadAsync(string key, HttpContext context)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var row =
            Place.TryParse($"compound/{key}", out var place)
            && await owners.FindAsync(place, null, cancellationToken) is { } found
                ? found
                : throw new RefusedException(Rejections.PlaceUnknown.With(null, key.Length <= 50 ? key : "…"));
        var actor = visit.Actor;
        var maySee = actor is not null && await guard.MayWatchAsync(actor, place, cancellationToken);
        var grid = row.HomeGrid;
        var nameOf = await titles.OfAsync([.. new[] { grid }.OfType<Place>()], visit.Language, cancellationToken);
        return new CompoundModel(
            key,
            row.Name,
            $"{nameOf(Place.Subdistrict(place.SubdistrictCode!))} {nameOf(Place.Community(place.CommunityCode!))}",
            row.Mode,
            row.Households,
            grid is { } home ? nameOf(home) : null,
            grid is { } own && actor is not null && WhoMay.Watch(actor, own, []) ? PagePaths.Of(own) : null,
            maySee ? await IssuesAsync(place, context) : null,
            actor is null ? null : await ReportFormAsync(row, actor, visit, cancellationToken)
        );
    }

    /// <summary>What is open already of what was about to be reported, as the page shows it.</summary>
    public async Task<ImmutableArray<SimilarLine>> LinesOfAsync(
        ImmutableArray<SimilarIssue> similar,
        HttpContext context
    )
    {
        var shown = similar.Select(it => (it.Issue, it.Sight)).ToList();
        var issues = await lines.OfAsync(context.Visit(), shown, context.RequestAborted);
        return [.. issues.Zip(similar, (line, it) => new SimilarLine(line, it.Metres))];
    }

    private async Task<CompoundList> IssuesAsync(Place place, HttpContext context)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var after = PageCursors.Of(new Query(context.Request));
        var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
        var filter = new IssueFilter
        {
            Place = place,
            OpenOnly = true,
            After = after,
            Limit = PageSize,
        };
        var list = await lists.ReadAsync(filter, visit.Require(), cancellationToken);
        // What the topic of a compound does not show is not on its page either, whoever looks.
        var shown = list.Items.Where(it => WhoMay.Shows(PlaceKind.Compound, it.Issue.Row.Visibility)).ToList();
        return new CompoundList(
            new LiveList<IssueLine>(
                await lines.OfAsync(visit, shown, cancellationToken),
                mark,
                after is null ? [place.ToString()] : [],
                PageCursors.Fragment(context),
                PageCursors.Next(context, list.Next)
            ),
            await incidents.AtAsync(place, visit, cancellationToken),
            await incidents.AroundAsync(place, visit, cancellationToken)
        );
    }

    /// <summary>The form, with what this person may report here and as what; null for who may not.</summary>
    private async Task<ReportForm?> ReportFormAsync(
        OwnerRow row,
        Actor actor,
        Visit visit,
        CancellationToken cancellationToken
    )
    {
        await laws.ReadyAsync(cancellationToken);
        var (law, owner) = (laws.Law, (await profiles.FindAsync(row.Place, cancellationToken))!);
        var sources = ImmutableArray.CreateBuilder<IssueSource>();
        if (WhoMay.LivesAt(actor, row.Place))
        {
            sources.Add(IssueSource.Resident);
        }

        var categories = law
            .Template.Categories.Select(category => (Category: category, Scope: ScopeOf(category)))
            .Where(it => WhoMay.Do(actor, Who.Reporting, it.Scope))
            .ToList();
        if (categories.Exists(it => WhoMay.IsStaffCovering(actor, it.Scope)))
        {
            sources.AddRange(StaffSources);
        }

        return categories.Count == 0
            ? null
            : new ReportForm(
                [.. categories.Select(it => (it.Category.Code, visit.T(it.Category.Chinese, it.Category.English)))],
                [.. row.Buildings.Select(building => building.Name)],
                sources.ToImmutable(),
                null
            );

        IssueScope ScopeOf(Domain.Rules.CategoryRule category) =>
            IssueScope.OfReport(null, owner, IssueLevels.TermsOf(category, owner, law, visit.Now));
    }
}
