using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Danger and what is urgent: natural clocks, by night and on days off.</summary>
public sealed class ClockTestsUrgent
{
    private static readonly Handler[] Alarmed =
    [
        new(Role.PropertyManager, Town.Compound),
        new(Role.GridHead, Town.Grid),
        new(Role.Subdistrict, Town.Subdistrict),
        new(Role.DistrictCentre, Town.District),
    ];

    [Fact]
    public void Danger_is_told_to_the_place_its_grid_the_subdistrict_and_the_centre_at_once()
    {
        var story = Clocks.Reported("SAF-02", "2026-11-29 03:00");

        var alarmed = Assert.Single(story.Log.Select(it => it.Happened).OfType<IssueAlarmed>());
        Assert.Equal(Alarmed, alarmed.Told);
        Assert.Equal(Clocks.At("2026-11-29 03:00"), story.Log[^1].At);
    }

    [Fact]
    public void Danger_that_nobody_came_to_check_is_told_to_all_when_it_is_accepted_by_itself()
    {
        var story = Clocks.Reported("SAF-02", law: Clocks.LawWith("SAF-02", c => c with { VerifyFirst = true }));
        Assert.Equal(IssueStatus.Submitted, story.Issue.Status);
        Assert.DoesNotContain(story.Log, it => it.Happened is IssueAlarmed);

        var happened = story.Reaches("2026-11-24 10:10");

        Assert.Equal([typeof(IssueAccepted), typeof(IssueAlarmed)], happened.Select(it => it.GetType()));
        Assert.Equal(Alarmed, ((IssueAlarmed)happened[1]).Told);
        // The overall clock has run since the report, the step since now.
        Assert.Equal(Clocks.At("2026-11-25 10:00"), story.Issue.OverallDueAt);
        Assert.Equal(Clocks.At("2026-11-24 10:40"), story.Issue.Step!.DueAt);
    }
}
