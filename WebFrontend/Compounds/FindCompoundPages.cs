using CivicGrains.Storage.Places;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;
using Microsoft.AspNetCore.Http.Extensions;

namespace CivicGrains.WebFrontend.Compounds;

/// <summary>The front page: a compound is found by its name or its community.</summary>
/// <param name="Community">12-digit code that was chosen; null for none.</param>
/// <param name="Query">What was looked for; empty for nothing.</param>
/// <param name="Refused">What is wrong with it; null when nothing is.</param>
/// <param name="NextAddress">The next page; null when this is the last.</param>
/// <param name="Own">Where the person who is signed in belongs.</param>
public sealed record FindCompoundModel(
    string? Community,
    string Query,
    Rejection? Refused,
    ImmutableArray<FoundCompound> Found,
    string? NextAddress,
    ImmutableArray<OwnLink> Own
);

/// <summary>A compound that was found.</summary>
public sealed record FoundCompound(string Address, string Name, string Where, int? Households);

/// <summary>A page of one's own.</summary>
public sealed record OwnLink(string Address, string Words, string Name);

/// <summary>Finding a compound.</summary>
internal static class FindCompoundPages
{
    private const int PageSize = 50;

    /// <summary>Adds the routes.</summary>
    public static void MapFindCompoundPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/", FindAsync);
        group.MapGet("/compounds", FindAsync);
    }

    private static async Task<IResult> FindAsync(HttpContext context, OwnerQueries owners, PlaceTitles titles)
    {
        var visit = context.Visit();
        var model = new FindCompoundModel(
            null,
            context.Request.Query["q"].ToString(),
            null,
            [],
            null,
            await OwnAsync(visit, titles, context.RequestAborted)
        );
        var status = StatusCodes.Status200OK;
        try
        {
            model = await SearchAsync(context, model, owners);
        }
        catch (RefusedException e)
        {
            model = model with { Refused = e.Rejection };
            status = Problem.StatusOf(e.Rejection.Kind);
        }

        return PageResult.Of<FindCompoundPage, FindCompoundModel>(
            visit,
            visit.T("找小区", "Find your compound"),
            model,
            status
        );
    }

    private static async Task<FindCompoundModel> SearchAsync(
        HttpContext context,
        FindCompoundModel model,
        OwnerQueries owners
    )
    {
        var query = new Query(context.Request);
        var after = query.Text("after");
        if (after is not null && !(Place.TryParse(after, out var last) && last.Kind is PlaceKind.Compound))
        {
            throw new RefusedException(Rejections.CursorInvalid.Now());
        }

        var community = query.Code("community", "community")?.Key;
        var page = await owners.ListAsync(
            new OwnerFilter
            {
                Kind = PlaceKind.Compound,
                Community = community,
                Query = query.Text("q"),
                After = after,
                Limit = PageSize,
            },
            context.RequestAborted
        );
        var next = page.Next is null
            ? null
            : "/compounds"
                + new QueryBuilder
                {
                    { "community", community ?? "" },
                    { "q", model.Query },
                    { "after", page.Next },
                };
        return model with
        {
            Community = community,
            Found = [.. page.Items.Select(row => FoundOf(row, context.Visit()))],
            NextAddress = next,
        };
    }

    private static FoundCompound FoundOf(OwnerRow row, Visit visit)
    {
        var place = row.Place;
        var subdistrict = PlaceTitles.OfOffice(Place.Subdistrict(place.SubdistrictCode!), visit.Language);
        var community = PlaceTitles.OfOffice(Place.Community(place.CommunityCode!), visit.Language);
        return new FoundCompound($"/{PagePaths.Of(place)}", row.Name, $"{subdistrict} {community}", row.Households);
    }

    /// <summary>One's compound, grid and desk, as one's roles say.</summary>
    private static async Task<ImmutableArray<OwnLink>> OwnAsync(
        Visit visit,
        PlaceTitles titles,
        CancellationToken cancellationToken
    )
    {
        if (visit.Actor is not { } actor)
        {
            return [];
        }

        var nameOf = await titles.OfAsync(actor.Roles.Select(r => r.Place), visit.Language, cancellationToken);
        var own = ImmutableArray.CreateBuilder<OwnLink>();
        foreach (var (role, place) in actor.Roles)
        {
            if (PagePaths.OwnOf(role, place) is var (path, words))
            {
                own.Add(new OwnLink($"/{path}", visit.T(words), nameOf(place)));
            }
        }

        if (actor.Roles.Any(held => CountsTime(held.Role)))
        {
            own.Add(new OwnLink("/calendar", visit.T("工作日历", "Working calendar"), ""));
        }

        own.Add(new OwnLink("/my", visit.T("我的事项", "My reports"), ""));
        if (actor.Roles.Any(held => held.Role is Role.DistrictCentre))
        {
            own.Add(new OwnLink("/wall", visit.T("大屏", "Wall screen"), ""));
        }

        return own.ToImmutable();
    }

    /// <summary>Who works by time limits, or keeps the calendar, and has no desk that leads to it.</summary>
    private static bool CountsTime(Role role) => role is Role.Department or Role.DistrictCentre or Role.Administrator;
}
