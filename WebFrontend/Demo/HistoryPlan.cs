using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Storage.Clock;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>
/// What was reported in the demo district, and what people did about it: drawn from a fixed seed for a span that ends
/// now. Pure; who handles what, and until when, is left to the rules of the town.
/// </summary>
internal sealed class HistoryPlan
{
    private const ulong Seed = 40_000;
    private static readonly string[] _inTheStreet = ["ENV-01", "ENV-05", "ORD-01", "UTL-04", "UTL-05"];

    private readonly DistrictPlan _plan;
    private readonly Cast _cast;
    private readonly SeededChance _chance = new(Seed);
    private readonly ImmutableArray<(PlannedCompound, double)> _compounds;
    private readonly ImmutableArray<(string, double)> _inCompounds;
    private readonly ImmutableArray<(string, double)> _inProjects;
    private readonly ImmutableArray<(string, double)> _inStreets;

    private HistoryPlan(DistrictPlan plan, Cast cast)
    {
        _plan = plan;
        _cast = cast;
        // Large compounds report more, but not in proportion.
        _compounds = [.. plan.Compounds.Select(c => (c, Math.Sqrt(c.Buildings.Sum(b => b.Households))))];
        _inCompounds = Weights(code => !IsRenovation(code));
        _inProjects = Weights(IsRenovation);
        _inStreets = Weights(_inTheStreet.Contains);
    }

    /// <summary>Draws the issues, in order of time.</summary>
    /// <param name="from">Beginning of the history.</param>
    /// <param name="until">Its end: now.</param>
    /// <param name="count">About how many are reported.</param>
    public static ImmutableArray<PlannedIssue> Draw(
        DistrictPlan plan,
        Cast cast,
        DateTimeOffset from,
        DateTimeOffset until,
        int count
    )
    {
        var history = new HistoryPlan(plan, cast);
        return
        [
            .. history
                .Ordinary(from, until, count)
                .Concat(Showcase.Issues(plan, cast, from, until))
                .OrderBy(i => i.ReportedAt),
        ];
    }

    private static bool IsRenovation(string category) => category.StartsWith("RNV", StringComparison.Ordinal);

    private static ImmutableArray<(string, double)> Weights(Func<string, bool> which) =>
        [.. DemoTexts.Categories.Where(c => which(c.Key)).Select(c => (c.Key, c.Value.Weight))];

    private IEnumerable<PlannedIssue> Ordinary(DateTimeOffset from, DateTimeOffset until, int count)
    {
        var perDay = count / (until - from).TotalDays;
        for (var midnight = TownTime.Midnight(from); midnight < until; midnight = midnight.AddDays(1))
        {
            // Fewer at weekends, and no day like the other.
            var weekend = Town.DateOf(midnight).DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday;
            var today = (int)Math.Round(perDay * (weekend ? 0.8 : 1.08) * (0.8 + (0.4 * _chance.Fraction())));
            for (var i = 0; i < today; i++)
            {
                var issue = One(midnight);
                if (issue.ReportedAt > from && issue.ReportedAt < until)
                {
                    yield return issue;
                }
            }
        }
    }

    private PlannedIssue One(DateTimeOffset midnight)
    {
        var compound = _chance.Pick<PlannedCompound>(_compounds);
        var resident = _chance.Pick(_cast.ResidentsOf(compound.Place));
        var where = _chance.Fraction();
        if (where < 0.03)
        {
            // Renovations are watched closely: four projects, many reports.
            var project = _chance.Pick(_plan.Projects);
            compound = _plan.Compounds.First(c => c.Place == project.Place.OfCompound());
            return At(
                midnight,
                project.Place,
                null,
                _chance.Pick(_inProjects),
                _chance.Pick(_cast.ResidentsOf(compound.Place)),
                IssueSource.Resident,
                OrdinaryStory()
            );
        }

        if (where < 0.07)
        {
            var street = _chance.Pick(_inStreets);
            return At(midnight, compound.HomeGrid, null, street, resident, IssueSource.Resident, OrdinaryStory());
        }

        if (where < 0.10)
        {
            var head = _cast.Staff(Role.GridHead, compound.HomeGrid);
            var found = _chance.Pick<string>(["SAF-01", "SAF-04", "ENV-01", "ENV-02", "ORD-01", "UTL-04"]);
            var story = _chance.Happens(0.6) ? new IssueStory { SelfHandled = true } : OrdinaryStory();
            return At(midnight, compound.Place, compound, found, head, IssueSource.Patrol, story, compound.HomeGrid);
        }

        var category = _chance.Pick(_inCompounds);
        if (category.StartsWith("PTY", StringComparison.Ordinal) && compound.Mode is PropertyMode.SelfManaged)
        {
            category = "BLD-02"; // Where residents run it themselves there is no property company to complain about.
        }

        if (where < 0.20)
        {
            var desk = _cast.Staff(Role.Community, Place.Community(compound.Place.CommunityCode!));
            var source = _chance.Pick<IssueSource>([
                (IssueSource.Phone, 0.6),
                (IssueSource.Desk, 0.3),
                (IssueSource.Paper, 0.1),
            ]);
            return At(midnight, compound.Place, compound, category, desk, source, OrdinaryStory());
        }

        var special = _chance.Fraction();
        var life = special switch
        {
            < 0.02 => new IssueStory { Withdrawn = true },
            < 0.03 => OrdinaryStory() with { MovedTo = compound.HomeGrid },
            < 0.04 => OrdinaryStory() with { HandUps = 1, DispatchedTo = OtherGrid(compound) },
            _ => OrdinaryStory(),
        };
        return At(midnight, compound.Place, compound, category, resident, IssueSource.Resident, life);
    }

    private PlannedIssue At(
        DateTimeOffset midnight,
        Place owner,
        PlannedCompound? compound,
        string category,
        PlannedPerson reporter,
        IssueSource source,
        IssueStory story,
        Place? inGrid = null
    )
    {
        var texts = DemoTexts.Categories[category];
        var buildings = compound?.Buildings.Where(b => inGrid is null || b.Grid == inGrid).ToList() ?? [];
        var building = buildings.Count > 0 && _chance.Happens(0.8) ? _chance.Pick(buildings).Name : null;
        var when = source is IssueSource.Resident ? texts.When : TimeOfDay.Day;
        return new PlannedIssue(
            TownTime.MomentOf(midnight, when, _chance),
            owner,
            category,
            building,
            reporter,
            source,
            _chance.Pick(texts.Reports).Replace("{b}", building ?? "我们这边", StringComparison.Ordinal),
            story
        );
    }

    private IssueStory OrdinaryStory() =>
        new()
        {
            HandUps = _chance.Happens(0.03) ? 1 : 0,
            PassedOver = _chance.Pick<int>([(0, 0.87), (1, 0.085), (2, 0.03), (3, 0.01), (4, 0.005)]),
            Rework = _chance.Happens(0.05),
            Ending = _chance.Pick<Ending>([
                (Ending.Silence, 0.13),
                (Ending.Verified, 0.3),
                (Ending.Closed, 0.36),
                (Ending.Rated, 0.15),
                (Ending.NotSolved, 0.035),
                (Ending.Reopened, 0.025),
            ]),
        };

    private Place? OtherGrid(PlannedCompound compound) =>
        _plan
            .Grids.Select(g => g.Place)
            .FirstOrDefault(g =>
                !g.IsMasterGrid && g.CommunityCode == compound.Place.CommunityCode && g != compound.HomeGrid
            )
            is { Kind: not PlaceKind.None } other
            ? other
            : null;
}
