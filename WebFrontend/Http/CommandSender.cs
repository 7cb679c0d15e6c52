using System.Text.Json;
using CivicGrains.Grains.Interfaces.Common;
using Orleans.Storage;

namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// Sends commands to grains and says what became of them. Only a command of which nobody knows whether it happened is
/// answered with <c>outcome.unknown</c>; all else is certain.
/// </summary>
internal sealed class CommandSender(IGrainFactory grains, ILogger<CommandSender> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(1);

    /// <summary>Sends a command; the answer is the grain's, with the number of the command's last event.</summary>
    /// <param name="explain">Says a refusal better, where the edge knows more than the grain.</param>
    public async Task<CommandOutcome> CarryOutAsync(
        Place owner,
        CommandEnvelope envelope,
        Func<Rejection, ValueTask<Rejection>>? explain = null,
        CancellationToken cancellationToken = default
    )
    {
        CommandResult result;
        try
        {
            result = await AskAsync(grains.GetOwner(owner), envelope, cancellationToken);
        }
        catch (InconsistentStateException e)
        {
            logger.OwnerContended(e, owner);
            return new CommandOutcome(null, Rejections.LogBusy.Now());
        }
        catch (Exception e) when (MayPass(e))
        {
            logger.CommandUnknown(e, envelope.CommandId);
            return new CommandOutcome(null, Rejections.OutcomeUnknown.Now());
        }

        if (result.Rejection is { } refused)
        {
            return new CommandOutcome(null, explain is null ? refused : await explain(refused));
        }

        return new CommandOutcome(WithSeq(result.Answer!, result.Seq), null);
    }

    /// <summary>
    /// A silo that dies takes its grains along; they come to life elsewhere when the others have missed it. The same
    /// command, asked again with its id, happens once, so people wait a little instead of being refused.
    /// </summary>
    private async Task<CommandResult> AskAsync(
        ICommandGrain grain,
        CommandEnvelope envelope,
        CancellationToken cancellationToken
    )
    {
        var began = TimeProvider.System.GetTimestamp();
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            try
            {
                return await grain.CarryOutAsync(envelope);
            }
            catch (Exception e) when (MayPass(e) && TimeProvider.System.GetElapsedTime(began) < Patience)
            {
                logger.CommandAskedAgain(envelope.CommandId, e.GetType().Name);
            }

            await Task.Delay(pause, TimeProvider.System, cancellationToken);
        }
    }

    private static bool MayPass(Exception e) =>
        e is CommandOutcomeUnknownException or TimeoutException or OrleansException;

    /// <summary>The grain knows its events, the log alone their numbers.</summary>
    private static string WithSeq(string answer, long seq)
    {
        var open = answer.AsSpan().TrimEnd()[..^1];
        var comma = open.TrimEnd().EndsWith("{", StringComparison.Ordinal) ? "" : ",";
        return string.Create(CultureInfo.InvariantCulture, $"{open}{comma}\"seq\":{seq}}}");
    }
}

/// <summary>What became of a command.</summary>
/// <param name="Answer">JSON of the answer, now or the first time; null when it was refused.</param>
/// <param name="Refused">Why not; null when it was carried out.</param>
internal sealed record CommandOutcome(string? Answer, Rejection? Refused)
{
    /// <summary>The number of the issue; null when it was refused.</summary>
    public string? Id
    {
        get
        {
            using var json = Answer is null ? null : JsonDocument.Parse(Answer);
            return json?.RootElement.GetProperty("id").GetString();
        }
    }

    /// <summary>The number that was given to what was made; null when it was refused, or it has none.</summary>
    public int? Number
    {
        get
        {
            using var json = Answer is null ? null : JsonDocument.Parse(Answer);
            return json?.RootElement.TryGetProperty("number", out var number) is true ? number.GetInt32() : null;
        }
    }

    /// <summary>The same in HTTP.</summary>
    /// <param name="status">Status of the answer when it was carried out, now or before.</param>
    public IResult ToResult(int status) =>
        Refused is { } refused ? refused.ToResult() : new JsonTextResult(status, Answer!);
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
