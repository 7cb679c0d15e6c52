namespace CivicGrains.Domain.Rules;

/// <summary>An owner's rules were published; they hold for what is accepted there from now on.</summary>
/// <param name="Version">Rises by one.</param>
/// <param name="Overrides">All that is otherwise than in the district, in order; nothing when the district's rules hold.</param>
/// <param name="TemplateVersion">Version of the district's rules on which they were made.</param>
/// <param name="Reason">Commitment of the reason.</param>
[EventName("owner.rules-published")]
public sealed record OwnerRulesPublished(int Version, RuleOverrides Overrides, int TemplateVersion, string Reason)
    : DomainEvent;
