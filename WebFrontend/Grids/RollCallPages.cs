using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>A form of a roll-call that was refused, and where it stood.</summary>
/// <param name="Back">Page to go back to.</param>
public sealed record RefusedRollCallModel(SentForm Sent, string Back);

/// <summary>The forms of emergencies and roll-calls, on the page of a grid and on desks.</summary>
internal static class RollCallPages
{
    /// <summary>Name of the field that says which community of an office is meant.</summary>
    public const string CommunityName = "_community";

    /// <summary>Adds the routes.</summary>
    public static void MapRollCallPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        // Where a refused form was shown; whoever loads that address anew wants the page itself.
        group.MapGet("/grids/{key}/roll/{command}", (string key) => PageResult.SeeOther(OfGrid(key)));
        group.MapPost("/grids/{key}/roll/{command}", AnswerAsync);
        group.MapGet("/desk/{code}/roll", ShowAsync);
        group.MapGet("/desk/{code}/roll/{command}", (string code) => PageResult.SeeOther(OfDesk(code)));
        group.MapPost("/desk/{code}/roll/{command}", OrderAsync);
    }

    private static string OfGrid(string key) => $"/grids/{Uri.EscapeDataString(key)}";

    private static string OfDesk(string code) => $"/desk/{Uri.EscapeDataString(code)}";

    private static async Task<IResult> ShowAsync(
        string code,
        HttpContext context,
        TopicGuard guard,
        RollCallBoards boards
    )
    {
        if (!PageResult.IsFragment(context))
        {
            return PageResult.SeeOther(OfDesk(code));
        }

        var visit = context.Visit();
        var office = await DeskGuard.AdmitAsync(visit, DeskGuard.OfficeOf(code), guard, context.RequestAborted);
        return PageResult.Fragment<RollCallBoard, RollCallBoardModel>(
            visit,
            await boards.OfAsync(office, visit, context.RequestAborted)
                ?? throw new RefusedException(Rejections.PlaceUnknown.With(null, office))
        );
    }

    private static async Task<IResult> AnswerAsync(
        string key,
        string command,
        HttpContext context,
        RollCallRequests requests
    )
    {
        using var form = await PageForm.ReadAsync(context);
        return await SendAsync(GridRequests.PlaceOf(key), command, OfGrid(key), context, form, requests);
    }

    /// <summary>An order of an office: of a community itself, of a higher one for a community that the form names.</summary>
    private static async Task<IResult> OrderAsync(
        string code,
        string command,
        HttpContext context,
        RollCallRequests requests
    )
    {
        using var form = await PageForm.ReadAsync(context);
        var community = form.Values.GetValueOrDefault(CommunityName, code);
        return await SendAsync(GridRequests.PlaceOf(community), command, OfDesk(code), context, form, requests);
    }

    private static async Task<IResult> SendAsync(
        Place grid,
        string command,
        string usual,
        HttpContext context,
        PageForm form,
        RollCallRequests requests
    )
    {
        var visit = context.Visit();
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        await requests.EnsureMayAsync(grid, visit.Actor!, command, context.RequestAborted);
        var back = form.Back ?? usual;
        // A form has two buttons, which are two wishes: who got no answer to the one may press the other.
        var key = form.Values.GetValueOrDefault("state") is { } state ? $"{form.Key}/{state}" : form.Key;
        var refused = await form.TryAsync(async () =>
            (
                await requests.CommandAsync(
                    grid,
                    account.Id,
                    command,
                    IdempotencyKey.CommandIdOf(context.Request, account.Id, key),
                    form.Body,
                    context.RequestAborted
                )
            ).Refused
        );
        if (refused is null)
        {
            return PageResult.SeeOther(back);
        }

        return PageResult.Of<RefusedRollCall, RefusedRollCallModel>(
            visit,
            visit.T("错误：点名", "Error: roll-call"),
            new RefusedRollCallModel(SentForm.Of(form, refused), back),
            Problem.StatusOf(refused.Kind)
        );
    }
}
