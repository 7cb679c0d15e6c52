using CivicGrains.Domain.Grids;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Patrols in the words of the pages.</summary>
internal static class PatrolWording
{
    /// <summary>Where somebody looked.</summary>
    public static (string English, string Chinese) Of(PatrolPlace place) =>
        place switch
        {
            PatrolPlace.Building => ("Building", "楼栋"),
            PatrolPlace.Street => ("Street", "街巷"),
            PatrolPlace.Public => ("Public place", "公共场所"),
            PatrolPlace.Business => ("Shop or business", "商户"),
            _ => ("Construction site", "工地"),
        };

    /// <summary>What somebody looked at.</summary>
    public static (string English, string Chinese) Of(PatrolItem item) =>
        item switch
        {
            PatrolItem.Gas => ("Gas", "燃气安全"),
            PatrolItem.Fire => ("Fire safety", "消防安全"),
            PatrolItem.Tenant => ("Rented homes", "出租房"),
            PatrolItem.LivingAlone => ("People living alone", "独居走访"),
            PatrolItem.Guard => ("Guard and gates", "门岗安防"),
            _ => ("Other", "其他"),
        };

    /// <summary>What was found.</summary>
    public static (string English, string Chinese) Of(PatrolResult result) =>
        result switch
        {
            PatrolResult.Pass => ("Nothing wrong", "无隐患"),
            PatrolResult.Hazard => ("Hazard, becomes an issue", "有隐患，转为事项"),
            _ => ("Put right on the spot", "当场整改"),
        };

    /// <summary>How bad it was.</summary>
    public static (string English, string Chinese) Of(HazardLevel level) =>
        level switch
        {
            HazardLevel.General => ("general", "一般"),
            HazardLevel.Major => ("major", "较大"),
            _ => ("critical", "重大"),
        };
}
