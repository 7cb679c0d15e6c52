using System.Text.Json;
using CivicGrains.Domain.Places;

namespace CivicGrains.Domain.Tests.Places;

public sealed class PlaceTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("compound")]
    [InlineData("compound/")]
    [InlineData("compound/510105007004")]
    [InlineData("compound/510105007004-C1")]
    [InlineData("compound/510105007004-C012 ")]
    [InlineData("compound/510105007004-C012\n")]
    [InlineData("compound/010105007004-C012")]
    [InlineData("compound/51010500700４-C012")]
    [InlineData("Compound/510105007004-C012")]
    [InlineData("grid/510105007004-G3")]
    [InlineData("grid/51010500700")]
    [InlineData("grid/510105007004-D2")]
    [InlineData("grid/510105007004-M07")]
    [InlineData("project/RNV-26-510105007004-C012-01")]
    [InlineData("community/510105007")]
    [InlineData("subdistrict/510105")]
    [InlineData("district/51010")]
    [InlineData("department/Housing")]
    [InlineData("department/-")]
    [InlineData("none/1")]
    [InlineData("palace/510105")]
    public void What_is_not_the_name_of_a_place_is_not_read(string? text)
    {
        Assert.False(Place.TryParse(text, out var place));
        Assert.Equal(default, place);
    }

    [Theory]
    [InlineData("compound/510105007004-C012", "510105007004", "510105007")]
    [InlineData("compound/510105007004-C0123", "510105007004", "510105007")]
    [InlineData("grid/510105007004-G03", "510105007004", "510105007")]
    [InlineData("grid/510105007004-D02", "510105007004", "510105007")]
    [InlineData("grid/510105007004", "510105007004", "510105007")]
    [InlineData("project/RNV-2026-510105007004-C012-01", "510105007004", "510105007")]
    [InlineData("community/510105007004", "510105007004", "510105007")]
    [InlineData("subdistrict/510105007", null, "510105007")]
    [InlineData("district/510105", null, null)]
    [InlineData("department/market-regulation", null, null)]
    public void A_name_says_where_the_place_lies(string text, string? community, string? subdistrict)
    {
        var place = Place.Parse(text);

        Assert.Equal(text, place.ToString());
        Assert.Equal(community, place.CommunityCode);
        Assert.Equal(subdistrict, place.SubdistrictCode);
        Assert.Equal($"\"{text}\"", JsonSerializer.Serialize(place));
        Assert.Equal(place, JsonSerializer.Deserialize<Place>($"\"{text}\""));
    }

    [Theory]
    [InlineData("grid/510105007004", GridKind.Master)]
    [InlineData("grid/510105007004-G03", GridKind.General)]
    [InlineData("grid/510105007004-D02", GridKind.Dedicated)]
    [InlineData("community/510105007004", null)]
    public void The_key_of_a_grid_says_what_kind_it_is(string text, GridKind? kind) =>
        Assert.Equal(kind, Place.Parse(text).GridKind);

    [Theory]
    [InlineData("district/510105", "compound/510105007004-C012", true)]
    [InlineData("district/510104", "compound/510105007004-C012", false)]
    [InlineData("district/510105", "department/housing", true)]
    [InlineData("subdistrict/510105007", "project/RNV-2026-510105007004-C012-01", true)]
    [InlineData("subdistrict/510105008", "grid/510105007004-G03", false)]
    [InlineData("community/510105007004", "grid/510105007004-G03", true)]
    [InlineData("grid/510105007004", "grid/510105007004-G03", true)]
    [InlineData("grid/510105007004", "compound/510105007004-C012", true)]
    [InlineData("grid/510105007004-G03", "grid/510105007004", false)]
    [InlineData("grid/510105007004-G03", "compound/510105007004-C012", false)]
    [InlineData("compound/510105007004-C012", "project/RNV-2026-510105007004-C012-01", true)]
    [InlineData("compound/510105007004-C013", "project/RNV-2026-510105007004-C012-01", false)]
    [InlineData("project/RNV-2026-510105007004-C012-01", "compound/510105007004-C012", false)]
    [InlineData("department/housing", "department/fire", true)]
    public void A_place_covers_what_lies_in_it(string place, string other, bool covers)
    {
        Assert.Equal(covers, Place.Parse(place).Covers(Place.Parse(other)));
    }

    [Fact]
    public void Keys_of_digits_alone_have_a_fixed_length_and_no_leading_zero()
    {
        // A store that reads such keys as numbers must not confuse two of them.
        Assert.True(Place.TryParse("grid/510105007004", out var grid));
        Assert.True(Place.TryParse("district/510105", out var district));
        Assert.Equal(12, grid.Key.Length);
        Assert.Equal(6, district.Key.Length);
        Assert.False(Place.TryParse("grid/0510105007004", out _));
        Assert.False(Place.TryParse("district/0510105", out _));
    }
}
