using CivicGrains.Domain.Common;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Places;
using CivicGrains.WebFrontend.Demo;

namespace CivicGrains.WebFrontend.Tests.Demo;

public sealed class CastTests
{
    private static readonly DistrictPlan _plan = DistrictPlan.Create();
    private static readonly Cast _cast = Cast.Of(_plan);

    [Fact]
    public void Nobody_has_the_account_or_the_name_of_another()
    {
        Assert.Equal(_cast.People.Length, _cast.People.Select(p => p.Account).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(_cast.People.Length, _cast.People.Select(p => p.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void The_accounts_begin_with_one_chain_from_the_compound_to_the_district()
    {
        var listed = _cast.People.TakeWhile(p => p.SignsIn).ToList();
        Assert.Equal(
            [
                Role.Resident,
                Role.PropertyManager,
                Role.GridHead,
                Role.Community,
                Role.Subdistrict,
                Role.Department,
                Role.DistrictCentre,
                Role.Administrator,
                Role.Contractor,
                Role.CompoundLead,
                Role.Trustee,
            ],
            listed.Take(11).Select(p => p.Role)
        );
        Assert.Equal(
            listed.Take(11).Select(p => p.Role.Kebab()),
            listed.Take(11).Select(p => p.Account),
            StringComparer.Ordinal
        );
        var home = listed[0].Place;
        Assert.Equal(home, listed[1].Place);
        Assert.Equal(_plan.Compounds.Single(c => c.Place == home).HomeGrid, listed[2].Place);
        Assert.Equal($"community/{home.CommunityCode}", listed[3].Place.ToString());
        Assert.Equal($"subdistrict/{home.SubdistrictCode}", listed[4].Place.ToString());
        Assert.Equal("department/housing", listed[5].Place.ToString());
        Assert.Equal("district/510105", listed[6].Place.ToString());
        Assert.Equal("district/510105", listed[7].Place.ToString());
        Assert.Equal(PlaceKind.Project, listed[8].Place.Kind);
    }

    [Fact]
    public void Forty_more_residents_of_as_many_compounds_can_sign_in()
    {
        var residents = _cast.People.Where(p => p.SignsIn && p.Role is Role.Resident).ToList();
        Assert.Equal(41, residents.Count);
        Assert.Equal(41, residents.Select(p => p.Place).Distinct().Count());
    }

    [Fact]
    public void Every_post_is_filled_and_every_compound_has_residents()
    {
        Assert.All(_plan.Compounds, c => Assert.Equal(c.Place, _cast.Staff(Cast.FirstHandler(c.Mode), c.Place).Place));
        Assert.All(_plan.Compounds, c => Assert.InRange(_cast.ResidentsOf(c.Place).Count, 2, 9));
        Assert.All(_plan.Grids, g => Assert.Equal(g.Place, _cast.Staff(Role.GridHead, g.Place).Place));
        Assert.All(_plan.Projects, p => Assert.Equal(p.Place, _cast.Staff(Role.Contractor, p.Place).Place));
        Assert.All(_plan.Departments, d => Assert.Equal(d, _cast.Staff(Role.Department, d).Place));
    }
}
