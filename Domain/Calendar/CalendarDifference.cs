namespace CivicGrains.Domain.Calendar;

/// <summary>What another version of a year changes.</summary>
/// <param name="BecomeOff">Days that were worked and are off, in order.</param>
/// <param name="BecomeWorked">Days that were off and are worked, in order.</param>
/// <param name="WorkdaysBefore">Number of days of the year that were worked.</param>
/// <param name="WorkdaysAfter">Number of days of the year that are worked.</param>
public sealed record CalendarDifference(
    ImmutableArray<DateOnly> BecomeOff,
    ImmutableArray<DateOnly> BecomeWorked,
    int WorkdaysBefore,
    int WorkdaysAfter
)
{
    /// <summary>From one version to another of the same year. Both have their days in order.</summary>
    public static CalendarDifference Between(CalendarYear before, CalendarYear after)
    {
        var off = ImmutableArray.CreateBuilder<DateOnly>();
        var worked = ImmutableArray.CreateBuilder<DateOnly>();
        for (var day = new DateOnly(after.Year, 1, 1); day.Year == after.Year; day = day.AddDays(1))
        {
            if (before.IsWorkday(day) != after.IsWorkday(day))
            {
                (after.IsWorkday(day) ? worked : off).Add(day);
            }
        }

        return new CalendarDifference(
            off.ToImmutable(),
            worked.ToImmutable(),
            before.CountWorkdays(),
            after.CountWorkdays()
        );
    }
}
