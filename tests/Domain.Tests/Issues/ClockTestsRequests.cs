using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>What a handler asks for, while it waits to be decided.</summary>
public sealed class ClockTestsRequests
{
    [Fact]
    public void Nothing_is_granted_after_the_deadline_though_no_timer_has_come_round_yet()
    {
        var story = Clocks.Reported("UTL-03", "2026-11-24 05:30");
        story.Reaches("2026-11-24 09:20");
        story.Does(Town.PropertyManager, Clocks.Extend());
        Assert.Equal(Clocks.At("2026-11-24 09:30"), story.Issue.Step!.DueAt);

        story.Now = Clocks.At("2026-11-24 09:30");

        story.IsRefused(Town.GridHead, Clocks.Grant, "request.none");
        story.IsRefused(Town.GridHead, Clocks.Refuse, "request.none");
        Assert.IsType<IssueEscalated>(Assert.Single(story.Wakes()));
        Assert.Null(story.Issue.Request);
        Assert.Equal(0, story.Issue.Extensions);
    }

    [Fact]
    public void Nothing_is_granted_after_it_should_have_been_decided()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingThirdParty));
        story.Now = Clocks.At("2026-11-24 12:00");

        story.IsRefused(Town.GridHead, Clocks.Grant, "request.none");

        Assert.Equal([new IssueRequestRefused(Story.Id, RequestKind.Suspension, InTime: false, null)], story.Wakes());
    }

    [Fact]
    public void What_is_said_for_a_return_and_by_who_grants_it_only_the_chain_reads()
    {
        foreach (var to in new Place?[] { null, Town.OtherGrid })
        {
            var story = Clocks.Reported("ENV-05");
            var asked = new Return(Story.Id, Town.Text("报事人说了家里的事"));
            var grant = Clocks.Grant with { Note = Town.Text("同意"), To = to };
            story.Does(Town.GridHead, asked);
            story.Does(Town.SubdistrictDesk, grant);

            Assert.Equal([typeof(IssueRequested)], Mentions(story, asked.Reason!));
            Assert.Equal([typeof(IssueRequestGranted)], Mentions(story, grant.Note));
            Assert.All(
                new[] { typeof(IssueRequested), typeof(IssueRequestGranted) },
                type => Assert.True(IssueEventAudience.IsForChain(EventCatalog.All.Single(e => e.Value == type).Key))
            );
        }
    }

    [Fact]
    public void Nobody_grants_or_refuses_what_they_asked_for_themselves_in_another_role()
    {
        var both = new Actor(Town.PropertyManager.Reference, [.. Town.PropertyManager.Roles, .. Town.GridHead.Roles]);
        var story = Clocks.Reported();
        story.Does(both, Clocks.Extend());

        story.IsRefused(both, Clocks.Grant, "request.own");
        story.IsRefused(both, Clocks.Refuse, "request.own");
        story.Grants<IssueExtended>(Town.GridHead, Clocks.Grant);
    }

    [Fact]
    public void Works_whose_day_has_come_before_anybody_decided_do_not_stop_the_clocks()
    {
        var story = Clocks.Reported(at: "2026-11-26 10:00");
        story.Reaches("2026-11-27 16:30");
        story.Does(
            Town.PropertyManager,
            Clocks.Suspend(SuspensionReason.Engineering, planned: new DateOnly(2026, 11, 28))
        );
        // It is to be decided on Monday at 10:30 at the latest, when Saturday is over.
        story.Reaches("2026-11-30 09:30");

        story.IsRefused(Town.GridHead, Clocks.Grant, "suspend.too-long");
        story.Does(Town.GridHead, Clocks.Refuse);
    }

    [Fact]
    public void Who_takes_it_back_or_voids_it_leaves_nothing_to_decide_and_no_clock_that_stands_still()
    {
        foreach (
            var ended in new[]
            {
                (Town.Resident, Scenes.Command("withdraw")),
                (Town.SubdistrictDesk, Scenes.Command("void")),
            }
        )
        {
            var asked = Clocks.Reported();
            asked.Does(Town.PropertyManager, Clocks.Extend());
            asked.Does(ended.Item1, ended.Item2);
            Assert.Null(asked.Issue.Request);

            var still = Clocks.Reported();
            still.Does(Town.PropertyManager, Clocks.Suspend(SuspensionReason.AwaitingReporter));
            still.Does(ended.Item1, ended.Item2);
            Assert.Null(still.Issue.Suspended);
            Assert.Equal([new IssueArchived(Story.Id)], still.Waits());
        }
    }

    private static IEnumerable<Type> Mentions(Story<CompoundState> story, PrivateText text) =>
        story
            .Log.Where(it => EventJson.Write(it.Happened).Contains(text.Commitment, StringComparison.Ordinal))
            .Select(it => it.Happened.GetType());
}
