using CivicGrains.Domain.Calendar;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Calendar;

/// <summary>A month of a year, as it is drawn.</summary>
public sealed record MonthModel(CalendarYear Year, int Month, DateOnly Today)
{
    private const int WeekLength = 7;

    /// <summary>Days of the week from Monday on: short, and in full.</summary>
    internal static IEnumerable<(string Short, string Full)> WeekdaysIn(Language language) =>
        Enumerable
            .Range(1, WeekLength)
            .Select(day => (DayOfWeek)(day % WeekLength))
            .Select(day =>
                language is Language.English
                    ? ($"{day}"[..2], $"{day}")
                    : ("日一二三四五六"[(int)day].ToString(), $"星期{"日一二三四五六"[(int)day]}")
            );

    /// <summary>Its weeks from Monday to Sunday; null where a day is of another month.</summary>
    public IEnumerable<DateOnly?[]> Weeks
    {
        get
        {
            var first = new DateOnly(Year.Year, Month, 1);
            var lead = ((int)first.DayOfWeek + WeekLength - 1) % WeekLength;
            return Enumerable
                .Repeat<DateOnly?>(null, lead)
                .Concat(
                    Enumerable
                        .Range(0, DateTime.DaysInMonth(Year.Year, Month))
                        .Select(day => (DateOnly?)first.AddDays(day))
                )
                .Chunk(WeekLength);
        }
    }

    /// <summary>What kind of day it is: <c>off</c>, <c>made-up</c>, <c>weekend</c>, or null for a usual workday.</summary>
    public string? KindOf(DateOnly day) =>
        CalendarYear.IsWeekend(day) && Year.IsWorkday(day) ? "made-up"
        : Year.DaysOff.BinarySearch(day) >= 0 ? "off"
        : CalendarYear.IsWeekend(day) ? "weekend"
        : null;
}
