using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>What the page of a roster shows.</summary>
/// <param name="Path">The page of the grid.</param>
/// <param name="Source">Address of the lists alone.</param>
/// <param name="Command">The command whose form was refused; null for none.</param>
/// <param name="Sent">That form.</param>
public sealed record RosterModel(
    string Name,
    string Path,
    SeenRoster Seen,
    LiveMark Mark,
    string Source,
    string? Command,
    SentForm? Sent
);

/// <summary>The page of a grid's roster and rota, and the forms on it and on the page of the grid.</summary>
internal static class RosterPages
{
    /// <summary>Adds the routes.</summary>
    public static void MapRosterPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/grids/{key}/roster", ShowAsync);
        // Where a refused form was shown; whoever loads that address anew wants the roster.
        group.MapGet("/grids/{key}/duty/{command}", (string key) => PageResult.SeeOther(PathOf(key)));
        group.MapPost("/grids/{key}/duty/{command}", CommandAsync);
    }

    private static string PathOf(string key) => $"/grids/{Uri.EscapeDataString(key)}/roster";

    private static async Task<IResult> ShowAsync(string key, HttpContext context, RosterPageReader reader)
    {
        var visit = context.Visit();
        var model = await reader.ReadAsync(visit, GridRequests.PlaceOf(key), context.RequestAborted);
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<RosterLists, RosterModel>(visit, model)
            : Page(visit, model, StatusCodes.Status200OK);
    }

    private static async Task<IResult> CommandAsync(
        string key,
        string command,
        HttpContext context,
        RosterPageReader reader,
        GridRequests requests
    )
    {
        var (visit, grid) = (context.Visit(), GridRequests.PlaceOf(key));
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        await requests.EnsureMayAsync(grid, visit.Actor!, command, context.RequestAborted);
        var refused = await form.TryAsync(async () =>
            (
                await requests.CommandAsync(
                    grid,
                    account.Id,
                    visit.Actor!,
                    command,
                    IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                    form.Body,
                    context.RequestAborted
                )
            ).Refused
        );
        if (refused is null)
        {
            return PageResult.SeeOther(form.Back ?? PathOf(key));
        }

        var model = await reader.ReadAsync(visit, grid, context.RequestAborted);
        return Page(
            visit,
            model with
            {
                Command = command,
                Sent = SentForm.Of(form, refused),
            },
            Problem.StatusOf(refused.Kind)
        );
    }

    private static IResult Page(Visit visit, RosterModel model, int status)
    {
        var title = visit.T($"{model.Name}名册和值班", $"Roster and duty of {model.Name}");
        return PageResult.Of<RosterPage, RosterModel>(
            visit,
            model.Sent is null ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}

/// <summary>Reads what the page of a roster shows, for who looks.</summary>
internal sealed class RosterPageReader(GridRequests requests, PlaceTitles titles, IssueQueries queries, LiveBoard board)
{
    /// <summary>The roster of a grid.</summary>
    /// <exception cref="RefusedException">There is no such grid, or it is not theirs to read.</exception>
    public async Task<RosterModel> ReadAsync(Visit visit, Place grid, CancellationToken cancellationToken)
    {
        var actor = visit.Require();
        var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
        var seen = await requests.FindAsync(grid, actor, cancellationToken);
        var nameOf = await titles.OfAsync([grid], visit.Language, cancellationToken);
        var path = $"/{PagePaths.Of(grid)}";
        return new RosterModel(
            nameOf(grid),
            path,
            seen,
            mark,
            $"{path}/roster?{PageResult.FragmentName}=list",
            null,
            null
        );
    }
}
