using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Demo;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Tests.Demo;

public sealed class DistrictPlanTests
{
    private static readonly DistrictPlan _plan = DistrictPlan.Create();

    [Fact]
    public void The_district_has_its_12_subdistricts_and_67_communities_with_their_official_codes()
    {
        Assert.Equal(12, _plan.Subdistricts.Length);
        Assert.Equal(67, _plan.Communities.Length);
        Assert.Contains(new Subdistrict(Place.Subdistrict("510105007"), "草堂街道"), _plan.Subdistricts);
        Assert.Contains(
            new Community(Place.Community("510105008006"), "清溪社区", Place.Subdistrict("510105008")),
            _plan.Communities
        );
        Assert.All(_plan.Communities, c => Assert.Contains(_plan.Subdistricts, s => s.Place == c.Subdistrict));
    }

    [Theory]
    [InlineData(PropertyMode.SelfManaged, 767)]
    [InlineData(PropertyMode.CommunityTrust, 36)]
    [InlineData(PropertyMode.ProfessionalManaged, 501)]
    internal void The_1304_compounds_are_managed_as_published(PropertyMode mode, int count)
    {
        Assert.Equal(1_304, _plan.Compounds.Length);
        Assert.Equal(count, _plan.Compounds.Count(c => c.Mode == mode));
    }

    [Fact]
    public void Every_community_has_compounds()
    {
        var perCommunity = _plan.Compounds.CountBy(c => c.Place.CommunityCode!, StringComparer.Ordinal).ToList();
        Assert.Equal(67, perCommunity.Count);
        Assert.All(perCommunity, c => Assert.InRange(c.Value, 14, 26));
    }

    [Fact]
    public void Every_general_grid_looks_after_300_to_500_households_of_its_own_community()
    {
        var buildings = _plan.Compounds.SelectMany(c => c.Buildings.Select(b => (Compound: c, Building: b))).ToList();
        Assert.All(buildings, b => Assert.Equal(b.Compound.Place.CommunityCode, b.Building.Grid.CommunityCode));
        var households = buildings
            .GroupBy(b => b.Building.Grid)
            .ToDictionary(b => b.Key, b => b.Sum(of => of.Building.Households));
        var general = _plan.Grids.Where(g => !g.Place.IsMasterGrid).ToList();
        Assert.Equal(households.Keys.ToHashSet(), general.Select(g => g.Place).ToHashSet());
        Assert.All(general, g => Assert.Equal(households[g.Place], g.Households));
        Assert.All(general, g => Assert.InRange(g.Households, 300, 500));
    }

    [Fact]
    public void Every_community_has_a_master_grid_with_all_its_households()
    {
        var masters = _plan.Grids.Where(g => g.Place.IsMasterGrid).ToList();
        Assert.Equal(
            _plan.Communities.Select(c => c.Place.Key),
            masters.Select(g => g.Place.Key),
            StringComparer.Ordinal
        );
        Assert.All(
            masters,
            m =>
                Assert.Equal(
                    _plan.Grids.Where(g => g != m && m.Place.Covers(g.Place)).Sum(g => g.Households),
                    m.Households
                )
        );
    }

    [Fact]
    public void Four_compounds_of_Qingxi_are_being_renovated()
    {
        Assert.Equal(4, _plan.Projects.Select(p => p.Place.OfCompound()).Distinct().Count());
        Assert.All(_plan.Projects, p => Assert.Equal("510105008006", p.Place.CommunityCode));
        Assert.All(
            _plan.Projects,
            p => Assert.Equal(Assert.Single(_plan.Compounds, c => c.Place == p.Place.OfCompound()).HomeGrid, p.HomeGrid)
        );
    }

    [Fact]
    public void Every_place_has_a_key_of_its_own_and_a_name_that_says_it_is_made_up()
    {
        var places = _plan
            .Compounds.Select(c => (c.Place, c.Name))
            .Concat(_plan.Grids.Select(g => (g.Place, g.Name)))
            .Concat(_plan.Projects.Select(p => (p.Place, p.Name)))
            .ToList();
        Assert.Equal(places.Count, places.Select(p => p.Place).Distinct().Count());
        Assert.Equal(places.Count, places.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count());
        Assert.All(places, p => Assert.Equal(p.Place, Place.Parse(p.Place.ToString())));
        Assert.All(places, p => Assert.EndsWith("（示例）", p.Name, StringComparison.Ordinal));
    }

    [Fact]
    public void A_home_grid_is_the_grid_of_a_building()
    {
        Assert.All(_plan.Compounds, c => Assert.Contains(c.Buildings, b => b.Grid == c.HomeGrid));
    }

    [Fact]
    public void The_plan_is_the_same_on_every_machine()
    {
        var other = DistrictPlan.Create();
        Assert.Equal(Lines(_plan), Lines(other), StringComparer.Ordinal);
        Assert.Equal(
            "compound/510105008006-C001",
            _plan.Compounds.First(c => c.Place.CommunityCode == "510105008006").Place.ToString()
        );
    }

    [Fact]
    public void A_small_scale_keeps_places_of_the_whole_and_every_property_mode()
    {
        var small = DistrictPlan.Create(DemoScale.Small);
        Assert.Equal(2, small.Communities.Length);
        Assert.Equal(12, small.Compounds.Length);
        Assert.Equal(4, small.Projects.Length);
        Assert.Subset(Lines(_plan).ToHashSet(StringComparer.Ordinal), Lines(small).ToHashSet(StringComparer.Ordinal));
        Assert.Equal(3, small.Compounds.Select(c => c.Mode).Distinct().Count());
        Assert.All(
            small.Compounds.SelectMany(c => c.Buildings),
            b => Assert.Contains(small.Grids, g => g.Place == b.Grid)
        );
    }

    private static IEnumerable<string> Lines(DistrictPlan plan) =>
        plan
            .Compounds.Select(c => $"{c with { Buildings = [] }} {string.Join(' ', c.Buildings)}")
            .Concat(plan.Grids.Select(g => g.ToString()))
            .Concat(plan.Projects.Select(p => p.ToString()));
}
