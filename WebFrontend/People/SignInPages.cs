using System.Collections.Frozen;
using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace CivicGrains.WebFrontend.People;

/// <summary>What the page to sign in shows.</summary>
/// <param name="Next">Where to go afterwards.</param>
/// <param name="Account">The name that was filled in.</param>
/// <param name="Refused">What was wrong; null at first.</param>
/// <param name="Kept">A form that was sent while nobody was signed in; null for none.</param>
public sealed record SignInModel(string Next, string Account, Rejection? Refused, KeptForm? Kept);

/// <summary>A form that is kept while somebody signs in.</summary>
/// <param name="Action">Where it goes.</param>
public sealed record KeptForm(string Action, IReadOnlyDictionary<string, string> Values);

/// <summary>Signing in and out by forms.</summary>
internal static class SignInPages
{
    /// <summary>Name of the field that says where a kept form goes.</summary>
    public const string KeptAction = "_kept-action";

    private static readonly FrozenSet<string> OwnFields = FrozenSet.Create(
        StringComparer.Ordinal,
        "account",
        "password",
        "next",
        KeptAction,
        PageForm.TokenName
    );

    /// <summary>Adds the routes.</summary>
    public static void MapSignInPages(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapPageGroup();
        group.MapGet(PageRoutes.SignIn, Show);
        group.MapPost(PageRoutes.SignIn, SignInAsync).RequireRateLimiting(PeopleServices.SignInLimit);
        group.MapPost("/sign-out", SignOutAsync);
    }

    /// <summary>Asks to sign in and keeps a form that was sent by somebody who no longer was.</summary>
    public static IResult AskAndKeep(HttpContext context, PageForm form)
    {
        var kept = new KeptForm(context.Request.Path, Without(form));
        return Page(context.Visit(), new SignInModel("/", "", Rejections.ActorNotSignedIn.Now(), kept), 401);
    }

    private static IResult Show(HttpContext context)
    {
        var next = context.Request.Query["next"].ToString();
        return Page(context.Visit(), new SignInModel(PageForm.IsLocal(next) ? next : "/", "", null, null), 200);
    }

    private static async Task<IResult> SignInAsync(HttpContext context, SignIns signIns)
    {
        using var form = await PageForm.ReadAsync(context);
        var (visit, values) = (context.Visit(), form.Values);
        var next = values.GetValueOrDefault("next", "/");
        var model = new SignInModel(
            PageForm.IsLocal(next) ? next : "/",
            values.GetValueOrDefault("account", ""),
            null,
            values.GetValueOrDefault(KeptAction) is { } action && PageForm.IsLocal(action)
                ? new KeptForm(action, Without(form))
                : null
        );
        if (!form.IsFresh)
        {
            return Page(visit, model with { Refused = Rejections.FormStale.Now() }, 409);
        }

        var (account, refused) = await signIns.SignInAsync(
            context,
            model.Account,
            values.GetValueOrDefault("password", "")
        );
        if (account is null)
        {
            return Page(visit, model with { Refused = refused!.Rejection }, refused.Status);
        }

        // A kept form goes on with what was filled in. Its page takes it for stale, as it was made for nobody, and
        // shows it again: nothing is sent that the person has not looked at.
        return model.Kept is { } kept
            ? TypedResults.Redirect(kept.Action, permanent: false, preserveMethod: true)
            : PageResult.SeeOther(model.Next);
    }

    private static async Task<IResult> SignOutAsync(HttpContext context, CancellationToken _)
    {
        using var form = await PageForm.ReadAsync(context);
        if (form.IsFresh)
        {
            await context.SignOutAsync(CookieAuthenticationDefaults.AuthenticationScheme);
        }

        return PageResult.SeeOther("/");
    }

    private static IResult Page(Visit visit, SignInModel model, int status) =>
        PageResult.Of<SignInPage, SignInModel>(visit, visit.T("登录", "Sign in"), model, status);

    private static ImmutableSortedDictionary<string, string> Without(PageForm form) =>
        form.Values.RemoveRange(OwnFields);
}
