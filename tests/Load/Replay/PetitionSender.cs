using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace CivicGrains.Load.Replay;

/// <summary>What became of a petition.</summary>
internal enum Fate
{
    /// <summary>It is an issue now.</summary>
    Accepted,

    /// <summary>It was one before: from an earlier run, or an earlier row with the same id and words.</summary>
    AlreadyThere,

    /// <summary>The platform will not have it, and says why.</summary>
    Refused,

    /// <summary>Nobody answered in time; what became of it is not known.</summary>
    Unanswered,
}

/// <summary>A petition, by whom and as what it is sent.</summary>
/// <param name="Parts">The texts, the description first.</param>
/// <param name="Key">Idempotency key of the report.</param>
internal sealed record Plan(
    Petition Petition,
    KeywordMatch Match,
    SignedIn Sender,
    IReadOnlyList<string> Parts,
    string Key
);

/// <summary>A petition after it was sent.</summary>
/// <param name="IssueId">Number of its issue; null when it has none.</param>
/// <param name="Seq">Number of the last event of the report, now or the first time.</param>
/// <param name="Code">Why it is refused.</param>
/// <param name="Latency">From when it was due until its report was answered.</param>
/// <param name="Untold">Codes of comments with the rest of its text that were not taken.</param>
internal sealed record Sent(
    Plan Plan,
    Fate Fate,
    string? IssueId,
    long Seq,
    string? Code,
    TimeSpan Latency,
    IReadOnlyList<string> Untold
);

/// <summary>Sends petitions as reports of residents.</summary>
internal sealed class PetitionSender(CivicClient client, TimeProvider time)
{
    /// <summary>The key of a petition: the same whenever a file of this name is replayed.</summary>
    public static string KeyOf(string fileName, string petitionId)
    {
        var hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{fileName}\n{petitionId}"));
        return $"replay-{Convert.ToHexStringLower(hash.AsSpan(0, 16))}";
    }

    /// <summary>Sends all at a steady rate.</summary>
    /// <param name="logEnd">End of the log before the first is sent: what is numbered up to it was there before.</param>
    /// <param name="progress">Is told what is answered, and of how much.</param>
    /// <returns>In the order of the plans.</returns>
    public async Task<IReadOnlyList<Sent>> SendAllAsync(
        IReadOnlyList<Plan> plans,
        double perSecond,
        long logEnd,
        Action<long, long> progress,
        CancellationToken cancellationToken
    )
    {
        var sent = new Sent[plans.Count];
        var answered = 0;

        // Rows with one id go one after the other, so that it is the first of them that is accepted.
        var lastOfKey = new Dictionary<string, Task>(StringComparer.Ordinal);
        await OpenLoop.RunAsync(
            plans.Count,
            perSecond,
            (i, due) =>
            {
                var before = lastOfKey.GetValueOrDefault(plans[i].Key, Task.CompletedTask);
                return lastOfKey[plans[i].Key] = SendNextAsync(i, due, before);
            },
            time,
            cancellationToken
        );
        return WithFates(sent, logEnd);

        async Task SendNextAsync(int i, long due, Task before)
        {
            await before;
            sent[i] = await SendAsync(plans[i], due, cancellationToken);
            progress(Interlocked.Increment(ref answered), plans.Count);
        }
    }

    /// <summary>Tells what was there before from what is new.</summary>
    internal static IReadOnlyList<Sent> WithFates(IEnumerable<Sent> sent, long logEnd)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        return
        [
            .. sent.Select(it =>
                it is { Fate: Fate.Accepted, IssueId: { } id } && (!known.Add(id) || it.Seq <= logEnd)
                    ? it with
                    {
                        Fate = Fate.AlreadyThere,
                    }
                    : it
            ),
        ];
    }

    private async Task<Sent> SendAsync(Plan plan, long due, CancellationToken cancellationToken)
    {
        var body = new
        {
            owner = plan.Sender.Account.Place,
            category = plan.Match.Category,
            description = plan.Parts[0],
        };
        var answer = await client.PostAsync(plan.Sender.Token, "/api/issues", body, plan.Key, cancellationToken);
        var latency = time.GetElapsedTime(due);
        if (!answer.IsGood)
        {
            var fate = answer.Status == 0 ? Fate.Unanswered : Fate.Refused;
            return new Sent(plan, fate, null, 0, answer.Code, latency, []);
        }

        var id = answer.Body!.Value.GetProperty("id").GetString()!;
        var seq = answer.Body.Value.GetProperty("seq").GetInt64();
        var untold = await SendRestAsync(plan, id, cancellationToken);
        return new Sent(plan, Fate.Accepted, id, seq, null, latency, untold);
    }

    /// <summary>Sends the parts after the first as comments, in order.</summary>
    private async Task<IReadOnlyList<string>> SendRestAsync(Plan plan, string id, CancellationToken cancellationToken)
    {
        var untold = new List<string>();
        for (var part = 1; part < plan.Parts.Count; part++)
        {
            var answer = await client.PostAsync(
                plan.Sender.Token,
                $"/api/issues/{id}/comment",
                new { note = plan.Parts[part] },
                string.Create(CultureInfo.InvariantCulture, $"{plan.Key}-{part + 1}"),
                cancellationToken
            );
            if (!answer.IsGood)
            {
                untold.Add(answer.Code);
            }
        }

        return untold;
    }
}
