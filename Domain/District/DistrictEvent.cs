using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>Rules were published; they hold for what is accepted from now on.</summary>
/// <param name="Version">Rises by one.</param>
[EventName("district.rules-published")]
public sealed record RulesPublished(int Version, RuleTemplate Template) : DomainEvent;
