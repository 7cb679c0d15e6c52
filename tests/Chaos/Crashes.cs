using System.Globalization;
using Npgsql;

namespace CivicGrains.Chaos;

/// <summary>What a run showed.</summary>
/// <param name="Violations">What does not hold; empty when all is well.</param>
/// <param name="Changes">How many changes the watchers were sent.</param>
/// <param name="Between">Deadlines of steps that were warned of before the silo was killed, and ended after that.</param>
internal sealed record Findings(
    IReadOnlyList<string> Violations,
    int Faults,
    int Commands,
    int Acknowledged,
    long Changes,
    int Escalations,
    int Warnings,
    int Between
)
{
    public override string ToString() =>
        $"{Faults} faults, {Commands} commands, {Changes} watched changes, {Warnings} warnings, {Escalations} escalations, {Between} of steps that were warned of before a silo died and ended after it, {Violations.Count} violations";
}

/// <summary>A silo, a web process and the database server are killed in turn; then all is compared.</summary>
/// <param name="say">Takes what is said of the run as it goes.</param>
internal sealed class Crashes(int seed, TimeSpan load, Action<string> say)
{
    private const int Silos = 2;
    private const int Webs = 2;
    private const int Residents = 24;
    private static readonly TimeSpan BackMax = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    private readonly History _history = new();
    private readonly List<(DateTimeOffset From, DateTimeOffset Until)> _down = [];
    private DateTimeOffset? _siloKilledAt;

    /// <summary>A whole run, from the first start of a district to the last look at its log.</summary>
    public async Task<Findings> RunAsync()
    {
        Say($"seed {seed}; starting {Silos} silos and {Webs} web processes");
        await using var town = await Town.StartAsync(Silos, Webs);
        await using var source = NpgsqlDataSource.Create(town.ConnectionString);
        var reader = new LogReader(source);
        var since = await reader.ReadSeqAsync();
        using var http = new HttpClient { Timeout = TimeSpan.FromSeconds(40) };
        var people = await SignInAsync(town, reader, http);
        var watchers = Watch(town, people);
        var violations = new List<string>(await LoadAsync(town, people));
        Say($"{_history.Calls.Count} commands; repeating them all");
        var calls = await SettleAsync();
        violations.AddRange(await RepeatAsync(calls));
        violations.AddRange(await WatchCheck.CompareAsync(watchers, reader));
        var log = await reader.ReadAsync(since);
        var (missed, escalations, latest) = LogCheck.CompareDeadlines(log, TimeProvider.System.GetUtcNow());
        violations.AddRange(LogCheck.CompareCommands(calls, log, people.Select(it => it.Reference).ToHashSet()));
        violations.AddRange(LogCheck.CompareReports(calls, log));
        violations.AddRange(missed);
        var (unwarned, warnings, between) = LogCheck.CompareWarnings(log, _down, _siloKilledAt);
        violations.AddRange(unwarned);
        Say($"{warnings} warnings; {between} steps were warned of before the silo died and ended after it");
        violations.AddRange(log.DeadLetters.Select(letter => $"Dead letter: {letter}"));
        Say($"{escalations} escalations, the latest {latest.TotalSeconds:F1} s after its moment");
        Say($"{watchers.Count} watchers connected {watchers.Sum(watcher => watcher.Connections)} times");
        foreach (var watcher in watchers)
        {
            await watcher.DisposeAsync();
        }

        violations.AddRange(await EndAsync(town));
        var refused = _history.Calls.Count(call => call.Outcome is CallOutcome.Refused);
        var unknown = _history.Calls.Count(call => call.Outcome is CallOutcome.Unknown);
        Say($"of the commands {refused} were refused and {unknown} had no answer in time");
        return new Findings(
            violations,
            Fault.All.Count,
            calls.Count,
            calls.Count(call => call.Outcome is CallOutcome.Acknowledged),
            watchers.Sum(watcher => watcher.Screen.Changes),
            escalations,
            warnings,
            between
        );
    }

    private async Task<IReadOnlyList<Person>> SignInAsync(Town town, LogReader reader, HttpClient http)
    {
        var known = await reader.ReadAccountsAsync();
        string[] roles = ["property-manager", "grid-head", "community", "subdistrict"];
        var accounts = town.Accounts();
        var staff = accounts.Where(account => roles.Contains(account.Role));
        var residents = accounts.Where(account => account.Role is "resident").Take(Residents);
        var addresses = town.Processes().Where(it => it.Role is "web").Select(it => it.Address).ToArray();
        var people = new List<Person>();
        foreach (var account in residents.Concat(staff))
        {
            people.Add(await Person.SignInAsync(account, known[account.Account], http, addresses));
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

    /// <summary>Everybody does what they do, and one process after the other dies.</summary>
    private async Task<IReadOnlyList<string>> LoadAsync(Town town, IReadOnlyList<Person> people)
    {
        var violations = new List<string>();
        using var ends = new CancellationTokenSource();
        var callers = people.Select((person, i) => new Caller(person, seed * 1_000 + i, _history)).ToList();
        var calling = Task.WhenAll(callers.Select(caller => caller.RunAsync(ends.Token)));
        await Task.Delay(load, TimeProvider.System);
        var chance = new Random(seed);
        foreach (var fault in Fault.All)
        {
            violations.AddRange(await KillAsync(town, fault, chance, callers));
            await Task.Delay(load, TimeProvider.System);
        }

        await ends.CancelAsync();
        await calling;
        return violations;
    }

    /// <summary>Kills, and waits until everybody was served again.</summary>
    private async Task<IReadOnlyList<string>> KillAsync(
        Town town,
        Fault fault,
        Random chance,
        IReadOnlyList<Caller> callers
    )
    {
        var victim = fault.VictimOf(town, chance);
        Say($"SIGKILL: {fault.Name} (process {victim}), {_history.InFlight} commands in flight");
        var killedAt = TimeProvider.System.GetUtcNow();
        _siloKilledAt = fault.IsSilo ? killedAt : _siloKilledAt;
        Town.Kill(victim);
        while (callers.Any(caller => caller.LastBegan < killedAt))
        {
            if (TimeProvider.System.GetUtcNow() - killedAt > 2 * BackMax)
            {
                break;
            }

            await Task.Delay(Look, TimeProvider.System);
        }

        // What was due meanwhile is found by the sweep some time after.
        var back = TimeProvider.System.GetUtcNow() - killedAt;
        _down.Add((killedAt, killedAt + back + LogCheck.LateMax));
        Say($"everybody was served again after {back.TotalSeconds:F1} s");
        return back > BackMax
            ? [$"After the death of {fault.Name} it took {back.TotalSeconds:F1} s until everybody was served again."]
            : [];
    }

    /// <summary>What became of a command without an answer is settled by asking again with its key.</summary>
    private async Task<IReadOnlyList<Call>> SettleAsync()
    {
        var settled = new List<Call>(_history.Calls.Count);
        foreach (var call in _history.Calls)
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

    private async Task<IReadOnlyList<string>> EndAsync(Town town)
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

    private void Say(FormattableString what) =>
        say($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {what.ToString(CultureInfo.InvariantCulture)}");
}
