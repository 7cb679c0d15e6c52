using System.Globalization;
using Npgsql;

namespace CivicGrains.Chaos;

/// <summary>A silo, a web process and the database server are killed in turn; then all is compared.</summary>
internal static class Crashes
{
    private const int Silos = 2;
    private const int Webs = 2;
    private const int Residents = 24;
    private static readonly TimeSpan BackMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <returns>Exit code: 1 when something does not hold.</returns>
    public static async Task<int> RunAsync(int seed, TimeSpan load)
    {
        Say($"seed {seed}; starting {Silos} silos and {Webs} web processes");
        await using var town = await Town.StartAsync(Silos, Webs);
        await using var source = NpgsqlDataSource.Create(town.ConnectionString);
        var check = new LogCheck(source);
        var since = await check.ReadSeqAsync();
        var history = new History();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(40) };
        var people = await SignInAsync(town, source, http);
        var watchers = Watch(town, people);
        var violations = new List<string>();

        using var ends = new CancellationTokenSource();
        var callers = people.Select((person, i) => new Caller(person, seed * 1_000 + i, history)).ToList();
        var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync(ends.Token)));
        await Task.Delay(load, TimeProvider.System);
        var chance = new Random(seed);
        foreach (var fault in Fault.All)
        {
            violations.AddRange(await KillAsync(town, fault, chance, callers, history));
            await Task.Delay(load, TimeProvider.System);
        }

        await ends.CancelAsync();
        await calling;
        Say($"{history.Calls.Count} commands; repeating them all");
        var calls = await SettleAsync(history.Calls);
        violations.AddRange(await RepeatAsync(calls));
        violations.AddRange(await check.CompareAsync(calls));
        violations.AddRange(await check.CompareReportsAsync(calls, since));
        violations.AddRange(await WatchCheck.CompareAsync(watchers, check));
        var (missed, escalations, latest) = await check.CompareDeadlinesAsync(since, TimeProvider.System.GetUtcNow());
        violations.AddRange(missed);
        violations.AddRange((await check.ReadDeadLettersAsync()).Select(letter => $"Dead letter: {letter}"));
        var changes = watchers.Sum(watcher => watcher.Changes);
        Say($"{escalations} escalations, the latest {latest.TotalSeconds:F1} s after its moment");
        Say($"{watchers.Count} watchers connected {watchers.Sum(watcher => watcher.Connections)} times");
        foreach (var watcher in watchers)
        {
            await watcher.DisposeAsync();
        }

        violations.AddRange(await EndAsync(town));
        violations.ForEach(violation => Console.WriteLine($"VIOLATION {violation}"));
        var refused = history.Calls.Count(call => call.Outcome is CallOutcome.Refused);
        var unknown = history.Calls.Count(call => call.Outcome is CallOutcome.Unknown);
        Say($"of the commands {refused} were refused and {unknown} had no answer in time");
        Console.WriteLine(
            $"{Fault.All.Count} faults, {history.Calls.Count} commands, {changes} watched changes, {violations.Count} violations"
        );
        return violations.Count == 0 ? 0 : 1;
    }

    private static async Task<IReadOnlyList<Person>> SignInAsync(Town town, NpgsqlDataSource source, HttpClient http)
    {
        var ids = new Dictionary<string, Guid>(StringComparer.Ordinal);
        await using (var command = source.CreateCommand("select account, id from accounts"))
        {
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
            {
                ids[reader.GetString(0)] = reader.GetGuid(1);
            }
        }

        string[] roles = ["property-manager", "grid-head", "community", "subdistrict"];
        var accounts = town.Accounts();
        var staff = accounts.Where(account => roles.Contains(account.Role));
        var residents = accounts.Where(account => account.Role is "resident").Take(Residents);
        var addresses = town.Processes().Where(it => it.Role is "web").Select(it => it.Address).ToArray();
        var people = new List<Person>();
        foreach (var account in residents.Concat(staff))
        {
            people.Add(await Person.SignInAsync(account, ids[account.Account], http, addresses));
        }

        Say($"{people.Count} people are signed in");
        return people;
    }

    /// <summary>Everybody at every web process, on all that is theirs.</summary>
    private static List<TopicWatcher> Watch(Town town, IReadOnlyList<Person> people) =>
        [
            .. from process in town.Processes()
            where process.Role is "web"
            from person in people
            let own = person.Account.Place
            select TopicWatcher.Start(process.Address, person, ["me", "district", own]),
        ];

    /// <summary>Kills, and waits until everybody was served again.</summary>
    private static async Task<IReadOnlyList<string>> KillAsync(
        Town town,
        Fault fault,
        Random chance,
        IReadOnlyList<Caller> callers,
        History history
    )
    {
        var victim = fault.VictimOf(town, chance);
        Say($"SIGKILL: {fault.Name} (process {victim}), {history.InFlight} commands in flight");
        var killedAt = TimeProvider.System.GetUtcNow();
        Town.Kill(victim);
        while (callers.Any(caller => caller.LastBegan < killedAt))
        {
            if (TimeProvider.System.GetUtcNow() - killedAt > 2 * BackMax)
            {
                break;
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        var back = TimeProvider.System.GetUtcNow() - killedAt;
        Say($"everybody was served again after {back.TotalSeconds:F1} s");
        return back > BackMax
            ? [$"After the death of {fault.Name} it took {back.TotalSeconds:F1} s until everybody was served again."]
            : [];
    }

    /// <summary>What became of a command without an answer is settled by asking again with its key.</summary>
    private static async Task<IReadOnlyList<Call>> SettleAsync(IReadOnlyCollection<Call> calls)
    {
        var settled = new List<Call>(calls.Count);
        foreach (var call in calls)
        {
            if (call.Outcome is not CallOutcome.Unknown)
            {
                settled.Add(call);
                continue;
            }

            var (status, answer) = await call.Who.RepeatAsync(call);
            settled.Add(call with { Status = status, Answer = answer, Outcome = Person.OutcomeOf(status) });
        }

        return settled;
    }

    /// <summary>What was carried out answers as the first time.</summary>
    private static async Task<IReadOnlyList<string>> RepeatAsync(IReadOnlyCollection<Call> calls)
    {
        var violations = new List<string>();
        await Parallel.ForEachAsync(
            calls.Where(call => call.Outcome is CallOutcome.Acknowledged),
            new ParallelOptions { MaxDegreeOfParallelism = 8 },
            async (call, _) =>
            {
                var (status, answer) = await call.Who.RepeatAsync(call);
                if (status != call.Status || answer != call.Answer)
                {
                    lock (violations)
                    {
                        violations.Add($"{call}: asked again it answered {status} {answer}.");
                    }
                }
            }
        );
        return violations;
    }

    private static async Task<IReadOnlyList<string>> EndAsync(Town town)
    {
        var violations = new List<string>();
        if (await town.EndAsync() is not 0 and var code)
        {
            violations.Add($"The supervisor ended with {code}: {string.Join('\n', town.LastLines)}");
        }

        foreach (var verb in new[] { "verify", "rebuild" })
        {
            var (exitCode, output) = await town.RunVerbAsync(verb);
            Say($"{verb}: {output.Trim().Split('\n')[^1]}");
            if (exitCode != 0)
            {
                violations.Add($"{verb} ended with {exitCode}: {output}");
            }
        }

        return violations;
    }

    private static void Say(FormattableString what) =>
        Console.WriteLine(
            $"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {what.ToString(CultureInfo.InvariantCulture)}"
        );
}
