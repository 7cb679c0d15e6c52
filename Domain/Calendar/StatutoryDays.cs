using System.Globalization;

namespace CivicGrains.Domain.Calendar;

/// <summary>
/// A year for which no notice was published yet: weekends, the thirteen statutory days of the national regulation on
/// holidays (2024), and for each of those that falls on a weekend the next working day in its place (article 6). Which
/// days are moved for longer holidays only the notice says: such a year is provisional.
/// </summary>
public static class StatutoryDays
{
    /// <summary>First and last year that can be computed; the rule for Qingming is one of this century.</summary>
    public const int YearMin = 2000;

    /// <inheritdoc cref="YearMin"/>
    public const int YearMax = 2099;

    /// <summary>First year of the regulation as it stands; before it, other days were statutory.</summary>
    public const int RegulationYear = 2025;

    private const int DragonBoatMonth = 5;
    private const int DragonBoatDay = 5;
    private const int MidAutumnMonth = 8;
    private const int MidAutumnDay = 15;

    /// <summary>The year as far as it can be computed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The year is not between 2000 and 2099.</exception>
    public static CalendarYear Of(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, YearMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, YearMax);
        var off = new SortedSet<DateOnly>();
        foreach (var holiday in HolidaysOf(year))
        {
            off.UnionWith(holiday);
        }

        foreach (var holiday in HolidaysOf(year))
        {
            // In place of a day that nobody would have worked anyway, the next day after the holiday that is worked.
            var next = holiday[^1];
            for (var lost = holiday.Count(CalendarYear.IsWeekend); lost > 0; lost--)
            {
                do
                {
                    next = next.AddDays(1);
                } while (CalendarYear.IsWeekend(next) || off.Contains(next));

                off.Add(next);
            }
        }

        return new CalendarYear(year, [.. off.Where(day => day.Year == year)], []);
    }

    /// <summary>The statutory days themselves, in order, without any in place of them: thirteen, or twelve where two fall together.</summary>
    /// <inheritdoc cref="Of"/>
    public static ImmutableArray<DateOnly> FeastsOf(int year)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(year, YearMin);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(year, YearMax);
        return [.. HolidaysOf(year).SelectMany(days => days).Distinct().Order()];
    }

    private static IEnumerable<DateOnly[]> HolidaysOf(int year)
    {
        yield return [new(year, 1, 1)];
        var newYear = Lunar(year, 1, 1);
        yield return [newYear.AddDays(-1), newYear, newYear.AddDays(1), newYear.AddDays(2)];
        yield return [new(year, 4, QingmingDay(year))];
        yield return [new(year, 5, 1), new(year, 5, 2)];
        yield return [Lunar(year, DragonBoatMonth, DragonBoatDay)];
        yield return [Lunar(year, MidAutumnMonth, MidAutumnDay)];
        yield return [new(year, 10, 1), new(year, 10, 2), new(year, 10, 3)];
    }

    /// <summary>Day in April of Qingming, the day on which the sun stands at 15 degrees: the 4th or 5th in this century.</summary>
    private static int QingmingDay(int year)
    {
        const double tropicalYearRest = 0.2422;
        const double atCenturyStart = 4.81;
        var inCentury = year - YearMin;
        return (int)(inCentury * tropicalYearRest + atCenturyStart) - inCentury / 4;
    }

    private static DateOnly Lunar(int year, int month, int day)
    {
        var lunar = new ChineseLunisolarCalendar();
        // A leap month is counted like any other: it and those after it have a number more.
        var leap = lunar.GetLeapMonth(year);
        var number = leap > 0 && month >= leap ? month + 1 : month;
        return DateOnly.FromDateTime(lunar.ToDateTime(year, number, day, 0, 0, 0, 0));
    }
}
