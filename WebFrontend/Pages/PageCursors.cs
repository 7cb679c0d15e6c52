using CivicGrains.Storage;
using CivicGrains.WebFrontend.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Addresses of the pages of a list.</summary>
internal static class PageCursors
{
    private const string AfterName = "after";

    /// <summary>Where the page begins; null at the beginning.</summary>
    /// <exception cref="RefusedException">No list has given this.</exception>
    public static TimeCursor? Of(Query query) =>
        query.Text(AfterName) is not { } text ? null
        : TimeCursor.TryParse(text, out var cursor) ? cursor
        : throw new RefusedException(Rejections.CursorInvalid.Now());

    /// <summary>The next page of the same list; null when there is none.</summary>
    public static string? Next(HttpContext context, string? next) =>
        next is null ? null : With(context, AfterName, next);

    /// <summary>The list alone, as it is filtered now.</summary>
    public static string Fragment(HttpContext context) => With(context, PageResult.FragmentName, "list");

    private static string With(HttpContext context, string name, string value)
    {
        var request = context.Request;
        var query = new QueryBuilder(
            request.Query.Where(p =>
                p.Key != name && p.Key is not (PageResult.FragmentName or Preferences.LanguageName)
            )
        )
        {
            { name, value },
        };
        return $"{request.Path}{query}";
    }
}
