using CivicGrains.Storage.District;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.District;

/// <summary>What the page of admissions shows.</summary>
/// <param name="Departments">Keys of the departments whose staff looks, who may ask; empty for others.</param>
/// <param name="MayDecide">Whether who looks decides.</param>
/// <param name="NameOf">What places are called.</param>
/// <param name="Categories">What there is to choose.</param>
/// <param name="NextAddress">The next page; null when this is the last.</param>
/// <param name="SentFor">Number of the admission whose form was refused; 0 for a request, null for none.</param>
/// <param name="Sent">That form.</param>
public sealed record AdmissionModel(
    Place District,
    ImmutableArray<string> Departments,
    bool MayDecide,
    ImmutableArray<AdmissionRow> Items,
    Func<Place, string> NameOf,
    ImmutableArray<(string Code, string Name)> Categories,
    string? NextAddress,
    int? SentFor,
    SentForm? Sent
)
{
    /// <summary>What a category is called.</summary>
    public string CategoryName(string code) => Categories.FirstOrDefault(it => it.Code == code).Name ?? code;
}

/// <summary>The page of admissions: the public list, the form of a department, the decisions of the district centre.</summary>
internal static class AdmissionPages
{
    private const string Root = "/admissions";

    /// <summary>Adds the routes.</summary>
    public static void MapAdmissionPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet(Root, ShowAsync);
        group.MapPost(Root, RequestAsync);
        // Where a refused form was shown; whoever loads that address anew wants the list.
        group.MapGet("/admissions/{number:int}/{command}", () => PageResult.SeeOther(Root));
        group.MapPost("/admissions/{number:int}/{command}", CommandAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, AdmissionPageReader reader) =>
        Page(context.Visit(), await reader.ReadAsync(context), StatusCodes.Status200OK);

    private static async Task<IResult> RequestAsync(
        HttpContext context,
        AdmissionPageReader reader,
        AdmissionRequests requests
    )
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        requests.EnsureMayRequest(visit.Actor!);
        var refused = await form.TryAsync(async () =>
            (
                await requests.RequestAsync(
                    account.Id,
                    IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                    form.Body,
                    context.RequestAborted
                )
            ).Refused
        );
        return await AnswerAsync(context, reader, form, refused, 0);
    }

    private static async Task<IResult> CommandAsync(
        int number,
        string command,
        HttpContext context,
        AdmissionPageReader reader,
        AdmissionRequests requests
    )
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        requests.EnsureMay(visit.Actor!, command);
        var refused = await form.TryAsync(async () =>
            (
                await requests.CommandAsync(
                    account.Id,
                    number,
                    command,
                    IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                    form.Body,
                    context.RequestAborted
                )
            ).Refused
        );
        return await AnswerAsync(context, reader, form, refused, number);
    }

    private static async Task<IResult> AnswerAsync(
        HttpContext context,
        AdmissionPageReader reader,
        PageForm form,
        Rejection? refused,
        int number
    )
    {
        if (refused is null)
        {
            return PageResult.SeeOther(Root);
        }

        var model = await reader.ReadAsync(context);
        return Page(
            context.Visit(),
            model with
            {
                SentFor = number,
                Sent = SentForm.Of(form, refused),
            },
            Problem.StatusOf(refused.Kind)
        );
    }

    private static IResult Page(Visit visit, AdmissionModel model, int status)
    {
        var title = visit.T("网格事项准入", "Task admission for grids");
        return PageResult.Of<AdmissionPage, AdmissionModel>(
            visit,
            model.Sent is null ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}

/// <summary>Reads what the page of admissions shows, for who looks.</summary>
internal sealed class AdmissionPageReader(AdmissionRequests requests, PlaceTitles titles, LawKeeper laws)
{
    private const int PageSize = 30;

    /// <summary>The admissions that are for these eyes.</summary>
    public async Task<AdmissionModel> ReadAsync(HttpContext context)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        var below = new Query(context.Request).Below();
        var seen = await requests.ListAsync(visit.Actor, below, PageSize, cancellationToken);
        await laws.ReadyAsync(cancellationToken);
        return new AdmissionModel(
            requests.District,
            visit.Actor is { } actor ? WhoMay.DepartmentsOf(actor) : [],
            visit.Actor is { } who && WhoMay.DecideAdmissions(who, requests.District),
            seen.Items,
            await titles.OfAsync(seen.Items.SelectMany(it => it.Area), visit.Language, cancellationToken),
            [.. laws.Law.Template.Categories.Select(it => (it.Code, visit.T(it.Chinese, it.English)))],
            PageCursors.Next(context, seen.Next),
            null,
            null
        );
    }
}
