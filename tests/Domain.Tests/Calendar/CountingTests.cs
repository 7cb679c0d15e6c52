using System.Globalization;
using CivicGrains.Domain.Calendar;

namespace CivicGrains.Domain.Tests.Calendar;

/// <summary>When time limits end, by the days and office hours of 2026.</summary>
public sealed class CountingTests
{
    private static readonly WorkingCalendar Calendar = WorkingCalendar.Default;

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Nothing_or_less_cannot_be_counted(int amount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() =>
            Calendar.Count(At("2026-11-24 10:00"), amount, TimeUnit.WorkingDays)
        );

    [Theory]
    [InlineData("2026-11-24 10:00", 2, "2026-11-24 12:00")]
    [InlineData("2026-11-24 16:30", 2, "2026-11-25 10:30")]
    [InlineData("2026-11-27 16:00", 4, "2026-11-30 12:00")]
    [InlineData("2026-02-14 16:00", 4, "2026-02-24 12:00")]
    [InlineData("2026-05-09 12:30", 3, "2026-05-09 16:00")]
    [InlineData("2026-09-30 15:30", 4, "2026-10-08 11:30")]
    public void Working_hours_are_counted_from_the_moment_through_breaks_nights_and_holidays(
        string start,
        int hours,
        string due
    ) => Assert.Equal(new DueTime(At(due), false), Calendar.Count(At(start), hours, TimeUnit.WorkingHours));

    [Theory]
    [InlineData("2026-11-24 10:00", 3, "2026-11-27 17:00")]
    [InlineData("2026-11-24 10:00", 7, "2026-12-03 17:00")]
    [InlineData("2026-11-24 10:00", 15, "2026-12-15 17:00")]
    [InlineData("2026-10-09 10:00", 1, "2026-10-10 17:00")]
    public void Working_days_do_not_count_the_first_day_and_end_at_the_close_of_business(
        string start,
        int days,
        string due
    ) => Assert.Equal(new DueTime(At(due), false), Calendar.Count(At(start), days, TimeUnit.WorkingDays));

    [Fact]
    public void What_reaches_into_a_year_without_a_notice_is_provisional() =>
        Assert.Equal(
            new DueTime(At("2027-01-06 17:00"), true),
            Calendar.Count(At("2026-12-15 10:00"), 15, TimeUnit.WorkingDays)
        );

    [Fact]
    public void The_time_of_day_does_not_matter_for_days_and_minutes_and_seconds_do_for_hours()
    {
        foreach (var time in (string[])["00:00", "12:34", "23:59"])
        {
            Assert.Equal(At("2026-11-27 17:00"), Calendar.Count(At($"2026-11-24 {time}"), 3, TimeUnit.WorkingDays).At);
        }

        Assert.Equal(
            At("2026-11-25 09:15").AddSeconds(7.5),
            Calendar.Count(At("2026-11-24 16:15").AddSeconds(7.5), 1, TimeUnit.WorkingHours).At
        );
    }

    [Fact]
    public void Hours_of_the_clock_know_no_days_off() =>
        Assert.Equal(
            new DueTime(At("2026-02-15 14:00"), false),
            Calendar.Count(At("2026-02-14 14:00"), 24, TimeUnit.Hours)
        );

    [Theory]
    [InlineData("2026-11-24 10:00", 3, "2026-11-28 00:00")] // Friday, to its end
    [InlineData("2026-11-24 10:00", 4, "2026-12-01 00:00")] // Saturday: moves to Monday
    [InlineData("2026-02-13 10:00", 1, "2026-02-15 00:00")] // a Saturday that is worked
    [InlineData("2026-02-13 10:00", 3, "2026-02-25 00:00")] // within the Spring Festival
    public void Calendar_days_end_with_the_last_one_which_moves_off_days_off(string start, int days, string due) =>
        Assert.Equal(new DueTime(At(due), false), Calendar.Count(At(start), days, TimeUnit.Days));

    [Fact]
    public void A_start_on_a_day_off_counts_from_the_next_working_day()
    {
        Assert.Equal(At("2026-11-30 11:00"), Calendar.Count(At("2026-11-28 03:00"), 2, TimeUnit.WorkingHours).At);
        Assert.Equal(At("2026-11-30 17:00"), Calendar.Count(At("2026-11-28 03:00"), 1, TimeUnit.WorkingDays).At);
    }

    [Fact]
    public void The_offset_of_the_start_does_not_matter()
    {
        var start = At("2026-11-24 16:30");

        Assert.Equal(
            Calendar.Count(start, 2, TimeUnit.WorkingHours),
            Calendar.Count(start.ToOffset(TimeSpan.FromHours(-7)), 2, TimeUnit.WorkingHours)
        );
    }

    [Fact]
    public void The_steps_say_in_words_what_was_counted_and_what_was_not()
    {
        var (due, steps) = Calendar.Explain(At("2026-09-30 15:30"), 4, TimeUnit.WorkingHours);

        Assert.Equal(At("2026-10-08 11:30"), due.At);
        Assert.Equal(
            [
                "自2026-09-30（周三）15:30起算",
                "2026-09-30（周三）：计1.5个工作小时",
                "2026-10-01（周四）至2026-10-07（周三）：休息，不计",
                "2026-10-08（周四）：计2.5个工作小时",
                "2026-10-08（周四）11:30到期",
            ],
            steps.Select(step => step.Chinese)
        );
        Assert.Equal("Thu 2026-10-01 to Wed 2026-10-07: off, not counted", steps[2].English);
    }

    [Fact]
    public void The_steps_name_make_up_days_the_law_and_the_years_that_may_change()
    {
        var (_, makeUp) = Calendar.Explain(At("2026-10-08 10:00"), 3, TimeUnit.WorkingDays);
        Assert.Equal(
            [
                "Begins Thu 2026-10-08 10:00",
                "The first day is not counted (Civil Code, article 201)",
                "Fri 2026-10-09: working day 1",
                "Sat 2026-10-10 (a make-up workday): working day 2",
                "Sun 2026-10-11: off, not counted",
                "Mon 2026-10-12: working day 3",
                "Due Mon 2026-10-12 17:00",
            ],
            makeUp.Select(step => step.English)
        );

        var (_, moved) = Calendar.Explain(At("2026-12-30 10:00"), 2, TimeUnit.Days);
        Assert.Equal(
            [
                "Begins Wed 2026-12-30 10:00",
                "The first day is not counted (Civil Code, article 201)",
                "Thu 2026-12-31 to Fri 2027-01-01: days 1 to 2",
                "The last day, Fri 2027-01-01 to Sun 2027-01-03, is off: moved to the next working day (Civil Code, article 203)",
                "The holidays of 2027 are not published yet: weekends and statutory days are assumed, which may change",
                "Due Mon 2027-01-04 24:00",
            ],
            moved.Select(step => step.English)
        );
    }

    [Fact]
    public void That_the_first_day_is_not_counted_is_said_before_days_off_too()
    {
        var (_, steps) = Calendar.Explain(At("2026-11-27 10:00"), 1, TimeUnit.WorkingDays);

        Assert.Equal(
            [
                "自2026-11-27（周五）10:00起算",
                "开始的当日不计入（民法典第二百零一条）",
                "2026-11-28（周六）至2026-11-29（周日）：休息，不计",
                "2026-11-30（周一）：第1个工作日",
                "2026-11-30（周一）17:00到期",
            ],
            steps.Select(step => step.Chinese)
        );
    }

    [Fact]
    public void One_day_is_not_spoken_of_as_several()
    {
        var (_, day) = Calendar.Explain(At("2026-11-24 10:00"), 1, TimeUnit.Days);
        var (_, hour) = Calendar.Explain(At("2026-11-24 10:00"), 1, TimeUnit.WorkingHours);

        Assert.Equal(("Wed 2026-11-25: day 1", "2026-11-25（周三）：第1日"), (day[2].English, day[2].Chinese));
        Assert.Equal("Tue 2026-11-24: 1 working hour", hour[1].English);
    }

    private static DateTimeOffset At(string local) =>
        new DateTimeOffset(
            DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture),
            TimeSpan.FromHours(8)
        ).ToUniversalTime();
}
