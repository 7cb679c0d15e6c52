namespace CivicGrains.Domain.Places;

/// <summary>A point on the map.</summary>
/// <param name="Latitude">Degrees, from -90 to 90.</param>
/// <param name="Longitude">Degrees, from -180 to 180.</param>
/// <param name="Datum">What the degrees are counted by: <c>wgs84</c> or <c>gcj02</c>.</param>
public sealed record Position(double Latitude, double Longitude, string Datum = Position.Wgs84)
{
    /// <summary>The datum of satellites, and the usual one.</summary>
    public const string Wgs84 = "wgs84";

    /// <summary>The datum of maps in China: hundreds of metres away from the other.</summary>
    public const string Gcj02 = "gcj02";

    private const double EarthRadiusMetres = 6_371_000;

    /// <summary>Metres to another point over the ground; null where the two are counted by different datums.</summary>
    public double? MetresTo(Position other)
    {
        if (Datum != other.Datum)
        {
            return null;
        }

        var (here, there) = (double.DegreesToRadians(Latitude), double.DegreesToRadians(other.Latitude));
        var north = Math.Sin((there - here) / 2);
        var east = Math.Sin(double.DegreesToRadians(other.Longitude - Longitude) / 2);
        var part = (north * north) + (Math.Cos(here) * Math.Cos(there) * east * east);
        return 2 * EarthRadiusMetres * Math.Asin(Math.Min(1, Math.Sqrt(part)));
    }
}
