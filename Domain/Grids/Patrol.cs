namespace CivicGrains.Domain.Grids;

/// <summary>Where somebody looked. Words in files and the API are camelCase.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PatrolPlace>))]
public enum PatrolPlace
{
    /// <summary>楼栋.</summary>
    Building,

    /// <summary>街巷.</summary>
    Street,

    /// <summary>公共场所.</summary>
    Public,

    /// <summary>商户.</summary>
    Business,

    /// <summary>工地.</summary>
    Site,
}

/// <summary>What somebody looked at.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PatrolItem>))]
public enum PatrolItem
{
    /// <summary>燃气安全.</summary>
    Gas,

    /// <summary>消防安全.</summary>
    Fire,

    /// <summary>出租房: for the chain alone.</summary>
    Tenant,

    /// <summary>独居老人走访: for the chain alone.</summary>
    LivingAlone,

    /// <summary>门岗和安防设施.</summary>
    Guard,

    /// <summary>其他.</summary>
    Other,
}

/// <summary>What was found.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<PatrolResult>))]
public enum PatrolResult
{
    /// <summary>无隐患: nothing was wrong.</summary>
    Pass,

    /// <summary>有隐患: something is wrong, which becomes an issue.</summary>
    Hazard,

    /// <summary>当场整改: something was wrong and was put right on the spot.</summary>
    Rectified,
}

/// <summary>How bad it was.</summary>
[JsonConverter(typeof(CamelCaseEnumConverter<HazardLevel>))]
public enum HazardLevel
{
    /// <summary>一般.</summary>
    General,

    /// <summary>较大.</summary>
    Major,

    /// <summary>重大.</summary>
    Critical,
}

/// <summary>What holds of the things that are looked at.</summary>
public static class PatrolItems
{
    /// <summary>The category that a hazard has as an issue where nobody names another; null where one has to be named.</summary>
    public static string? CategoryOf(PatrolItem item) =>
        item switch
        {
            PatrolItem.Gas => "SAF-02",
            PatrolItem.Fire => "SAF-01",
            PatrolItem.Tenant => "ORD-03",
            PatrolItem.LivingAlone => "SVC-01",
            PatrolItem.Guard => "BLD-02",
            _ => null,
        };

    /// <summary>Whether only the chain may know that somebody looked: it tells who lives there, and how.</summary>
    public static bool IsHidden(PatrolItem item) => item is PatrolItem.Tenant or PatrolItem.LivingAlone;
}
