using System.Collections.Immutable;
using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.People;
using CivicGrains.Domain.Renovations;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>
/// A year of a compound and of a project, from deadline to deadline: issues of every category are reported all through
/// 2026, at whatever hour; most are touched by nobody, some are worked on. In November the days of 2027 are published.
/// </summary>
public sealed class YearOfDeadlinesTests
{
    private const int ReportsOfEach = 12;

    private static readonly DateTimeOffset Begin = Clocks.At("2026-01-01 00:00");
    private static readonly DateTimeOffset End = Clocks.At("2027-01-01 00:00");
    private static readonly DateTimeOffset Published = Clocks.At("2026-11-05 15:00");

    /// <summary>More days off than are assumed before the notice is known.</summary>
    private static readonly CalendarYear Notice = new(
        2027,
        [.. StatutoryDays.Of(2027).DaysOff.Concat([new(2027, 1, 4), new(2027, 2, 11)]).Distinct().Order()],
        []
    );

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 3)]
    public void Each_level_and_warning_comes_once_at_its_moment_and_everything_has_an_end(int seed, int touchedOfTen)
    {
        Live(new Story<CompoundState>(Town.ACompound()), isProject: false, seed, touchedOfTen);
        Live(new Story<ProjectState>(Town.AProject()), isProject: true, seed, touchedOfTen);
    }

    private static void Live<TState>(Story<TState> story, bool isProject, int seed, int touchedOfTen)
        where TState : class, IStreamState<TState>, IIssueOwner
    {
        var chance = new Random(seed);
        story.Law = DefaultRules.Law;
        var reports = Reports(chance, isProject);
        var watches = new SortedDictionary<string, IssueWatch>(StringComparer.Ordinal);
        var looked = story.Log.Count;
        var jumps = 0;
        while (true)
        {
            var next = new[]
            {
                story.State.NextDueAt,
                reports.TryPeek(out _, out var at) ? at : (DateTimeOffset?)null,
                story.Law.Calendar.Version == 0 ? Published : null,
            }.Min();
            if (next is not { } moment)
            {
                break;
            }

            Assert.True(jumps++ < 50_000, "It never ends.");
            Assert.True(moment >= story.Now || story.Log.Count == 0, "Something was due before now.");
            story.Now = moment;
            // What is due comes first, as it does where a timer meets the moment exactly.
            story.Wakes();
            Look();
            if (moment == Published && story.Law.Calendar.Version == 0)
            {
                story.Law = new Law(0, DefaultRules.Template, WorkingCalendar.Default.With(Notice, 1));
                story.Does(Actor.Platform, new RecountDeadlines());
                Look();
            }

            while (reports.TryPeek(out var report, out at) && at == moment)
            {
                reports.Dequeue();
                watches.Add(report.IssueId, new IssueWatch(report.Category, chance.Next(10) < touchedOfTen));
                story.Does(Town.Resident, report);
                Look();
            }

            Touch(story, watches, chance);
            story.Wakes();
            Look();
        }

        foreach (var (id, watch) in watches)
        {
            watch.Ends(story.State.Issues.GetValueOrDefault(id), story.Law);
        }

        // Else it shows nothing.
        Assert.True(story.Now > End);
        Assert.Contains(watches.Values, it => it.Recounted);
        Assert.Equal(touchedOfTen > 0, watches.Values.Any(it => it.Ended is IssueStatus.Closed));

        void Look()
        {
            for (; looked < story.Log.Count; looked++)
            {
                var (happened, _, when) = story.Log[looked];
                if (happened is IssueEvent it)
                {
                    watches[it.IssueId].Sees(it, when, story.Law);
                }
            }
        }
    }

    /// <summary>Every category so many times, at whatever minute of the year.</summary>
    private static PriorityQueue<Report, DateTimeOffset> Reports(Random chance, bool isProject)
    {
        var reports = new PriorityQueue<Report, DateTimeOffset>();
        var number = 0;
        foreach (var category in DefaultRules.Law.Categories.Keys.Order(StringComparer.Ordinal))
        {
            for (var times = 0; times < ReportsOfEach && isProject == IssueLifecycle.IsOfRenovation(category); times++)
            {
                reports.Enqueue(
                    Town.ReportOf(category, $"QY2026-{++number:D6}"),
                    Begin.AddMinutes(chance.Next((int)(End - Begin).TotalMinutes))
                );
            }
        }

        return reports;
    }

    /// <summary>Of those that are worked on, one does whatever somebody may do now.</summary>
    private static void Touch<TState>(Story<TState> story, SortedDictionary<string, IssueWatch> watches, Random chance)
        where TState : class, IStreamState<TState>, IIssueOwner
    {
        foreach (var (id, issue) in story.State.Issues)
        {
            if (!watches[id].IsTouched || chance.Next(8) > 0)
            {
                continue;
            }

            IssueCommand[] acts =
            [
                new Acknowledge(id),
                new Start(id),
                new Resolve(id, Town.Text("已处理"), []),
                new Verify(id, chance.Next(3) > 0),
                new Extend(id, Town.Text("等待配件")),
                new Suspend(id, SuspensionReason.AwaitingReporter, Town.Text("请问是几楼？")),
                new DecideRequest(id, chance.Next(2) > 0),
                new Answer(id, Town.Text("三楼")),
                new Return(id, Town.Text("不属于我方")),
                new Rate(id, 1 + chance.Next(5)),
                new CallBack(id, Solved: false, CausedByHandling: chance.Next(2) > 0),
                new NotSolved(id),
                new Close(id),
                new Reopen(id),
            ];
            var command = acts[chance.Next(acts.Length)];
            foreach (var actor in Town.Everybody)
            {
                var decision = story.Ask(actor, command);
                if (decision.Rejection is null)
                {
                    story.Happens(decision.Events, actor.Reference);
                    break;
                }
            }
        }
    }

    /// <summary>What the log tells of one issue, looked at event by event.</summary>
    private sealed class IssueWatch(string category, bool isTouched)
    {
        private readonly List<int> levels = [];
        private IssueStep? step;
        private DateTimeOffset? stepFrom;
        private StepWarning? warning;
        private int warned;
        private DateTimeOffset? overall;
        private DateTimeOffset? windowEnds;
        private DateTimeOffset? superviseAt;
        private DateTimeOffset? stillUntil;
        private DateTimeOffset? decideBy;
        private DateTimeOffset? checkDueAt;
        private DateTimeOffset? callBackDueAt;
        private bool overdue;
        private bool isOver;

        public bool IsTouched => isTouched;

        public bool Recounted { get; private set; }

        public IssueStatus? Ended { get; private set; }

        public void Sees(IssueEvent happened, DateTimeOffset at, Law law)
        {
            Assert.False(isOver, $"{happened} came after the end.");
            switch (happened)
            {
                case IssueWarned e:
                    // At its moment and before the deadline; each part once in a step.
                    Assert.Equal(warning, new StepWarning(e.Percent, at));
                    Assert.True(at < step!.DueAt && e.Percent > warned && e.Level == step.Level);
                    (warned, warning) = (e.Percent, e.Next);
                    break;
                case IssueEscalated { Reason: EscalationReason.Overdue } e:
                    // Where the whole has ended already, levels have no time left and follow at once.
                    Assert.True(at == step!.DueAt || step.DueAt < at && at == stepFrom);
                    Assert.Equal(step.Level, e.FromLevel);
                    Assert.True(e.Step.Level > step.Level);
                    break;
                case IssueMarkedOverdue e:
                    Assert.False(overdue);
                    Assert.True(at == step!.DueAt || step.DueAt < at && at == stepFrom);
                    Assert.Equal(IssueLevels.Last, e.Level);
                    overdue = true;
                    break;
                case IssueSupervised { ByItself: true }:
                    // Its moment may have passed while it was resolved, so that it comes with who has it then.
                    Assert.True(at == superviseAt || superviseAt < at && at == stepFrom);
                    superviseAt = null;
                    break;
                case IssueSuspended e:
                    stillUntil = e.Suspension.Until;
                    break;
                case IssueResumed { ByItself: true }:
                    Assert.Equal(stillUntil, at);
                    break;
                case IssueRequested e:
                    decideBy = e.Request.DecideBy;
                    break;
                case IssueRequestRefused { InTime: false }:
                    Assert.Equal(decideBy, at);
                    break;
                case IssueResolved e:
                    checkDueAt = e.CheckDueAt;
                    break;
                case IssueCheckMissed:
                    Assert.Equal(checkDueAt, at);
                    checkDueAt = null;
                    break;
                case IssueRated e:
                    callBackDueAt = e.CallBackDueAt;
                    break;
                case IssueCallBackMissed:
                    Assert.Equal(callBackDueAt, at);
                    callBackDueAt = null;
                    break;
                case IssueClosed { ByReporter: false }:
                    Assert.Equal(windowEnds, at);
                    break;
                case IssueArchived:
                    Assert.True(at >= windowEnds);
                    (isOver, Ended) = (true, IssueStatus.Closed);
                    return;
            }

            Steps(happened, at);
            MovesOverall(happened, law);
            windowEnds = happened switch
            {
                IssueResolved e => e.WindowEndsAt,
                IssueClosed e => e.WindowEndsAt,
                IssueReopened or IssueReworkOrdered or IssueEscalated or IssueDispatched => null,
                _ => windowEnds,
            };
        }

        /// <summary>Closed and archived, or marked at the centre for ever: there is no third end.</summary>
        public void Ends(Issue? issue, Law law)
        {
            Assert.Equal(isOver, issue is null);
            if (issue is null)
            {
                return;
            }

            Assert.True(issue is { IsOpen: true, Overdue: true, Step.Level: IssueLevels.Last } && overdue);
            Assert.Null(issue.NextDueAt);
            Ended = issue.Status;
            if (isTouched)
            {
                return;
            }

            // Touched by nobody, it was at every level that its category has, once each and in order.
            var terms = issue.Terms!;
            var all = new List<int> { issue.FirstLevel!.Value };
            while (all[^1] < IssueLevels.Last)
            {
                all.Add(IssueLevels.Above(all[^1], terms));
            }

            Assert.True(all.SequenceEqual(levels), $"{category}: {string.Join(' ', levels)}");
            Assert.Equal(IssueLevels.Last, issue.SupervisedByLevel);
            Assert.Equal(law.Calendar.Count(issue.Overall!.From, terms.Cap).At, overall);
        }

        private void Steps(IssueEvent happened, DateTimeOffset at)
        {
            if (happened is not IGivesStep { Step: { } given })
            {
                return;
            }

            // One level and one handler at a time, which follow from one another.
            Assert.True(step is null || happened is not IEndsStep { Before: { } before } || before == step.Handler);
            if (step?.Level != given.Level)
            {
                levels.Add(given.Level);
            }

            var runsOn = happened is IssueExtended or IssueResumed or IssueRecounted;
            (step, warning) = (given, given.Warning);
            (stepFrom, warned) = runsOn ? (stepFrom, warned) : (at, 0);
            if (happened is IssueReopened or IssueReworkOrdered or IssueDispatched or IssueEscalated)
            {
                overdue = false;
            }
        }

        /// <summary>It never restarts, and comes earlier only where something is reopened, with half of the limit.</summary>
        private void MovesOverall(IssueEvent happened, Law law)
        {
            (DateTimeOffset? DueAt, OverallClock? Clock) moved = happened switch
            {
                IssueAccepted e => (e.OverallDueAt, e.Overall),
                IssueReopened e => (e.OverallDueAt, e.Overall),
                IssueReworkOrdered { OverallDueAt: { } some } e => (some, e.Overall),
                IssueExtended e => (e.OverallDueAt, e.Overall),
                IssueResumed e => (e.OverallDueAt, e.Overall),
                IssueRecounted e => (e.OverallDueAt, e.Overall),
                _ => (overall, null),
            };
            Assert.True(moved.DueAt >= overall || overall is null || happened is IssueReopened);
            Assert.True(isTouched || moved.DueAt == overall || happened is IssueAccepted or IssueRecounted);
            overall = moved.DueAt;
            Recounted |= happened is IssueRecounted;
            superviseAt = moved.Clock is null ? superviseAt : moved.Clock.SuperviseAt;
            Assert.True(step is null || step.DueAt <= overall, $"{happened} of {law.Version}");
        }
    }
}
