using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;
using Microsoft.Net.Http.Headers;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>The rules that compounds, grids and projects hold: what applies there and why; publishing others.</summary>
internal static class OwnerRuleApi
{
    /// <summary>Adds the routes. Keys hold one slash: hence two parts of the address.</summary>
    public static void MapOwnerRules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/places/{kind}/{key}/rules").WithTags("Rules");
        group
            .MapGet("", GetAsync)
            .WithName("GetOwnerRules")
            .WithSummary("The rules that hold at a compound, grid or project; the ETag is the version of its own")
            .Produces<OwnerRulesView>();
        group
            .MapGet("/history", HistoryAsync)
            .WithName("ListOwnerRules")
            .WithSummary("What was published there: who, when, why, and what it changed, newest first")
            .TakesQuery("after", "The `next` of the page before")
            .Produces<RulesHistoryList>();
        group
            .MapPost("/preview", PreviewAsync)
            .WithName("PreviewOwnerRules")
            .WithSummary("What publishing rules would change, and why they cannot be published; nothing is changed")
            .TakesBody<OwnerRulesBody>()
            .Produces<RulesPreviewView>();
        group
            .MapPost("/simulate", SimulateAsync)
            .WithName("SimulateOwnerRules")
            .WithSummary("What if: the past of the place under other rules beside what happened; nothing is changed")
            .TakesBody<SimulationBody>()
            .Produces<SimulationView>();
        group
            .MapPut("", PublishAsync)
            .WithName("PublishOwnerRules")
            .WithSummary(
                "Publish what is otherwise there than in the district; it holds for what is accepted from then on"
            )
            .TakesBody<OwnerRulesBody>()
            .TakesIfMatch()
            .TakesIdempotencyKey()
            .Produces<RulesPublishedView>();
    }

    private static async Task<IResult> GetAsync(
        string kind,
        string key,
        HttpContext context,
        Actors actors,
        OwnerRuleRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        var seen = await requests.FindAsync(place, actor, context.RequestAborted);
        EditVersion.Show(context.Response, seen.Version);
        return TypedResults.Ok(OwnerRulesView.Of(seen, SpeakTo(context)));
    }

    private static async Task<IResult> HistoryAsync(
        string kind,
        string key,
        HttpContext context,
        Actors actors,
        OwnerRuleRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        var (items, next) = await requests.HistoryAsync(place, actor, CursorOf(context), context.RequestAborted);
        return TypedResults.Ok(
            new RulesHistoryList([.. items.Select(PublishedRulesView.Of)], next?.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static async Task<IResult> PreviewAsync(
        string kind,
        string key,
        HttpContext context,
        Actors actors,
        OwnerRuleRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        OwnerRuleRequests.EnsureMayPublish(actor, place);
        using var body = await RequestBody.ReadAsync(context);
        var preview = await requests.PreviewAsync(place, OverrideReader.Read(body.Fields), context.RequestAborted);
        EditVersion.Show(context.Response, preview.Version);
        return TypedResults.Ok(RulesPreviewView.Of(preview, SpeakTo(context)));
    }

    private static async Task<IResult> SimulateAsync(
        string kind,
        string key,
        HttpContext context,
        Actors actors,
        SimulationRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        SimulationRequests.EnsureMay(actor, place);
        using var body = await RequestBody.ReadAsync(context);
        var simulation = await requests.RunAsync(
            place,
            actor,
            SimulationRequests.RulesOf(body.Fields),
            SimulationRequests.PeriodOf(body.Fields),
            context.RequestAborted
        );
        return TypedResults.Ok(SimulationView.Of(simulation, SpeakTo(context)));
    }

    private static async Task<IResult> PublishAsync(
        string kind,
        string key,
        HttpContext context,
        Actors actors,
        OwnerRuleRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        OwnerRuleRequests.EnsureMayPublish(actor, place);
        var seen = EditVersion.Read(context.Request);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var (outcome, version) = await requests.PublishAsync(
            place,
            accountId,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            OverrideReader.Read(body.Fields),
            seen,
            context.RequestAborted
        );
        if (outcome.Refused is null)
        {
            EditVersion.Show(context.Response, version);
        }

        return outcome.ToResult(StatusCodes.Status200OK);
    }

    /// <summary>Where a page of a history begins.</summary>
    internal static int? CursorOf(HttpContext context) =>
        new Query(context.Request).Number("after") switch
        {
            null => null,
            { } after and <= int.MaxValue => (int)after,
            _ => throw new RefusedException(Rejections.CursorInvalid.Now("after")),
        };

    /// <summary>The language in which an answer speaks, which it then says.</summary>
    internal static Language SpeakTo(HttpContext context)
    {
        var language = Languages.Of(context.Request);
        context.Response.Headers.ContentLanguage = language.Tag();
        context.Response.Headers.Vary = HeaderNames.AcceptLanguage;
        return language;
    }
}
