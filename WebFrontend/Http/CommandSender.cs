using CivicGrains.Grains.Interfaces.Common;
using Orleans.Storage;

namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// Sends commands to grains and says in HTTP what became of them. Only a command of which nobody knows whether it
/// happened is answered with <c>outcome.unknown</c>; all else is certain.
/// </summary>
internal sealed class CommandSender(IGrainFactory grains, ILogger<CommandSender> logger)
{
    /// <summary>Sends a command; the answer is the grain's, with the number of the command's last event.</summary>
    /// <param name="status">Status of the answer when it was carried out, now or before.</param>
    /// <param name="explain">Says a refusal better, where the edge knows more than the grain.</param>
    public async Task<IResult> SendAsync(
        Place owner,
        CommandEnvelope envelope,
        int status,
        Func<Rejection, ValueTask<Rejection>>? explain = null
    )
    {
        try
        {
            var result = await grains.GetOwner(owner).CarryOutAsync(envelope);
            if (result.Rejection is { } refused)
            {
                return (explain is null ? refused : await explain(refused)).ToResult();
            }

            return new JsonTextResult(status, WithSeq(result.Answer!, result.Seq));
        }
        catch (InconsistentStateException e)
        {
            logger.LogWarning(e, "{Owner} was written to by another twice in a row.", owner);
            return Rejections.LogBusy.Now().ToResult();
        }
        catch (Exception e) when (e is CommandOutcomeUnknownException or TimeoutException or OrleansException)
        {
            logger.LogWarning(e, "Whether command {Command} was carried out is not known.", envelope.CommandId);
            return Rejections.OutcomeUnknown.Now().ToResult();
        }
    }

    /// <summary>The grain knows its events, the log alone their numbers.</summary>
    private static string WithSeq(string answer, long seq)
    {
        var open = answer.AsSpan().TrimEnd()[..^1];
        var comma = open.TrimEnd().EndsWith("{", StringComparison.Ordinal) ? "" : ",";
        return string.Create(CultureInfo.InvariantCulture, $"{open}{comma}\"seq\":{seq}}}");
    }
}

/// <summary>JSON that was written before, as the whole answer.</summary>
internal sealed class JsonTextResult(int status, ReadOnlyMemory<byte> utf8) : IResult, IStatusCodeHttpResult
{
    public JsonTextResult(int status, string text)
        : this(status, Encoding.UTF8.GetBytes(text)) { }

    /// <inheritdoc/>
    public int? StatusCode => status;

    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.StatusCode = status;
        httpContext.Response.ContentType = "application/json; charset=utf-8";
        httpContext.Response.ContentLength = utf8.Length;
        await httpContext.Response.Body.WriteAsync(utf8, httpContext.RequestAborted);
    }
}
