using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>
/// What somebody has chosen for all pages: language and 长辈版, each in a cookie. A link with <c>?lang=</c> or
/// <c>?size=</c> chooses and stays on the page.
/// </summary>
internal static class Preferences
{
    /// <summary>Name of the cookie and of the parameter of the language: <c>zh</c> or <c>en</c>.</summary>
    public const string LanguageName = "lang";

    /// <summary>Name of the cookie and of the parameter of the size: <c>large</c> or <c>normal</c>.</summary>
    public const string SizeName = "size";

    private const string Chinese = "zh";
    private const string English = "en";

    private static readonly TimeSpan Life = TimeSpan.FromDays(365);

    /// <summary>
    /// The chosen language; else the one that the browser asks for, Chinese first. A part of a page says itself which
    /// language its page is in: another tab may have chosen another one meanwhile.
    /// </summary>
    public static Language LanguageOf(HttpRequest request) =>
        (PageResult.IsFragment(request.HttpContext) ? Known(request.Query[LanguageName]) : null)
        ?? Known(request.Cookies[LanguageName])
        ?? Languages.Of(request);

    /// <summary>Address of a part of a page, which stays in the language of its page.</summary>
    public static string InLanguageOf(Visit visit, string fragment) =>
        $"{fragment}&{LanguageName}={(visit.IsEnglish ? English : Chinese)}";

    /// <summary>Whether 长辈版 was chosen.</summary>
    public static bool IsLarge(HttpRequest request) => request.Cookies[SizeName] == "large";

    /// <summary>Takes a choice and says where the same page is without it; null when nothing was chosen.</summary>
    public static string? Take(HttpContext context)
    {
        var request = context.Request;
        if (!HttpMethods.IsGet(request.Method) || PageResult.IsFragment(context))
        {
            return null;
        }

        var chosen =
            Take(
                context,
                LanguageName,
                request.Query[LanguageName] is [(Chinese or English) and var tongue] ? tongue : null
            ) | Take(context, SizeName, request.Query[SizeName] is [("large" or "normal") and var size] ? size : null);
        return chosen ? Without(request) : null;
    }

    private static Language? Known(string? word) =>
        word switch
        {
            English => Language.English,
            Chinese => Language.Chinese,
            _ => null,
        };

    private static bool Take(HttpContext context, string name, string? value)
    {
        if (value is null)
        {
            return false;
        }

        context.Response.Cookies.Append(
            name,
            value,
            new CookieOptions
            {
                MaxAge = Life,
                SameSite = SameSiteMode.Lax,
                HttpOnly = true,
                IsEssential = true,
                Secure = context.Request.IsHttps,
            }
        );
        return true;
    }

    /// <summary>
    /// The address of a request on this site, with another query. A path that a browser would take for another host
    /// (<c>//evil.example</c>) is no address of ours: the first page then.
    /// </summary>
    public static string AddressOf(HttpRequest request, QueryString query)
    {
        var address = $"{request.PathBase}{request.Path}{query}";
        return PageForm.IsLocal(address) ? address : "/";
    }

    private static string Without(HttpRequest request)
    {
        var rest = QueryString.Create(request.Query.Where(p => p.Key is not (LanguageName or SizeName)));
        return AddressOf(request, rest);
    }
}
