using CivicGrains.WebFrontend.Pages;

namespace CivicGrains.WebFrontend.Wall;

/// <summary>The wall as a page.</summary>
internal static class WallPages
{
    /// <summary>Adds the route: like the topic of the district, for anybody signed in.</summary>
    public static void MapWallPages(this IEndpointRouteBuilder routes) =>
        routes.MapPageGroup().MapGet("/wall", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, WallScreenReader reader)
    {
        var (visit, cancellationToken) = (context.Visit(), context.RequestAborted);
        visit.Require();
        switch (context.Request.Query[PageResult.FragmentName].ToString())
        {
            case "figures":
                var figures = await reader.ReadFiguresAsync(visit, cancellationToken);
                return PageResult.Fragment<WallFigures, WallFiguresModel>(visit, figures);
            case "ticker":
                var ticker = await reader.ReadTickerAsync(visit, cancellationToken);
                return PageResult.Fragment<WallTicker, WallTickerModel>(visit, ticker);
            default:
                var model = new WallModel(
                    await reader.ReadFiguresAsync(visit, cancellationToken),
                    await reader.ReadTickerAsync(visit, cancellationToken),
                    context.Request.Query.ContainsKey("kiosk")
                );
                return PageResult.OfWall<WallScreen, WallModel>(visit, visit.T("大屏", "Wall screen"), model);
        }
    }
}
