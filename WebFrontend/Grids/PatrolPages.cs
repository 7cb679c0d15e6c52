using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Photos;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>What the page of a grid's patrols shows.</summary>
/// <param name="Path">The page of the grid.</param>
/// <param name="Days">The days that are shown.</param>
/// <param name="Compounds">The compounds of the grid, for who records; their buildings are those of the grid.</param>
/// <param name="Categories">What a hazard may become.</param>
/// <param name="MayRecord">Whether who looks belongs to the grid.</param>
/// <param name="Names">Names of who made the patrols, for who may read them.</param>
/// <param name="NameOf">What places are called.</param>
/// <param name="Sent">The form that was refused; null for none.</param>
/// <param name="Recorded">Number of the patrol that was recorded just now; null for none.</param>
public sealed record PatrolModel(
    Place Grid,
    string Name,
    string Path,
    SeenRoster Duty,
    PatrolDays Days,
    ImmutableArray<(Place Place, string Name, ImmutableArray<string> Buildings)> Compounds,
    ImmutableArray<(string Code, string Name)> Categories,
    bool MayRecord,
    LiveList<PatrolRow> Patrols,
    IReadOnlyDictionary<Guid, string> Names,
    Func<Place, string> NameOf,
    SentForm? Sent,
    string? Recorded
);

/// <summary>What the page of the patrols of an area shows.</summary>
/// <param name="Path">Its own address.</param>
/// <param name="Sum">All of them together.</param>
/// <param name="Refused">What is wrong with the days; null when nothing is.</param>
public sealed record PatrolCountModel(
    string Name,
    string DeskPath,
    string Path,
    PatrolDays Days,
    ImmutableArray<PatrolCount> Grids,
    PatrolCount Sum,
    Func<Place, string> NameOf,
    Rejection? Refused
);

/// <summary>Patrols as pages: the form on a phone, the list, and how many the grids of an area made.</summary>
internal static class PatrolPages
{
    /// <summary>Adds the routes.</summary>
    public static void MapPatrolPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/grids/{key}/patrols", ShowAsync);
        group.MapPost("/grids/{key}/patrols", RecordAsync);
        group.MapGet("/desk/{code}/patrols", CountAsync);
    }

    private static async Task<IResult> ShowAsync(string key, HttpContext context, PatrolPageReader reader)
    {
        var model = await reader.ReadAsync(GridRequests.PlaceOf(key), context);
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<PatrolRows, PatrolModel>(context.Visit(), model)
            : Page(context.Visit(), model, StatusCodes.Status200OK);
    }

    private static async Task<IResult> RecordAsync(
        string key,
        HttpContext context,
        PatrolPageReader reader,
        PatrolRequests requests,
        PhotoForms photos
    )
    {
        var (visit, grid) = (context.Visit(), GridRequests.PlaceOf(key));
        if (visit.Actor is { } actor)
        {
            // Before photos are taken in.
            await requests.EnsureMayAsync(grid, actor, context.RequestAborted);
        }

        var (form, photoRefused) = await photos.ReadAsync(context);
        using var _ = form;
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        CommandOutcome? outcome = null;
        var refused = await form.TryAsync(
            async () =>
            {
                outcome = await requests.RecordAsync(
                    grid,
                    account.Id,
                    visit.Actor!,
                    IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                    form.Body,
                    context.RequestAborted
                );
                return outcome.Refused;
            },
            photoRefused
        );
        if (refused is null)
        {
            return PageResult.SeeOther($"/{PagePaths.Of(grid)}/patrols?sent={outcome!.Number}");
        }

        var model = await reader.ReadAsync(grid, context);
        return Page(visit, model with { Sent = SentForm.Of(form, refused) }, Problem.StatusOf(refused.Kind));
    }

    private static async Task<IResult> CountAsync(string code, HttpContext context, PatrolPageReader reader)
    {
        var visit = context.Visit();
        var (model, status) = await reader.CountAsync(code, context);
        return PageResult.Of<PatrolCountPage, PatrolCountModel>(
            visit,
            visit.T($"{model.Name}网格巡查", $"Patrols of {model.Name}"),
            model,
            status
        );
    }

    private static IResult Page(Visit visit, PatrolModel model, int status)
    {
        var title = visit.T($"{model.Name}巡查", $"Patrols of {model.Name}");
        return PageResult.Of<PatrolPage, PatrolModel>(
            visit,
            model.Sent is null ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}

/// <summary>Reads what the pages of patrols show, for who looks.</summary>
internal sealed class PatrolPageReader(
    PatrolRequests patrols,
    GridRequests grids,
    OwnerQueries owners,
    OwnerProfiles profiles,
    PlaceTitles titles,
    IssueQueries queries,
    LawKeeper laws,
    LiveBoard board
)
{
    private const int PageSize = 30;

    /// <summary>Most compounds of a master grid that are offered.</summary>
    private const int CompoundsMax = 200;

    /// <summary>The patrols of a grid.</summary>
    /// <exception cref="RefusedException">There is no such grid, or it is not theirs.</exception>
    public async Task<PatrolModel> ReadAsync(Place grid, HttpContext context)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var actor = visit.Require();
        var query = new Query(context.Request);
        var (days, below) = (patrols.DaysOf(query), query.Below());
        var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
        var seen = await patrols.ListAsync(grid, actor, days, below, PageSize, cancellationToken);
        var duty = await grids.FindAsync(grid, actor, cancellationToken);
        var mayRecord = WhoMay.Patrol(actor, grid, duty.Own);
        var compounds = mayRecord ? await CompoundsAsync(grid, cancellationToken) : [];
        var nameOf = await titles.OfAsync(
            [grid, .. compounds.Select(it => it.Place), .. seen.Items.Select(it => it.Compound).OfType<Place>()],
            visit.Language,
            cancellationToken
        );
        await laws.ReadyAsync(cancellationToken);
        return new PatrolModel(
            grid,
            nameOf(grid),
            $"/{PagePaths.Of(grid)}",
            duty,
            days,
            [.. compounds.Select(it => (it.Place, nameOf(it.Place), it.Buildings))],
            [.. laws.Law.Template.Categories.Select(it => (it.Code, visit.T(it.Chinese, it.English)))],
            mayRecord,
            new LiveList<PatrolRow>(
                seen.Items,
                mark,
                below == int.MaxValue ? [grid.ToString()] : [],
                PageCursors.Fragment(context),
                PageCursors.Next(context, seen.Next)
            ),
            seen.Names,
            nameOf,
            null,
            query.Number("sent")?.ToString(CultureInfo.InvariantCulture)
        );
    }

    /// <summary>How many patrols the grids of a desk made.</summary>
    /// <exception cref="RefusedException">It is not theirs.</exception>
    public async Task<(PatrolCountModel Model, int Status)> CountAsync(string code, HttpContext context)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var actor = visit.Require();
        if (!Place.TryParse(DeskGuard.OfficeOf(code), out var area))
        {
            throw new RefusedException(Rejections.PlaceUnknown.With(null, JsonFields.Short(code)));
        }

        Rejection? refused = null;
        PatrolDays days;
        try
        {
            days = patrols.DaysOf(new Query(context.Request));
        }
        catch (RefusedException e)
        {
            (refused, days) = (e.Rejection, new PatrolDays(TownTime.DateOf(visit.Now), TownTime.DateOf(visit.Now)));
        }

        var counts = await patrols.CountAsync(area, actor, days, cancellationToken);
        var model = new PatrolCountModel(
            PlaceTitles.OfOffice(area, visit.Language),
            $"/{PagePaths.Of(area)}",
            $"/{PagePaths.Of(area)}/patrols",
            days,
            refused is null ? [.. counts] : [],
            new PatrolCount(
                area,
                counts.Sum(it => it.Checked),
                counts.Sum(it => it.Found),
                counts.Sum(it => it.Rectified),
                counts.Sum(it => it.Issues)
            ),
            await titles.OfAsync(counts.Select(it => it.Grid), visit.Language, cancellationToken),
            refused
        );
        return (model, refused is null ? StatusCodes.Status200OK : Problem.StatusOf(refused.Kind));
    }

    private async Task<ImmutableArray<(Place Place, ImmutableArray<string> Buildings)>> CompoundsAsync(
        Place grid,
        CancellationToken cancellationToken
    )
    {
        if (grid.IsMasterGrid)
        {
            var all = await owners.ListAsync(
                new OwnerFilter
                {
                    Kind = PlaceKind.Compound,
                    Community = grid.CommunityCode,
                    Limit = CompoundsMax,
                },
                cancellationToken
            );
            return [.. all.Items.Select(it => (it.Place, Names(it.Buildings)))];
        }

        var compounds = ImmutableArray.CreateBuilder<(Place, ImmutableArray<string>)>();
        foreach (var place in await profiles.FindWithinAsync(grid, cancellationToken))
        {
            if (place.Kind is PlaceKind.Compound && await profiles.FindAsync(place, cancellationToken) is { } profile)
            {
                compounds.Add((place, [.. profile.GridOfBuilding.Where(it => it.Value == grid).Select(it => it.Key)]));
            }
        }

        return compounds.ToImmutable();

        static ImmutableArray<string> Names(ImmutableArray<Building> buildings) => [.. buildings.Select(it => it.Name)];
    }
}
