using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.District;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;
using CivicGrains.Domain.Tests.Issues;

namespace CivicGrains.Domain.Tests.Compounds;

public sealed class RegistrationTests
{
    private static readonly RegisterCompound Compound = new(
        "浣花小区",
        PropertyMode.SelfManaged,
        Town.Grid,
        [new Building("1栋", Town.Grid, 40), new Building("2栋", Town.OtherGrid, 60)],
        false
    );

    [Fact]
    public void Only_the_administrator_of_the_district_registers()
    {
        foreach (var actor in Town.Everybody.Where(a => a != Town.Administrator))
        {
            Refused(CompoundState.Initial(Town.Compound), Compound, "place.not-yours", actor);
            Refused(GridState.Initial(Town.Grid), new RegisterGrid("x", 1, [], false), "place.not-yours", actor);
            Refused(
                ProjectState.Initial(Town.Project),
                new RegisterProject("x", Town.Grid, false),
                "place.not-yours",
                actor
            );
        }
    }

    [Fact]
    public void Only_the_administrator_and_the_host_itself_publish_rules()
    {
        var publish = new PublishRules(DefaultRules.Template);
        foreach (var actor in Town.Everybody.Where(a => a != Town.Administrator && a != Actor.Platform))
        {
            Refused(DistrictState.Initial(Town.District), publish, "place.not-yours", actor);
        }

        var district = DistrictState.Initial(Town.District);
        Assert.Null(DistrictState.Decide(district, publish, Actor.Platform, Town.Law, Town.Morning).Rejection);
    }

    [Fact]
    public void A_place_is_registered_once()
    {
        Refused(Town.ACompound(), Compound, "owner.exists");
        Refused(Town.AGrid(), new RegisterGrid("x", 1, [], false), "owner.exists");
        Refused(Town.AProject(), new RegisterProject("x", Town.Grid, false), "owner.exists");
    }

    [Fact]
    public void A_registration_that_cannot_stand_is_refused()
    {
        var compound = CompoundState.Initial(Town.Compound);
        Refused(compound, Compound with { Name = " " }, "text.empty");
        Refused(compound, Compound with { HomeGrid = Place.Grid("510105008006-G01") }, "grid.unknown");
        Refused(compound, Compound with { HomeGrid = Town.Community }, "grid.unknown");
        Refused(compound, WithBuilding(new Building("1栋", Town.Grid, 5)), "field.wrong-type");
        Refused(compound, WithBuilding(new Building("3栋", Town.Grid, -1)), "field.wrong-type");
        Refused(compound, WithBuilding(new Building("3\0栋", Town.Grid, 1)), "text.control-character");
        Refused(compound, WithBuilding(new Building("3栋", Town.Compound, 1)), "grid.unknown");
        Refused(GridState.Initial(Town.Grid), new RegisterGrid("x", -1, [], false), "field.wrong-type");
        Refused(
            ProjectState.Initial(Town.Project),
            new RegisterProject("x", Place.Grid("510105008006-G01"), false),
            "grid.unknown"
        );
        Refused(compound, new PublishRules(DefaultRules.Template), "command.unknown");
        Refused(DistrictState.Initial(Town.District), Compound, "command.unknown");
        Refused(DistrictState.Initial(Town.District), Town.ReportOf("UTL-04"), "owner.unknown");
    }

    [Fact]
    public void A_compound_writes_its_row()
    {
        var story = new Story<CompoundState>(CompoundState.Initial(Town.Compound));
        story.Does(Town.Administrator, Compound);

        var row = Assert.Single(story.Rows);

        Assert.Equal("owners", row.View);
        Assert.Equal(
            """{"place":"compound/510105007004-C012","kind":"compound","name":"浣花小区","community":"510105007004","subdistrict":"510105007","mode":"selfManaged","households":100,"home_grid":"grid/510105007004-G03","buildings":[{"name":"1栋","grid":"grid/510105007004-G03","households":40},{"name":"2栋","grid":"grid/510105007004-G04","households":60}],"heads":[],"synthetic":false}""",
            row.Json
        );
        Assert.Equal(Town.OtherGrid, story.State.Profile.GridOfBuilding["2栋"]);
    }

    [Fact]
    public void A_compound_without_buildings_has_its_home_grid()
    {
        var story = new Story<CompoundState>(CompoundState.Initial(Town.Compound));
        story.Does(Town.Administrator, Compound with { Buildings = default });
        story.Does(Town.Resident, Town.ReportOf("ENV-05"));

        Assert.Equal(Town.Grid, story.Issue.Step!.Handler.Place);
    }

    [Fact]
    public void Rules_rise_by_one_version_and_must_hold()
    {
        var district = DistrictState.Initial(Town.District);
        Refused(district, new PublishRules(DefaultRules.Template with { Categories = [] }), "rules.invalid");

        for (var version = 1; version <= 3; version++)
        {
            var decision = DistrictState.Decide(
                district,
                new PublishRules(DefaultRules.Template with { ReopensMax = version % 2 }),
                Town.Administrator,
                Town.Law,
                Town.Morning
            );
            var published = Assert.IsType<RulesPublished>(Assert.Single(decision.Events));
            Assert.Equal(version, published.Version);
            district = DistrictState.Evolve(district, published, default, Town.Morning);
        }

        var again = new PublishRules(DefaultRules.Template with { ReopensMax = 1 }, ExpectedVersion: 3);
        var decided = DistrictState.Decide(district, again, Town.Administrator, Town.Law, Town.Morning);
        Assert.Equal((0, null), (decided.Events.Length, decided.Rejection));
        Refused(district, again with { ExpectedVersion = 2 }, "edit.outdated");
        Assert.Equal("""{"version":3}""", DistrictState.Answer(district, new PublishRules(DefaultRules.Template)));
    }

    private static RegisterCompound WithBuilding(Building building) =>
        Compound with
        {
            Buildings = Compound.Buildings.Add(building),
        };

    private static void Refused<TState>(TState state, DomainCommand command, string code, Actor? actor = null)
        where TState : class, Domain.Issues.IStreamState<TState>
    {
        var decision = TState.Decide(state, command, actor ?? Town.Administrator, Town.Law, Town.Morning);
        Assert.Equal(code, decision.Rejection?.Code);
        Assert.Empty(decision.Events);
    }
}
