using System.Collections.Immutable;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Rules;

/// <summary>Stories lived again.</summary>
internal static class Simulations
{
    /// <summary>Long after everything.</summary>
    public static readonly DateTimeOffset End = Clocks.At("2031-01-01 00:00");

    /// <summary>What happened in a story, under other rules.</summary>
    /// <param name="rules">Null for the rules it had.</param>
    public static ImmutableArray<SimulatedIssue> WhatIf(
        this Story<CompoundState> story,
        RuleOverrides? rules,
        DateTimeOffset? until = null,
        DateTimeOffset? from = null
    ) =>
        RuleSimulation.Run<CompoundState>(
            Town.Compound,
            [
                new PastAppend(
                    new LogMoment(DateTimeOffset.MinValue, 0),
                    Town.Administrator.Reference,
                    [Town.ACompound().Registered!]
                ),
                .. story.Appends,
            ],
            story.Laws,
            rules,
            from ?? DateTimeOffset.MinValue,
            until ?? story.Now.AddTicks(1)
        );

    /// <summary>Overrides of one category.</summary>
    public static RuleOverrides Of(CategoryOverride rule) => RuleOverrides.None.With(rule);

    /// <summary>A life as it is written, so that lives compare.</summary>
    public static ImmutableArray<string> Written(this IssueLife life) =>
        [.. life.Events.Select(it => $"{it.At:O} {EventCatalog.NameOf(it.Happened)} {EventJson.Write(it.Happened)}")];

    /// <summary>Nothing but what happened.</summary>
    public static void IsWhatHappened(this ImmutableArray<SimulatedIssue> simulated, Story<CompoundState> story)
    {
        var logged = story
            .Log.Where(it => it.Happened is IssueEvent)
            .Select(it => $"{it.At:O} {EventCatalog.NameOf(it.Happened)} {EventJson.Write(it.Happened)}")
            .ToList();
        foreach (var it in simulated)
        {
            Assert.Empty(it.Diverged);
            Assert.Equal(it.WasLife.Written(), it.WhatIfLife.Written());
            Assert.False(it.IsOtherwise);
        }

        Assert.Equal(
            logged.Order(StringComparer.Ordinal),
            simulated.SelectMany(it => it.WhatIfLife.Written()).Order(StringComparer.Ordinal)
        );
    }
}
