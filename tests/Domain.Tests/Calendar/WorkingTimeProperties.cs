using System.Collections.Immutable;
using CivicGrains.Domain.Calendar;
using CsCheck;

namespace CivicGrains.Domain.Tests.Calendar;

/// <summary>Parts of office time held against a counter that goes through every minute.</summary>
public sealed class WorkingTimeProperties
{
    private static readonly DateTimeOffset First = new(2026, 9, 1, 0, 0, 0, TimeSpan.FromHours(8));

    /// <summary>Four months with National Day, its make-up days and a year that is computed.</summary>
    private static readonly Gen<DateTimeOffset> Starts = Gen.Int[0, 130 * 24 * 60].Select(it => First.AddMinutes(it));

    private static readonly ImmutableArray<WorkingCalendar> Calendars =
    [
        WorkingCalendar.Default,
        new(
            1,
            new OfficeHours([new(new(8, 30), new(11, 45)), new(new(14, 0), new(18, 15))]),
            [new CalendarYear(2026, [new(2026, 9, 7), new(2026, 9, 8), new(2026, 10, 1)], [new(2026, 9, 12)])]
        ),
    ];

    private static readonly Gen<WorkingCalendar> AnyCalendar = Gen.Int[0, 1].Select(it => Calendars[it]);

    [Fact]
    public void Office_time_between_two_moments_is_the_number_of_open_minutes() =>
        Gen.Select(AnyCalendar, Starts, Gen.Int[-500, 15_000])
            .Sample(
                (calendar, from, minutes) =>
                    calendar.WorkingTimeBetween(from, from.AddMinutes(minutes))
                    == TimeSpan.FromMinutes(OpenMinutes(calendar, from, minutes)),
                iter: 400
            );

    [Fact]
    public void Counting_what_lies_between_ends_where_it_was_measured_or_at_the_close_before() =>
        Gen.Select(AnyCalendar, Starts, Gen.Int[1, 15_000])
            .Sample(
                (calendar, from, minutes) =>
                {
                    var until = from.AddMinutes(minutes);
                    var time = calendar.WorkingTimeBetween(from, until);
                    if (time == TimeSpan.Zero)
                    {
                        return;
                    }

                    var end = calendar.CountWorkingTime(from, time).At;
                    Assert.True(end <= until);
                    Assert.Equal(time, calendar.WorkingTimeBetween(from, end));
                    Assert.Equal(TimeSpan.Zero, calendar.WorkingTimeBetween(end, until));
                },
                iter: 1_000
            );

    [Fact]
    public void Seconds_of_office_time_are_what_a_walk_through_every_minute_finds() =>
        Gen.Select(AnyCalendar, Starts, Gen.Int[1, 1_500])
            .Sample(
                (calendar, from, minutes) =>
                {
                    var now = from;
                    for (var left = minutes; left > 0; now = now.AddMinutes(1))
                    {
                        left -= OpenMinutes(calendar, now, 1);
                    }

                    return calendar.Count(from, new TimeLimit(minutes * 60, TimeUnit.WorkingSeconds)).At == now;
                },
                iter: 200
            );

    [Fact]
    public void A_part_of_a_clock_has_that_part_of_its_open_minutes() =>
        Gen.Select(AnyCalendar, Starts, Gen.Int[1, 7], Gen.Int[1, 99], Gen.Int[1, 99])
            .Sample(
                (calendar, from, days, percent, other) =>
                {
                    var due = calendar.Count(from, days, TimeUnit.WorkingDays).At;
                    var part = calendar.PartOf(from, due, percent, TimeUnit.WorkingDays);
                    Assert.InRange(part, from, due);
                    var all = calendar.WorkingTimeBetween(from, due);
                    var passed = calendar.WorkingTimeBetween(from, part);
                    Assert.True((passed - (all * percent / 100)).Duration() < TimeSpan.FromMilliseconds(1));
                    if (percent < other)
                    {
                        Assert.True(part < calendar.PartOf(from, due, other, TimeUnit.WorkingDays));
                    }

                    // By the clock it is a part of the clock, and never to be kept waiting by a night.
                    var byClock = calendar.PartOf(from, due, percent, TimeUnit.Hours) - from;
                    Assert.True((byClock - ((due - from) * percent / 100)).Duration() < TimeSpan.FromMilliseconds(1));
                },
                iter: 1_000
            );

    [Fact]
    public void A_clock_without_time_has_no_part()
    {
        var calendar = WorkingCalendar.Default;

        Assert.Equal(First, calendar.PartOf(First, First, 50, TimeUnit.WorkingDays));
        Assert.Equal(First, calendar.PartOf(First.AddHours(1), First, 50, TimeUnit.Hours));
        // From one hour of a Sunday to the next no office is open: then the clock itself is taken.
        var sunday = new DateTimeOffset(2026, 11, 29, 10, 0, 0, TimeSpan.FromHours(8));
        Assert.Equal(sunday.AddMinutes(30), calendar.PartOf(sunday, sunday.AddHours(1), 50, TimeUnit.WorkingHours));
    }

    [Theory]
    [InlineData("7wd", 50, "88200ws")]
    [InlineData("3wd", 50, "37800ws")]
    [InlineData("4wh", 50, "7200ws")]
    [InlineData("24h", 50, "43200s")]
    [InlineData("7d", 50, "302400s")]
    [InlineData("1s", 1, "1s")]
    [InlineData("15wd", 100, "378000ws")]
    public void A_part_of_a_limit_is_of_its_kind_of_time(string limit, int percent, string part)
    {
        Assert.True(TimeLimit.TryParse(limit, out var whole));

        Assert.Equal(part, whole.Part(percent).ToString());
    }

    private static int OpenMinutes(WorkingCalendar calendar, DateTimeOffset from, int minutes)
    {
        var open = 0;
        for (var i = 0; i < minutes; i++)
        {
            var minute = from.AddMinutes(i);
            var time = TimeOnly.FromTimeSpan(TownTime.TimeOf(minute));
            open +=
                calendar.IsWorkday(TownTime.DateOf(minute))
                && calendar.Hours.Spans.Any(span => span.From <= time && time < span.Until)
                    ? 1
                    : 0;
        }

        return open;
    }
}
