using CivicGrains.Storage.Leases;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>What the page of the administrators shows.</summary>
/// <param name="View">Null while the database is away.</param>
/// <param name="SentTo">The letter whose form was refused; null for none.</param>
/// <param name="Sent">That form.</param>
public sealed record OperationsModel(
    OperationsView? View,
    ImmutableArray<Alarm> Alarms,
    ImmutableArray<DeadLetterView> Letters,
    LiveMark Mark,
    string? SentTo,
    SentForm? Sent
)
{
    /// <summary>Those that are not settled.</summary>
    public IEnumerable<DeadLetterView> Open =>
        Letters.Where(it => it.State is DeadLetterState.Waiting or DeadLetterState.Retrying);

    /// <summary>Those about which it was decided.</summary>
    public IEnumerable<DeadLetterView> Settled =>
        Letters.Where(it => it.State is DeadLetterState.Done or DeadLetterState.Dropped);
}

/// <summary>The page of the administrators: what is wrong behind the platform, and the forms to put it right.</summary>
internal static class OperationsPages
{
    private const string Path = "/admin";

    /// <summary>Adds the routes.</summary>
    public static void MapOperationsPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet(Path, ShowAsync);
        // Where a refused form was shown; whoever loads that address anew wants the page.
        group.MapGet($"{Path}/dead-letters/{{id}}/{{verdict}}", () => PageResult.SeeOther(Path));
        group.MapPost($"{Path}/dead-letters/{{id}}/{{verdict}}", DecideAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, OperationsPageReader reader)
    {
        var visit = context.Visit();
        Admit(visit);
        var model = await reader.ReadAsync(context.RequestAborted);
        return PageResult.IsFragment(context)
            ? PageResult.Fragment<OperationsLive, OperationsModel>(visit, model)
            : Page(visit, model, StatusCodes.Status200OK);
    }

    private static async Task<IResult> DecideAsync(
        string id,
        string verdict,
        HttpContext context,
        OperationsPageReader reader,
        DeadLetterDesk desk
    )
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        Admit(visit);
        var refused = await form.TryAsync(() =>
            desk.DecideAsync(
                visit.Actor!,
                id,
                verdict,
                IdempotencyKey.CommandIdOf(context.Request, account.Id, form.Key),
                form.Body,
                context.RequestAborted
            )
        );
        if (refused is null)
        {
            return PageResult.SeeOther(Path);
        }

        var model = await reader.ReadAsync(context.RequestAborted);
        var sent = SentForm.Of(form, refused);
        return Page(visit, model with { SentTo = id, Sent = sent }, Problem.StatusOf(refused.Kind));
    }

    private static void Admit(Visit visit)
    {
        if (!WhoMay.Operate(visit.Require()))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, Path));
        }
    }

    private static IResult Page(Visit visit, OperationsModel model, int status)
    {
        var title = visit.T("运行管理", "Operations");
        return PageResult.Of<OperationsPage, OperationsModel>(
            visit,
            model.Sent is null ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}

/// <summary>Reads what the page shows.</summary>
internal sealed class OperationsPageReader(OperationsWatch watch, DeadLetterDesk desk, LiveBoard board)
{
    public async Task<OperationsModel> ReadAsync(CancellationToken cancellationToken)
    {
        var look = await watch.LookAsync(cancellationToken);
        return look.Sample is not { } sample
            ? new OperationsModel(null, look.Alarms, [], new LiveMark(board.Seq, board.Epoch), null, null)
            : new OperationsModel(
                OperationsView.Of(sample, look.Alarms),
                look.Alarms,
                await desk.ReadAsync(cancellationToken),
                new LiveMark(sample.State.EndSeq, board.Epoch),
                null,
                null
            );
    }
}
