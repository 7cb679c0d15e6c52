using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text.Json;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Dispatch;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using CivicGrains.Storage.Rules;
using CivicGrains.Storage.Seals;
using Npgsql;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>
/// Plays the history of the demo district under a driven clock: what people do and what is due, in order of time.
/// </summary>
/// <remarks>
/// A few commands are under way at once, of different issues, so that they share a commit; the clock stands at the
/// newest of them, so an event may be dated a few minutes later than planned. Deadlines are met exactly: when one
/// passes, nothing else is under way. Each hour ends when all due owners were woken and the dispatcher has caught up;
/// each day ends with its seal.
/// </remarks>
internal sealed class HistoryPlayer(
    NpgsqlDataSource source,
    DomainClock clock,
    LawKeeper laws,
    IssueNumbers numbers,
    IssueQueries queries,
    DueOwners dueOwners,
    DispatcherProgress dispatcher,
    SealStore seals,
    IGrainFactory grains,
    ILogger<HistoryPlayer> logger,
    Cast cast,
    IReadOnlyDictionary<PlannedPerson, Account> people
)
{
    /// <summary>Most commands under way at once.</summary>
    private const int UnderWayMax = 8;

    /// <summary>How far the clock may go while a command is under way, and so how late an event may be dated.</summary>
    private static readonly TimeSpan _lateMax = TimeSpan.FromMinutes(3);

    private static readonly TimeSpan _busyPause = TimeSpan.FromMilliseconds(50);

    private readonly PriorityQueue<Func<Task>, (DateTimeOffset At, long Order)> _agenda = new();
    private readonly List<Task<Played>> _underWay = [];
    private readonly ConcurrentDictionary<string, int> _refusals = new(StringComparer.Ordinal);
    private DateTimeOffset _underWaySince;
    private long _order;
    private int _issues;
    private int _commands;

    /// <summary>Plays the issues of a span of time to its end.</summary>
    /// <param name="besides">What else people do, and when: things that have nothing to do with an issue.</param>
    public async Task PlayAsync(
        ImmutableArray<PlannedIssue> issues,
        IEnumerable<(DateTimeOffset At, Func<Task> Act)> besides,
        DateTimeOffset from,
        DateTimeOffset until,
        Action<DemoProgress> progress,
        CancellationToken cancellationToken
    )
    {
        foreach (var (index, issue) in issues.Index())
        {
            Plan(issue.ReportedAt, () => BeginAsync(issue, (ulong)index));
        }

        foreach (var (at, act) in besides)
        {
            Plan(
                at,
                async () =>
                {
                    await DrainAsync();
                    clock.AdvanceTo(at);
                    await act();
                    await SettleAsync(cancellationToken);
                }
            );
        }

        for (var hour = from.AddHours(1); hour <= until; hour = hour.AddHours(1))
        {
            var at = hour;
            Plan(at, () => EndHourAsync(at, from, until, progress, cancellationToken));
        }

        while (_agenda.TryDequeue(out var act, out var when) && when.At <= until)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (when.At - _underWaySince > _lateMax)
            {
                await DrainAsync();
            }

            await act();
        }

        await DrainAsync();
        logger.HistoryPlayed(_issues, _commands, string.Join(", ", _refusals));
    }

    /// <summary>How often something was refused, by code: where a deadline came first.</summary>
    public IReadOnlyDictionary<string, int> Refusals => _refusals;

    /// <summary>Wakes every owner of which something is due, and waits for the reactions.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        await dueOwners.WakeAsync(clock.GetUtcNow(), cancellationToken);
        await using var command = source.CreateCommand("select coalesce(max(seq), 0) from events");
        await dispatcher.CaughtUpAsync((long)(await command.ExecuteScalarAsync(cancellationToken))!, cancellationToken);
    }

    private void Plan(DateTimeOffset at, Func<Task> act) => _agenda.Enqueue(act, (at, _order++));

    private async Task EndHourAsync(
        DateTimeOffset hour,
        DateTimeOffset from,
        DateTimeOffset until,
        Action<DemoProgress> progress,
        CancellationToken cancellationToken
    )
    {
        await DrainAsync();
        clock.AdvanceTo(hour);
        await SettleAsync(cancellationToken);
        if (TownTime.SinceMidnight(hour) == TimeSpan.Zero)
        {
            await seals.SealUpToAsync(Town.DateOf(hour).AddDays(-1), null, cancellationToken);
        }

        progress(new DemoProgress((hour - from) / (until - from), _issues, _commands));
    }

    private async Task BeginAsync(PlannedIssue issue, ulong index)
    {
        _issues++;
        var play = new IssuePlay(issue, await numbers.NextAsync(), cast, laws.Law, new SeededChance(index));
        PlanNext(new Played(play, play.Steps().GetEnumerator()));
    }

    /// <summary>Puts the next thing people do about an issue on the agenda, and the deadline it has now.</summary>
    private void PlanNext(Played it)
    {
        PlanDeadline(it);
        if (!it.IsOver && it.Steps.MoveNext())
        {
            var step = it.Steps.Current;
            Plan(step.At, () => StartAsync(it, step));
        }
    }

    private void PlanDeadline(Played it)
    {
        if (it.Play.Seen is { IsOpen: true, DueAt: { } due } && due != it.DueAt)
        {
            it.DueAt = due;
            Plan(due, () => PassDeadlineAsync(it, due));
        }
    }

    private async Task StartAsync(Played it, PlayStep step)
    {
        while (_underWay.Count >= UnderWayMax)
        {
            await FinishOneAsync();
        }

        if (_underWay.Count == 0)
        {
            _underWaySince = step.At;
        }

        clock.AdvanceTo(step.At);
        _underWay.Add(TakeAsync(it, step));
    }

    private async Task DrainAsync()
    {
        while (_underWay.Count > 0)
        {
            await FinishOneAsync();
        }
    }

    private async Task FinishOneAsync()
    {
        var finished = await Task.WhenAny(_underWay);
        _underWay.Remove(finished);
        PlanNext(await finished);
    }

    private async Task PassDeadlineAsync(Played it, DateTimeOffset due)
    {
        if (!it.Play.IsDueAt(due))
        {
            return;
        }

        await DrainAsync();
        if (!it.Play.IsDueAt(due))
        {
            return;
        }

        clock.AdvanceTo(due);
        await grains.GetOwner(it.Play.Owner).WakeUpAsync();
        await LookAsync(it.Play);
        PlanDeadline(it);
    }

    /// <summary>Somebody does something, or only looks again.</summary>
    private async Task<Played> TakeAsync(Played it, PlayStep step)
    {
        var play = it.Play;
        play.Now = clock.GetUtcNow();
        if (step.Decide() is not { } act)
        {
            await LookAsync(play);
            return it;
        }

        var id = CommandIds.From("demo", play.Id, (++it.Count).ToString(CultureInfo.InvariantCulture));
        var envelope = new CommandEnvelope(id, people[act.Who].Id, [.. SHA256.HashData(id.ToByteArray())], act.Command);
        var result = await grains.GetOwner(play.Owner).CarryOutAsync(envelope);
        while (result.Rejection is { Kind: RejectionKind.Busy })
        {
            await Task.Delay(_busyPause, TimeProvider.System);
            result = await grains.GetOwner(play.Owner).CarryOutAsync(envelope);
        }

        if (result.Rejection is { } rejection)
        {
            // A deadline came first. People give up then, and leave the issue to the rules.
            _refusals.AddOrUpdate(rejection.Code, 1, (_, count) => count + 1);
            logger.ActRefused(act.Command.GetType().Name, play.Id, rejection.Code);
            it.IsOver = true;
            return it;
        }

        Interlocked.Increment(ref _commands);
        if (act.Command is Report or Escalate or NotSolved or Reopen or Dispatch or Relocate or Verify)
        {
            // It may have another handler now.
            await LookAsync(play);
        }
        else
        {
            var answer = JsonSerializer.Deserialize<IssueAnswer>(result.Answer!, JsonSerializerOptions.Web)!;
            play.Seen = play.Seen with { Status = answer.Status, DueAt = answer.DueAt };
        }

        return it;
    }

    private async Task LookAsync(IssuePlay play)
    {
        var row =
            await queries.FindAsync(play.Id) ?? throw new InvalidOperationException($"{play.Id} is not in the lists.");
        play.Owner = row.Owner;
        play.Seen = new IssueSeen(row.Status, row.Level ?? 0, row.Handler, row.DueAt);
    }

    /// <summary>Answer to a command about an issue.</summary>
    private sealed record IssueAnswer(IssueStatus Status, DateTimeOffset? DueAt);

    /// <summary>An issue that is being played.</summary>
    private sealed class Played(IssuePlay play, IEnumerator<PlayStep> steps)
    {
        public IssuePlay Play => play;

        public IEnumerator<PlayStep> Steps => steps;

        /// <summary>The deadline that is on the agenda.</summary>
        public DateTimeOffset? DueAt { get; set; }

        /// <summary>How many commands it has had.</summary>
        public int Count { get; set; }

        /// <summary>Whether people do nothing about it any more.</summary>
        public bool IsOver { get; set; }
    }
}
