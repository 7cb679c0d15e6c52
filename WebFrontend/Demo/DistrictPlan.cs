using CivicGrains.Domain.Compounds;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>A compound of the plan, with the buildings that name their grids.</summary>
internal sealed record PlannedCompound(
    Place Place,
    string Name,
    PropertyMode Mode,
    Place HomeGrid,
    ImmutableArray<Building> Buildings
);

/// <summary>A grid of the plan: general, or the master grid of its community.</summary>
internal sealed record PlannedGrid(Place Place, string Name, int Households);

/// <summary>A renovation project of the plan.</summary>
internal sealed record PlannedProject(Place Place, string Name, Place HomeGrid);

/// <summary>
/// The demo district. Subdistricts and communities are real, with their official codes; everything in them is made up
/// from a fixed seed, so that it is the same on every machine, and says so in its name (示例).
/// </summary>
/// <remarks>Pure: no clock, no I/O but the embedded census.</remarks>
internal sealed record DistrictPlan(
    ImmutableArray<Subdistrict> Subdistricts,
    ImmutableArray<Community> Communities,
    ImmutableArray<PlannedCompound> Compounds,
    ImmutableArray<PlannedGrid> Grids,
    ImmutableArray<PlannedProject> Projects,
    ImmutableArray<Place> Departments
)
{
    private const ulong Seed = 510_105;
    private const int SelfManaged = 767;
    private const int InTrust = 36;
    private const int Professional = 501;

    /// <summary>A grid has 300 to 500 households; buildings are never split, so the aim lies in the middle.</summary>
    private const int HouseholdsPerGrid = 400;

    /// <summary>清溪社区, whose compounds are being renovated together.</summary>
    public static Place RenovationCommunity { get; } = Place.Community("510105008006");

    public static Place District { get; } = Place.District("510105");

    /// <summary>The compound that the first demo accounts belong to: professionally managed and being renovated.</summary>
    public PlannedCompound ChainCompound => First(PropertyMode.ProfessionalManaged);

    /// <summary>Draws the plan.</summary>
    public static DistrictPlan Create(DemoScale? scale = null)
    {
        scale ??= DemoScale.Full;
        var (subdistricts, communities) = Census.Read();
        var chance = new SeededChance(Seed);
        var names = new PlaceNames(chance);
        var modes = Modes(communities, chance);
        var compounds = ImmutableArray.CreateBuilder<PlannedCompound>();
        var grids = ImmutableArray.CreateBuilder<PlannedGrid>();
        foreach (var community in communities)
        {
            var (itsCompounds, itsGrids) = Fill(community, modes[community.Place], names, chance);
            compounds.AddRange(itsCompounds);
            grids.AddRange(itsGrids);
        }

        // A smaller scale leaves places out; those that stay are the same ones.
        var kept = communities
            .OrderByDescending(c => c.Place == RenovationCommunity)
            .Take(scale.Communities)
            .Select(c => c.Place.CommunityCode!)
            .ToHashSet(StringComparer.Ordinal);
        var plan = new DistrictPlan(
            [.. subdistricts.Where(s => kept.Any(code => code.StartsWith(s.Place.Key, StringComparison.Ordinal)))],
            [.. communities.Where(c => kept.Contains(c.Place.Key))],
            [
                .. compounds
                    .Where(c => kept.Contains(c.Place.CommunityCode!))
                    .GroupBy(c => c.Place.CommunityCode, StringComparer.Ordinal)
                    .SelectMany(of => SomeOfEachMode(of, scale.CompoundsPerCommunity)),
            ],
            [.. grids.Where(g => kept.Contains(g.Place.CommunityCode!))],
            [],
            [.. Domain.Rules.Departments.All.Select(d => d.Place)]
        );
        return plan with { Projects = plan.PlanProjects() };
    }

    /// <summary>The first compound of a property mode in the community that is being renovated.</summary>
    public PlannedCompound First(PropertyMode mode) =>
        Compounds.First(c => c.Mode == mode && c.Place.CommunityCode == RenovationCommunity.Key);

    private static IEnumerable<PlannedCompound> SomeOfEachMode(IEnumerable<PlannedCompound> compounds, int most) =>
        compounds
            .GroupBy(c => c.Mode)
            .SelectMany(of => of.Select((compound, index) => (compound, index)))
            .OrderBy(c => c.index)
            .Take(most)
            .Select(c => c.compound)
            .OrderBy(c => c.Place.Key, StringComparer.Ordinal);

    /// <summary>How many compounds each community has, and how each of them is managed.</summary>
    private static Dictionary<Place, List<PropertyMode>> Modes(
        ImmutableArray<Community> communities,
        SeededChance chance
    )
    {
        // A community runs at most one compound in trust; that of the renovation has one, so that it shows every mode.
        var places = communities.Select(c => c.Place).ToList();
        chance.Shuffle(places);
        places = [RenovationCommunity, .. places.Where(p => p != RenovationCommunity)];
        var modes = places.ToDictionary(
            p => p,
            p => places.IndexOf(p) < InTrust ? new List<PropertyMode> { PropertyMode.CommunityTrust } : []
        );

        List<PropertyMode> rest =
        [
            .. Enumerable.Repeat(PropertyMode.SelfManaged, SelfManaged),
            .. Enumerable.Repeat(PropertyMode.ProfessionalManaged, Professional),
        ];
        chance.Shuffle(rest);
        chance.Shuffle(places);

        // Evenly, then some from every second community to its neighbour in the shuffled row.
        var sizes = places.Select((_, i) => (rest.Count / places.Count) + (i < rest.Count % places.Count ? 1 : 0));
        var counts = sizes.ToArray();
        for (var i = 0; i + 1 < counts.Length; i += 2)
        {
            var moved = chance.Below(4);
            counts[i] -= moved;
            counts[i + 1] += moved;
        }

        var next = 0;
        foreach (var (place, count) in places.Zip(counts))
        {
            modes[place].AddRange(rest.GetRange(next, count));
            chance.Shuffle(modes[place]);
            next += count;
        }

        return modes;
    }

    private static (List<PlannedCompound>, List<PlannedGrid>) Fill(
        Community community,
        List<PropertyMode> modes,
        PlaceNames names,
        SeededChance chance
    )
    {
        var code = community.Place.Key;
        var households = modes.ConvertAll(mode => BuildingSizes(mode, chance));
        var total = households.Sum(h => h.Sum());
        var gridCount = (int)Math.Round(total / (double)HouseholdsPerGrid);
        var gridHouseholds = new int[gridCount];
        var compounds = new List<PlannedCompound>();
        var before = 0;
        for (var i = 0; i < modes.Count; i++)
        {
            var buildings = ImmutableArray.CreateBuilder<Building>(households[i].Length);
            foreach (var size in households[i])
            {
                // A building belongs where its middle lies when the community is cut into equal parts.
                var grid = (int)((before + (size / 2.0)) * gridCount / total);
                gridHouseholds[grid] += size;
                before += size;
                buildings.Add(new Building($"{buildings.Count + 1}栋", GridPlace(code, grid), size));
            }

            compounds.Add(
                new PlannedCompound(
                    Place.Parse(FormattableString.Invariant($"compound/{code}-C{i + 1:000}")),
                    names.Compound(modes[i]),
                    modes[i],
                    buildings[0].Grid,
                    buildings.MoveToImmutable()
                )
            );
        }

        List<PlannedGrid> grids = [new PlannedGrid(Place.Grid(code), $"{community.Name}总网格（示例）", total)];
        for (var i = 0; i < gridCount; i++)
        {
            grids.Add(new PlannedGrid(GridPlace(code, i), $"{community.Name}第{i + 1}网格（示例）", gridHouseholds[i]));
        }

        return (compounds, grids);
    }

    private static Place GridPlace(string code, int index) =>
        Place.Parse(FormattableString.Invariant($"grid/{code}-G{index + 1:00}"));

    /// <summary>Households of each building: walk-ups of two to four stairwells, six or seven floors, two flats a floor.</summary>
    private static int[] BuildingSizes(PropertyMode mode, SeededChance chance)
    {
        var buildings = mode switch
        {
            PropertyMode.SelfManaged => chance.Pick<int>([(1, 0.3), (2, 0.3), (3, 0.2), (4, 0.12), (5, 0.08)]),
            PropertyMode.CommunityTrust => chance.Between(2, 5),
            _ => chance.Happens(0.05) ? chance.Between(10, 22) : chance.Between(3, 8),
        };
        return [.. Enumerable.Range(0, buildings).Select(_ => chance.Between(2, 4) * chance.Between(6, 7) * 2)];
    }

    /// <summary>Four neighbouring projects in one community: one compound of each mode and one more that runs itself.</summary>
    private ImmutableArray<PlannedProject> PlanProjects()
    {
        PlannedCompound[] renovated =
        [
            ChainCompound,
            First(PropertyMode.SelfManaged),
            First(PropertyMode.CommunityTrust),
            Compounds
                .Where(c => c.Mode is PropertyMode.SelfManaged && c.Place.CommunityCode == RenovationCommunity.Key)
                .ElementAt(1),
        ];
        return
        [
            .. renovated.Select(c => new PlannedProject(
                Place.Parse($"project/RNV-2026-{c.Place.Key}-01"),
                $"清溪片区改造·{c.Name}",
                c.HomeGrid
            )),
        ];
    }
}
