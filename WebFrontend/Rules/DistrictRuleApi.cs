using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>The district's template of rules, which holds wherever an owner has nothing otherwise.</summary>
internal static class DistrictRuleApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapDistrictRules(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/rules").WithTags("Rules");
        group
            .MapGet("", GetAsync)
            .WithName("GetRules")
            .WithSummary("The district's template of rules in force; the ETag is its version")
            .Produces<DistrictRulesView>();
        group
            .MapGet("/history", HistoryAsync)
            .WithName("ListRules")
            .WithSummary("What was published for the district: who, when, why, and what it changed, newest first")
            .TakesQuery("after", "The `next` of the page before")
            .Produces<RulesHistoryList>();
        group
            .MapPost("/preview", PreviewAsync)
            .WithName("PreviewRules")
            .WithSummary("What publishing a template would change, and why it cannot be published; nothing is changed")
            .TakesBody<DistrictRulesBody>()
            .Produces<DistrictRulesPreviewView>();
        group
            .MapPut("", PublishAsync)
            .WithName("PublishRules")
            .WithSummary("Publish a whole template; it holds for what is accepted from then on")
            .TakesBody<DistrictRulesBody>()
            .TakesIfMatch()
            .TakesIdempotencyKey()
            .Produces<RulesPublishedView>();
    }

    private static async Task<IResult> GetAsync(HttpContext context, Actors actors, DistrictRuleRequests requests)
    {
        await actors.RequireAsync(context.User, context.RequestAborted);
        var law = await requests.LawAsync(context.RequestAborted);
        EditVersion.Show(context.Response, law.Version);
        return TypedResults.Ok(new DistrictRulesView(law.Version, law.Template));
    }

    private static async Task<IResult> HistoryAsync(HttpContext context, Actors actors, DistrictRuleRequests requests)
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var cursor = OwnerRuleApi.CursorOf(context);
        var (items, next) = await requests.HistoryAsync(actor, cursor, context.RequestAborted);
        return TypedResults.Ok(
            new RulesHistoryList([.. items.Select(PublishedRulesView.Of)], next?.ToString(CultureInfo.InvariantCulture))
        );
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, Actors actors, DistrictRuleRequests requests)
    {
        requests.EnsureMayPublish(await actors.RequireAsync(context.User, context.RequestAborted));
        using var body = await RequestBody.ReadAsync(context);
        var template = DistrictRuleRequests.Read(body.Fields);
        var law = await requests.LawAsync(context.RequestAborted);
        var language = OwnerRuleApi.SpeakTo(context);
        EditVersion.Show(context.Response, law.Version);
        return TypedResults.Ok(
            RuleCheck.Check(template) is { } wrong
                ? new DistrictRulesPreviewView(law.Version, [], [RuleProblemView.Of(wrong, language)])
                : new DistrictRulesPreviewView(law.Version, RuleDifference.Between(law.Template, template), [])
        );
    }

    private static async Task<IResult> PublishAsync(HttpContext context, Actors actors, DistrictRuleRequests requests)
    {
        requests.EnsureMayPublish(await actors.RequireAsync(context.User, context.RequestAborted));
        var seen = EditVersion.Read(context.Request);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var (outcome, version) = await requests.PublishAsync(
            accountId,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            DistrictRuleRequests.Read(body.Fields),
            seen,
            context.RequestAborted
        );
        if (outcome.Refused is null)
        {
            EditVersion.Show(context.Response, version);
        }

        return outcome.ToResult(StatusCodes.Status200OK);
    }
}

/// <summary>The district's rules in force.</summary>
/// <param name="Version">0 before any were published: then the platform's hold.</param>
internal sealed record DistrictRulesView(int Version, RuleTemplate Template);

/// <summary>The district's rules as they are published.</summary>
/// <param name="Template">The whole of them, as it is read.</param>
/// <param name="Reason">Why, at most 4,000 characters.</param>
internal sealed record DistrictRulesBody(RuleTemplate Template, string Reason);

/// <summary>What publishing a template would change.</summary>
/// <param name="Version">Version it was compared with, as the ETag.</param>
/// <param name="Difference">Rules that would be otherwise; empty when nothing would, or it cannot be published.</param>
/// <param name="Problems">Why it cannot be published; empty when it can.</param>
internal sealed record DistrictRulesPreviewView(
    int Version,
    ImmutableArray<RuleDifference> Difference,
    ImmutableArray<RuleProblemView> Problems
);
