using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>A limit asked for in another unit than the rule is no way to get more.</summary>
public sealed class ClockTestsUnits
{
    [Theory]
    [InlineData(SuspensionReason.OwnersVote, "60wd", "suspend.too-long")]
    [InlineData(SuspensionReason.OwnersVote, "61d", "suspend.too-long")]
    [InlineData(SuspensionReason.OwnersVote, "60d", null)]
    [InlineData(SuspensionReason.UnderDeliberation, "30wd", "suspend.too-long")]
    [InlineData(SuspensionReason.UnderDeliberation, "20wd", null)]
    [InlineData(SuspensionReason.Engineering, "90wd", "suspend.too-long")]
    [InlineData(SuspensionReason.AwaitingReporter, "2d", null)]
    [InlineData(SuspensionReason.AwaitingReporter, "3d", "suspend.too-long")]
    [InlineData(SuspensionReason.AwaitingReporter, "79h", "suspend.too-long")]
    [InlineData(SuspensionReason.AwaitingReporter, "2147483647h", "suspend.too-long")]
    public void Clocks_stand_still_no_longer_than_the_rule_in_whatever_unit(
        SuspensionReason why,
        string limit,
        string? code
    )
    {
        Assert.True(TimeLimit.TryParse(limit, out var asked));
        var story = Clocks.Reported();
        var planned = why is SuspensionReason.Engineering ? new DateOnly(2026, 12, 20) : (DateOnly?)null;

        Assert.Equal(code, story.Ask(Town.PropertyManager, Clocks.Suspend(why, asked, planned)).Rejection?.Code);
    }

    [Fact]
    public void A_question_in_days_of_the_calendar_does_not_outlast_the_working_days_of_the_rule()
    {
        // Thursday: three days end on Monday at midnight, three working days on Tuesday at 17:00.
        var thursday = Clocks.Reported(at: "2026-11-26 10:00");
        thursday.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter, TimeLimit.Days(3)));
        Assert.Equal(Clocks.At("2026-12-01 00:00"), thursday.Issue.Suspended!.Until);

        // Monday: they end on Thursday at midnight and at 17:00.
        Clocks
            .Reported(at: "2026-11-23 10:00")
            .IsRefused(
                Town.PropertyManager,
                Clocks.Suspend(SuspensionReason.AwaitingReporter, TimeLimit.Days(3)),
                "suspend.too-long"
            );
    }

    [Theory]
    [InlineData("1wh")]
    [InlineData("24h")]
    [InlineData("5h")]
    [InlineData("0h")]
    [InlineData("-1h")]
    public void An_extension_of_an_urgent_step_does_not_run_on_office_hours(string limit)
    {
        // Friday: the four hours of the compound end at 20:00; an office hour after that ends on Monday at 10:00.
        var story = Clocks.Reported("UTL-03", "2026-11-27 16:00");
        var asked =
            limit == "-1h" ? TimeLimit.Hours(-1)
            : TimeLimit.TryParse(limit, out var it) ? it
            : default;

        var refused = story.IsRefused(Town.PropertyManager, Clocks.Extend(asked), "extend.too-long");

        Assert.Equal("limit", refused.Field);
        story.Does(Town.PropertyManager, Clocks.Extend(TimeLimit.Hours(4)));
    }

    [Theory]
    [InlineData("2wd", null)]
    [InlineData("14wh", null)]
    [InlineData("15wh", "extend.too-long")]
    [InlineData("1d", "extend.too-long")]
    [InlineData("1h", "extend.too-long")]
    [InlineData("3wd", "extend.too-long")]
    [InlineData("2147483647wd", "extend.too-long")]
    public void An_extension_is_no_longer_than_the_budget_in_office_hours_too(string limit, string? code)
    {
        Assert.True(TimeLimit.TryParse(limit, out var asked));

        Assert.Equal(code, Clocks.Reported().Ask(Town.PropertyManager, Clocks.Extend(asked)).Rejection?.Code);
    }
}
