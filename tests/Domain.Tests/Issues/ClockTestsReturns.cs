using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>退单: once per handler, decided in time, the second dispute by the centre; the overall clock runs on.</summary>
public sealed class ClockTestsReturns
{
    [Theory]
    [InlineData("SAF-02")]
    [InlineData("UTL-03")]
    public void What_is_urgent_is_not_returned(string category) =>
        Clocks.Reported(category).IsRefused(Town.PropertyManager, Clocks.Return, "return.not-for-class");

    [Fact]
    public void Only_who_has_it_returns_it_with_a_reason_before_they_begin()
    {
        var story = Clocks.Reported();
        story.IsRefused(Town.GridHead, Clocks.Return, "place.not-yours");
        Assert.Equal(
            "reason",
            story.IsRefused(Town.PropertyManager, new Return(Story.Id, null), "field.missing").Field
        );

        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));
        story.Does(Town.PropertyManager, new Start(Story.Id));
        story.IsRefused(Town.PropertyManager, Clocks.Return, "issue.wrong-state");
    }

    [Fact]
    public void Four_office_hours_after_it_was_given_it_is_too_late()
    {
        var story = Clocks.Reported(at: "2026-11-27 16:00");

        story.Now = Clocks.At("2026-11-30 12:00");
        story.IsRefused(Town.PropertyManager, Clocks.Return, "return.too-late");

        story.Now = Clocks.At("2026-11-30 11:59:59");
        story.Does<IssueRequested>(Town.PropertyManager, Clocks.Return);
    }

    [Fact]
    public void At_the_centre_there_is_nobody_to_return_it_to()
    {
        var story = Clocks.Reported();
        for (var level = 0; level < 4; level++)
        {
            story.Does(Climbs.StaffOf(level), new Escalate(Story.Id, Town.Text()));
        }

        story.IsRefused(Town.Centre, Clocks.Return, "level.none-above");
    }

    [Fact]
    public void While_something_waits_nothing_else_is_asked()
    {
        var story = Clocks.Reported();
        story.IsRefused(Town.GridHead, Clocks.Grant, "place.not-yours");
        story.Does(Town.PropertyManager, Clocks.Return);

        foreach (var word in new[] { "return", "extend", "suspend" })
        {
            story.IsRefused(Town.PropertyManager, Scenes.Command(word), "request.pending");
        }

        story.IsRefused(Town.PropertyManager, Clocks.Grant, "place.not-yours");
        story.IsRefused(Town.Resident, Clocks.Grant, "place.not-yours");
        story.IsRefused(Town.SubdistrictDesk, Clocks.Grant, "place.not-yours");
        var refused = story.IsRefused(Town.GridHead, Clocks.Grant with { To = Town.OtherGrid }, "handler.unknown");
        Assert.Equal("to", refused.Field);
        story.IsRefused(Town.GridHead, Clocks.Grant with { To = Town.Compound }, "handler.unknown");
    }

    [Fact]
    public void Granted_it_goes_up_or_to_another_and_the_overall_clock_runs_on()
    {
        var up = Clocks.Reported();
        up.Does(Town.PropertyManager, Clocks.Return);
        up.Reaches("2026-11-24 11:00");
        Assert.Equal(EscalationReason.Returned, up.Grants<IssueEscalated>(Town.GridHead, Clocks.Grant).Reason);
        Assert.Equal(1, up.Issue.Step!.Level);
        Assert.Equal(Clocks.At("2026-11-25 17:00"), up.Issue.Step.DueAt);
        Assert.Equal(Clocks.At("2026-12-03 17:00"), up.Issue.OverallDueAt);

        var other = Clocks.Reported("ENV-05");
        other.Does(Town.GridHead, Clocks.Return);
        other.Grants<IssueDispatched>(Town.SubdistrictDesk, Clocks.Grant with { To = Town.OtherGrid });
        Assert.Equal(Town.OtherGrid, other.Issue.Step!.Handler.Place);
        Assert.Equal(1, other.Issue.Transfers);
        Assert.Equal(Clocks.At("2026-12-03 17:00"), other.Issue.OverallDueAt);
    }

    [Fact]
    public void Who_was_refused_does_not_ask_again_even_when_nobody_said_so_in_time()
    {
        var decided = Clocks.Reported();
        decided.Does(Town.PropertyManager, Clocks.Return);
        decided.Does<IssueRequestRefused>(Town.GridHead, Clocks.Refuse);
        decided.IsRefused(Town.PropertyManager, Clocks.Return, "return.once");

        var silent = Clocks.Reported();
        silent.Does(Town.PropertyManager, Clocks.Return);
        Assert.Equal(Clocks.At("2026-11-24 12:00"), silent.State.NextDueAt);
        Assert.Equal([new IssueRequestRefused(Story.Id, RequestKind.Return, InTime: false, null)], silent.Waits());
        silent.IsRefused(Town.PropertyManager, Clocks.Return, "return.once");
        Assert.Equal(Clocks.At("2026-11-26 17:00"), silent.Issue.Step!.DueAt);
    }

    [Fact]
    public void The_second_dispute_is_decided_by_the_centre_and_there_is_no_third()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Return);
        story.Does(Town.GridHead, Clocks.Grant);

        Assert.Equal(4, story.Does<IssueRequested>(Town.GridHead, Clocks.Return).Request.Level);
        story.IsRefused(Town.SubdistrictDesk, Clocks.Grant, "place.not-yours");
        story.Grants<IssueDispatched>(Town.Centre, Clocks.Grant with { To = Town.OtherGrid });

        Assert.Equal(2, story.Issue.ReturnedBy.Length);
        story.IsRefused(Town.OtherGridHead, Clocks.Return, "return.once");
    }

    [Fact]
    public void A_deadline_that_passes_ends_what_waits_and_it_counts_as_no_dispute()
    {
        // Two office hours: from 10:00 to 12:00.
        var story = Clocks.Reported("ENV-03");
        story.LivesUntil("2026-11-24 11:30");
        story.Does(Town.PropertyManager, Clocks.Return);
        Assert.Equal(Clocks.At("2026-11-24 14:30"), story.Issue.Request!.DecideBy);

        Assert.Equal(Clocks.At("2026-11-24 11:36"), story.State.NextDueAt);
        story.LivesUntil("2026-11-24 12:00");

        Assert.Equal(1, story.Issue.Step!.Level);
        Assert.Null(story.Issue.Request);
        Assert.Empty(story.Issue.ReturnedBy);
        story.IsRefused(Town.SubdistrictDesk, Clocks.Grant, "place.not-yours");
    }

    [Fact]
    public void A_move_keeps_the_clocks_and_what_was_done_to_them_and_leaves_what_waits_behind()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Extend());
        story.Does(Town.GridHead, Clocks.Grant);
        story.Does(Town.PropertyManager, Clocks.Return);
        var sent = story.Does<IssueSentAway>(Town.PropertyManager, new Relocate(Story.Id, Town.Grid));
        Assert.Null(story.State.NextDueAt);

        var there = new Story<Domain.Grids.GridState>(Town.AGrid()) { Law = story.Law, Now = story.Now.AddHours(1) };
        there.Does(Domain.People.Actor.Platform, new TakeOver(Story.Id, Town.Compound, sent.Carried));

        Assert.Null(there.Issue.Request);
        Assert.Equal(1, there.Issue.Extensions);
        Assert.Equal(story.Issue.OverallDueAt, there.Issue.OverallDueAt);
        Assert.Equal(story.Issue.Overall, there.Issue.Overall);
        there.IsRefused(Town.SubdistrictDesk, Clocks.Grant, "place.not-yours");

        // Refused there, it comes back with what waits; that ends when it should have been decided.
        story.Does(
            Domain.People.Actor.Platform,
            new ReturnToSender(Story.Id, Town.Grid, sent.Carried, "owner.unknown")
        );
        Assert.Equal(RequestKind.Return, story.Issue.Request?.Kind);
        Assert.IsType<IssueRequestRefused>(Assert.Single(story.Reaches("2026-11-24 12:00")));
    }
}
