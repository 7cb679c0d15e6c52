using System.Text.Json;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using Microsoft.Extensions.Options;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>What people ask of the district's template of rules.</summary>
internal sealed class DistrictRuleRequests(
    LawKeeper laws,
    IOptions<DistrictOptions> district,
    CommandSender sender,
    RulePublications publications,
    IssueQueries texts,
    AccountStore accounts
)
{
    /// <summary>A template is long, so that a page has few of them.</summary>
    public const int PageMax = 20;

    /// <summary>How long somebody who has published waits for this process to have heard of it.</summary>
    private static readonly TimeSpan InForceWithin = TimeSpan.FromSeconds(2);

    private readonly Place _district = Place.District(district.Value.Code);

    /// <summary>The law in force.</summary>
    public async ValueTask<Law> LawAsync(CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        return laws.Law;
    }

    /// <summary>Lets pass who may publish the district's rules.</summary>
    /// <exception cref="RefusedException">They may not.</exception>
    public void EnsureMayPublish(Actor actor)
    {
        if (!WhoMay.Administer(actor, _district))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, _district));
        }
    }

    /// <summary>Reads a whole template.</summary>
    /// <exception cref="RefusedException">It is missing, or something in it is; the refusal names the rule.</exception>
    public static RuleTemplate Read(JsonFields body)
    {
        body.ExpectOnly("template", "reason");
        var template =
            body.OptionalObject("template")
            ?? throw new RefusedException(Rejections.FieldMissing.With("template", "template"));
        try
        {
            return RuleTemplate.Read(template.Json);
        }
        catch (JsonException e)
        {
            throw body.WrongType(
                "template" + e.Path?.TrimStart('$'),
                "as a whole template has it",
                "与完整规则模板不符"
            );
        }
    }

    /// <summary>Publishes a template. When it is answered, this process decides by it, or will in a moment.</summary>
    /// <param name="body">What was asked, with the <c>reason</c>.</param>
    /// <param name="seen">The version that the publisher has seen; null for any.</param>
    /// <exception cref="RefusedException">The reason is missing or cannot be stored.</exception>
    public async Task<(CommandOutcome Outcome, int Version)> PublishAsync(
        Guid accountId,
        Guid commandId,
        RequestBody body,
        RuleTemplate template,
        int? seen,
        CancellationToken cancellationToken
    )
    {
        var reason = PrivateText.Of("reason", body.Fields.Text("reason"));
        var outcome = await sender.CarryOutAsync(
            _district,
            new CommandEnvelope(commandId, accountId, body.Hash, new PublishRules(template, seen, reason)),
            cancellationToken: cancellationToken
        );
        if (outcome.Answer is not { } answer)
        {
            return (outcome, 0);
        }

        using var json = JsonDocument.Parse(answer);
        var version = json.RootElement.GetProperty("version").GetInt32();
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(InForceWithin);
        try
        {
            await laws.InForceAsync(version, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It is in the log all the same, and decided by as soon as the tail brings it.
        }

        return (outcome, version);
    }

    /// <summary>What was published for the district, newest first.</summary>
    /// <param name="before">Cursor of the page before; null for the newest.</param>
    /// <returns>A page, and the cursor of the next; null at the end.</returns>
    public async Task<(ImmutableArray<PublishedRules> Items, int? Next)> HistoryAsync(
        Actor actor,
        int? before,
        CancellationToken cancellationToken
    )
    {
        // One more, with which the last of the page is compared.
        var logged = await publications.GetAsync<RulesPublished>(_district, before, PageMax + 1, cancellationToken);
        var happened = logged.Select(it => (RulesPublished)EventJson.Read(it.Type, it.Payload)).ToList();
        var shown = Math.Min(logged.Count, PageMax);
        var people = (
            await accounts.FindByReferencesAsync(logged.Select(it => it.Actor).Distinct(), cancellationToken)
        ).ToDictionary(account => account.Reference);
        var reasons = WhoMay.ReadReasonsOfRules(actor, _district)
            ? await texts.GetTextsAsync(
                happened.Take(shown).Select(it => it.Reason).OfType<string>(),
                null,
                cancellationToken
            )
            : ImmutableDictionary<string, StoredText>.Empty;
        var items = ImmutableArray.CreateBuilder<PublishedRules>(shown);
        for (var i = 0; i < shown; i++)
        {
            var it = happened[i];
            var earlier = i + 1 < happened.Count ? happened[i + 1].Template : DefaultRules.Template;
            items.Add(
                new PublishedRules(
                    it.Version,
                    null,
                    logged[i].At,
                    logged[i].Actor == Actor.Platform.Reference ? Role.Platform
                        : people.ContainsKey(logged[i].Actor) ? Role.Administrator
                        : null,
                    it.Reason is { } reason ? reasons.GetValueOrDefault(reason)?.Body : null,
                    RuleDifference.Between(earlier, it.Template)
                )
            );
        }

        return (items.ToImmutable(), logged.Count > shown ? logged[shown - 1].Version : null);
    }
}
