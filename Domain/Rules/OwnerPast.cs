using CivicGrains.Domain.Issues;

namespace CivicGrains.Domain.Rules;

/// <summary>A law, and since when it held.</summary>
public sealed record PastLaw(LogMoment Since, Law Law);

/// <summary>An owner over time: what it was, which rules it had and would have had, and the law of the district.</summary>
internal sealed class OwnerPast
{
    private readonly ImmutableArray<PastLaw> laws;
    private readonly List<(LogMoment Since, OwnerProfile Was, OwnerProfile Other)> owners = [];
    private readonly RuleOverrides? rules;

    /// <param name="laws">In order; the first holds for whatever was before it, too.</param>
    /// <param name="rules">The other rules; null for the ones it had.</param>
    public OwnerPast(ImmutableArray<PastLaw> laws, RuleOverrides? rules)
    {
        this.laws = laws;
        this.rules = rules?.Tidy();
    }

    /// <summary>When deadlines were counted anew, in order.</summary>
    public ImmutableArray<LogMoment> Recounts { get; private set; } = [];

    /// <summary>From a moment on the owner is this.</summary>
    public void Add(LogMoment since, OwnerProfile owner) => owners.Add((since, owner, WithOtherRules(owner, since)));

    /// <summary>
    /// Says when deadlines were counted anew: when the log says so; for a calendar after which nothing was, with the
    /// calendar itself.
    /// </summary>
    /// <param name="logged">The moments in the log, in order.</param>
    public void CountedAnewAt(IEnumerable<LogMoment> logged)
    {
        var moments = logged.ToList();
        for (var n = 1; n < laws.Length; n++)
        {
            var (since, until) = (laws[n].Since, n + 1 < laws.Length ? laws[n + 1].Since : default(LogMoment?));
            if (
                laws[n].Law.Calendar.Version > laws[n - 1].Law.Calendar.Version
                && !moments.Exists(it => it >= since && (until is null || it < until))
            )
            {
                moments.Add(since);
            }
        }

        moments.Sort();
        Recounts = [.. moments];
    }

    /// <summary>The number of the first recount after a moment.</summary>
    public int FirstRecountAfter(LogMoment moment)
    {
        var n = 0;
        while (n < Recounts.Length && Recounts[n] <= moment)
        {
            n++;
        }

        return n;
    }

    /// <summary>The owner at a moment.</summary>
    public OwnerProfile At(LogMoment moment, bool otherRules)
    {
        var (_, was, other) = owners.FindLast(it => it.Since <= moment);
        return otherRules ? other : was;
    }

    /// <summary>The law at a moment.</summary>
    public Law LawAt(LogMoment moment)
    {
        var law = laws[0].Law;
        foreach (var it in laws)
        {
            if (it.Since <= moment)
            {
                law = it.Law;
            }
        }

        return law;
    }

    /// <summary>Rules that say what the owner's said are the owner's, with their version.</summary>
    private OwnerProfile WithOtherRules(OwnerProfile owner, LogMoment since) =>
        rules is null || rules.SaysTheSameAs(owner.Rules?.Overrides ?? RuleOverrides.None)
            ? owner
            : owner with
            {
                Rules = new OwnerRules(
                    (owner.Rules?.Version ?? 0) + 1,
                    rules,
                    LawAt(since).Version,
                    since.At,
                    Actor.Platform.Reference,
                    ""
                ),
            };
}
