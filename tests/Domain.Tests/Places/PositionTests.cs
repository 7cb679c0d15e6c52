using CivicGrains.Domain.Places;

namespace CivicGrains.Domain.Tests.Places;

public sealed class PositionTests
{
    private static readonly Position Town = new(30.677, 104.060);

    [Fact]
    public void Points_of_different_datums_have_no_distance() =>
        Assert.Null(Town.MetresTo(Town with { Datum = Position.Gcj02 }));

    [Fact]
    public void A_point_is_no_distance_from_itself() => Assert.Equal(0, Town.MetresTo(Town));

    [Theory]
    [InlineData(0.001, 0, 111)]
    [InlineData(0, 0.001, 96)]
    [InlineData(0.0003, 0.0003, 44)]
    [InlineData(-61.354, -180, 20_015_000)]
    public void Distances_are_those_over_the_ground(double north, double east, double metres)
    {
        var there = new Position(Town.Latitude + north, Town.Longitude + east);

        Assert.Equal(metres, Town.MetresTo(there)!.Value, metres / 100);
        Assert.Equal(Town.MetresTo(there)!.Value, there.MetresTo(Town)!.Value, 6);
    }
}
