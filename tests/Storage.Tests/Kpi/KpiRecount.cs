using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Places;
using CivicGrains.Storage.EventLog;
using CivicGrains.Storage.Kpi;

namespace CivicGrains.Storage.Tests.Kpi;

/// <summary>
/// Key figures counted plainly from a log, by the fold of the issues themselves, to hold those of the projector against.
/// </summary>
internal sealed class KpiRecount
{
    private readonly List<Lived> lives = [];
    private readonly long seq;

    private KpiRecount(long seq) => this.seq = seq;

    /// <summary>The places at which anything was counted.</summary>
    public IEnumerable<Place> Places => lives.SelectMany(it => it.Areas).Distinct();

    /// <summary>Counts a whole log.</summary>
    public static async Task<KpiRecount> OfAsync(PostgresEventLog log)
    {
        var events = await log.ReadLogAsync(0, int.MaxValue);
        var recount = new KpiRecount(events.Count == 0 ? 0 : events[^1].Seq);
        foreach (
            var issue in events.Where(it => it.Subject is not null).GroupBy(it => it.Subject, StringComparer.Ordinal)
        )
        {
            recount.lives.Add(new Lived(issue));
        }

        return recount;
    }

    /// <summary>What the projector should answer.</summary>
    public KpiFigures Of(Place place, DateOnly from, DateOnly to, DateTimeOffset now)
    {
        var all = lives.Where(it => it.Day >= from && it.Day <= to && it.Areas.Contains(place)).ToList();
        var counted = all.Where(it => !it.IsExcluded).ToList();
        return new KpiFigures(
            seq,
            all.Count,
            all.Count(it => it.Last.Status is IssueStatus.Rejected),
            all.Count(it => it.Last.Status is IssueStatus.Withdrawn),
            all.Count(it => it.Last.Status is IssueStatus.Voided),
            all.Count(it => it.Last.Status is IssueStatus.Merged),
            counted.Count(it => it.Last.Terms is not null),
            counted.Count(it => it.RespondedAt <= it.RespondBy),
            counted.Count(it => it.RespondedAt > it.RespondBy),
            counted.Count(it => it.IsResolved),
            counted.Count(it => it.IsResolved && it.ResolvedAt <= it.Last.OverallDueAt),
            counted.Count(it => it.Late),
            counted.Count(it => it.IsClosed),
            counted.Count(it =>
                it.IsClosed && it.Owner.Kind is PlaceKind.Compound && !it.HasLeft && it.Levels.SetEquals([0])
            ),
            counted.Sum(it => it.Answered),
            counted.Sum(it => it.Solved),
            counted.Sum(it => it.Rated),
            counted.Sum(it => it.Satisfied),
            counted.Sum(it => it.Returns),
            counted.Sum(it => it.Transfers),
            counted.Sum(it => it.Extensions),
            counted.Sum(it => it.Suspensions),
            counted.Sum(it => it.Escalations),
            counted.Sum(it => it.Supervisions),
            counted.Sum(it => it.Reopenings),
            counted.Sum(it => it.Whistles),
            TimeSpan.FromSeconds(
                counted
                    .Where(it => it.IsResolved)
                    .Sum(it =>
                        (long)
                            Math.Round(
                                (it.ResolvedAt!.Value - it.Last.ReportedAt).TotalSeconds,
                                MidpointRounding.AwayFromZero
                            )
                    )
            ),
            counted.Count(it => it.Last.Terms is not null && it.RespondedAt is null && it.RespondBy >= now)
        );
    }

    /// <summary>What became of one issue.</summary>
    private sealed class Lived
    {
        public Lived(IEnumerable<LoggedEvent> events)
        {
            var book = IssueBook.Empty;
            foreach (var logged in events)
            {
                if (EventJson.Read(logged.Type, logged.Payload) is not IssueEvent happened)
                {
                    continue;
                }

                if (happened is IssueReported or IssueTakenOver)
                {
                    Owner = Place.Parse(logged.Stream);
                }

                Count(happened, book.Find(happened.IssueId), logged.At);
                HasLeft |= happened is IssueHandedOver;
                if (happened is not (IssueHandedOver or IssueArchived))
                {
                    book = IssueLifecycle.Evolve(book, happened, logged.Actor, logged.At);
                    Last = book.Find(happened.IssueId)!;
                }
            }
        }

        public Issue Last { get; private set; } = null!;
        public Place Owner { get; }
        public bool HasLeft { get; }
        public HashSet<int> Levels { get; } = [];
        public DateTimeOffset? RespondBy { get; private set; }
        public DateTimeOffset? RespondedAt { get; private set; }
        public DateTimeOffset? ResolvedAt { get; private set; }
        public bool Late { get; private set; }
        public int Answered { get; private set; }
        public int Solved { get; private set; }
        public int Rated { get; private set; }
        public int Satisfied { get; private set; }
        public int Returns { get; private set; }
        public int Transfers { get; private set; }
        public int Extensions { get; private set; }
        public int Suspensions { get; private set; }
        public int Escalations { get; private set; }
        public int Supervisions { get; private set; }
        public int Reopenings { get; private set; }
        public int Whistles { get; private set; }

        public DateOnly Day => TownTime.DateOf(Last.ReportedAt);

        public bool IsExcluded =>
            Last.Status is IssueStatus.Rejected or IssueStatus.Withdrawn or IssueStatus.Voided or IssueStatus.Merged;

        public bool IsResolved => Last.Status is IssueStatus.Resolved or IssueStatus.Verified or IssueStatus.Closed;

        public bool IsClosed => Last is { Status: IssueStatus.Closed, Source: IssueSource.Resident };

        public IEnumerable<Place> Areas
        {
            get
            {
                yield return Place.District(Owner.DistrictCode!);
                yield return Place.Subdistrict(Owner.SubdistrictCode!);
                if (Last.Visibility is Visibility.Compound)
                {
                    yield return Place.Community(Owner.CommunityCode!);
                    yield return Owner;
                }
            }
        }

        private void Count(IssueEvent happened, Issue? before, DateTimeOffset at)
        {
            if (happened is IGivesStep { Step: { } step } and not (IssueExtended or IssueResumed or IssueRecounted))
            {
                Levels.Add(step.Level);
            }

            switch (happened)
            {
                case IssueAccepted e:
                    RespondBy = e.Step.AcknowledgeDueAt;
                    break;
                case IssueAcknowledged:
                    RespondedAt ??= at;
                    break;
                case IssueResolved:
                    RespondedAt ??= at;
                    ResolvedAt = at;
                    break;
                case IssueMarkedOverdue:
                    Late = true;
                    break;
                case IssueClosed { ByReporter: true }:
                    Answered++;
                    Solved++;
                    break;
                case IssueRated e:
                    Rated++;
                    Satisfied += e.Stars >= 4 ? 1 : 0;
                    break;
                case IssueCalledBack e:
                    Answered++;
                    Solved += e.Solved ? 1 : 0;
                    break;
                case IssueExtended:
                    Extensions++;
                    break;
                case IssueSuspended:
                    Suspensions++;
                    break;
                case IssueSupervised:
                    Supervisions++;
                    break;
                case IssueRequestGranted { Kind: RequestKind.Return }:
                    Returns++;
                    break;
                default:
                    CountHandOver(happened, before);
                    break;
            }
        }

        private void CountHandOver(IssueEvent happened, Issue? before)
        {
            switch (happened)
            {
                case IssueEscalated e:
                    Escalations++;
                    Late |= e.Reason is EscalationReason.Overdue;
                    Answered += e.Reason is EscalationReason.NotSolved ? 1 : 0;
                    break;
                case IssueWhistleBlown:
                    Whistles++;
                    break;
                case IssueReopened:
                    Reopenings++;
                    Answered++;
                    break;
                case IssueDispatched when !before!.IsOpen:
                    Answered++;
                    break;
                case IssueDispatched e when e.Step.Handler != e.Before:
                    Transfers++;
                    break;
            }
        }
    }
}
