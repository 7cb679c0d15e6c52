using System.Globalization;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Warnings at 50, 80, 100 and 150 per cent, at the minute, by the calendar of 2026.</summary>
public sealed class ClockTestsWarnings
{
    [Fact]
    public void A_lamp_that_nobody_mends_is_warned_of_and_goes_up_by_office_hours_to_the_centre()
    {
        var story = Clocks.Reported();

        story.LivesUntil("2027-01-01 10:00");

        Assert.Equal(
            [
                "11-25 14:00 50 property-manager",
                "11-26 12:00 80 property-manager grid-head",
                "11-26 17:00 level 1",
                "11-27 13:30 50 grid-head",
                "11-27 15:36 80 grid-head subdistrict",
                "11-27 17:00 level 2",
                "11-30 17:00 50 subdistrict",
                "12-01 14:12 80 subdistrict department",
                "12-01 17:00 level 3",
                "12-02 17:00 50 department",
                "12-03 14:12 80 department district-centre",
                "12-03 17:00 level 4",
                "12-03 17:00 overdue",
                "12-09 13:30 supervised by 4",
            ],
            Told(story)
        );
        Assert.Null(story.State.NextDueAt);
    }

    [Fact]
    public void Danger_on_a_Sunday_night_goes_up_by_the_clock()
    {
        var story = Clocks.Reported("SAF-02", "2026-11-29 03:00");

        story.LivesUntil("2027-01-01 10:00");

        Assert.Equal(
            [
                "11-29 03:00 alarm",
                "11-29 03:15 50 property-manager",
                "11-29 03:24 80 property-manager grid-head",
                "11-29 03:30 level 1",
                "11-29 03:45 50 grid-head",
                "11-29 03:54 80 grid-head subdistrict",
                "11-29 04:00 level 2",
                "11-29 04:30 50 subdistrict",
                "11-29 04:48 80 subdistrict department",
                "11-29 05:00 level 3",
                "11-29 06:00 50 department",
                "11-29 06:36 80 department district-centre",
                "11-29 07:00 level 4",
                "11-29 17:00 50 district-centre",
                "11-29 23:00 80 district-centre",
                "11-30 03:00 overdue",
                "11-30 15:00 supervised by 4",
            ],
            Told(story)
        );
    }

    [Fact]
    public void Noise_at_23_is_urgent_and_an_hour_and_a_minute_earlier_it_is_not()
    {
        var night = Clocks.Reported("ENV-05", "2026-11-24 23:00");
        Assert.Equal(UrgencyClass.P2, night.Issue.Terms!.Class);
        Assert.Equal(Clocks.At("2026-11-27 17:00"), night.Issue.OverallDueAt);

        night.LivesUntil("2026-11-28 10:00");

        Assert.Equal(
            [
                "11-25 03:00 50 grid-head",
                "11-25 05:24 80 grid-head subdistrict",
                "11-25 07:00 level 2",
                "11-25 19:00 50 subdistrict",
                "11-26 02:12 80 subdistrict department",
                "11-26 07:00 level 3",
                // The department's 48 hours end with the overall clock, on Friday at 17:00: it has 34.
                "11-27 00:00 50 department",
                "11-27 10:12 80 department district-centre",
                "11-27 17:00 level 4",
                "11-27 17:00 overdue",
            ],
            Told(night)
        );

        var evening = Clocks.Reported("ENV-05", "2026-11-24 21:59");
        Assert.Equal(UrgencyClass.P3, evening.Issue.Terms!.Class);
        Assert.Equal(Clocks.At("2026-11-25 17:00"), evening.Issue.Step!.DueAt);
    }

    [Theory]
    [InlineData("UTL-04", "2026-02-14 16:00", "02-24 16:30", "02-25 14:00", "02-25 17:00")] // over the Spring Festival
    [InlineData("ENV-01", "2026-09-30 15:30", "10-08 09:30", "10-08 10:42", "10-08 11:30")] // over National Day
    [InlineData("ENV-03", "2026-05-09 12:30", "05-09 14:00", "05-09 14:36", "05-09 15:00")] // a Saturday that is worked, at lunch
    [InlineData("ENV-01", "2026-11-27 16:00", "11-30 10:00", "11-30 11:12", "11-30 12:00")] // over a weekend
    [InlineData("ENV-03", "2026-11-24 16:30", "11-25 09:30", "11-25 10:06", "11-25 10:30")] // over a night
    [InlineData("ORD-01", "2026-10-09 10:00", "10-10 09:30", "10-10 14:24", "10-10 17:00")] // a make-up day is the day
    [InlineData("ENV-01", "2026-12-31 16:00", "01-04 10:00", "01-04 11:12", "01-04 12:00")] // over New Year
    public void Warnings_come_in_office_hours(string category, string at, string half, string most, string due)
    {
        var story = Clocks.Reported(category, at);

        for (var times = 0; times < 3; times++)
        {
            story.Waits();
        }

        Assert.Equal(
            [$"{half} 50 property-manager", $"{most} 80 property-manager grid-head", $"{due} level 1"],
            Told(story)
        );
    }

    [Fact]
    public void What_ends_next_year_is_provisional_until_its_days_are_published()
    {
        var story = Clocks.Reported("PTY-01", "2026-12-15 10:00");

        Assert.Equal(Clocks.At("2027-01-06 17:00"), story.Issue.OverallDueAt);
        Assert.True(story.Issue.Overall!.Provisional);
        Assert.Equal(Clocks.At("2026-12-18 17:00"), story.Issue.Step!.DueAt);
        Assert.False(story.Issue.Step.Provisional);
        Assert.False(Clocks.Reported("PTY-01", "2026-11-24 10:00").Issue.Overall!.Provisional);
    }

    [Fact]
    public void A_host_that_slept_gives_the_last_warning_alone_and_after_the_deadline_none()
    {
        var late = Clocks.Reported();
        var warned = Assert.IsType<IssueWarned>(Assert.Single(late.Reaches("2026-11-26 16:59")));
        Assert.Equal(80, warned.Percent);
        Assert.Null(warned.Next);

        var later = Clocks.Reported();
        Assert.IsType<IssueEscalated>(Assert.Single(later.Reaches("2026-11-26 17:00")));
    }

    [Fact]
    public void Where_a_level_is_skipped_the_one_that_stands_above_is_warned()
    {
        var story = Clocks.Reported("BLD-02");

        story.LivesUntil("2027-01-01 10:00");

        var told = Told(story);
        Assert.Contains("12-01 14:12 80 subdistrict district-centre", told);
        Assert.Contains("12-01 17:00 level 4", told);
        Assert.DoesNotContain(told, it => it.EndsWith("level 3", StringComparison.Ordinal));
        // The centre has the rest of the seven days.
        Assert.Contains("12-02 17:00 50 district-centre", told);
        Assert.Contains("12-03 17:00 overdue", told);
    }

    [Fact]
    public void Who_is_done_is_warned_no_more()
    {
        var story = Clocks.Resolved();

        Assert.DoesNotContain(story.LivesUntil("2027-01-01 10:00"), it => it is IssueWarned or IssueEscalated);
    }

    private static List<string> Told(Story<CompoundState> story)
    {
        var told = new List<string>();
        foreach (var (happened, _, at) in story.Log)
        {
            var what = happened switch
            {
                IssueWarned e => $"{e.Percent} {string.Join(' ', e.Told.Select(it => it.Role.Kebab()))}",
                IssueEscalated e => $"level {e.Step.Level}",
                IssueMarkedOverdue => "overdue",
                IssueSupervised e => $"supervised by {e.Level}",
                IssueAlarmed => "alarm",
                _ => null,
            };
            if (what is not null)
            {
                told.Add($"{TownTime.Local(at).ToString("MM-dd HH:mm", CultureInfo.InvariantCulture)} {what}");
            }
        }

        return told;
    }
}
