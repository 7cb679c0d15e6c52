using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>What one append logged in the stream of an owner.</summary>
/// <param name="Moment">Of its first event.</param>
public sealed record PastAppend(LogMoment Moment, Guid Actor, ImmutableArray<DomainEvent> Happened);

/// <summary>An issue as it was, and as it would have been under other rules.</summary>
/// <param name="WhatIf">How it would have gone; null when it would not have come to be.</param>
public sealed record SimulatedIssue(
    string Id,
    IssueLife WasLife,
    IssueLife WhatIfLife,
    IssueCourse Was,
    IssueCourse? WhatIf
)
{
    /// <summary>The issue as it stood last.</summary>
    public Issue Last => WasLife.Last!;

    /// <summary>What was done and could not have been done under the other rules.</summary>
    public ImmutableArray<Divergence> Diverged => WhatIfLife.Diverged;

    /// <summary>Whether anything that is compared would have been otherwise.</summary>
    public bool IsOtherwise => !Was.IsLike(WhatIf) || !Diverged.IsEmpty;
}

/// <summary>
/// What if: the past of an owner under other rules. Issues that came in the period are lived again by the rules that
/// are tried, all else being as it was: what people did, when they did it, the district's law of the day. It writes
/// nothing. With the rules that were in force it gives exactly what happened.
/// </summary>
/// <remarks>
/// People would have done otherwise under other rules; nobody knows what. So what they did is repeated where it is
/// possible, by whoever stands there when the issue stands at another level, and counted as diverged where it is not.
/// Of an issue that lived elsewhere for a while, the part in this stream is looked at, under the terms it came with.
/// </remarks>
public static class RuleSimulation
{
    /// <summary>Lives the past of an owner again.</summary>
    /// <param name="past">Its whole stream in order; what is before the period may be left out where it is about issues.</param>
    /// <param name="laws">The district's law over time; at least one.</param>
    /// <param name="rules">The owner's rules to be tried; null for those that were in force.</param>
    /// <param name="from">Issues that came from here on are looked at.</param>
    /// <param name="until">They are followed until here.</param>
    /// <returns>The issues in the order in which they came.</returns>
    public static ImmutableArray<SimulatedIssue> Run<TState>(
        Place place,
        IEnumerable<PastAppend> past,
        ImmutableArray<PastLaw> laws,
        RuleOverrides? rules,
        DateTimeOffset from,
        DateTimeOffset until
    )
        where TState : class, IStreamState<TState>, IIssueOwner
    {
        var owner = new OwnerPast(laws, rules);
        var issues = Read<TState>(place, past, owner, from);
        var simulated = ImmutableArray.CreateBuilder<SimulatedIssue>();
        foreach (var (id, its) in issues)
        {
            if (its[0].Moment.At >= until)
            {
                continue;
            }

            var was = IssueReplay.AsItWas(id, its, owner, until);
            var whatIf = IssueReplay.Live(id, its, owner, otherRules: true, until);
            var calendar = owner.LawAt(new LogMoment(until, -1)).Calendar;
            simulated.Add(
                new SimulatedIssue(
                    id,
                    was,
                    whatIf,
                    IssueCourse.Of(was, calendar, until),
                    whatIf.Last is null ? null : IssueCourse.Of(whatIf, calendar, until)
                )
            );
        }

        return simulated.ToImmutable();
    }

    /// <summary>The owner over time, and what was logged of each issue that came in the period.</summary>
    private static List<(string Id, List<PastOfIssue> Past)> Read<TState>(
        Place place,
        IEnumerable<PastAppend> past,
        OwnerPast owner,
        DateTimeOffset from
    )
        where TState : class, IStreamState<TState>, IIssueOwner
    {
        var state = TState.Initial(place);
        owner.Add(new LogMoment(DateTimeOffset.MinValue, -1), state.Profile);
        var issues = new List<(string Id, List<PastOfIssue> Past)>();
        var known = new Dictionary<string, List<PastOfIssue>?>(StringComparer.Ordinal);
        var recounts = new List<LogMoment>();
        foreach (var append in past)
        {
            foreach (var it in append.Happened)
            {
                // Tasks of a grid are about an issue and change nothing that its rules hang on.
                if (it.Subject is null)
                {
                    var before = state.Profile;
                    state = TState.Evolve(state, it, append.Actor, append.Moment.At);
                    if (!ReferenceEquals(before, state.Profile))
                    {
                        owner.Add(append.Moment, state.Profile);
                    }
                }
            }

            if (append.Actor == Actor.Platform.Reference && append.Happened.Any(it => it is IssueRecounted))
            {
                recounts.Add(append.Moment);
            }

            foreach (var its in append.Happened.OfType<IssueEvent>().GroupBy(it => it.IssueId, StringComparer.Ordinal))
            {
                if (!known.TryGetValue(its.Key, out var list))
                {
                    // Of one that came before the period, only a part would be seen.
                    list = append.Moment.At >= from && its.First() is IssueReported or IssueTakenOver ? [] : null;
                    known[its.Key] = list;
                    if (list is not null)
                    {
                        issues.Add((its.Key, list));
                    }
                }

                list?.Add(new PastOfIssue(append.Moment, append.Actor, [.. its]));
            }
        }

        owner.CountedAnewAt(recounts);
        return issues;
    }
}
