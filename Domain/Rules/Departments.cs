namespace CivicGrains.Domain.Rules;

/// <summary>A department of the district, which is level 3 for its categories.</summary>
/// <param name="Key">The key of its place: <c>department/{Key}</c>.</param>
public sealed record Department(string Key, string Chinese, string English)
{
    /// <summary>Its place.</summary>
    public Place Place => Place.Department(Key);
}

/// <summary>The departments that issues may go to.</summary>
public static class Departments
{
    /// <summary>Every department, in the order of the pages.</summary>
    public static ImmutableArray<Department> All { get; } =
    [
        new("housing", "住房建设和交通运输局", "Housing"),
        new("fire", "消防救援大队", "Fire brigade"),
        new("gas", "燃气与应急管理", "Gas and emergency management"),
        new("market-regulation", "市场监督管理局", "Market regulation"),
        new("police", "公安分局", "Police"),
        new("water", "水务局", "Water"),
        new("power", "供电公司", "Power utility"),
        new("urban-lighting", "城市照明管理", "Urban lighting"),
        new("urban-management", "综合行政执法局", "Urban management and enforcement"),
        new("parks", "公园城市建设和园林", "Parks and greenery"),
        new("ecology", "生态环境局", "Ecology"),
        new("justice", "司法局", "Justice"),
        new("civil-affairs", "民政局", "Civil affairs"),
    ];

    private static readonly FrozenDictionary<string, Department> ByKey = All.ToFrozenDictionary(
        d => d.Key,
        StringComparer.Ordinal
    );

    /// <summary>Whether there is a department of this key.</summary>
    public static bool Knows(string key) => ByKey.ContainsKey(key);

    /// <summary>The department of a key; null when there is none.</summary>
    public static Department? Find(string key) => ByKey.GetValueOrDefault(key);
}
