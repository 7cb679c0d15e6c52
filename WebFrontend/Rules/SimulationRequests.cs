using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>Days of the town, the first and the last of them included.</summary>
public sealed record SimulationPeriod(DateOnly From, DateOnly To);

/// <summary>The past of an owner under other rules, as somebody may see it.</summary>
/// <param name="Until">Until when issues are followed.</param>
/// <param name="Was">What it came to.</param>
/// <param name="WhatIf">What it would have come to.</param>
/// <param name="Issues">The issues that they may see, in the order in which they came. The sums are of all that is not hidden from them.</param>
/// <param name="OfChain">Of which issues they hear what presses staff.</param>
/// <param name="TellsPressure">Whether the sums say how often staff were warned: for who publishes the rules.</param>
public sealed record Simulation(
    Place Place,
    SimulationPeriod Period,
    DateTimeOffset Until,
    CourseTotals Was,
    CourseTotals WhatIf,
    ImmutableArray<SimulatedIssue> Issues,
    ImmutableArray<DivergedActs> Diverged,
    ImmutableHashSet<string> OfChain,
    bool TellsPressure
)
{
    /// <summary>What could not have been done to an issue, as they may hear of it.</summary>
    public IEnumerable<Divergence> DivergedOf(SimulatedIssue issue) =>
        OfChain.Contains(issue.Id) ? issue.Diverged : issue.Diverged.Where(it => !IsOfChain(it.Act));

    /// <summary>Whether only the chain hears that a command was given: requests, what is decided, remarks among staff.</summary>
    public static bool IsOfChain(string act) =>
        IssueCommandTable.Find(act) is { Events: [var first, ..] } && IssueEventAudience.IsForChain(first);
}

/// <summary>What was done and could not have been done, how often.</summary>
/// <param name="Act">The word of the command.</param>
/// <param name="Why">The first of the reasons that have this code.</param>
public sealed record DivergedActs(string Act, Rejection Why, int Times);

/// <summary>Tries rules on the past of an owner, through whatever door somebody comes.</summary>
internal sealed class SimulationRequests(PastReader past, OwnerRuleRequests rules, DomainClock clock) : IDisposable
{
    /// <summary>Longest period.</summary>
    public const int DaysMax = 366;

    /// <summary>Most events that are lived again.</summary>
    public const int EventsMax = 50_000;

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>What is tried takes a processor for up to some seconds: one at a time.</summary>
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Lets pass who may try rules on the past of an owner.</summary>
    /// <exception cref="RefusedException">They may not.</exception>
    public static void EnsureMay(Actor actor, Place place)
    {
        if (!WhoMay.SimulateRules(actor, place))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, place));
        }
    }

    /// <summary>The rules of a body; null where it has none, for those that were in force.</summary>
    /// <exception cref="RefusedException">Something in it cannot be read; the refusal names the rule.</exception>
    public static RuleOverrides? RulesOf(JsonFields body)
    {
        body.ExpectOnly("rules", "from", "to");
        try
        {
            return body.OptionalObject("rules") is { } overrides ? OverrideReader.ReadWhole(overrides) : null;
        }
        catch (RefusedException e)
        {
            throw new RefusedException(InBody(e.Rejection));
        }
    }

    /// <summary>The period of a body.</summary>
    /// <exception cref="RefusedException">A day is missing, or is none.</exception>
    public static SimulationPeriod PeriodOf(JsonFields body) => new(Day(body, "from"), Day(body, "to"));

    /// <summary>Lives the past again.</summary>
    /// <param name="overrides">The owner's rules to be tried; null for those that were in force.</param>
    /// <exception cref="RefusedException">The place, the rules or the period are not such that they could.</exception>
    public async Task<Simulation> RunAsync(
        Place place,
        Actor actor,
        RuleOverrides? overrides,
        SimulationPeriod period,
        CancellationToken cancellationToken
    )
    {
        var (_, owner, law) = await rules.OwnerAsync(place, cancellationToken);
        if (overrides is not null && OwnerRuleCheck.Check(overrides, owner, law) is { } refused)
        {
            throw new RefusedException(InBody(refused));
        }

        var now = clock.GetUtcNow();
        if (
            period.From > period.To
            || period.To.DayNumber - period.From.DayNumber >= DaysMax
            || period.From > TownTime.DateOf(now)
        )
        {
            throw new RefusedException(Rejections.SimulationPeriod.With("from", DaysMax));
        }

        var from = TownTime.At(period.From, TimeSpan.Zero);
        var end = TownTime.At(period.To, TimeSpan.FromDays(1));
        var until = end < now ? end : now;
        if (!await _turn.WaitAsync(0, cancellationToken))
        {
            throw new RefusedException(Rejections.SimulationBusy.Now());
        }

        try
        {
            var happened =
                await past.ReadAsync(place, from, EventsMax, cancellationToken)
                ?? throw new RefusedException(Rejections.SimulationTooLarge.With("from", EventsMax, place));
            var laws = await past.ReadLawsAsync(cancellationToken);
            var all = Run(place, happened, laws, overrides, from, until);
            return Seen(all, place, actor, owner, law, period, until);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private static ImmutableArray<SimulatedIssue> Run(
        Place place,
        IReadOnlyList<PastAppend> past,
        ImmutableArray<PastLaw> laws,
        RuleOverrides? overrides,
        DateTimeOffset from,
        DateTimeOffset until
    ) =>
        place.Kind switch
        {
            PlaceKind.Compound => RuleSimulation.Run<CompoundState>(place, past, laws, overrides, from, until),
            PlaceKind.Grid => RuleSimulation.Run<GridState>(place, past, laws, overrides, from, until),
            PlaceKind.Project => RuleSimulation.Run<ProjectState>(place, past, laws, overrides, from, until),
            _ => throw new UnreachableException($"A {place.Kind} owns no issues."),
        };

    /// <summary>
    /// What somebody may see of it. A hidden issue is in no sum either for who may not see it: in one place, a number
    /// would tell. Sums of what is public are for whoever may ask at all; what only the chain hears is left out of them
    /// for who does not publish the rules.
    /// </summary>
    private static Simulation Seen(
        ImmutableArray<SimulatedIssue> all,
        Place place,
        Actor actor,
        OwnerProfile owner,
        Law law,
        SimulationPeriod period,
        DateTimeOffset until
    )
    {
        var sees = all.ToDictionary(
            it => it.Id,
            it => WhoMay.See(actor, IssueScope.Of(it.Last, owner, law)),
            StringComparer.Ordinal
        );
        var ofChain = all.Where(it => WhoMay.IsInChain(actor, IssueScope.Of(it.Last, owner, law)))
            .Select(it => it.Id)
            .ToImmutableHashSet(StringComparer.Ordinal);
        var publishes = WhoMay.PublishRules(actor, place);
        var counted = all.Where(it => it.Last.Visibility is Visibility.Compound || sees[it.Id]).ToList();
        return new Simulation(
            place,
            period,
            until,
            CourseTotals.Of([.. counted.Select(it => it.Was)]),
            CourseTotals.Of([.. counted.Select(it => it.WhatIf).OfType<IssueCourse>()]),
            [.. counted.Where(it => sees[it.Id])],
            [
                .. counted
                    .SelectMany(it => it.Diverged)
                    .Where(it => publishes || !Simulation.IsOfChain(it.Act))
                    .GroupBy(it => (it.Act, it.Why.Code))
                    .Select(it => new DivergedActs(it.Key.Act, it.First().Why, it.Count()))
                    .OrderByDescending(it => it.Times)
                    .ThenBy(it => it.Act, StringComparer.Ordinal),
            ],
            ofChain,
            publishes
        );
    }

    private static DateOnly Day(JsonFields body, string name) =>
        DateOnly.TryParseExact(
            body.Word(name),
            DayFormat,
            CultureInfo.InvariantCulture,
            DateTimeStyles.None,
            out var day
        ) && day.Year is >= StatutoryDays.YearMin and <= StatutoryDays.YearMax
            ? day
            : throw body.WrongType(name, "a day such as 2026-11-24", "日期，如 2026-11-24");

    /// <summary>Where rules stand in this body.</summary>
    private static Rejection InBody(Rejection refused) =>
        refused.Field?.StartsWith(OwnerRuleCheck.FieldPrefix, StringComparison.Ordinal) is true
            ? refused with
            {
                Field = $"rules.{refused.Field[OwnerRuleCheck.FieldPrefix.Length..]}",
            }
            : refused;
}
