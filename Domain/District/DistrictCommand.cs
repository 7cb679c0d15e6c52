using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>Publish rules for the whole district.</summary>
[GenerateSerializer, Immutable, Alias("publish-rules")]
public sealed record PublishRules(RuleTemplate Template) : DomainCommand;
