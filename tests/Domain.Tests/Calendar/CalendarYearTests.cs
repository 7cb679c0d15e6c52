using System.Globalization;
using CivicGrains.Domain.Calendar;

namespace CivicGrains.Domain.Tests.Calendar;

public sealed class CalendarYearTests
{
    [Fact]
    public void The_year_2026_has_the_working_days_of_its_notice_in_every_month()
    {
        var year = WorkingCalendar.Default.YearOf(2026);

        int[] expected = [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23];
        Assert.Equal(expected, Enumerable.Range(1, 12).Select(month => Worked(year, month)));
        Assert.Equal(248, year.CountWorkdays());
    }

    [Fact]
    public void The_notices_that_come_along_are_2025_and_2026_in_order_and_of_their_year()
    {
        Assert.Equal([2025, 2026], WorkingCalendar.Default.Years.Select(year => year.Year));
        foreach (var year in WorkingCalendar.Default.Years)
        {
            Assert.NotNull(year.Source);
            Assert.Equal(year.DaysOff.Distinct().Order(), year.DaysOff);
            Assert.Equal(year.MakeUpWorkdays.Distinct().Order(), year.MakeUpWorkdays);
            Assert.All([.. year.DaysOff, .. year.MakeUpWorkdays], day => Assert.Equal(year.Year, day.Year));
            Assert.All(year.MakeUpWorkdays, day => Assert.True(CalendarYear.IsWeekend(day)));
        }
    }

    [Fact]
    public void A_year_without_a_notice_is_weekends_statutory_days_and_days_in_place_of_lost_ones()
    {
        var calendar = WorkingCalendar.Default;

        Assert.True(calendar.IsProvisional(2027));
        Assert.Equal(
            [
                "2027-01-01",
                "2027-02-05",
                "2027-02-06",
                "2027-02-07",
                "2027-02-08",
                "2027-02-09",
                "2027-02-10",
                "2027-04-05",
                "2027-05-01",
                "2027-05-02",
                "2027-05-03",
                "2027-05-04",
                "2027-06-09",
                "2027-09-15",
                "2027-10-01",
                "2027-10-02",
                "2027-10-03",
                "2027-10-04",
                "2027-10-05",
            ],
            calendar.YearOf(2027).DaysOff.Select(day => day.ToString("O", CultureInfo.InvariantCulture))
        );
    }

    /// <summary>The statutory days are among the days off of every notice; only the moved ones cannot be computed.</summary>
    [Theory]
    [InlineData(2025)]
    [InlineData(2026)]
    public void What_is_computed_of_a_year_agrees_with_its_notice_about_the_days_of_the_feasts(int year)
    {
        var computed = StatutoryDays.Of(year);
        var notice = WorkingCalendar.Default.YearOf(year);

        DateOnly[] feasts = year is 2025
            ? [new(2025, 1, 28), new(2025, 1, 31), new(2025, 4, 4), new(2025, 5, 31), new(2025, 10, 6)]
            : [new(2026, 2, 16), new(2026, 2, 19), new(2026, 4, 5), new(2026, 6, 19), new(2026, 9, 25)];
        Assert.All(feasts, day => Assert.Contains(day, computed.DaysOff));
        Assert.All(feasts, day => Assert.Contains(day, notice.DaysOff));
    }

    [Fact]
    public void Every_year_of_the_century_can_be_computed_and_has_thirteen_days_off_that_would_be_worked()
    {
        for (var year = StatutoryDays.YearMin; year <= StatutoryDays.YearMax; year++)
        {
            // Two feasts may fall on one day (2020: Mid-Autumn on 1 October).
            var lost = StatutoryDays.Of(year).DaysOff.Count(day => !CalendarYear.IsWeekend(day));
            Assert.InRange(lost, 12, 14);
        }
    }

    [Fact]
    public void A_year_that_is_replaced_makes_another_calendar_and_leaves_the_first_as_it_was()
    {
        var official = new CalendarYear(2027, [new(2027, 1, 1)], [], "notice");

        var next = WorkingCalendar.Default.With(official, 1);

        Assert.False(next.IsProvisional(2027));
        Assert.True(next.IsWorkday(new(2027, 2, 8)));
        Assert.Equal((1, 0), (next.Version, WorkingCalendar.Default.Version));
        Assert.False(WorkingCalendar.Default.IsWorkday(new(2027, 2, 8)));
    }

    [Fact]
    public void Outside_of_what_can_be_computed_only_weekends_are_off()
    {
        Assert.False(WorkingCalendar.Default.IsWorkday(new(1999, 10, 2)));
        Assert.True(WorkingCalendar.Default.IsWorkday(new(1999, 10, 1)));
        Assert.True(WorkingCalendar.Default.IsProvisional(2100));
    }

    private static int Worked(CalendarYear year, int month) =>
        Enumerable
            .Range(1, DateTime.DaysInMonth(year.Year, month))
            .Count(day => year.IsWorkday(new DateOnly(year.Year, month, day)));
}
