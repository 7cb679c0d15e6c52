using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>Publish rules for the whole district.</summary>
/// <param name="ExpectedVersion">The version that the publisher has seen; null for any.</param>
/// <param name="Reason">Why; null only of the platform, which publishes at the word of whoever starts it.</param>
[GenerateSerializer, Immutable, Alias("publish-rules")]
public sealed record PublishRules(RuleTemplate Template, int? ExpectedVersion = null, PrivateText? Reason = null)
    : DomainCommand
{
    /// <inheritdoc/>
    public override ImmutableArray<PrivateText> Texts => Reason is { } reason ? [reason] : [];
}

/// <summary>Publish a year of the working calendar, for the first time or as a correction.</summary>
/// <param name="ExpectedVersion">The calendar's version that the publisher has seen; null for any.</param>
[GenerateSerializer, Immutable, Alias("publish-calendar-year")]
public sealed record PublishCalendarYear(CalendarYear Year, int? ExpectedVersion = null) : DomainCommand;
