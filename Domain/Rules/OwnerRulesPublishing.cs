using System.Globalization;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>How the grains of compounds, grids and projects publish their own rules: the same for all of them.</summary>
internal static class OwnerRulesPublishing
{
    /// <summary>The event of a publication; nothing where the same is in force already.</summary>
    public static Decision Decide(OwnerProfile owner, PublishOwnerRules command, Actor actor, Law law)
    {
        if (!owner.Registered)
        {
            return Rejections.OwnerUnknown.With("owner", owner.Place);
        }

        if (!WhoMay.PublishRules(actor, owner.Place))
        {
            return Rejections.PlaceNotYours.With(null, owner.Place);
        }

        var version = owner.Rules?.Version ?? 0;
        if (command.ExpectedVersion is { } seen && seen != version)
        {
            return Rejections.EditOutdated.Now();
        }

        if (command.Reason is not { } reason)
        {
            return Rejections.FieldMissing.With("reason", "reason");
        }

        if (
            (TextRules.Check(reason.Body, "reason") ?? OwnerRuleCheck.Check(command.Overrides, owner, law)) is { } wrong
        )
        {
            return wrong;
        }

        var current = owner.Rules?.Overrides ?? RuleOverrides.None;
        return command.Overrides.SaysTheSameAs(current)
            ? Decision.Nothing
            : new OwnerRulesPublished(version + 1, command.Overrides.Tidy(), law.Version, reason.Commitment);
    }

    /// <summary>The rules after a publication.</summary>
    public static OwnerRules Fold(OwnerRulesPublished it, Guid actor, DateTimeOffset at) =>
        new(it.Version, it.Overrides, it.TemplateVersion, at, actor, it.Reason);

    /// <summary>The answer to a publication.</summary>
    public static string Answer(OwnerRules? rules) =>
        $$"""{"version":{{(rules?.Version ?? 0).ToString(CultureInfo.InvariantCulture)}}}""";
}
