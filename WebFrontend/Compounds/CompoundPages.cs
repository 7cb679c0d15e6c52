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
    LiveList<IssueLine>? Issues,
    ReportForm? Report
);

/// <summary>The form to report something.</summary>
/// <param name="Categories">Codes and names.</param>
/// <param name="Sources">As what somebody may report; one for residents.</param>
/// <param name="Sent">The form as it was sent and refused; null when it is fresh.</param>
public sealed record ReportForm(
    ImmutableArray<(string Code, string Name)> Categories,
    ImmutableArray<string> Buildings,
    ImmutableArray<IssueSource> Sources,
    SentForm? Sent
);

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
            : model.Issues is { } issues ? PageResult.Fragment<CompoundIssues, LiveList<IssueLine>>(visit, issues)
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

        var (id, refused) = await TryAsync(context, form, photoRefused, before, requests);
        if (id is not null)
        {
            return PageResult.SeeOther($"{IssuePages.PathOf(id)}?sent=1");
        }

        var model = await reader.ReadAsync(key, context);
        var sent = SentForm.Of(form, refused!);
        // Who may not report here any more is told so, with what was written.
        var again = model.Report ?? new ReportForm([], [], [], null);
        return Page(visit, model with { Report = again with { Sent = sent } }, Problem.StatusOf(refused!.Kind));
    }

    /// <returns>The number of the issue; else why there is none.</returns>
    private static async Task<(string? Id, Rejection? Refused)> TryAsync(
        HttpContext context,
        PageForm form,
        Rejection? photoRefused,
        ReportedBefore before,
        IssueRequests requests
    )
    {
        if (!form.IsFresh)
        {
            return (null, Rejections.FormStale.Now());
        }

        if (photoRefused is not null)
        {
            return (null, photoRefused);
        }

        var visit = context.Visit();
        var accountId = visit.Account!.Id;
        try
        {
            if (await before.FindAsync(visit.Actor!, form.Body, context.RequestAborted) is { } known)
            {
                return (known, null);
            }

            var outcome = await requests.ReportAsync(
                accountId,
                visit.Actor!,
                IdempotencyKey.CommandIdOf(context.Request, accountId, form.Key),
                form.Body,
                context.RequestAborted
            );
            return (outcome.Id, outcome.Refused);
        }
        catch (RefusedException e)
        {
            return (null, e.Rejection);
        }
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

    private async Task<LiveList<IssueLine>> IssuesAsync(Place place, HttpContext context)
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
        return new LiveList<IssueLine>(
            await lines.OfAsync(visit, shown, cancellationToken),
            mark,
            after is null ? [place.ToString()] : [],
            PageCursors.Fragment(context),
            PageCursors.Next(context, list.Next)
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
