using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Places;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>The rules of an owner as somebody sees them.</summary>
/// <param name="Name">What the owner is called.</param>
/// <param name="By">In which role the last ones were published; null when none were, or the account is gone.</param>
/// <param name="Reason">Why, for who may read it; else null.</param>
/// <param name="MayPublish">Whether the one who looks may publish others.</param>
public sealed record SeenRules(string Name, RuleSheet Sheet, Role? By, string? Reason, bool MayPublish)
{
    /// <summary>Version of the owner's rules; 0 before any were published.</summary>
    public int Version => Sheet.Owner.Rules?.Version ?? 0;

    /// <summary>What the owner has otherwise than the district.</summary>
    public RuleOverrides Overrides => Sheet.Owner.Rules?.Overrides ?? RuleOverrides.None;
}

/// <summary>What publishing would change.</summary>
/// <param name="Version">Version of the owner's rules it was compared with.</param>
/// <param name="After">The rules as they would hold.</param>
/// <param name="Problems">Why it cannot be published; empty when it can.</param>
public sealed record RulesPreview(
    int Version,
    RuleSheet After,
    ImmutableArray<RuleDifference> Difference,
    ImmutableArray<Rejection> Problems
);

/// <summary>Rules that were published, as the log has them.</summary>
/// <param name="TemplateVersion">Version of the district's rules on which they were made; null for those of the district itself.</param>
/// <param name="By">In which role; null when the account is gone.</param>
/// <param name="Reason">Why, for who may read it.</param>
/// <param name="Difference">Against the version before.</param>
public sealed record PublishedRules(
    int Version,
    int? TemplateVersion,
    DateTimeOffset At,
    Role? By,
    string? Reason,
    ImmutableArray<RuleDifference> Difference
);

/// <summary>What people ask of the rules that owners hold, through whatever door they come.</summary>
internal sealed class OwnerRuleRequests(
    LawKeeper laws,
    OwnerQueries owners,
    OwnerProfiles profiles,
    CommandSender sender,
    RulePublications publications,
    IssueQueries texts,
    AccountStore accounts
)
{
    /// <summary>Most publications of a page of the history.</summary>
    public const int PageMax = 50;

    /// <summary>The place of an address.</summary>
    /// <exception cref="RefusedException">No place that owns issues can be called so.</exception>
    public static Place PlaceOf(string kind, string key) =>
        Place.TryParse($"{kind}/{key}", out var place) && place.OwnsIssues
            ? place
            : throw Unknown(kind.Length + key.Length < 50 ? $"{kind}/{key}" : "…");

    /// <summary>Lets pass who may publish the rules of an owner.</summary>
    /// <exception cref="RefusedException">They may not.</exception>
    public static void EnsureMayPublish(Actor actor, Place place)
    {
        if (!WhoMay.PublishRules(actor, place))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, place));
        }
    }

    /// <summary>The rules that hold at an owner.</summary>
    /// <exception cref="RefusedException">Nobody has registered it.</exception>
    public async Task<SeenRules> FindAsync(Place place, Actor actor, CancellationToken cancellationToken)
    {
        var (name, owner, law) = await OwnerAsync(place, cancellationToken);
        var rules = owner.Rules;
        var people = rules is null ? [] : await accounts.FindByReferencesAsync([rules.By], cancellationToken);
        var reason =
            rules is not null && WhoMay.ReadReasonsOfRules(actor, place)
                ? (await texts.GetTextsAsync([rules.Reason], null, cancellationToken))
                    .GetValueOrDefault(rules.Reason)
                    ?.Body
                : null;
        return new SeenRules(
            name,
            RuleSheet.Of(owner, law),
            RoleOf(people is [var publisher] ? publisher : null, place),
            reason,
            WhoMay.PublishRules(actor, place)
        );
    }

    /// <summary>What publishing would change; nothing is changed.</summary>
    /// <exception cref="RefusedException">Nobody has registered the place.</exception>
    public async Task<RulesPreview> PreviewAsync(
        Place place,
        RuleOverrides overrides,
        CancellationToken cancellationToken
    )
    {
        var (_, owner, law) = await OwnerAsync(place, cancellationToken);
        var problems = OwnerRuleCheck.ProblemsOf(overrides, owner, law).ToImmutableArray();
        var after = new OwnerRules(
            (owner.Rules?.Version ?? 0) + 1,
            overrides.Tidy(),
            law.Version,
            default,
            default,
            ""
        );
        return new RulesPreview(
            owner.Rules?.Version ?? 0,
            RuleSheet.Of(owner with { Rules = after }, law),
            problems.IsEmpty
                ? RuleDifference.Between(owner.Rules?.Overrides ?? RuleOverrides.None, after.Overrides)
                : [],
            problems
        );
    }

    /// <summary>Publishes the rules of an owner.</summary>
    /// <param name="body">What was asked, with the <c>reason</c>.</param>
    /// <param name="seen">The version that the publisher has seen; null for any.</param>
    /// <exception cref="RefusedException">The reason is missing or cannot be stored.</exception>
    /// <returns>What became of it, and the version of the owner's rules now.</returns>
    public async Task<(CommandOutcome Outcome, int Version)> PublishAsync(
        Place place,
        Guid accountId,
        Guid commandId,
        RequestBody body,
        RuleOverrides overrides,
        int? seen,
        CancellationToken cancellationToken
    )
    {
        var reason = PrivateText.Of("reason", body.Fields.Text("reason"));
        var command = new PublishOwnerRules(overrides, seen, reason);
        var outcome = await sender.CarryOutAsync(
            place,
            new CommandEnvelope(commandId, accountId, body.Hash, command),
            cancellationToken: cancellationToken
        );
        if (outcome.Answer is not { } answer)
        {
            return (outcome, 0);
        }

        // Whoever has published sees it at once; other processes hear of it from the log.
        profiles.Forget(place);
        using var json = JsonDocument.Parse(answer);
        return (outcome, json.RootElement.GetProperty("version").GetInt32());
    }

    /// <summary>What was published at an owner, newest first.</summary>
    /// <param name="before">Cursor of the page before; null for the newest.</param>
    /// <returns>A page, and the cursor of the next; null at the end.</returns>
    public async Task<(ImmutableArray<PublishedRules> Items, int? Next)> HistoryAsync(
        Place place,
        Actor actor,
        int? before,
        CancellationToken cancellationToken
    )
    {
        await OwnerAsync(place, cancellationToken);
        // One more, with which the last of the page is compared.
        var logged = await publications.GetAsync<OwnerRulesPublished>(place, before, PageMax + 1, cancellationToken);
        var happened = logged.Select(it => (OwnerRulesPublished)EventJson.Read(it.Type, it.Payload)).ToList();
        var shown = Math.Min(logged.Count, PageMax);
        var people = (
            await accounts.FindByReferencesAsync(logged.Select(it => it.Actor).Distinct(), cancellationToken)
        ).ToDictionary(account => account.Reference);
        var reasons = WhoMay.ReadReasonsOfRules(actor, place)
            ? await texts.GetTextsAsync(happened.Take(shown).Select(it => it.Reason), null, cancellationToken)
            : ImmutableDictionary<string, StoredText>.Empty;
        var items = ImmutableArray.CreateBuilder<PublishedRules>(shown);
        for (var i = 0; i < shown; i++)
        {
            var it = happened[i];
            items.Add(
                new PublishedRules(
                    it.Version,
                    it.TemplateVersion,
                    logged[i].At,
                    RoleOf(people.GetValueOrDefault(logged[i].Actor), place),
                    reasons.GetValueOrDefault(it.Reason)?.Body,
                    RuleDifference.Between(
                        i + 1 < happened.Count ? happened[i + 1].Overrides : RuleOverrides.None,
                        it.Overrides
                    )
                )
            );
        }

        return (items.ToImmutable(), logged.Count > shown ? logged[shown - 1].Version : null);
    }

    /// <summary>In which of their roles somebody published: the events know the person alone.</summary>
    private static Role? RoleOf(Account? account, Place place)
    {
        foreach (var held in account?.Roles ?? [])
        {
            if (held.Role is Role.Community or Role.Subdistrict or Role.Administrator && held.Place.Covers(place))
            {
                return held.Role;
            }
        }

        return null;
    }

    /// <summary>An owner, and the law in force.</summary>
    /// <exception cref="RefusedException">Nobody has registered it.</exception>
    public async Task<(string Name, OwnerProfile Owner, Law Law)> OwnerAsync(
        Place place,
        CancellationToken cancellationToken
    )
    {
        await laws.ReadyAsync(cancellationToken);
        var row =
            await owners.FindAsync(place, null, cancellationToken)
            ?? throw new RefusedException(Rejections.OwnerUnknown.With(null, place));
        return (row.Name, OwnerProfiles.ProfileOf(row), laws.Law);
    }

    private static RefusedException Unknown(string name) => new(Rejections.PlaceUnknown.With(null, name));
}
