using System.Collections.Immutable;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>A small town: its places and its people.</summary>
public static class Town
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 24, 1, 0, 0, TimeSpan.Zero);

    /// <summary>
    /// The rules a district starts with, in natural time (a working day is 24 hours) and without warnings, checks and
    /// supervision: what is told of an issue is then its life alone. Clocks have tests of their own.
    /// </summary>
    public static readonly RuleTemplate Rules = DefaultRules.Template.DividedBy(1) with
    {
        RatingWindow = TimeLimit.Hours(72),
        ReopenWindow = TimeLimit.Hours(168),
        Categories =
        [
            .. DefaultRules.Template.DividedBy(1).Categories.Select(c => c with { PhotoAdvice = PhotoAdvice.None }),
        ],
        Clocks = ClockRules.Default with { WarningPercents = [], SupervisePercent = 100 },
    };

    public static readonly Law Law = new(0, Rules);

    public static readonly Place District = Place.District("510105");
    public static readonly Place Subdistrict = Place.Subdistrict("510105007");
    public static readonly Place Community = Place.Community("510105007004");
    public static readonly Place MasterGrid = Place.Grid("510105007004");
    public static readonly Place Grid = Place.Grid("510105007004-G03");
    public static readonly Place OtherGrid = Place.Grid("510105007004-G04");
    public static readonly Place Compound = Place.Compound("510105007004-C012");
    public static readonly Place OtherCompound = Place.Compound("510105008006-C001");
    public static readonly Place Project = Place.Project("RNV-2026-510105007004-C012-01");

    public static readonly Actor Resident = Someone(1, Role.Resident, Compound);
    public static readonly Actor Neighbour = Someone(2, Role.Resident, Compound);
    public static readonly Actor Stranger = Someone(3, Role.Resident, OtherCompound);
    public static readonly Actor PropertyManager = Someone(4, Role.PropertyManager, Compound);
    public static readonly Actor CompoundLead = Someone(5, Role.CompoundLead, Compound);
    public static readonly Actor Trustee = Someone(6, Role.Trustee, Compound);
    public static readonly Actor Contractor = Someone(7, Role.Contractor, Project);
    public static readonly Actor GridHead = Someone(8, Role.GridHead, Grid);
    public static readonly Actor OtherGridHead = Someone(9, Role.GridHead, OtherGrid);
    public static readonly Actor MasterGridHead = Someone(10, Role.GridHead, MasterGrid);
    public static readonly Actor CommunityDesk = Someone(11, Role.Community, Community);
    public static readonly Actor SubdistrictDesk = Someone(12, Role.Subdistrict, Subdistrict);
    public static readonly Actor Lighting = Someone(13, Role.Department, Place.Department("urban-lighting"));
    public static readonly Actor Housing = Someone(14, Role.Department, Place.Department("housing"));
    public static readonly Actor Centre = Someone(15, Role.DistrictCentre, District);
    public static readonly Actor Administrator = Someone(16, Role.Administrator, District);
    public static readonly Actor OtherSubdistrictDesk = Someone(17, Role.Subdistrict, Place.Subdistrict("510105008"));
    public static readonly Actor OtherManager = Someone(18, Role.PropertyManager, OtherCompound);
    public static readonly Actor Colleague = Someone(19, Role.PropertyManager, Compound);

    public static readonly Actor Helper = Someone(20, Role.MicroGridHead, Grid);

    /// <summary>Everybody, the platform included.</summary>
    public static readonly ImmutableArray<Actor> Everybody =
    [
        Resident,
        Neighbour,
        Stranger,
        PropertyManager,
        CompoundLead,
        Trustee,
        Contractor,
        GridHead,
        OtherGridHead,
        MasterGridHead,
        CommunityDesk,
        SubdistrictDesk,
        Lighting,
        Housing,
        Centre,
        Administrator,
        OtherSubdistrictDesk,
        OtherManager,
        Colleague,
        Helper,
        Actor.Platform,
    ];

    public static CompoundState ACompound(PropertyMode mode = PropertyMode.ProfessionalManaged) =>
        CompoundState.Evolve(
            CompoundState.Initial(Compound),
            new CompoundRegistered(
                "浣花小区",
                mode,
                Grid,
                [new Building("1栋", Grid, 40), new Building("2栋", OtherGrid, 60)],
                true
            ),
            Administrator.Reference,
            Morning
        );

    public static GridState AGrid() =>
        GridState.Evolve(
            GridState.Initial(Grid),
            new GridRegistered("第3网格", 412, [GridHead.Reference], true),
            Administrator.Reference,
            Morning
        );

    public static ProjectState AProject() =>
        ProjectState.Evolve(
            ProjectState.Initial(Project),
            new ProjectRegistered("清溪片区改造", Compound, Grid, true),
            Administrator.Reference,
            Morning
        );

    public static PrivateText Text(string body = "三楼楼道灯不亮", string kind = "note") => PrivateText.Of(kind, body);

    public static Report ReportOf(string category, string id = Story.Id) =>
        new(id, category, Text(kind: "description"));

    /// <summary>One of many residents of the compound.</summary>
    public static Actor ResidentNumber(int number) => Someone(1_000 + number, Role.Resident, Compound);

    private static Actor Someone(int number, Role role, Place place) =>
        new(new Guid(number, 0, 0x4000, 0x80, 0, 0, 0, 0, 0, 0, 0), [new HeldRole(role, place)]);
}
