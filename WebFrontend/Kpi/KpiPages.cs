using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;

namespace CivicGrains.WebFrontend.Kpi;

/// <summary>What the page of key figures shows.</summary>
/// <param name="View">The figures; null where the question was refused.</param>
/// <param name="Values">What stands in the fields of the question.</param>
/// <param name="Refused">Why there is no answer.</param>
public sealed record KpiModel(KpiView? View, IReadOnlyDictionary<string, string> Values, Rejection? Refused);

/// <summary>Key figures as a page: place and period stand in the address.</summary>
internal static class KpiPages
{
    /// <summary>Adds the route: like the wall, for anybody signed in.</summary>
    public static void MapKpiPages(this IEndpointRouteBuilder routes) =>
        routes.MapPageGroup().MapGet("/kpi", ShowAsync);

    private static async Task<IResult> ShowAsync(HttpContext context, KpiReader reader)
    {
        var visit = context.Visit();
        visit.Require();
        var title = visit.T("考核指标", "Key figures");
        try
        {
            var asked = reader.Read(context.Request);
            var (place, figures) = await reader.AnswerAsync(asked, context.RequestAborted);
            return PageResult.Of<KpiPage, KpiModel>(
                visit,
                title,
                new KpiModel(
                    KpiView.Of(asked, place.Name, figures),
                    new Dictionary<string, string>(StringComparer.Ordinal)
                    {
                        [KpiReader.PlaceName] = $"{asked.Place}",
                        [KpiReader.FromName] = Iso(asked.From),
                        [KpiReader.ToName] = Iso(asked.To),
                    },
                    null
                )
            );
        }
        catch (RefusedException e)
        {
            return PageResult.Of<KpiPage, KpiModel>(
                visit,
                visit.T($"错误：{title}", $"Error: {title}"),
                new KpiModel(
                    null,
                    context.Request.Query.ToDictionary(it => it.Key, it => it.Value.ToString(), StringComparer.Ordinal),
                    e.Rejection
                ),
                Problem.StatusOf(e.Rejection.Kind)
            );
        }
    }

    private static string Iso(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
