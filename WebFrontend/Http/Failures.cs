using CivicGrains.Storage.EventLog;
using CivicGrains.WebFrontend.Pages;
using Microsoft.AspNetCore.Diagnostics;
using Npgsql;

namespace CivicGrains.WebFrontend.Http;

/// <summary>What went wrong on the way, as a problem: bad input is never a 5xx, an absent database never a 500.</summary>
internal sealed class Failures(ILogger<Failures> logger) : IExceptionHandler
{
    /// <summary>Refusals are thrown often enough to spare them the way through the exception middleware.</summary>
    public static async ValueTask<object?> AnswerRefusalAsync(
        EndpointFilterInvocationContext context,
        EndpointFilterDelegate next
    )
    {
        try
        {
            return await next(context);
        }
        catch (RefusedException e)
        {
            return e.Rejection.ToResult();
        }
    }

    /// <inheritdoc/>
    public async ValueTask<bool> TryHandleAsync(
        HttpContext httpContext,
        Exception exception,
        CancellationToken cancellationToken
    )
    {
        if (
            exception is OperationCanceledException or BadHttpRequestException or IOException
            && httpContext.RequestAborted.IsCancellationRequested
        )
        {
            // Nobody waits for the answer, as when a telephone loses its network in the middle of a photo.
            return true;
        }

        var problem = ProblemOf(exception, httpContext);
        await (
            PageRoutes.WantsPage(httpContext)
                ? PageRoutes.WriteAsync(httpContext, problem)
                : ProblemResult.WriteAsync(httpContext, problem)
        );
        return true;
    }

    private Problem ProblemOf(Exception exception, HttpContext context)
    {
        switch (exception)
        {
            case RefusedException refused:
                return Problem.Of(refused.Rejection);
            case BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge }:
                return Problem.Of(Rejections.BodyTooLarge.With(null, RequestBody.BytesMax));
            case BadHttpRequestException:
                return Problem.Of(Rejections.BodyNotJson.Now());
            case LogUnavailableException:
            case NpgsqlException and ((not PostgresException) or PostgresException { IsTransient: true }):
                logger.RequestUnreached(exception, context.Request.Path);
                return Problem.Of(Rejections.LogUnavailable.Now());
            case LogBusyException:
                return Problem.Of(Rejections.LogBusy.Now());
            default:
                logger.RequestFailed(exception, context.Request.Method, context.Request.Path);
                return Problem.Bug;
        }
    }
}
