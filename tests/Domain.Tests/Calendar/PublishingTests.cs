using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Calendar;

/// <summary>Years of the calendar that the district publishes.</summary>
public sealed class PublishingTests
{
    private static readonly CalendarYear Official = StatutoryDays.Of(2027) with { Source = "示例通知" };

    private DistrictState state = DistrictState.Initial(Town.District);

    [Fact]
    public void Only_the_administrator_publishes_not_even_the_platform()
    {
        foreach (var actor in Town.Everybody.Where(a => a != Town.Administrator))
        {
            Refused(new PublishCalendarYear(Official), "place.not-yours", actor);
        }
    }

    [Fact]
    public void A_year_that_cannot_be_is_refused() =>
        Refused(new PublishCalendarYear(Official with { Source = null }), "field.missing");

    [Fact]
    public void Whoever_has_seen_another_version_is_refused()
    {
        Publish(Official, seen: 0);

        Refused(new PublishCalendarYear(Official with { Source = "other" }, ExpectedVersion: 0), "edit.outdated");
        Refused(new PublishCalendarYear(Official with { Source = "other" }, ExpectedVersion: 2), "edit.outdated");
    }

    [Fact]
    public void Compounds_grids_and_projects_have_no_calendar()
    {
        var decision = CompoundState.Decide(
            Town.ACompound(),
            new PublishCalendarYear(Official),
            Town.Administrator,
            Town.Law,
            Town.Morning
        );

        Assert.Equal("command.unknown", decision.Rejection?.Code);
    }

    [Fact]
    public void A_year_that_is_published_is_counted_by_and_no_longer_provisional()
    {
        var start = new DateTimeOffset(2026, 12, 15, 2, 0, 0, TimeSpan.Zero);
        Assert.True(state.Calendar.Count(start, 15, TimeUnit.WorkingDays).Provisional);
        Assert.Same(DefaultRules.Law, state.Law);

        Publish(Official with { DaysOff = Official.DaysOff.Add(new(2027, 1, 4)) });

        var due = state.Law.Calendar.Count(start, 15, TimeUnit.WorkingDays);
        Assert.Equal(new DueTime(new DateTimeOffset(2027, 1, 7, 9, 0, 0, TimeSpan.Zero), false), due);
        Assert.Equal(1, state.Law.Calendar.Version);
        Assert.Equal(0, state.Law.Version);
    }

    [Fact]
    public void Days_are_in_order_whatever_order_they_came_in()
    {
        Publish(Official with { DaysOff = [.. Official.DaysOff.Reverse()] });

        Assert.Equal(Official.DaysOff, Assert.Single(state.CalendarYears).DaysOff);
    }

    [Fact]
    public void A_correction_replaces_its_year_and_is_a_new_version_of_the_calendar()
    {
        Publish(Official);
        Publish(StatutoryDays.Of(2028) with { Source = "示例通知" });
        Publish(Official with { DaysOff = Official.DaysOff.Add(new(2027, 1, 4)) }, seen: 2);

        Assert.Equal(3, state.CalendarVersion);
        Assert.Equal([2027, 2028], state.CalendarYears.Select(year => year.Year));
        Assert.False(state.Calendar.IsWorkday(new(2027, 1, 4)));
        Assert.Equal([2025, 2026, 2027, 2028], state.Calendar.Years.Select(year => year.Year));
    }

    [Fact]
    public void What_is_in_force_already_is_published_without_an_event()
    {
        Publish(Official);
        var again = Decide(new PublishCalendarYear(Official with { DaysOff = [.. Official.DaysOff.Reverse()] }));
        var broughtAlong = Decide(new PublishCalendarYear(WorkingCalendar.Default.YearOf(2026)));

        Assert.Equal((0, null), (again.Events.Length, again.Rejection));
        Assert.Equal((0, null), (broughtAlong.Events.Length, broughtAlong.Rejection));
        Assert.Equal("""{"year":2027,"version":1}""", DistrictState.Answer(state, new PublishCalendarYear(Official)));
    }

    [Fact]
    public void Rules_and_calendar_have_each_their_own_version()
    {
        Publish(Official);
        Do(new PublishRules(DefaultRules.Template with { ReopensMax = 1 }));

        Assert.Equal((1, 1), (state.Version, state.CalendarVersion));
        Assert.Equal((1, 1), (state.Law.Template.ReopensMax, state.Law.Calendar.Version));
    }

    private void Publish(CalendarYear year, int? seen = null) => Do(new PublishCalendarYear(year, seen));

    private void Do(DomainCommand command)
    {
        var decision = Decide(command);
        Assert.Null(decision.Rejection);
        state = DistrictState.Evolve(state, Assert.Single(decision.Events), Town.Administrator.Reference, Town.Morning);
    }

    private Decision Decide(DomainCommand command, Actor? actor = null) =>
        DistrictState.Decide(state, command, actor ?? Town.Administrator, Town.Law, Town.Morning);

    private void Refused(DomainCommand command, string code, Actor? actor = null)
    {
        var decision = Decide(command, actor);

        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
