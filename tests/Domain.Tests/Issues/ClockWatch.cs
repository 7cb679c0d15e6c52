using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Common;
using CivicGrains.Domain.Compounds;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Tests.Issues;

/// <summary>Looks at a story after every act and every deadline, and at what has been logged since.</summary>
internal sealed class ClockWatch
{
    private readonly Story<CompoundState> story;
    private int seen;
    private Issue? before;
    private DateTimeOffset? latest;
    private int warned;
    private int supervised;
    private int calendar;

    public ClockWatch(Story<CompoundState> story)
    {
        this.story = story;
        Look();
    }

    public void Look()
    {
        // Days off that nobody knew of push everything out by as many days at the most, whether it was counted anew or
        // is counted by them from now on.
        if (story.Law.Calendar.Version != calendar)
        {
            (calendar, latest) = (story.Law.Calendar.Version, latest?.AddDays(14));
        }

        var log = story.Log.Skip(seen).ToArray();
        seen = story.Log.Count;
        foreach (var (happened, _, at) in log)
        {
            LookAt(happened, at);
        }

        if (!story.State.Issues.TryGetValue(Story.Id, out var issue))
        {
            before = null;
            return;
        }

        Assert.InRange(issue.Extensions, 0, ClockRules.Default.ExtensionsMax);
        Assert.InRange(issue.Suspensions, 0, ClockRules.Default.SuspensionsMax);
        Assert.True(issue.ReturnedBy.Length <= 2 && issue.ReturnedBy.Distinct().Count() == issue.ReturnedBy.Length);
        if (issue is { IsOpen: true, Step: { } step })
        {
            Assert.True(step.DueAt <= issue.OverallDueAt);
            Assert.InRange(step.Level, issue.FirstLevel!.Value, IssueLevels.Last);
            Assert.True(step.Warning is null || step.Warning.At < step.DueAt);
            Assert.True(step.Warning is null || step.Warning.Percent > issue.WarnedPercent);
            Assert.True(issue.Overall?.SuperviseAt is null || issue.Overall.SuperviseAt > issue.OverallDueAt);
            Assert.True(issue.Request is null || issue.Suspended is null);
            Assert.True(issue.OverallDueAt <= latest, $"{issue.OverallDueAt} is after {latest}.");
        }

        if (before is not null && before.TimesReopened == issue.TimesReopened)
        {
            Assert.True(issue.OverallDueAt >= before.OverallDueAt, "The overall deadline came earlier.");
        }

        before = issue;
    }

    private void LookAt(DomainEvent happened, DateTimeOffset at)
    {
        switch (happened)
        {
            case IssueAccepted e:
                latest = Latest(e.Overall!, e.Terms);
                break;
            case IssueReopened e:
                (latest, supervised) = (Latest(e.Overall!, before!.Terms!), 0);
                break;
            case IssueReworkOrdered { Overall: { } overall }:
                latest = Later(latest, Latest(overall, before!.Terms!));
                break;
            case IssueResumed e:
                var still = before!.Suspended!;
                Assert.Equal(still.OverallLeft, e.Overall.Limit);
                latest = story.Law.Calendar.Count(e.OverallDueAt, Room(still)).At;
                Assert.True(
                    e.OverallDueAt >= before.OverallDueAt,
                    $"Standing still shortened what was left: {before.OverallDueAt} to {e.OverallDueAt} at {at}: {still}, {before.Overall}."
                );
                break;
            case IssueWarned e:
                Assert.True(at < before!.Step!.DueAt, "A warning after the deadline.");
                Assert.True(e.Percent > warned, "A warning twice.");
                warned = e.Percent;
                break;
            case IssueSupervised { ByItself: true }:
                Assert.Equal(1, ++supervised);
                Assert.True(at >= before!.OverallDueAt);
                break;
        }

        // A new step has its own warnings; one that runs on, longer or given to who has it, does not have them again.
        if (happened is IssueEscalated or IssueReopened or IssueReworkOrdered or IssueTakenOver)
        {
            warned = 0;
        }

        if (happened is IssueDispatched dispatched && dispatched.Step.CountedFrom is null)
        {
            warned = 0;
        }
    }

    private DateTimeOffset Latest(OverallClock clock, IssueTerms terms)
    {
        var end = story.Law.Calendar.Count(clock.From, clock.Limit).At;
        return story.Law.Calendar.Count(end, terms.Cap.Part(100)).At;
    }

    private static TimeLimit Room(Suspension still) => still.Room is { Amount: > 0 } room ? room : TimeLimit.Seconds(1);

    private static DateTimeOffset? Later(DateTimeOffset? one, DateTimeOffset other) => one > other ? one : other;
}
