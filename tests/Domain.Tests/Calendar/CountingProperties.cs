using System.Collections.Immutable;
using CivicGrains.Domain.Calendar;
using CsCheck;

namespace CivicGrains.Domain.Tests.Calendar;

/// <summary>The counting held against one that goes through every minute, slow and obviously right.</summary>
public sealed class CountingProperties
{
    private const int SampleMinutes = 60;

    private static readonly DateTimeOffset First = new(2024, 12, 25, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Any minute of the two official years and of the two that are computed around them.</summary>
    private static readonly Gen<DateTimeOffset> Starts = Gen.Int[0, 750 * 24 * SampleMinutes]
        .Select(minutes => First.AddMinutes(minutes));

    private static readonly Gen<WorkingCalendar> Calendars = Gen.OneOf(
        Gen.Const(WorkingCalendar.Default),
        // Days off and make-up days strewn at random, and other office hours.
        Gen.Select(Gen.Int[0, 364].Array[0, 60], Gen.Int[0, 364].Array[0, 20], Gen.Int[1, 6])
            .Select(
                (off, worked, length) =>
                    new WorkingCalendar(
                        1,
                        new OfficeHours([new(new(8, 30), new(8 + length, 45)), new(new(15, 0), new(18, 15))]),
                        [Year(2025, off, worked), Year(2026, worked, off)]
                    )
            )
    );

    [Fact]
    public void Working_hours_are_what_a_walk_through_every_minute_finds() =>
        Gen.Select(Calendars, Starts, Gen.Int[1, 40])
            .Sample(
                (calendar, start, hours) =>
                {
                    var left = hours * SampleMinutes;
                    var now = start;
                    while (left > 0)
                    {
                        left -= IsOpen(calendar, now) ? 1 : 0;
                        now = now.AddMinutes(1);
                    }

                    return calendar.Count(start, hours, TimeUnit.WorkingHours).At == now;
                },
                iter: 300
            );

    [Fact]
    public void Working_days_are_what_a_walk_through_every_minute_finds() =>
        Gen.Select(Calendars, Starts, Gen.Int[1, 20])
            .Sample(
                (calendar, start, days) =>
                {
                    // After the first day is over, each day that had an open minute counts when it has its last one.
                    var counted = 0;
                    var now = start;
                    var today = TownTime.DateOf(start);
                    while (true)
                    {
                        now = now.AddMinutes(1);
                        var closes = IsOpen(calendar, now.AddMinutes(-1)) && !OpensAgainToday(calendar, now);
                        if (TownTime.DateOf(now.AddMinutes(-1)) > today && closes && ++counted == days)
                        {
                            break;
                        }
                    }

                    return calendar.Count(start, days, TimeUnit.WorkingDays).At == now;
                },
                iter: 100
            );

    [Fact]
    public void More_never_ends_earlier_a_later_start_never_ends_earlier_and_the_words_say_the_same() =>
        Gen.Select(Calendars, Starts, Gen.Int[1, 60], Gen.Int[1, 3_000], Gen.Enum<TimeUnit>())
            .Sample(
                (calendar, start, amount, laterMinutes, unit) =>
                {
                    var due = calendar.Count(start, amount, unit);
                    Assert.True(due.At > start);
                    Assert.True(calendar.Count(start, amount + 1, unit).At >= due.At);
                    Assert.True(calendar.Count(start.AddMinutes(laterMinutes), amount, unit).At >= due.At);
                    var (explained, steps) = calendar.Explain(start, amount, unit);
                    Assert.Equal(due, explained);
                    Assert.True(steps.Length >= 2);
                },
                iter: 1_000
            );

    private static bool IsOpen(WorkingCalendar calendar, DateTimeOffset minute)
    {
        var time = TimeOnly.FromTimeSpan(TownTime.TimeOf(minute));
        // Seconds within the minute do not matter: all starts are whole minutes.
        return calendar.IsWorkday(TownTime.DateOf(minute))
            && calendar.Hours.Spans.Any(span => span.From <= time && time < span.Until);
    }

    private static bool OpensAgainToday(WorkingCalendar calendar, DateTimeOffset from)
    {
        var today = TownTime.DateOf(from.AddMinutes(-1));
        for (var minute = from; TownTime.DateOf(minute) == today; minute = minute.AddMinutes(1))
        {
            if (IsOpen(calendar, minute))
            {
                return true;
            }
        }

        return false;
    }

    private static CalendarYear Year(int year, int[] off, int[] worked)
    {
        var days = worked.Distinct().Order().Select(Day).Where(CalendarYear.IsWeekend).ToImmutableArray();
        return new CalendarYear(year, [.. off.Distinct().Order().Select(Day).Except(days)], days);

        DateOnly Day(int number) => new DateOnly(year, 1, 1).AddDays(number);
    }
}
