using CivicGrains.WebFrontend.Http;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http.HttpResults;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Answers with pages.</summary>
internal static class PageResult
{
    /// <summary>Name of the parameter that asks for a part of a page alone, which brings itself up to date.</summary>
    public const string FragmentName = "fragment";

    /// <summary>A page.</summary>
    /// <param name="title">What it is called in the tab and in the history.</param>
    public static IResult Of<TView, TModel>(Visit visit, string title, TModel model, int status = 200)
        where TView : View<TModel> => Render(typeof(TView), visit, title, model!, PageFace.Site, status);

    /// <summary>A page of the wall.</summary>
    public static IResult OfWall<TView, TModel>(Visit visit, string title, TModel model)
        where TView : View<TModel> => Render(typeof(TView), visit, title, model!, PageFace.Wall, 200);

    /// <summary>A part of a page.</summary>
    public static IResult Fragment<TView, TModel>(Visit visit, TModel model)
        where TView : View<TModel> => Render(typeof(TView), visit, "", model!, PageFace.Fragment, 200);

    /// <summary>What went wrong, as a page.</summary>
    public static IResult Of(Visit visit, Problem problem) =>
        Of<ProblemPage, Rejection>(
            visit,
            ProblemResult.TitleOf(problem.Status, visit.Language),
            problem.Rejection,
            problem.Status
        );

    /// <summary>Whether a part of a page is asked for.</summary>
    public static bool IsFragment(HttpContext context) => context.Request.Query.ContainsKey(FragmentName);

    /// <summary>After something was done: the page that shows it, which can be fetched again without doing it again.</summary>
    public static IResult SeeOther(string address) => new SeeOtherResult(address);

    private static RazorComponentResult<PageHost> Render(
        Type view,
        Visit visit,
        string title,
        object model,
        PageFace face,
        int status
    ) =>
        new(
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(PageHost.Visit)] = visit,
                [nameof(PageHost.Title)] = title,
                [nameof(PageHost.ViewType)] = view,
                [nameof(PageHost.Model)] = model,
                [nameof(PageHost.Face)] = face,
            }
        )
        {
            StatusCode = status,
            PreventStreamingRendering = true,
        };

    private sealed class SeeOtherResult(string address) : IResult, IStatusCodeHttpResult
    {
        public int? StatusCode => StatusCodes.Status303SeeOther;

        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = address;
            return Task.CompletedTask;
        }
    }
}

/// <summary>What a view stands in.</summary>
public enum PageFace
{
    /// <summary>The frame of the pages.</summary>
    Site,

    /// <summary>The whole screen of a wall.</summary>
    Wall,

    /// <summary>Nothing: it is put into a page that is shown already.</summary>
    Fragment,
}

/// <summary>A component that shows a model; it knows the visit it is part of.</summary>
public abstract class View<TModel> : Part
{
    /// <summary>What it shows.</summary>
    [Parameter, EditorRequired]
    public TModel Model { get; set; } = default!;
}

/// <summary>A part of a page.</summary>
public abstract class Part : ComponentBase
{
    /// <summary>Who looks at it and how.</summary>
    [CascadingParameter]
    public Visit Visit { get; set; } = default!;

    /// <summary>A sentence in the language of the page.</summary>
    protected string T(string chinese, string english) => Visit.T(chinese, english);
}
