using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.District;

/// <summary>Rules were published; they hold for what is accepted from now on.</summary>
/// <param name="Version">Rises by one.</param>
/// <param name="Reason">Commitment of the reason; null where none was given.</param>
[EventName("district.rules-published")]
public sealed record RulesPublished(int Version, RuleTemplate Template, string? Reason = null) : DomainEvent;

/// <summary>A year of the working calendar was published, for the first time or as a correction.</summary>
/// <param name="Version">Version of the calendar, which rises by one with each year that is published.</param>
/// <param name="Year">The whole year, its days in order. Its source names a public notice, never a person.</param>
[EventName("district.calendar-year-published")]
public sealed record CalendarYearPublished(int Version, CalendarYear Year) : DomainEvent;
