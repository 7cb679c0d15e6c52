namespace CivicGrains.Domain.Calendar;

/// <summary>Which days of a year differ from "Monday to Friday are worked", as the State Council's notice says.</summary>
/// <param name="Year">The year, such as 2026.</param>
/// <param name="DaysOff">Days off, in order: holidays and what is moved to them. Weekends may be among them.</param>
/// <param name="MakeUpWorkdays">Saturdays and Sundays that are worked (调休), in order.</param>
/// <param name="Source">Where it is from, such as the number of the notice; null for what was computed.</param>
[GenerateSerializer, Immutable, Alias("calendar-year")]
public sealed record CalendarYear(
    int Year,
    ImmutableArray<DateOnly> DaysOff,
    ImmutableArray<DateOnly> MakeUpWorkdays,
    string? Source = null
)
{
    /// <summary>Whether a day is worked.</summary>
    public bool IsWorkday(DateOnly day) =>
        IsWeekend(day) ? MakeUpWorkdays.BinarySearch(day) >= 0 : DaysOff.BinarySearch(day) < 0;

    /// <summary>Number of days that are worked.</summary>
    public int CountWorkdays()
    {
        var count = 0;
        for (var day = new DateOnly(Year, 1, 1); day.Year == Year; day = day.AddDays(1))
        {
            count += IsWorkday(day) ? 1 : 0;
        }

        return count;
    }

    /// <summary>The same year with its days in order, as everything else takes them to be.</summary>
    public CalendarYear Sorted() => this with { DaysOff = DaysOff.Sort(), MakeUpWorkdays = MakeUpWorkdays.Sort() };

    /// <summary>Whether another one says the same: the same days from the same source. Both in order.</summary>
    public bool SaysTheSameAs(CalendarYear other) =>
        Year == other.Year
        && string.Equals(Source, other.Source, StringComparison.Ordinal)
        && DaysOff.SequenceEqual(other.DaysOff)
        && MakeUpWorkdays.SequenceEqual(other.MakeUpWorkdays);

    /// <summary>Saturday or Sunday.</summary>
    public static bool IsWeekend(DateOnly day) => day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
}
