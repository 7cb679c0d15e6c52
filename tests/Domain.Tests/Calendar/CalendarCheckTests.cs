using CivicGrains.Domain.Calendar;

namespace CivicGrains.Domain.Tests.Calendar;

/// <summary>What a year of the calendar cannot say.</summary>
public sealed class CalendarCheckTests
{
    private static readonly CalendarYear Good = StatutoryDays.Of(2027) with { Source = "示例通知" };

    [Theory]
    [InlineData(1999)]
    [InlineData(2100)]
    public void A_year_that_cannot_be_computed_is_refused(int year) =>
        Refused(Good with { Year = year }, "calendar.year-out-of-range", "year");

    [Fact]
    public void Days_that_are_not_there_are_refused()
    {
        Refused(Good with { DaysOff = default }, "field.missing", "daysOff");
        Refused(Good with { MakeUpWorkdays = default }, "field.missing", "makeUpWorkdays");
    }

    [Fact]
    public void A_day_of_another_year_is_refused()
    {
        Refused(Good with { DaysOff = Good.DaysOff.Add(new(2028, 1, 3)) }, "calendar.other-year", "daysOff");
        Refused(Good with { MakeUpWorkdays = [new(2026, 12, 27)] }, "calendar.other-year", "makeUpWorkdays");
    }

    [Fact]
    public void A_day_that_stands_there_twice_is_refused()
    {
        Refused(Good with { DaysOff = Good.DaysOff.Add(Good.DaysOff[0]) }, "calendar.day-twice", "daysOff");
        Refused(
            Good with
            {
                MakeUpWorkdays = [new(2027, 2, 20), new(2027, 2, 20)],
            },
            "calendar.day-twice",
            "makeUpWorkdays"
        );
    }

    [Fact]
    public void A_make_up_workday_that_is_no_weekend_is_refused() =>
        Refused(Good with { MakeUpWorkdays = [new(2027, 2, 22)] }, "calendar.not-weekend", "makeUpWorkdays");

    [Fact]
    public void A_day_cannot_be_off_and_worked_at_once() =>
        Refused(
            Good with
            {
                DaysOff = Good.DaysOff.Add(new(2027, 2, 20)),
                MakeUpWorkdays = [new(2027, 2, 20)],
            },
            "calendar.off-and-worked",
            "makeUpWorkdays"
        );

    [Fact]
    public void A_statutory_holiday_cannot_be_worked()
    {
        Refused(Good with { DaysOff = Good.DaysOff.Remove(new(2027, 6, 9)) }, "calendar.feast-worked", "daysOff");
        // New Year's Day of the lunar year is a Saturday.
        Refused(
            Good with
            {
                DaysOff = Good.DaysOff.Remove(new(2027, 2, 6)),
                MakeUpWorkdays = [new(2027, 2, 6)],
            },
            "calendar.feast-worked",
            "makeUpWorkdays"
        );
    }

    [Fact]
    public void A_year_before_the_regulation_is_not_judged_by_it()
    {
        // The eve of the lunar year was worked in 2014.
        var notice = new CalendarYear(2014, [new(2014, 1, 1)], [], "notice");

        Assert.Null(CalendarCheck.Check(notice));
    }

    [Theory]
    [InlineData(null, "field.missing")]
    [InlineData(" ", "text.empty")]
    [InlineData("a\0", "text.control-character")]
    public void A_source_is_needed_that_can_be_stored(string? source, string code) =>
        Refused(Good with { Source = source }, code, "source");

    [Fact]
    public void A_source_is_not_longer_than_a_title()
    {
        Refused(Good with { Source = new string('字', 201) }, "text.too-long", "source");
        Assert.Null(CalendarCheck.Check(Good with { Source = new string('字', 200) }));
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once_and_what_is_right_is_not()
    {
        var wrong = Good with { DaysOff = Good.DaysOff.Add(Good.DaysOff[0]), Source = null };

        Assert.Equal(["calendar.day-twice", "field.missing"], CalendarCheck.ProblemsOf(wrong).Select(it => it.Code));
        Assert.Empty(CalendarCheck.ProblemsOf(Good));
        Assert.All(WorkingCalendar.Default.Years, year => Assert.Empty(CalendarCheck.ProblemsOf(year)));
    }

    [Fact]
    public void The_order_of_the_days_does_not_matter() =>
        Assert.Null(CalendarCheck.Check(Good with { DaysOff = [.. Good.DaysOff.Reverse()] }));

    [Fact]
    public void The_difference_names_what_becomes_off_and_what_becomes_worked()
    {
        var after = (
            Good with
            {
                DaysOff = Good.DaysOff.Add(new(2027, 2, 11)).Remove(new(2027, 2, 10)),
                MakeUpWorkdays = [new(2027, 2, 20)],
            }
        ).Sorted();

        var difference = CalendarDifference.Between(Good, after);

        Assert.Equal([new(2027, 2, 11)], difference.BecomeOff);
        Assert.Equal([new(2027, 2, 10), new(2027, 2, 20)], difference.BecomeWorked);
        Assert.Equal(difference.WorkdaysBefore + 1, difference.WorkdaysAfter);
        var nothing = CalendarDifference.Between(Good, Good);
        Assert.Empty(nothing.BecomeOff.Concat(nothing.BecomeWorked));
    }

    private static void Refused(CalendarYear year, string code, string field)
    {
        var refused = CalendarCheck.Check(year);

        Assert.Equal((code, field), (refused?.Code, refused?.Field));
    }
}
