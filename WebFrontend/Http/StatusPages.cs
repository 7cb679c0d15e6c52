using Microsoft.AspNetCore.Diagnostics;

namespace CivicGrains.WebFrontend.Http;

/// <summary>What the framework answers without a body (no such address, no such method) becomes a problem too.</summary>
internal static class StatusPages
{
    public static Task AnswerAsync(StatusCodeContext context)
    {
        var http = context.HttpContext;
        return http.Response.StatusCode switch
        {
            StatusCodes.Status404NotFound => ProblemResult.WriteAsync(http, Problem.Of(Rejections.RouteUnknown.Now())),
            StatusCodes.Status405MethodNotAllowed => ProblemResult.WriteAsync(http, Problem.MethodNotAllowed),
            _ => Task.CompletedTask,
        };
    }
}
