using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>A moment of the log: of what happened at one time, what was logged first came first.</summary>
/// <param name="Seq">Sequence number; -1 for what stands in no log.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct LogMoment(DateTimeOffset At, long Seq) : IComparable<LogMoment>
{
    /// <inheritdoc/>
    public int CompareTo(LogMoment other) => At != other.At ? At.CompareTo(other.At) : Seq.CompareTo(other.Seq);

    public static bool operator <(LogMoment left, LogMoment right) => left.CompareTo(right) < 0;

    public static bool operator >(LogMoment left, LogMoment right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogMoment left, LogMoment right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogMoment left, LogMoment right) => left.CompareTo(right) >= 0;
}

/// <summary>What one append logged of one issue.</summary>
internal sealed record PastOfIssue(LogMoment Moment, Guid Actor, ImmutableArray<IssueEvent> Happened);

/// <summary>Something somebody did that could not be done under other rules.</summary>
/// <param name="Act">The word of its command, such as <c>acknowledge</c>.</param>
public sealed record Divergence(DateTimeOffset At, string Act, Rejection Why);

/// <summary>What happened to an issue in the stream of one owner.</summary>
/// <param name="Last">The issue as it stood last; null when it never came to be.</param>
/// <param name="Left">Whether it left for another owner.</param>
/// <param name="Diverged">What was done and could not be done here; empty for what did happen.</param>
public sealed record IssueLife(
    Issue? Last,
    bool Left,
    ImmutableArray<(IssueEvent Happened, DateTimeOffset At)> Events,
    ImmutableArray<Divergence> Diverged
);

/// <summary>
/// Lives an issue again. What people did they do again, at the moment they did it, if it is possible; whatever
/// happened by itself is left out and decided anew, from deadline to deadline.
/// </summary>
/// <remarks>
/// A deadline that is the same as in the log is met when it was met there: a platform that was late, was late. One
/// that is another is met on time.
/// </remarks>
internal sealed class IssueReplay
{
    /// <summary>More happens by itself to no issue: some levels, windows and warnings, again with each reopening.</summary>
    private const int ByItselfMax = 10_000;

    private readonly OwnerPast owner;
    private readonly bool otherRules;
    private readonly Dictionary<DateTimeOffset, Queue<LogMoment>> met = [];
    private readonly Dictionary<DateTimeOffset, LogMoment> passedOver = [];
    private readonly ImmutableArray<(IssueEvent, DateTimeOffset)>.Builder events = ImmutableArray.CreateBuilder<(
        IssueEvent,
        DateTimeOffset
    )>();
    private readonly ImmutableArray<Divergence>.Builder diverged = ImmutableArray.CreateBuilder<Divergence>();
    private readonly string id;

    private IssueBook book = IssueBook.Empty;
    private Issue? last;
    private IssueSentAway? sent;
    private bool left;
    private LogMoment now;
    private int recounts;
    private int byItself;

    private IssueReplay(string id, OwnerPast owner, bool otherRules)
    {
        this.id = id;
        this.owner = owner;
        this.otherRules = otherRules;
    }

    /// <summary>What did happen to an issue until a moment.</summary>
    public static IssueLife AsItWas(string id, IReadOnlyList<PastOfIssue> past, OwnerPast owner, DateTimeOffset until)
    {
        var life = new IssueReplay(id, owner, otherRules: false);
        foreach (var it in past)
        {
            if (it.Moment.At < until)
            {
                life.Log([.. it.Happened], it.Actor, it.Moment.At);
            }
        }

        return life.ToLife();
    }

    /// <summary>What would have happened.</summary>
    /// <param name="otherRules">Whether the owner has the other rules; else the ones it had.</param>
    public static IssueLife Live(
        string id,
        IReadOnlyList<PastOfIssue> past,
        OwnerPast owner,
        bool otherRules,
        DateTimeOffset until
    )
    {
        var life = new IssueReplay(id, owner, otherRules);
        var before = life.Meet(past);
        life.now = past[0].Moment;
        life.recounts = owner.FirstRecountAfter(life.now);
        for (var n = 0; n < past.Count && past[n].Moment.At < until; n++)
        {
            life.LiveThrough(past[n].Moment);
            life.now = past[n].Moment;
            life.Repeat(past[n], before[n]);
        }

        life.LiveThrough(new LogMoment(until, long.MinValue));
        return life.ToLife();
    }

    private IssueLife ToLife() => new(last, left, events.ToImmutable(), diverged.ToImmutable());

    /// <summary>Notes when each deadline was met, and how the issue stood before each thing that happened.</summary>
    private Issue?[] Meet(IReadOnlyList<PastOfIssue> past)
    {
        var before = new Issue?[past.Count];
        var was = IssueBook.Empty;
        for (var n = 0; n < past.Count; n++)
        {
            var it = past[n];
            before[n] = was.Find(id);
            if (before[n]?.NextDueAt is { } due)
            {
                if (!PastActs.IsByItself(it.Happened, it.Actor))
                {
                    // Somebody came before the platform did: the deadline waits until after that.
                    passedOver[due] = it.Moment with
                    {
                        Seq = it.Moment.Seq + 1,
                    };
                }
                else if (met.TryGetValue(due, out var moments))
                {
                    moments.Enqueue(it.Moment);
                }
                else
                {
                    met[due] = new Queue<LogMoment>([it.Moment]);
                }
            }

            foreach (var happened in it.Happened)
            {
                was = IssueLifecycle.Evolve(was, happened, it.Actor, it.Moment.At);
            }
        }

        return before;
    }

    /// <summary>Lets happen by itself what does up to a moment.</summary>
    private void LiveThrough(LogMoment until)
    {
        while (true)
        {
            var due = book.NextDueAt is { } at ? MetAt(at) : default(LogMoment?);
            var recount = recounts < owner.Recounts.Length ? owner.Recounts[recounts] : default(LogMoment?);
            var isRecount = recount is not null && (due is null || recount < due);
            if ((isRecount ? recount : due) is not { } next || next > until)
            {
                return;
            }

            now = next > now ? next : now;
            var (profile, law) = (owner.At(now, otherRules), owner.LawAt(now));
            if (isRecount)
            {
                recounts++;
                Log(IssueLifecycle.Recount(profile, book, law, now.At), Actor.Platform.Reference, now.At);
                continue;
            }

            if (met.TryGetValue(book.NextDueAt!.Value, out var moments) && moments.Count > 0)
            {
                moments.Dequeue();
            }

            Log(IssueLifecycle.Due(profile, book, law, now.At), Actor.Platform.Reference, now.At);
            if (++byItself > ByItselfMax)
            {
                throw new UnreachableException($"{id} never ends.");
            }
        }
    }

    private LogMoment MetAt(DateTimeOffset due)
    {
        var moment =
            met.TryGetValue(due, out var moments) && moments.TryPeek(out var then) ? then
            : passedOver.TryGetValue(due, out var later) && later.At >= due ? later
            : new LogMoment(due, -1);
        return moment > now ? moment : now;
    }

    /// <summary>What was done is done again, if it can be.</summary>
    private void Repeat(PastOfIssue it, Issue? before)
    {
        if (PastActs.IsMove(it.Happened))
        {
            Move(it);
            return;
        }

        var asItCame = it.Happened.IndexOf(it.Happened.FirstOrDefault(PastActs.IsTakenAsItCame)!);
        if (asItCame >= 0 && it.Actor == Actor.Platform.Reference)
        {
            TakeAsItCame(it.Happened, it.Actor);
            return;
        }

        if (it.Actor == Actor.Platform.Reference)
        {
            if (it.Happened[0] is IssueArchived && book.Find(id) is { Status: IssueStatus.Merged })
            {
                // With the one it lives on in.
                Log([it.Happened[0]], it.Actor, now.At);
            }

            return;
        }

        if (asItCame != 0)
        {
            Act(asItCame < 0 ? it : it with { Happened = it.Happened[..asItCame] }, before, isAlone: asItCame < 0);
        }

        if (asItCame >= 0)
        {
            TakeAsItCame(it.Happened[asItCame..], it.Actor);
        }
    }

    /// <summary>What hangs on other issues or on departments happens again as it did, where it still can.</summary>
    private void TakeAsItCame(ImmutableArray<IssueEvent> happened, Guid actor)
    {
        var issue = book.Find(id);
        var word = PastActs.WordOf(happened.First(PastActs.IsTakenAsItCame))!;
        var row = IssueCommandTable.Find(word)!;
        if (issue is not null && !row.From.IsEmpty && !row.Allows(issue.Status))
        {
            diverged.Add(new Divergence(now.At, word, IssueWording.WrongState(issue.Status, row)));
        }
        else if (issue is not null || happened[0] is IssueReported)
        {
            Log([.. happened], actor, now.At);
        }
    }

    /// <param name="isAlone">Whether nothing that is taken as it came followed.</param>
    private void Act(PastOfIssue it, Issue? before, bool isAlone)
    {
        var (profile, law, at) = (owner.At(now, otherRules), owner.LawAt(now), now.At);
        var command = PastActs.CommandOf(it.Happened, before, owner.At(now, otherRules: false), law, at);
        var who = PastActs.StandIn(
            it.Actor,
            profile,
            book.Find(id),
            law,
            it.Happened[0] is IssueSupervised order ? order.Level : null
        );
        var decision = IssueLifecycle.Decide(new Owner(profile, book), command, who, law, at);
        if (decision.Rejection is { } refused)
        {
            diverged.Add(new Divergence(at, IssueCommandTable.RowOf(command).Word, refused));
        }
        else
        {
            // Nobody was alarmed by one report more of an incident.
            var isQuiet = !isAlone && !it.Happened.Any(happened => happened is IssueAlarmed);
            Log(
                [
                    .. decision.Events.Where(happened =>
                        happened is IssueEvent e && !PastActs.IsTakenAsItCame(e) && !(isQuiet && e is IssueAlarmed)
                    ),
                ],
                it.Actor,
                at
            );
        }
    }

    /// <summary>An issue that comes is taken as it came: its terms are of where it was accepted.</summary>
    private void Move(PastOfIssue it)
    {
        var here = book.Find(id);
        switch (it.Happened[0])
        {
            case IssueTakenOver when here is { MovingTo: null }:
                diverged.Add(new Divergence(now.At, "takeOver", Rejections.IssueExists.With(null, id)));
                break;
            case IssueTakenOver e:
                Log([e], it.Actor, now.At);
                break;
            case IssueHandedOver e when here?.MovingTo == e.To:
                Log([e], it.Actor, now.At);
                break;
            case IssueMoveRefused e when sent?.To == e.To && (here is null || here.MovingTo == e.To):
                Log([e with { Carried = sent.Carried }], it.Actor, now.At);
                break;
        }
    }

    private void Log(ImmutableArray<DomainEvent> happened, Guid actor, DateTimeOffset at)
    {
        foreach (var it in happened)
        {
            var e = (IssueEvent)it;
            if (e.IssueId != id)
            {
                // What happens with it to others stands in their lives.
                continue;
            }

            book = IssueLifecycle.Evolve(book, e, actor, at);
            last = book.Find(id) ?? last;
            sent = e as IssueSentAway ?? sent;
            left = e is IssueHandedOver || left && e is IssueArchived;
            events.Add((e, at));
        }
    }

    private sealed record Owner(OwnerProfile Profile, IssueBook Book) : IIssueOwner
    {
        public ImmutableSortedDictionary<string, Issue> Issues => Book.Issues;
    }
}
