using System.Collections.Concurrent;

namespace CivicGrains.Load.Replay;

/// <summary>What the demo people do with issues that are followed: whoever of them stands where an issue is.</summary>
internal sealed class LifeStaff(DemoAccount[] accounts, DistrictReader reader, CivicClient client)
{
    private readonly ConcurrentDictionary<string, Task<SignedIn>> _signedIn = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _acts = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.Ordinal);

    /// <summary>How often each thing was done.</summary>
    public IReadOnlyDictionary<string, int> Acts => _acts;

    /// <summary>How often something was not possible any more when it came, by its code: the clock had been faster.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    /// <summary>What is done with an issue: a quarter of them nobody touches.</summary>
    public static Lot LotOf(int number) => (Lot)(number % 4);

    /// <summary>Whose it is to read everything.</summary>
    public Task<SignedIn> CentreAsync(CancellationToken cancellationToken) =>
        SignInAsync(
            accounts.FirstOrDefault(it => it.Role == "district-centre")
                ?? throw new DistrictException("The accounts file has nobody of the district centre."),
            cancellationToken
        );

    /// <summary>Does what is to be done now; answers the numbers of what came of it.</summary>
    public async Task<IReadOnlyList<long>> ActAsync(
        Lot lot,
        string issueId,
        SignedIn reporter,
        WhyReading why,
        CancellationToken cancellationToken
    )
    {
        var done = new List<long>();
        var happened = why.Steps.Select(it => it.Type).ToHashSet(StringComparer.Ordinal);
        switch (lot, why.Status)
        {
            case (Lot.Left, _):
                break;
            case (_, "dispatched") when StaffOf(why) is { } staff:
                await DoAsync(await SignInAsync(staff, cancellationToken), "acknowledge", new { });
                break;
            case (_, "acknowledged") when StaffOf(why) is { } staff:
                await DoAsync(await SignInAsync(staff, cancellationToken), "start", new { });
                break;
            case (_, "inProgress" or "rework") when StaffOf(why) is { } staff:
                await DoAsync(await SignInAsync(staff, cancellationToken), "resolve", new { note = "已处理" });
                break;
            case (Lot.Content, "resolved"):
                await DoAsync(reporter, "rate", new { stars = 5 });
                await DoAsync(reporter, "close", new { });
                break;
            case (Lot.Insistent, "resolved") when !IsInsistedOn(why):
                await DoAsync(reporter, "notSolved", new { });
                break;
            case (Lot.Insistent, "resolved"):
                await DoAsync(reporter, "close", new { });
                break;
            case (Lot.Insistent, "closed") when !happened.Contains("issue.reopened"):
                await DoAsync(reporter, "reopen", new { });
                break;
        }

        return done;

        async Task DoAsync(SignedIn who, string command, object body)
        {
            // Under a key of the step it follows: a look that comes twice does it once.
            var key = FormattableString.Invariant($"follow-{issueId}-{command}-{why.Seq}");
            var answer = await client.PostAsync(
                who.Token,
                $"/api/issues/{issueId}/{command}",
                body,
                key,
                cancellationToken
            );
            if (answer.IsGood)
            {
                done.Add(answer.Body!.Value.GetProperty("seq").GetInt64());
                _acts.AddOrUpdate(command, 1, (_, count) => count + 1);
            }
            else
            {
                _refusals.AddOrUpdate($"{command} {answer.Code}", 1, (_, count) => count + 1);
            }
        }
    }

    /// <summary>Whether who reported it has said once that it is not solved: it was then given to somebody after it was resolved.</summary>
    private static bool IsInsistedOn(WhyReading why)
    {
        var resolved = why.Steps.Select(it => it.Type).TakeWhile(it => it != "issue.resolved").Count();
        return why.Steps.Skip(resolved).Any(it => it.Type is "issue.escalated" or "issue.dispatched");
    }

    /// <summary>Who of the demo people has it; null when none of them stands there.</summary>
    private DemoAccount? StaffOf(WhyReading why) =>
        accounts.FirstOrDefault(it => it.Role == why.HandlerRole && it.Place == why.HandlerPlace)
        // The community covers its grids.
        ?? accounts.FirstOrDefault(it =>
            why.HandlerRole == "grid-head"
            && it.Role == "community"
            && why.HandlerPlace!.Split('/')[1].StartsWith(it.Place.Split('/')[1], StringComparison.Ordinal)
        );

    private Task<SignedIn> SignInAsync(DemoAccount account, CancellationToken cancellationToken) =>
        _signedIn.GetOrAdd(account.Account, _ => reader.SignInAsync(account, cancellationToken));
}
