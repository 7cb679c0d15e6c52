namespace CivicGrains.Domain.Rules;

/// <summary>Publish what an owner has otherwise than the district, as a whole; nothing goes back to the district's rules.</summary>
/// <param name="ExpectedVersion">The version of the owner's rules that the publisher has seen; null for any.</param>
/// <param name="Reason">The reason; required.</param>
[GenerateSerializer, Immutable, Alias("publish-owner-rules")]
public sealed record PublishOwnerRules(RuleOverrides Overrides, int? ExpectedVersion, PrivateText? Reason)
    : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Reason is { } reason ? [reason] : [];
}
