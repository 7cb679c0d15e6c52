using CivicGrains.Domain.Calendar;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>Which years are offered to look at.</summary>
internal static class CalendarYears
{
    /// <summary>The published ones, this one and the two that follow, in order.</summary>
    /// <param name="thisYear">The year it is in the town.</param>
    public static ImmutableSortedSet<int> Around(WorkingCalendar calendar, int thisYear) =>
        [.. calendar.Years.Select(year => year.Year), thisYear, thisYear + 1, thisYear + 2];
}
