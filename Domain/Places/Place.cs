using System.Text.Json;
using System.Text.RegularExpressions;

namespace CivicGrains.Domain.Places;

/// <summary>The kinds of place, as the word before the slash.</summary>
[JsonConverter(typeof(KebabCaseEnumConverter<PlaceKind>))]
public enum PlaceKind
{
    None,
    Compound,
    Grid,
    Project,
    Community,
    Subdistrict,
    Department,
    District,
}

/// <summary>The kinds of grid, which their keys tell apart.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<GridKind>))]
public enum GridKind
{
    /// <summary>总网格: a whole community, <c>grid/510105007004</c>.</summary>
    Master,

    /// <summary>一般网格: a part of a community, <c>grid/510105007004-G03</c>.</summary>
    General,

    /// <summary>专属网格: an office tower, a park, an institution with a management of its own, <c>grid/510105007004-D02</c>.</summary>
    Dedicated,
}

/// <summary>
/// A place of the district's tree, or an office: grain id, stream name, owner, place and topic alike.
/// <c>compound/510105007004-C012</c>, <c>grid/510105007004-G03</c> (general), <c>grid/510105007004-D02</c> (dedicated),
/// <c>grid/510105007004</c> (master), <c>project/RNV-2026-510105007004-C012-01</c>, <c>community/510105007004</c>, <c>subdistrict/510105007</c>,
/// <c>department/housing</c>, <c>district/510105</c>. The key says where the place lies: its first 6, 9 and 12 digits
/// are district, subdistrict and community.
/// </summary>
[GenerateSerializer, Immutable, Alias("place"), JsonConverter(typeof(PlaceJsonConverter))]
public readonly record struct Place
{
    private Place(PlaceKind kind, string key)
    {
        Kind = kind;
        Key = key;
    }

    /// <summary>What kind of place.</summary>
    [Id(0)]
    public PlaceKind Kind { get; }

    /// <summary>The part after the slash.</summary>
    [Id(1)]
    public string Key { get; }

    /// <summary>The 12-digit community code, or null above a community.</summary>
    public string? CommunityCode => Code(12);

    /// <summary>The 9-digit subdistrict code, or null above a subdistrict.</summary>
    public string? SubdistrictCode => Code(9);

    /// <summary>The 6-digit district code, or null for a department.</summary>
    public string? DistrictCode => Code(6);

    /// <summary>Whether issues live in a place of this kind.</summary>
    public bool OwnsIssues => Kind is PlaceKind.Compound or PlaceKind.Grid or PlaceKind.Project;

    /// <summary>Whether this is the master grid of a community.</summary>
    public bool IsMasterGrid => Kind is PlaceKind.Grid && Key.Length == 12;

    /// <summary>What kind of grid this is; null for what is none.</summary>
    public GridKind? GridKind =>
        Kind is not PlaceKind.Grid ? null
        : IsMasterGrid ? Places.GridKind.Master
        : Key[13] == 'D' ? Places.GridKind.Dedicated
        : Places.GridKind.General;

    public static Place Compound(string key) => new(PlaceKind.Compound, key);

    public static Place Grid(string key) => new(PlaceKind.Grid, key);

    public static Place Project(string key) => new(PlaceKind.Project, key);

    public static Place Community(string code) => new(PlaceKind.Community, code);

    public static Place Subdistrict(string code) => new(PlaceKind.Subdistrict, code);

    public static Place Department(string name) => new(PlaceKind.Department, name);

    public static Place District(string code) => new(PlaceKind.District, code);

    /// <summary>The compound a renovation project renovates; the place itself for any other kind.</summary>
    public Place OfCompound() => Kind is PlaceKind.Project ? Compound(Key[9..^3]) : this;

    /// <summary>
    /// Whether this place is that one or contains it. A department covers the whole district (its issues are told
    /// apart by category); a grid covers itself and, as master grid, its community; a compound covers its projects.
    /// </summary>
    public bool Covers(Place other) =>
        this == other
        || Kind switch
        {
            PlaceKind.Department => true,
            PlaceKind.District => other.DistrictCode == Key || other.Kind is PlaceKind.Department,
            PlaceKind.Subdistrict => other.SubdistrictCode == Key,
            PlaceKind.Community => other.CommunityCode == Key,
            PlaceKind.Grid => IsMasterGrid && other.CommunityCode == Key,
            PlaceKind.Compound => other.Kind is PlaceKind.Project && other.OfCompound() == this,
            _ => false,
        };

    /// <inheritdoc/>
    public override string ToString() => Kind is PlaceKind.None ? "" : $"{Kind.Kebab()}/{Key}";

    /// <summary>Reads <c>kind/key</c>; false when it is not the name of a place.</summary>
    public static bool TryParse(string? text, out Place place)
    {
        place = default;
        var slash = text?.IndexOf('/', StringComparison.Ordinal) ?? -1;
        if (slash <= 0 || !EnumWords.TryParseWord<PlaceKind>(text![..slash], out var kind))
        {
            return false;
        }

        var key = text[(slash + 1)..];
        if (!PlaceKeys.IsKey(kind, key))
        {
            return false;
        }

        place = new Place(kind, key);
        return true;
    }

    /// <summary>Reads <c>kind/key</c>.</summary>
    /// <exception cref="FormatException">It is not the name of a place.</exception>
    public static Place Parse(string text) =>
        TryParse(text, out var place) ? place : throw new FormatException($"'{text}' is not the name of a place.");

    private string? Code(int digits) =>
        Kind switch
        {
            PlaceKind.None or PlaceKind.Department => null,
            PlaceKind.Project => Key.Substring(9, digits),
            _ => Key.Length >= digits ? Key[..digits] : null,
        };
}

/// <summary>The shapes of keys.</summary>
internal static partial class PlaceKeys
{
    public static bool IsKey(PlaceKind kind, string key) =>
        kind switch
        {
            PlaceKind.Compound => CompoundKey().IsMatch(key),
            PlaceKind.Grid => GridKey().IsMatch(key),
            PlaceKind.Project => ProjectKey().IsMatch(key),
            PlaceKind.Community => CommunityKey().IsMatch(key),
            PlaceKind.Subdistrict => SubdistrictKey().IsMatch(key),
            PlaceKind.Department => DepartmentKey().IsMatch(key),
            PlaceKind.District => DistrictKey().IsMatch(key),
            _ => false,
        };

    private const RegexOptions Plain = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture;

    [GeneratedRegex(@"\A[1-9][0-9]{11}-C[0-9]{3,4}\z", Plain)]
    private static partial Regex CompoundKey();

    [GeneratedRegex(@"\A[1-9][0-9]{11}(?:-[DG][0-9]{2,3})?\z", Plain)]
    private static partial Regex GridKey();

    [GeneratedRegex(@"\ARNV-[0-9]{4}-[1-9][0-9]{11}-C[0-9]{3,4}-[0-9]{2}\z", Plain)]
    private static partial Regex ProjectKey();

    [GeneratedRegex(@"\A[1-9][0-9]{11}\z", Plain)]
    private static partial Regex CommunityKey();

    [GeneratedRegex(@"\A[1-9][0-9]{8}\z", Plain)]
    private static partial Regex SubdistrictKey();

    [GeneratedRegex(@"\A[a-z]+(?:-[a-z]+)*\z", Plain)]
    private static partial Regex DepartmentKey();

    [GeneratedRegex(@"\A[1-9][0-9]{5}\z", Plain)]
    private static partial Regex DistrictKey();
}

/// <summary>A place is written as its name.</summary>
public sealed class PlaceJsonConverter : JsonConverter<Place>
{
    /// <inheritdoc/>
    public override Place Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        Place.TryParse(reader.GetString(), out var place)
            ? place
            : throw new JsonException("This is not the name of a place.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, Place value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
