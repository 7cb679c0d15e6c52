using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>What the page of an owner's rules shows.</summary>
/// <param name="OwnerPath">The page of the owner.</param>
/// <param name="Edit">The form of one rule; null where none is edited, or the one who looks may not.</param>
/// <param name="WasPublished">Whether they were published just now by the one who looks.</param>
public sealed record OwnerRulesModel(
    Place Place,
    string OwnerPath,
    SeenRules Seen,
    ImmutableArray<PublishedRules> History,
    RuleEditModel? Edit,
    bool WasPublished
)
{
    /// <summary>The address of the page.</summary>
    public string Path => OwnerRulePages.PathOf(Place);
}

/// <summary>The form of one class or category.</summary>
/// <param name="Rule">Its name; <see cref="OwnerRulePages.Everything"/> for going back to the district's rules.</param>
/// <param name="Values">What stands in its fields, by their names.</param>
/// <param name="Preview">What publishing would change; null before that was asked.</param>
/// <param name="Refused">Why it was not done; null when nothing was wrong.</param>
/// <param name="Key">The key of the wish to publish.</param>
/// <param name="Simulation">The past under these rules; null before that was asked.</param>
public sealed record RuleEditModel(
    string Rule,
    IReadOnlyDictionary<string, string> Values,
    RulesPreview? Preview,
    Rejection? Refused,
    string Key,
    Simulation? Simulation = null
);

/// <summary>The page of the rules that hold at an owner, and the forms on it: one rule at a time.</summary>
internal static class OwnerRulePages
{
    /// <summary>Stands for all rules, where the owner goes back to the district's.</summary>
    public const string Everything = "all";

    /// <summary>Names of the fields of the period on which rules are tried.</summary>
    public const string FromName = "from";

    /// <inheritdoc cref="FromName"/>
    public const string ToName = "to";

    private const string EditName = "edit";
    private const string RuleName = "rule";
    private const string PublishedName = "published";

    /// <summary>Adds the routes.</summary>
    public static void MapOwnerRulePages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet("/rules/{kind}/{key}", ShowAsync);
        // Where a refused form or a preview was shown; whoever loads that address anew wants the rules.
        group.MapGet("/rules/{kind}/{key}/preview", Again);
        group.MapGet("/rules/{kind}/{key}/publish", Again);
        group.MapGet("/rules/{kind}/{key}/simulate", Again);
        group.MapPost("/rules/{kind}/{key}/preview", PreviewAsync);
        group.MapPost("/rules/{kind}/{key}/simulate", SimulateAsync);
        group.MapPost("/rules/{kind}/{key}/publish", PublishAsync);
    }

    /// <summary>The page of an owner's rules.</summary>
    public static string PathOf(Place place) => $"/rules/{place}";

    private static IResult Again(string kind, string key) =>
        PageResult.SeeOther(PathOf(OwnerRuleRequests.PlaceOf(kind, key)));

    private static async Task<IResult> ShowAsync(
        string kind,
        string key,
        HttpContext context,
        OwnerRuleRequests requests
    )
    {
        var (visit, query) = (context.Visit(), new Query(context.Request));
        var actor = visit.Require();
        var place = OwnerRuleRequests.PlaceOf(kind, key);
        var model = await ReadAsync(place, actor, requests, context.RequestAborted);
        var rule = query.Text(EditName);
        if (rule is not null && model.Seen.MayPublish && ValuesOf(rule, model.Seen) is { } values)
        {
            model = model with { Edit = new RuleEditModel(rule, values, null, null, Visit.NewKey()) };
        }

        return Page(
            visit,
            model with
            {
                WasPublished = query.Number(PublishedName) is not null && model.Seen.MayPublish,
            }
        );
    }

    private static Task<IResult> PreviewAsync(
        string kind,
        string key,
        HttpContext context,
        OwnerRuleRequests requests
    ) => PreviewOfAsync(OwnerRuleRequests.PlaceOf(kind, key), context, requests, simulations: null);

    private static Task<IResult> SimulateAsync(
        string kind,
        string key,
        HttpContext context,
        OwnerRuleRequests requests,
        SimulationRequests simulations
    ) => PreviewOfAsync(OwnerRuleRequests.PlaceOf(kind, key), context, requests, simulations);

    /// <param name="simulations">Tries what is previewed on the past as well; null where nobody asked for that.</param>
    private static async Task<IResult> PreviewOfAsync(
        Place place,
        HttpContext context,
        OwnerRuleRequests requests,
        SimulationRequests? simulations
    )
    {
        var visit = context.Visit();
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is null)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        OwnerRuleRequests.EnsureMayPublish(visit.Actor!, place);
        var model = await ReadAsync(place, visit.Actor!, requests, context.RequestAborted);
        var (preview, refused) = form.IsFresh
            ? await TryPreviewAsync(model.Seen, form, requests, context.RequestAborted)
            : (null, Rejections.FormStale.Now());
        Simulation? simulation = null;
        if (simulations is not null && refused is null)
        {
            try
            {
                simulation = await simulations.RunAsync(
                    place,
                    visit.Actor!,
                    Read(model.Seen.Overrides, form.Body.Fields),
                    SimulationRequests.PeriodOf(form.Body.Fields),
                    context.RequestAborted
                );
            }
            catch (RefusedException e)
            {
                refused = e.Rejection;
            }
        }

        return Answer(visit, model, form, preview, refused, simulation);
    }

    private static async Task<IResult> PublishAsync(
        string kind,
        string key,
        HttpContext context,
        OwnerRuleRequests requests
    )
    {
        var (visit, place) = (context.Visit(), OwnerRuleRequests.PlaceOf(kind, key));
        using var form = await PageForm.ReadAsync(context);
        if (visit.Account is not { } account)
        {
            return SignInPages.AskAndKeep(context, form);
        }

        OwnerRuleRequests.EnsureMayPublish(visit.Actor!, place);
        var model = await ReadAsync(place, visit.Actor!, requests, context.RequestAborted);
        var (version, refused) = await TryPublishAsync(model.Seen, account.Id, context, form, requests);
        if (refused is null)
        {
            return PageResult.SeeOther(
                string.Create(CultureInfo.InvariantCulture, $"{PathOf(place)}?{PublishedName}={version}")
            );
        }

        // What was written is compared anew with what is in force now.
        var (preview, _) = await TryPreviewAsync(model.Seen, form, requests, context.RequestAborted);
        return Answer(visit, model, form, preview, refused);
    }

    private static async Task<(RulesPreview? Preview, Rejection? Refused)> TryPreviewAsync(
        SeenRules seen,
        PageForm form,
        OwnerRuleRequests requests,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var overrides = Read(seen.Overrides, form.Body.Fields);
            var preview = await requests.PreviewAsync(seen.Sheet.Owner.Place, overrides, cancellationToken);
            return preview.Problems.IsEmpty ? (preview, null) : (null, preview.Problems[0]);
        }
        catch (RefusedException e)
        {
            return (null, e.Rejection);
        }
    }

    /// <returns>The version now; else why nothing was published.</returns>
    private static async Task<(int Version, Rejection? Refused)> TryPublishAsync(
        SeenRules seen,
        Guid accountId,
        HttpContext context,
        PageForm form,
        OwnerRuleRequests requests
    )
    {
        if (form.SeenVersion is not { } version)
        {
            return (0, Rejections.FormStale.Now());
        }

        try
        {
            var (outcome, now) = await requests.PublishAsync(
                seen.Sheet.Owner.Place,
                accountId,
                IdempotencyKey.CommandIdOf(context.Request, accountId, form.Key),
                form.Body,
                Read(seen.Overrides, form.Body.Fields),
                version,
                context.RequestAborted
            );
            return (now, outcome.Refused);
        }
        catch (RefusedException e)
        {
            return (0, e.Rejection);
        }
    }

    /// <summary>The owner's rules with the one that was edited.</summary>
    private static RuleOverrides Read(RuleOverrides current, JsonFields form)
    {
        var rule = form.Word(RuleName);
        return rule == Everything ? RuleOverrides.None
            : Enum.TryParse<UrgencyClass>(rule, out var urgency) && $"{urgency}" == rule
                ? current.With(OverrideReader.ReadClass(urgency, form))
            : current.With(OverrideReader.ReadCategory(rule, form));
    }

    /// <summary>What stands in the form of a rule before anything was written; null where there is no such rule.</summary>
    private static Dictionary<string, string>? ValuesOf(string rule, SeenRules seen)
    {
        if (rule == Everything)
        {
            return [];
        }

        if (seen.Sheet.Classes.FirstOrDefault(it => $"{it.District.Class}" == rule) is { } line)
        {
            var own = seen.Overrides.Of(line.District.Class);
            var values = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["acknowledge"] = $"{own?.Acknowledge}",
                ["cap"] = $"{own?.Cap}",
            };
            for (var level = 0; level < line.District.Budgets.Length; level++)
            {
                values[$"budget{level}"] = $"{(own?.Budgets is { } budgets ? budgets[level] : null)}";
            }

            return values;
        }

        if (seen.Sheet.Categories.All(it => it.District.Code != rule))
        {
            return null;
        }

        var it = seen.Overrides.Of(rule) ?? new CategoryOverride(rule);
        return new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["class"] = $"{it.Class}",
            ["firstHandler"] = it.FirstHandler?.Camel() ?? "",
            ["firstLevel"] = $"{it.FirstLevel}",
            ["cap"] = $"{it.Cap}",
            ["levels"] = it.Levels is { } levels ? string.Join(',', levels) : "",
            ["department"] = it.Department ?? "",
            ["evidence"] = it.Evidence?.Camel() ?? "",
            ["ratedBy"] = it.RatedBy?.Camel() ?? "",
            ["verifyFirst"] = it.VerifyFirst is { } verify
                ? verify
                    ? "true"
                    : "false"
                : "",
        };
    }

    /// <summary>The page with the form as it was filled in.</summary>
    private static IResult Answer(
        Visit visit,
        OwnerRulesModel model,
        PageForm form,
        RulesPreview? preview,
        Rejection? refused,
        Simulation? simulation = null
    )
    {
        // A preview shows another wish each time; the key of one that was refused is kept with it.
        var sent = refused is null ? null : SentForm.Of(form, refused);
        var rule = form.Values.GetValueOrDefault(RuleName) ?? "";
        if (rule != Everything && ValuesOf(rule, model.Seen) is null)
        {
            throw new RefusedException(Rejections.FormStale.Now());
        }

        return Page(
            visit,
            model with
            {
                Edit = new RuleEditModel(
                    rule,
                    form.Values,
                    preview,
                    sent?.Refused,
                    sent?.NextKey ?? Visit.NewKey(),
                    simulation
                ),
            },
            refused is null ? StatusCodes.Status200OK : Problem.StatusOf(refused.Kind)
        );
    }

    private static async Task<OwnerRulesModel> ReadAsync(
        Place place,
        Actor actor,
        OwnerRuleRequests requests,
        CancellationToken cancellationToken
    )
    {
        var seen = await requests.FindAsync(place, actor, cancellationToken);
        var (history, _) = await requests.HistoryAsync(place, actor, null, cancellationToken);
        return new OwnerRulesModel(place, $"/{PagePaths.Of(place)}", seen, history, null, false);
    }

    private static IResult Page(Visit visit, OwnerRulesModel model, int status = StatusCodes.Status200OK)
    {
        var title = visit.T($"{model.Seen.Name}的办理规则", $"Rules of {model.Seen.Name}");
        return PageResult.Of<OwnerRulesPage, OwnerRulesModel>(
            visit,
            status == StatusCodes.Status200OK ? title : visit.T($"错误：{title}", $"Error: {title}"),
            model,
            status
        );
    }
}
