using CivicGrains.Domain.Compounds;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>Somebody of the demo district: one role at one place.</summary>
/// <param name="Account">What they sign in with.</param>
/// <param name="Name">Display name of the form 陈某0012（示例）, as anonymised names are written.</param>
/// <param name="SignsIn">Whether they stand in the accounts file with a password; the others only lived the history.</param>
internal sealed record PlannedPerson(string Account, string Name, Role Role, Place Place, bool SignsIn);

/// <summary>Everybody of the demo district.</summary>
internal sealed class Cast
{
    /// <summary>How many residents besides the first one can sign in, each of another compound.</summary>
    private const int MoreResidents = 40;

    private const string GridOfficerAccount = "grid-officer";
    private const ulong Seed = 2_062;
    private static readonly string[] _surnames =
    [
        .. "王 李 张 刘 陈 杨 黄 赵 周 吴 徐 孙 马 朱 胡 郭 何 林 罗 高".Split(' '),
    ];

    private readonly SeededChance _chance = new(Seed);
    private readonly ImmutableArray<PlannedPerson>.Builder _people = ImmutableArray.CreateBuilder<PlannedPerson>();
    private readonly HashSet<(Role, Place)> _filled = [];
    private readonly Dictionary<(Role, Place), PlannedPerson> _staff;
    private readonly ILookup<Place, PlannedPerson> _residents;

    private Cast(DistrictPlan plan)
    {
        AddListed(plan);
        AddOthers(plan);
        People = _people.ToImmutable();
        // The first of a post does its work in the history; a second one came to the grid later.
        _staff = People
            .Where(p => p.Role is not Role.Resident)
            .DistinctBy(p => (p.Role, p.Place))
            .ToDictionary(p => (p.Role, p.Place));
        _residents = People.Where(p => p.Role is Role.Resident).ToLookup(p => p.Place);
    }

    /// <summary>Everybody; those who can sign in first, in the order of the accounts file.</summary>
    public ImmutableArray<PlannedPerson> People { get; }

    public PlannedPerson Administrator => Staff(Role.Administrator, DistrictPlan.District);

    /// <summary>The officer of the grid that the first accounts belong to, beside its head.</summary>
    public PlannedPerson GridOfficer => People.Single(p => p.Account == GridOfficerAccount);

    /// <summary>A volunteer of that grid.</summary>
    public PlannedPerson MicroGridHead => People.Single(p => p.Role is Role.MicroGridHead);

    /// <summary>Fills every post of the plan and every compound with residents.</summary>
    public static Cast Of(DistrictPlan plan) => new(plan);

    /// <summary>Role of whoever handles the issues of a compound first.</summary>
    public static Role FirstHandler(PropertyMode mode) =>
        mode switch
        {
            PropertyMode.SelfManaged => Role.CompoundLead,
            PropertyMode.CommunityTrust => Role.Trustee,
            _ => Role.PropertyManager,
        };

    /// <summary>Who holds a post.</summary>
    public PlannedPerson Staff(Role role, Place place) => _staff[(role, place)];

    /// <summary>Who lives in a compound: at least two.</summary>
    public IReadOnlyList<PlannedPerson> ResidentsOf(Place compound) => [.. _residents[compound]];

    /// <summary>The chain of one compound from its residents to the district, one of each other kind, more residents and who else is in its grid.</summary>
    private void AddListed(DistrictPlan plan)
    {
        var chain = plan.ChainCompound;
        var community = Place.Community(chain.Place.CommunityCode!);
        var selfManaged = plan.First(PropertyMode.SelfManaged).Place;
        var inTrust = plan.First(PropertyMode.CommunityTrust).Place;
        (Role Role, Place Place)[] listed =
        [
            (Role.Resident, chain.Place),
            (Role.PropertyManager, chain.Place),
            (Role.GridHead, chain.HomeGrid),
            (Role.Community, community),
            (Role.Subdistrict, Place.Subdistrict(community.SubdistrictCode!)),
            (Role.Department, Place.Department("housing")),
            (Role.DistrictCentre, DistrictPlan.District),
            (Role.Administrator, DistrictPlan.District),
            (Role.Contractor, plan.Projects.Single(p => p.Place.OfCompound() == chain.Place).Place),
            (Role.CompoundLead, selfManaged),
            (Role.Trustee, inTrust),
        ];
        foreach (var (role, place) in listed)
        {
            Add(role.Kebab(), role, place, signsIn: true);
        }

        // Residents of the two other managed compounds first, then of compounds all over the district.
        var others = plan.Compounds.Select(c => c.Place).Where(p => p != chain.Place).ToList();
        var step = Math.Max(1, others.Count / MoreResidents);
        var homes = others
            .Where((_, i) => i % step == 0)
            .Prepend(inTrust)
            .Prepend(selfManaged)
            .Distinct()
            .Take(MoreResidents);
        foreach (var (index, home) in homes.Index())
        {
            Add(FormattableString.Invariant($"resident-{index + 2:00}"), Role.Resident, home, signsIn: true);
        }

        Add(GridOfficerAccount, Role.GridHead, chain.HomeGrid, signsIn: true);
        Add(Role.MicroGridHead.Kebab(), Role.MicroGridHead, chain.HomeGrid, signsIn: true);
    }

    private void AddOthers(DistrictPlan plan)
    {
        var posts = plan
            .Departments.Select(d => (Role.Department, d))
            .Concat(plan.Subdistricts.Select(s => (Role.Subdistrict, s.Place)))
            .Concat(plan.Communities.Select(c => (Role.Community, c.Place)))
            .Concat(plan.Grids.Select(g => (Role.GridHead, g.Place)))
            .Concat(plan.Compounds.Select(c => (FirstHandler(c.Mode), c.Place)))
            .Concat(plan.Projects.Select(p => (Role.Contractor, p.Place)));
        foreach (var (role, place) in posts.Where(p => !_filled.Contains(p)))
        {
            Add($"{role.Kebab()}.{place.Key}", role, place, signsIn: false);
        }

        foreach (var compound in plan.Compounds)
        {
            var residents = 2 + Math.Min(4, compound.Buildings.Sum(b => b.Households) / 150);
            for (var i = 1; i <= residents; i++)
            {
                Add(
                    FormattableString.Invariant($"resident.{compound.Place.Key}.{i}"),
                    Role.Resident,
                    compound.Place,
                    signsIn: false
                );
            }
        }
    }

    private void Add(string account, Role role, Place place, bool signsIn)
    {
        var name = FormattableString.Invariant($"{_chance.Pick(_surnames)}某{_people.Count + 1:0000}（示例）");
        _people.Add(new PlannedPerson(account, name, role, place, signsIn));
        _filled.Add((role, place));
    }
}
