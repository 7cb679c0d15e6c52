using System.Collections.Immutable;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;
using CsCheck;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>What holds of what-if, whatever people did.</summary>
public sealed class RuleSimulationProperties
{
    private static readonly ImmutableArray<RuleOverrides> Others =
    [
        RuleOverrides.None,
        Simulations.Of(new CategoryOverride("UTL-04", FirstLevel: TimeLimit.WorkingHours(2))),
        Simulations.Of(new CategoryOverride("ENV-05", FirstHandler: FirstHandler.Grid, VerifyFirst: true)),
        Simulations.Of(new CategoryOverride("UTL-04", Evidence: EvidenceDuty.Photo)),
        RuleOverrides.None.With(
            new ClassOverride(UrgencyClass.P3, Budgets: [TimeLimit.WorkingHours(1), null, null, null])
        ),
    ];

    [Fact]
    public void Under_the_rules_that_were_in_force_it_gives_exactly_what_happened() =>
        Gen.Select(ClockProperties.Beginnings, ClockProperties.Acts)
            .Sample(
                (beginning, acts) =>
                {
                    var (story, _) = ClockProperties.Lived(beginning, acts, watched: false);
                    story.WhatIf(null).IsWhatHappened(story);
                    story.WhatIf(RuleOverrides.None).IsWhatHappened(story);
                },
                iter: 1_500
            );

    [Fact]
    public void Also_where_the_platform_was_late_and_somebody_came_first() =>
        Gen.Select(ClockProperties.Beginnings, ClockProperties.Acts, Gen.Int[1, 90].Array[60])
            .Sample(
                (beginning, acts, lags) =>
                {
                    var story = Story.AtCompound();
                    story.Law = DefaultRules.Law;
                    story.Now = beginning.At;
                    story.Does(Town.Resident, Town.ReportOf(beginning.Category));
                    foreach (var (act, lag) in acts.Zip(lags))
                    {
                        var until = story.Now.AddMinutes(act.Minutes);
                        for (var n = 0; n < 60 && story.State.NextDueAt?.AddSeconds(lag) <= until; n++)
                        {
                            var next = story.State.NextDueAt!.Value.AddSeconds(lag);
                            story.Now = next > story.Now ? next : story.Now;
                            story.Wakes();
                        }

                        story.Now = until;
                        ClockProperties.Act(story, act.Word, act.Limit, act.Detail);
                    }

                    story.Wakes();
                    story.WhatIf(null).IsWhatHappened(story);
                },
                iter: 1_500
            );

    [Fact]
    public void Also_where_the_owner_had_rules_of_its_own_that_changed_meanwhile() =>
        Gen.Select(
                ClockProperties.Beginnings,
                ClockProperties.Acts,
                Gen.Int[0, Others.Length - 1],
                Gen.Int[0, Others.Length - 1]
            )
            .Sample(
                (beginning, acts, one, other) =>
                {
                    var story = Story.AtCompound();
                    story.Law = DefaultRules.Law;
                    story.Now = beginning.At;
                    Publish(story, Others[one]);
                    story.Does(Town.Resident, Town.ReportOf(beginning.Category));
                    Publish(story, Others[other]);
                    foreach (var act in acts)
                    {
                        ClockProperties.LiveFor(story, act.Minutes, null);
                        ClockProperties.Act(story, act.Word, act.Limit, act.Detail);
                        story.Wakes();
                    }

                    story.WhatIf(null).IsWhatHappened(story);
                },
                iter: 500
            );

    [Fact]
    public void Also_where_many_reported_the_same_and_departments_came_to_help() =>
        JoiningProperties.Acts.Sample(
            acts =>
            {
                var story = JoiningProperties.Begin();
                foreach (var act in acts)
                {
                    // Only in these lives is a number given twice.
                    if (!story.Log.Any(it => it.Happened is IssueArchived))
                    {
                        JoiningProperties.Act(story, act);
                    }
                }

                story.WhatIf(null).IsWhatHappened(story);
            },
            iter: 500
        );

    [Fact]
    public void Under_other_rules_it_ends_and_what_was_is_what_was() =>
        Gen.Select(ClockProperties.Beginnings, ClockProperties.Acts, Gen.Int[0, Others.Length - 1])
            .Sample(
                (beginning, acts, other) =>
                {
                    var (story, _) = ClockProperties.Lived(beginning, acts, watched: false);
                    var it = Assert.Single(story.WhatIf(Others[other], until: Simulations.End));
                    Assert.Equal(
                        story.Log.Select(e => EventJson.Write(e.Happened)),
                        it.WasLife.Events.Select(e => EventJson.Write(e.Happened))
                    );
                    var last = it.WhatIfLife.Last!;
                    Assert.True(
                        it.WhatIfLife.Events[^1].Happened is IssueArchived
                            || last.MovingTo is not null
                            || last is { IsOpen: true, Overdue: true, Step.Level: IssueLevels.Last }
                    );
                    Assert.True(
                        it.WhatIfLife.Events.Zip(it.WhatIfLife.Events.Skip(1)).All(e => e.First.At <= e.Second.At)
                    );
                },
                iter: 1_000
            );

    private static void Publish(Story<CompoundState> story, RuleOverrides rules) =>
        story.Does(Town.CommunityDesk, new PublishOwnerRules(rules, null, Town.Text("更快", "reason")));
}
