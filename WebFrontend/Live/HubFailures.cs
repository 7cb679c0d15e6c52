using Microsoft.AspNetCore.SignalR;
using Npgsql;

namespace CivicGrains.WebFrontend.Live;

/// <summary>
/// What goes wrong in a hub method, as a code: a refusal is everyday and not logged; an absent database is said as
/// such; anything else is a bug, logged, and no business of the client's.
/// </summary>
internal sealed class HubFailures(ILogger<HubFailures> logger) : IHubFilter
{
    /// <inheritdoc/>
    public async ValueTask<object?> InvokeMethodAsync(
        HubInvocationContext invocationContext,
        Func<HubInvocationContext, ValueTask<object?>> next
    )
    {
        try
        {
            return await next(invocationContext);
        }
        catch (NpgsqlException e)
        {
            logger.HubUnreached(e, invocationContext.HubMethodName);
            throw new HubException(Rejections.LogUnavailable.Code, e);
        }
        catch (Exception e) when (e is not (HubException or OperationCanceledException))
        {
            logger.HubFailed(e, invocationContext.HubMethodName);
            throw new HubException(Http.Problem.Bug.Rejection.Code, e);
        }
    }
}
