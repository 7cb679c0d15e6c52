using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;

namespace CivicGrains.WebFrontend.People;

/// <summary>Answers who is not signed in, or may not, before anything of the request's body is read.</summary>
internal sealed class RefusedAsProblem : IAuthorizationMiddlewareResultHandler
{
    /// <inheritdoc/>
    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        if (authorizeResult.Succeeded)
        {
            return next(context);
        }

        if (context.GetEndpoint() is null && PageRoutes.WantsPage(context))
        {
            // Somebody with a browser has mistyped an address.
            return PageRoutes.WriteAsync(context, Problem.Of(Rejections.RouteUnknown.Now()));
        }

        var refused = authorizeResult.Challenged ? Rejections.ActorNotSignedIn : Rejections.PlaceNotYours;
        var problem = Problem.Of(refused.With(null, context.Request.Path.Value ?? ""));
        if (context.GetEndpoint() is not null && PageRoutes.WantsPage(context))
        {
            return authorizeResult.Challenged && HttpMethods.IsGet(context.Request.Method)
                ? PageRoutes.AskToSignIn(context).ExecuteAsync(context)
                : PageRoutes.WriteAsync(context, problem);
        }

        if (authorizeResult.Challenged)
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
        }

        return ProblemResult.WriteAsync(context, problem);
    }
}
