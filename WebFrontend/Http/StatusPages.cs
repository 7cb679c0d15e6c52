using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Diagnostics;

namespace CivicGrains.WebFrontend.Http;

/// <summary>What the framework answers without a body (no such address, no such method) becomes a problem too.</summary>
internal static class StatusPages
{
    public static Task AnswerAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        var problem = http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => Problem.Of(Rejections.RouteUnknown.Now()),
            StatusCodes.Status405MethodNotAllowed => Problem.MethodNotAllowed,
            _ => null,
        };
        return problem is null ? Task.CompletedTask
            : PageRoutes.WantsPage(http) ? PageRoutes.WriteAsync(http, problem)
            : ProblemResult.WriteAsync(http, problem);
    }
}
