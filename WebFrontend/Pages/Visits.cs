using CivicGrains.Storage.Clock;
using CivicGrains.WebFrontend.Hosting;
using CivicGrains.WebFrontend.People;
using Microsoft.AspNetCore.Antiforgery;

namespace CivicGrains.WebFrontend.Pages;

/// <summary>Finds out who looks at a page and how.</summary>
internal sealed class Visits(
    Actors actors,
    DomainClock clock,
    IAntiforgery antiforgery,
    PageAssets assets,
    HostSettings host
)
{
    /// <summary>The visit that a request is; found out once.</summary>
    public async Task<Visit> OfAsync(HttpContext context)
    {
        if (context.Features.Get<Visit>() is { } known)
        {
            return known;
        }

        var account = await actors.AccountOfAsync(context.User, context.RequestAborted);
        return Remember(context, Make(context, account, isAsked: true));
    }

    /// <summary>A visit by nobody in particular, for pages that say what went wrong: asks no database.</summary>
    public Visit OfStranger(HttpContext context) =>
        context.Features.Get<Visit>() ?? Remember(context, Make(context, null, isAsked: false));

    private Visit Make(HttpContext context, Storage.People.Account? account, bool isAsked) =>
        new()
        {
            Language = Preferences.LanguageOf(context.Request),
            IsLarge = Preferences.IsLarge(context.Request),
            Account = account,
            IsAsked = isAsked,
            IsDemo = host.IsDemo,
            Address = Preferences.AddressOf(context.Request, context.Request.QueryString),
            Now = clock.GetUtcNow(),
            Speed = clock.Speed,
            FormToken = antiforgery.GetAndStoreTokens(context).RequestToken ?? "",
            Asset = assets.AddressOf,
        };

    private static Visit Remember(HttpContext context, Visit visit)
    {
        context.Features.Set(visit);
        return visit;
    }
}
