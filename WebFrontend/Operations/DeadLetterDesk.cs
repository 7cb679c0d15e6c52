using CivicGrains.Storage.Leases;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Operations;

/// <summary>A dead letter as administrators see it. The words of its error stay in the database.</summary>
/// <param name="Reaction">What was to be done.</param>
/// <param name="Target">The grain it was for.</param>
/// <param name="Seq">The event it reacts to.</param>
/// <param name="ErrorKind">Type of the last error.</param>
/// <param name="Attempts">How often it was tried.</param>
/// <param name="ParkedAt">When it was first parked, in real time.</param>
public sealed record DeadLetterView(
    long Id,
    string Reaction,
    string Target,
    long Seq,
    string ErrorKind,
    int Attempts,
    DeadLetterState State,
    DateTimeOffset ParkedAt,
    ImmutableArray<DeadLetterActView> Acts
);

/// <summary>Something that was decided about it.</summary>
/// <param name="By">Name of the administrator; null when the account is gone.</param>
/// <param name="At">In real time.</param>
public sealed record DeadLetterActView(DeadLetterVerdict Verdict, string? By, DateTimeOffset At, string? Reason);

/// <summary>Shows dead letters and takes what administrators decide about them, for the page and the API alike.</summary>
internal sealed class DeadLetterDesk(DeadLetterStore letters, AccountStore accounts, ILogger<DeadLetterDesk> logger)
{
    private const int ShownMax = 100;

    /// <summary>The newest ones, those that are not settled first.</summary>
    public async Task<ImmutableArray<DeadLetterView>> ReadAsync(CancellationToken cancellationToken)
    {
        var open = await letters.GetNewestAsync(ShownMax, cancellationToken);
        var settled = await letters.GetSettledAsync(ShownMax, cancellationToken);
        DeadLetter[] all = [.. open, .. settled];
        var acts = await letters.GetActsAsync(all.Select(it => it.Id), cancellationToken);
        var people = (
            await accounts.FindByReferencesAsync(acts.Select(it => it.Actor), cancellationToken)
        ).ToDictionary(it => it.Reference, it => it.DisplayName);
        var actsOf = acts.ToLookup(
            it => it.Letter,
            it => new DeadLetterActView(it.Verdict, people.GetValueOrDefault(it.Actor), it.At, it.Reason)
        );
        return
        [
            .. all.Select(it => new DeadLetterView(
                it.Id,
                it.Reaction,
                it.Target,
                it.Seq,
                it.ErrorKind,
                it.Attempts,
                it.State,
                it.ParkedAt,
                [.. actsOf[it.Id]]
            )),
        ];
    }

    /// <summary>Decides about a letter.</summary>
    /// <param name="id">Its number, as it stands in the address.</param>
    /// <param name="verdict"><c>retry</c> or <c>drop</c>, as it stands in the address.</param>
    /// <param name="body">Of a drop, the reason.</param>
    /// <returns>Why not; null when the decision holds.</returns>
    /// <exception cref="RefusedException">The request is wrong, or not an administrator's.</exception>
    public async Task<Rejection?> DecideAsync(
        Actor actor,
        string id,
        string verdict,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        if (!WhoMay.Operate(actor))
        {
            return Rejections.PlaceNotYours.With(null, "/admin");
        }

        var wish = VerdictOf(verdict);
        var reason = wish is DeadLetterVerdict.Drop ? body.Fields.Text("reason") : null;
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
        {
            return Rejections.DeadLetterUnknown.With(null, id.Length <= 20 ? id : "…");
        }

        var outcome = await letters.DecideAsync(
            number,
            wish,
            reason,
            actor.Reference,
            commandId,
            body.Hash.AsMemory(),
            cancellationToken
        );
        if (outcome is DeadLetterOutcome.Decided)
        {
            logger.LetterDecided(number, wish);
        }

        return outcome switch
        {
            DeadLetterOutcome.Decided => null,
            DeadLetterOutcome.Unknown => Rejections.DeadLetterUnknown.With(null, number),
            DeadLetterOutcome.NotWaiting => Rejections.DeadLetterNotWaiting.With(null, number),
            DeadLetterOutcome.OtherRequest => Rejections.IdempotencyOtherBody.Now(),
            _ => throw new UnreachableException(),
        };
    }

    private static DeadLetterVerdict VerdictOf(string word) =>
        word switch
        {
            "retry" => DeadLetterVerdict.Retry,
            "drop" => DeadLetterVerdict.Drop,
            _ => throw new RefusedException(Rejections.CommandUnknown.With(null, word.Length <= 20 ? word : "…")),
        };
}
