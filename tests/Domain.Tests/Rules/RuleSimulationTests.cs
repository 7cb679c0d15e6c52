using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Rules;

public sealed class RuleSimulationTests
{
    private static readonly RuleOverrides Faster = Simulations.Of(
        new CategoryOverride(Story.Lamp, FirstLevel: TimeLimit.WorkingHours(2))
    );

    [Fact]
    public void What_cannot_be_done_under_other_rules_is_told_with_its_reason_and_not_forced()
    {
        var story = Clocks.Resolved();
        var rules = Simulations.Of(new CategoryOverride(Story.Lamp, Evidence: EvidenceDuty.Photo));

        var it = Assert.Single(story.WhatIf(rules, until: Simulations.End));

        var diverged = Assert.Single(it.Diverged);
        Assert.Equal(("resolve", "evidence.missing"), (diverged.Act, diverged.Why.Code));
        Assert.Equal(IssueStatus.Resolved, Assert.Single(story.WhatIf(null)).WhatIf!.Status);
        Assert.True(it.IsOtherwise);
        Assert.Null(it.WhatIf!.ResolvedAt);
        Assert.Equal(IssueLevels.Last, it.WhatIf.Level);
        Assert.True(it.WhatIf.PastOverall);
    }

    [Fact]
    public void What_was_done_before_a_check_on_site_that_nobody_made_is_not_possible()
    {
        var story = Clocks.Reported();
        story.Does(Town.PropertyManager, new Acknowledge(Story.Id));

        var it = Assert.Single(
            story.WhatIf(Simulations.Of(new CategoryOverride(Story.Lamp, VerifyFirst: true)), until: Simulations.End)
        );

        Assert.Equal(["acknowledge issue.wrong-state"], it.Diverged.Select(e => $"{e.Act} {e.Why.Code}"));
        Assert.Contains(it.WhatIfLife.Events, e => e.Happened is IssueAccepted);
    }

    [Fact]
    public void A_report_of_what_would_not_be_taken_never_comes_to_be()
    {
        var story = Clocks.Reported();
        story.Law = Clocks.LawWith(Story.Lamp, it => it with { Code = "UTL-99" });
        var lawless = story.Laws[^1] with { Since = new LogMoment(DateTimeOffset.MinValue, 5) };

        var it = Assert.Single(
            RuleSimulation.Run<CompoundState>(
                Town.Compound,
                [
                    new PastAppend(new LogMoment(DateTimeOffset.MinValue, 0), Guid.Empty, [story.State.Registered!]),
                    .. story.Appends,
                ],
                [lawless],
                null,
                DateTimeOffset.MinValue,
                Simulations.End
            )
        );

        Assert.Null(it.WhatIf);
        Assert.Equal("category.unknown", it.Diverged[0].Why.Code);
    }

    [Fact]
    public void A_shorter_limit_sends_it_up_and_whoever_stands_there_does_what_was_done()
    {
        var story = Clocks.Reported(at: "2026-11-24 09:00");
        story.Reaches("2026-11-24 16:00");
        story.IsDone();
        var end = Clocks.At("2026-11-24 16:30");

        var it = Assert.Single(story.WhatIf(Faster, until: end));

        Assert.Empty(it.Diverged);
        Assert.Equal([0], it.Was.Levels);
        Assert.Equal([0, 1], it.WhatIf!.Levels);
        Assert.Equal([0], it.WhatIf.LateAt);
        Assert.Equal(1, it.WhatIf.Escalations);
        Assert.Equal(it.Was.ResolvedAt, it.WhatIf.ResolvedAt);
        Assert.Equal(TimeSpan.FromHours(7), it.WhatIf.Took);
        Assert.Equal(TimeSpan.FromHours(6), it.WhatIf.WorkingTime);
        Assert.Equal(Role.GridHead, it.WhatIfLife.Last!.Step!.Handler.Role);
    }

    [Fact]
    public void Sums_stand_side_by_side()
    {
        var story = Clocks.Reported(at: "2026-11-24 09:00");
        story.Does(Town.Neighbour, Town.ReportOf("ENV-04", "QY20261124-000124"));
        story.Reaches("2026-11-24 16:00");
        story.IsDone();

        var simulated = story.WhatIf(Faster, until: Clocks.At("2026-11-24 16:30"));
        var was = CourseTotals.Of([.. simulated.Select(it => it.Was)]);
        var whatIf = CourseTotals.Of([.. simulated.Select(it => it.WhatIf!)]);

        Assert.Equal((2, 1, 1), (was.Issues, was.Resolved, was.Open));
        Assert.Equal((2, 1, 1), (whatIf.Issues, whatIf.Resolved, whatIf.Open));
        Assert.Equal(0, was.Late);
        Assert.Equal(1, whatIf.Late);
        Assert.Equal((2, 1), whatIf.Levels[0]);
        Assert.Equal((1, 0), whatIf.Levels[1]);
        Assert.Equal(TimeSpan.FromHours(7), whatIf.Took);
        Assert.Null(CourseTotals.Of([]).Took);
    }

    [Fact]
    public void Only_what_came_in_the_period_is_looked_at_and_followed_to_its_end()
    {
        var story = Clocks.Reported(at: "2026-11-24 09:00");
        story.Now = Clocks.At("2026-11-25 09:00");
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp, "QY20261125-000124"));
        story.Now = Clocks.At("2026-11-26 09:00");
        story.Does(Town.Resident, Town.ReportOf(Story.Lamp, "QY20261126-000125"));

        var it = Assert.Single(
            story.WhatIf(null, from: Clocks.At("2026-11-25 00:00"), until: Clocks.At("2026-11-26 00:00"))
        );

        Assert.Equal("QY20261125-000124", it.Id);
        Assert.Equal(TimeSpan.FromHours(15), it.Was.Took);
    }

    [Fact]
    public void An_issue_that_goes_and_comes_back_gives_exactly_what_happened()
    {
        foreach (var refused in new[] { true, false })
        {
            var story = Clocks.Reported();
            var carried = Assert
                .IsType<IssueSentAway>(Assert.Single(story.Does(Town.GridHead, new Relocate(Story.Id, Town.Grid))))
                .Carried;
            if (refused)
            {
                story.Does(Actor.Platform, new ReturnToSender(Story.Id, Town.Grid, carried, "owner.unknown"));
            }
            else
            {
                story.Does(Actor.Platform, new ConfirmHandedOver(Story.Id, Town.Grid));
                story.Now = story.Now.AddHours(2);
                story.Does(Actor.Platform, new TakeOver(Story.Id, Town.Grid, carried));
            }

            story.LivesUntil("2026-12-24 09:00");
            story.WhatIf(null).IsWhatHappened(story);
        }
    }

    [Fact]
    public void An_issue_that_came_from_elsewhere_keeps_the_terms_it_came_with()
    {
        var elsewhere = Clocks.Reported().Issue;
        var story = Story.AtCompound();
        story.Law = DefaultRules.Law;
        story.Now = Clocks.At("2026-11-24 11:00");
        story.Does(Actor.Platform, new TakeOver(Story.Id, Town.Grid, elsewhere));
        story.LivesUntil("2026-11-25 18:00");

        var it = Assert.Single(story.WhatIf(Faster));

        Assert.False(it.IsOtherwise);
        Assert.Equal(it.WasLife.Written(), it.WhatIfLife.Written());
    }

    /// <summary>Whoever adds a command has to say how it is read back, or that it is taken as it came.</summary>
    [Fact]
    public void Every_command_is_read_back_from_what_it_led_to()
    {
        foreach (var row in IssueCommandTable.Rows.Where(it => !it.From.IsEmpty && it.Who is not Who.Platform))
        {
            foreach (var status in row.From)
            {
                var story = Scenes.For(row.Word, status);
                if (row.Word == "leave")
                {
                    story.Does(Town.Neighbour, new Follow(Story.Id));
                }

                var before = story.Issue;
                var command = Scenes.Command(row.Word);
                var actor = Town.Everybody.First(it =>
                    story.Ask(it, command) is { Rejection: null, Events.IsEmpty: false }
                );
                var happened = story.Ask(actor, command).Events;
                if (happened.Cast<IssueEvent>().Any(PastActs.IsTakenAsItCame))
                {
                    continue;
                }

                var read = PastActs.CommandOf(
                    [.. happened.Cast<IssueEvent>()],
                    before,
                    story.State.Profile,
                    story.Law,
                    story.Now
                );
                var order = happened[0] is IssueSupervised supervised ? supervised.Level : default(int?);
                var standIn = PastActs.StandIn(actor.Reference, story.State.Profile, before, story.Law, order);

                Assert.Equal(command.GetType(), read.GetType());
                Assert.Equal(happened.Select(EventJson.Write), story.Ask(standIn, read).Events.Select(EventJson.Write));
            }
        }
    }
}
