namespace CivicGrains.WebFrontend.Pages;

/// <summary>Where things have their pages.</summary>
internal static class PagePaths
{
    /// <summary>The path of a place that has a page, without the first slash; null for others.</summary>
    public static string? Of(Place place) =>
        place.Kind switch
        {
            PlaceKind.Compound => $"compounds/{place.Key}",
            PlaceKind.Project => $"compounds/{place.OfCompound().Key}",
            PlaceKind.Grid => $"grids/{place.Key}",
            PlaceKind.Community or PlaceKind.Subdistrict or PlaceKind.Department or PlaceKind.District =>
                $"desk/{place.Key}",
            _ => null,
        };

    /// <summary>The page where somebody does the work of a role; null when there is none.</summary>
    public static (string Path, (string English, string Chinese) Words)? OwnOf(Role role, Place place) =>
        role switch
        {
            Role.GridHead or Role.MicroGridHead => ($"grids/{place.Key}", ("My grid", "我的网格")),
            Role.Community or Role.Subdistrict or Role.Department or Role.DistrictCentre => (
                $"desk/{place.Key}",
                ("My desk", "我的工作台")
            ),
            Role.Administrator => ("admin", ("Operations", "运行管理")),
            _ when place.Kind is PlaceKind.Compound or PlaceKind.Project => (Of(place)!, ("My compound", "我的小区")),
            _ => null,
        };
}
