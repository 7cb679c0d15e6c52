using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Calendar;
using CivicGrains.Domain.Tests.Grids;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>
/// The rows of clock rules that were asked for, one test each and in their order, lived through under the rules a
/// district starts with. The classes that are named beside a row have its edges and refusals.
/// </summary>
public sealed class ClockTableTests
{
    /// <summary>Rows whose edges have a class of their own; a row that is renamed there does not compile here.</summary>
    public static readonly TheoryData<string, string> Edges = new()
    {
        { nameof(Row_overall_clock_starts), nameof(ClockTestsUrgent) },
        { nameof(Row_business_time), nameof(CountingTests) },
        { nameof(Row_escalation_and_re_dispatch), nameof(ClockProperties) },
        { nameof(Row_warnings), nameof(ClockTestsWarnings) },
        { nameof(Row_return), nameof(ClockTestsReturns) },
        { nameof(Row_extension), nameof(ClockTestsExtensions) },
        { nameof(Row_suspension), nameof(ClockTestsSuspensions) },
        { nameof(Row_verification), nameof(ClockTestsChecks) },
        { nameof(Row_rating_window), nameof(ClockTestsChecks) },
        { nameof(Row_reopen_window), nameof(ClockTestsChecks) },
        { nameof(Row_low_rating), nameof(ClockTestsCallBacks) },
        { nameof(Row_merge_duplicates), nameof(JoiningTests) },
        { nameof(Row_surge), nameof(SurgeTests) },
        { nameof(Row_whistle), nameof(WhistleTests) },
        { nameof(Row_missing_calendar_year), nameof(CalendarYearTests) },
        { nameof(Row_silence_of_grid_head), nameof(OfferingTests) },
        { nameof(Row_night), nameof(OfferingTests) },
    };

    [Theory]
    [MemberData(nameof(Edges))]
    public void Every_row_has_its_test_and_its_edges_have_theirs(string row, string edges)
    {
        Assert.NotNull(typeof(ClockTableTests).GetMethod(row));
        var tests = typeof(ClockTableTests).Assembly.GetTypes().Single(it => it.Name == edges).GetMethods();
        Assert.Contains(tests, it => it.IsDefined(typeof(FactAttribute), inherit: true));
        Assert.Equal(
            Edges.Count,
            typeof(ClockTableTests).GetMethods().Count(it => it.Name.StartsWith("Row_", StringComparison.Ordinal))
        );
    }

    /// <summary>At acceptance; where life or supply is at stake, at submission.</summary>
    [Fact]
    public void Row_overall_clock_starts()
    {
        Assert.Equal("2026-11-25 10:00", AcceptedAnHourLater("SAF-02", "2026-11-24 10:05"));
        Assert.Equal("2026-11-27 17:00", AcceptedAnHourLater("UTL-03", "2026-11-24 10:20"));
        // The seven days of a lamp that was reported on Tuesday evening and accepted on Wednesday begin on Wednesday.
        Assert.Equal("2026-12-04 17:00", AcceptedAnHourLater("UTL-04", "2026-11-25 09:30", "2026-11-24 18:00"));

        static string AcceptedAnHourLater(string category, string accepted, string reported = Clocks.Tuesday)
        {
            var story = Clocks.Reported(
                category,
                reported,
                Clocks.LawWith(category, c => c with { VerifyFirst = true })
            );
            story.Now = Clocks.At(accepted);
            story.Does(Town.GridHead, new Accept(Story.Id));
            return Local(story.Issue.OverallDueAt!.Value);
        }
    }

    /// <summary>Monday to Friday by the calendar, make-up days count, 09:00-12:00 and 13:00-17:00.</summary>
    [Fact]
    public void Row_business_time()
    {
        // Four office hours from Saturday 16:00 on, which is worked: one of that day, three after the Spring Festival.
        Assert.Equal("2026-02-24 12:00", Local(Clocks.Reported("ENV-01", "2026-02-14 16:00").Issue.Step!.DueAt));
        Assert.Equal("2026-11-25 10:30", Local(Clocks.Reported("ENV-03", "2026-11-24 16:30").Issue.Step!.DueAt));
        Assert.Equal(TimeSpan.FromHours(7), DefaultRules.Law.Calendar.Hours.Length);
    }

    /// <summary>They move the step's clock, never the overall one.</summary>
    [Fact]
    public void Row_escalation_and_re_dispatch()
    {
        var story = Clocks.Reported();
        var overall = story.Issue.OverallDueAt;

        story.Does(Town.PropertyManager, new Escalate(Story.Id, Town.Text()));
        Assert.Equal("2026-11-25 17:00", Local(story.Issue.Step!.DueAt));
        story.Reaches("2026-11-25 10:00");
        story.Does(Town.GridHead, new Dispatch(Story.Id, Town.OtherGrid));

        Assert.Equal("2026-11-26 17:00", Local(story.Issue.Step.DueAt));
        Assert.Equal(overall, story.Issue.OverallDueAt);
    }

    /// <summary>
    /// 50 % to the handler, 80 % to the level above as well, 100 % one level up, 150 % of the whole a supervision order.
    /// </summary>
    [Fact]
    public void Row_warnings()
    {
        var story = Clocks.Reported();

        var happened = story.LivesUntil("2027-01-01 10:00");

        Assert.Equal([50, 80, 50, 80, 50, 80, 50, 80], happened.OfType<IssueWarned>().Select(it => it.Percent));
        Assert.All(happened.OfType<IssueWarned>(), it => Assert.Equal(it.Percent == 50 ? 1 : 2, it.Told.Length));
        Assert.Equal([1, 2, 3, 4], happened.OfType<IssueEscalated>().Select(it => it.Step.Level));
        Assert.Equal("2026-12-09 13:30", When<IssueSupervised>(story));
    }

    /// <summary>
    /// Within four office hours, decided within two, once by each; the second dispute is the centre's; not where it is
    /// urgent; the overall clock runs on.
    /// </summary>
    [Fact]
    public void Row_return()
    {
        Clocks.Reported("UTL-03").IsRefused(Town.PropertyManager, Clocks.Return, "return.not-for-class");
        var story = Clocks.Reported();
        var overall = story.Issue.OverallDueAt;
        story.Now = Clocks.At("2026-11-24 15:00");
        story.IsRefused(Town.PropertyManager, Clocks.Return, "return.too-late");

        story.Now = Clocks.At("2026-11-24 14:59");
        var asked = story.Does<IssueRequested>(Town.PropertyManager, Clocks.Return).Request;
        Assert.Equal((1, "2026-11-24 16:59"), (asked.Level, Local(asked.DecideBy)));
        story.Does(Town.GridHead, Clocks.Grant);
        Assert.Equal(IssueLevels.Last, story.Does<IssueRequested>(Town.GridHead, Clocks.Return).Request.Level);
        story.Does(Town.Centre, Clocks.Refuse);

        story.IsRefused(Town.GridHead, Clocks.Return, "return.once");
        Assert.Equal(overall, story.Issue.OverallDueAt);
    }

    /// <summary>
    /// Before the deadline; the first one level up, at most the budget; the second at the subdistrict; two; never past
    /// twice the cap; the reporter reads the reason.
    /// </summary>
    [Fact]
    public void Row_extension()
    {
        var story = Clocks.Reported("ENV-04");
        story.IsRefused(Town.PropertyManager, Clocks.Extend(TimeLimit.WorkingDays(6)), "extend.too-long");
        foreach (var (who, level) in new[] { (Town.GridHead, 1), (Town.SubdistrictDesk, 2) })
        {
            Assert.Equal(level, story.Does<IssueRequested>(Town.PropertyManager, Clocks.Extend()).Request.Level);
            var extended = story.Grants<IssueExtended>(who, Clocks.Grant);
            Assert.False(IssueEventAudience.IsForChain(extended));
            Assert.NotEmpty(extended.Reason);
        }

        story.IsRefused(Town.PropertyManager, Clocks.Extend(), "extend.too-often");
        // Fourteen working days: five and twice five would be fifteen.
        Assert.Equal("2026-12-14 17:00", Local(story.Issue.OverallDueAt!.Value));
        story.Now = story.Issue.Step!.DueAt;
        story.IsRefused(Town.PropertyManager, Clocks.Extend(), "extend.too-late");
    }

    /// <summary>
    /// Five reasons with a limit each, two times, not in danger; it ends by itself, step and overall clock stand still,
    /// the age runs on.
    /// </summary>
    [Fact]
    public void Row_suspension()
    {
        Clocks
            .Reported("SAF-01")
            .IsRefused(Town.PropertyManager, Clocks.Suspend(SuspensionReason.OwnersVote), "suspend.not-for-class");
        foreach (var why in Enum.GetValues<SuspensionReason>())
        {
            var story = Clocks.Reported();
            var (step, overall) = (story.Issue.Step!.DueAt, story.Issue.OverallDueAt);
            story.Does(
                Town.PropertyManager,
                Clocks.Suspend(why, planned: DateOnly.FromDateTime(new DateTime(2027, 1, 15)))
            );
            if (story.Issue.Request is not null)
            {
                story.Does(Town.GridHead, Clocks.Grant);
            }

            Assert.Equal(story.Issue.Suspended!.Until, story.State.NextDueAt);
            Assert.True(Assert.IsType<IssueResumed>(Assert.Single(story.Waits())).ByItself);

            Assert.True(story.Issue.Step.DueAt > step && story.Issue.OverallDueAt > overall);
            Assert.Equal(Clocks.At(Clocks.Tuesday), story.Issue.ReportedAt);
            Assert.Equal(1, story.Issue.Suspensions);
        }
    }

    /// <summary>Within a working day after it was resolved, where a photo is advised; then somebody above hears of it.</summary>
    [Fact]
    public void Row_verification()
    {
        var story = Clocks.Resolved();
        Assert.Equal("2026-11-25 17:00", Local(story.Issue.CheckDueAt!.Value));

        Assert.IsType<IssueCheckMissed>(Assert.Single(story.Waits()));

        Assert.Equal("2026-11-25 17:00", When<IssueCheckMissed>(story));
        Assert.Null(Clocks.Resolved("PTY-01").Issue.CheckDueAt);
        // The reporter says that it is done: nobody has to go and look.
        var content = Clocks.Resolved();
        content.Does(Town.Resident, new Close(Story.Id));
        Assert.DoesNotContain(content.LivesUntil("2027-01-01 10:00"), it => it is IssueCheckMissed);
    }

    /// <summary>Three working days after it was resolved; silence closes it as without an answer.</summary>
    [Fact]
    public void Row_rating_window()
    {
        var story = Clocks.Resolved("PTY-01");

        var closed = Assert.IsType<IssueClosed>(Assert.Single(story.Waits()));

        Assert.False(closed.ByReporter);
        Assert.Equal("2026-11-27 17:00", When<IssueClosed>(story));
        Assert.Null(story.Issue.Stars);
        story.IsRefused(Town.Resident, new Rate(Story.Id, 5), "rate.too-late");
    }

    /// <summary>
    /// Seven days after it was closed, at the level that had it, the third time at the subdistrict; the same number, and
    /// half of the overall limit.
    /// </summary>
    [Fact]
    public void Row_reopen_window()
    {
        var story = Clocks.Resolved();
        for (var times = 1; times <= 3; times++)
        {
            story.Does(Town.Resident, new Close(Story.Id));
            Assert.Equal("2026-12-02 00:00", Local(story.Issue.WindowEndsAt!.Value));
            var reopened = story.Does<IssueReopened>(Town.Resident, new Reopen(Story.Id));

            Assert.Equal(Story.Id, reopened.IssueId);
            Assert.Equal(times < 3 ? 0 : 2, reopened.Step.Level);
            // Half of seven working days: 24.5 office hours.
            Assert.Equal("2026-11-27 14:30", Local(reopened.OverallDueAt));
            story.IsDone();
        }

        story.Does(Town.Resident, new Close(Story.Id));
        story.Now = Clocks.At("2026-12-02 00:00");
        story.IsRefused(Town.Resident, new Reopen(Story.Id), "reopen.too-late");
    }

    /// <summary>Two stars or less: called back within a working day; where the handling was to blame it is done again.</summary>
    [Fact]
    public void Row_low_rating()
    {
        var story = Clocks.Resolved("PTY-01");
        Assert.Null(Rated(3).Issue.CallBackDueAt);

        story.Does(Town.Resident, new Rate(Story.Id, 2));

        Assert.Equal("2026-11-25 17:00", Local(story.Issue.CallBackDueAt!.Value));
        story.Does(Town.GridHead, new CallBack(Story.Id, Solved: false, CausedByHandling: true, Town.Text()));
        Assert.Equal(IssueStatus.Rework, story.Issue.Status);
        Assert.Equal(0, story.Issue.Step!.Level);

        static Story<CompoundState> Rated(int stars)
        {
            var rated = Clocks.Resolved("PTY-01");
            rated.Does(Town.Resident, new Rate(Story.Id, stars));
            return rated;
        }
    }

    /// <summary>
    /// The same category and owner; who followed the one is told of the other as its reporter is. How near in time and
    /// place is data of the rules, by which the edge offers them.
    /// </summary>
    [Fact]
    public void Row_merge_duplicates()
    {
        Assert.Equal((TimeLimit.Hours(72), 50), (JoinRules.Default.SimilarWithin, JoinRules.Default.SimilarMetres));
        var story = Clocks.Reported();
        story.Does(Town.Neighbour, Town.ReportOf(Story.Lamp, Scenes.OtherId));
        story.Does(Town.ResidentNumber(1), new Follow(Scenes.OtherId));

        story.Does(Town.PropertyManager, new Merge(Scenes.OtherId, Story.Id, Town.Text("同一盏灯")));

        Assert.Equal(IssueStatus.Merged, story.State.Issues[Scenes.OtherId].Status);
        Assert.Equal(
            new[] { Town.Neighbour.Reference, Town.ResidentNumber(1).Reference }.Order(),
            story.Issue.Followers.Order()
        );
        story.Does(Town.Neighbour, Town.ReportOf("BLD-02", "QY20261124-000124"));
        story.IsRefused(
            Town.PropertyManager,
            new Merge("QY20261124-000124", Story.Id, Town.Text("同一盏灯")),
            "merge.other-category"
        );
    }

    /// <summary>
    /// Five of one category and compound in half an hour are one incident, urgent at least; twenty of a community are the
    /// master grid's.
    /// </summary>
    [Fact]
    public void Row_surge()
    {
        Assert.Equal(
            (5, TimeLimit.Minutes(30), 20, TimeLimit.Minutes(60)),
            (
                JoinRules.Default.SurgeReports,
                JoinRules.Default.SurgeWithin,
                JoinRules.Default.AreaSurgeReports,
                JoinRules.Default.AreaSurgeWithin
            )
        );
        var story = Clocks.Reported();
        for (var people = 2; people <= 5; people++)
        {
            story.Now = story.Now.AddMinutes(7);
            Assert.Null(story.State.Book.IncidentOf(Story.Lamp));
            story.Does(Town.ResidentNumber(people), Town.ReportOf(Story.Lamp, $"QY20261124-00020{people}"));
        }

        Assert.Equal(Story.Id, story.State.Book.IncidentOf(Story.Lamp));
        Assert.Equal(UrgencyClass.P2, story.Issue.Terms!.Class);
        Assert.Equal(4, story.Issue.Duplicates.Length);
    }

    /// <summary>Sign within an hour, contact within 24, on site within three or five working days, half an hour in an emergency.</summary>
    [Theory]
    [InlineData(WhistleKind.WorkPush, "2026-11-24 11:00", "2026-11-25 10:00", "2026-11-27 17:00")]
    [InlineData(WhistleKind.HardCase, "2026-11-24 11:00", "2026-11-25 10:00", "2026-12-01 17:00")]
    [InlineData(WhistleKind.Emergency, "2026-11-24 10:30", "2026-11-24 10:30", "2026-11-24 10:30")]
    public void Row_whistle(WhistleKind kind, string signed, string contacted, string onSite)
    {
        var story = Whistles.Blown(kind: kind);
        if (kind is WhistleKind.HardCase)
        {
            story.Does(Town.Centre, Whistles.Grant);
        }

        var clocks = Assert.Single(story.Log.Select(it => it.Happened).OfType<IssueWhistleBlown>()).Clocks;
        Assert.Equal(
            (signed, contacted, onSite),
            (Local(clocks.SignBy), Local(clocks.ContactBy), Local(clocks.OnSiteBy))
        );
    }

    /// <summary>Computed, and marked as provisional, until it is published.</summary>
    [Fact]
    public void Row_missing_calendar_year()
    {
        var story = Clocks.Reported("PTY-01", "2026-12-15 10:00");
        Assert.Equal(
            ("2027-01-06 17:00", true),
            (Local(story.Issue.OverallDueAt!.Value), story.Issue.Overall!.Provisional)
        );

        story.Law = new Law(
            0,
            DefaultRules.Template,
            WorkingCalendar.Default.With(
                new CalendarYear(2027, [.. StatutoryDays.Of(2027).DaysOff.Append(new(2027, 1, 4)).Order()], []),
                1
            )
        );
        story.Does(Actor.Platform, new RecountDeadlines());

        Assert.Equal(
            ("2027-01-07 17:00", false),
            (Local(story.Issue.OverallDueAt!.Value), story.Issue.Overall!.Provisional)
        );
    }

    /// <summary>Danger that nobody acknowledges goes to the next on duty after ten minutes.</summary>
    [Fact]
    public void Row_silence_of_grid_head()
    {
        var step = Clocks.Reported("SAF-02").Issue.Step!;
        Assert.Null(step.OfferOn);
        var up = Clocks.Reported("SAF-02");
        up.Reaches("2026-11-24 10:30");
        Assert.Equal(TimeLimit.Minutes(10), up.Issue.Step!.OfferOn);

        var grid = Duty.AGrid();
        grid.Does(Actor.Platform, grid.Danger());
        Assert.Equal(Duty.Head, grid.Holder(Duty.P1));
        Assert.IsType<TaskOffered>(Assert.Single(grid.Reaches("2026-11-24 10:10")));
        Assert.Equal(Duty.Officer, grid.Holder(Duty.P1));
    }

    /// <summary>What runs by the clock disturbs always; what runs in working time on working days from 08:30 to 18:00 only.</summary>
    [Theory]
    [InlineData("2026-11-24 23:00", "2026-11-25 08:30")]
    [InlineData("2026-11-28 12:00", "2026-11-30 08:30")]
    [InlineData("2026-11-24 17:59", null)]
    public void Row_night(string at, string? quietUntil)
    {
        var grid = Duty.AGrid();
        grid.Now = Clocks.At(at);

        var quiet = (TaskOffered)grid.Does(Actor.Platform, grid.Lamp())[0];
        var danger = (TaskOffered)grid.Does(Actor.Platform, grid.Danger())[0];

        Assert.Equal(quietUntil is null ? null : Clocks.At(quietUntil), quiet.QuietUntil);
        Assert.Null(danger.QuietUntil);
    }

    private static string When<T>(Story<CompoundState> story) => Local(story.Log.Single(it => it.Happened is T).At);

    private static string Local(DateTimeOffset at) => $"{TownTime.Local(at):yyyy-MM-dd HH:mm}";
}
