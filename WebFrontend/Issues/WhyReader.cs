using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Why an issue is where it is, and what comes next.</summary>
/// <param name="Since">When the present step began.</param>
/// <param name="Cause">Name of the event that brought it to this handler.</param>
/// <param name="Terms">The rules it was accepted under; null until it is accepted.</param>
/// <param name="Next">What happens by itself when nobody does anything; null when nothing does.</param>
/// <param name="Whistles">Departments that are called in to help, and what comes next of each.</param>
public sealed record WhyView(
    string Id,
    IssueStatus Status,
    int? Level,
    Handler? Handler,
    DateTimeOffset? Since,
    string? Cause,
    DateTimeOffset? DueAt,
    DateTimeOffset? OverallDueAt,
    WhyTerms? Terms,
    WhyNext? Next,
    ImmutableArray<WhyWhistle> Whistles
);

/// <summary>A department that is called in to help: who has the issue keeps it.</summary>
/// <param name="Department">Key of the department.</param>
/// <param name="Step">For the chain: what it is to do next, within a limit; null when no clock of it runs.</param>
/// <param name="At">For the chain: until when; then the subdistrict and the district centre are told.</param>
/// <param name="English">The same as a sentence.</param>
public sealed record WhyWhistle(
    string Department,
    WhistleState State,
    WhistleStep? Step,
    DateTimeOffset? At,
    string English,
    string Chinese
);

/// <summary>The rules an issue was accepted under; limits such as <c>2wd</c>.</summary>
public sealed record WhyTerms(
    int RuleVersion,
    string Category,
    UrgencyClass Class,
    TimeLimit Acknowledge,
    ImmutableArray<TimeLimit?> Budgets,
    TimeLimit Cap,
    EvidenceDuty Evidence
);

/// <summary>What happens by itself.</summary>
/// <param name="What">
/// What moves it next, warnings aside: <c>escalate</c>, <c>markOverdue</c>, <c>resume</c>, <c>supervise</c>,
/// <c>accept</c>, <c>close</c> or <c>archive</c>.
/// </param>
/// <param name="Level">Where it goes.</param>
/// <param name="Handler">Who has it then.</param>
/// <param name="English">The same as a sentence.</param>
public sealed record WhyNext(
    DateTimeOffset At,
    string What,
    int? Level,
    Handler? Handler,
    string English,
    string Chinese
);

/// <summary>Answers why, from the log alone: events carry the results of the rules.</summary>
internal sealed class WhyReader(IssueQueries issues, OwnerProfiles owners)
{
    /// <summary>Why an issue is where it is.</summary>
    public async Task<WhyView> ReadAsync(string id, Sight sight, CancellationToken cancellationToken)
    {
        var steps = IssueHistory.Of(id, await issues.GetTimelineAsync(id, null, cancellationToken));
        var issue = steps[^1].After;
        var owner = await owners.FindAsync(OwnerOf(steps), cancellationToken);
        return new WhyView(
            id,
            issue.Status,
            issue.Step?.Level,
            issue.Step?.Handler,
            issue.StepFrom,
            steps
                .LastOrDefault(step => step.Happened is IGivesStep && step.After.StepFrom == step.Logged.At)
                ?.Logged.Type,
            issue.Step?.DueAt,
            issue.OverallDueAt,
            issue.Terms is { } terms
                ? new WhyTerms(
                    terms.RuleVersion,
                    issue.Category,
                    terms.Class,
                    terms.Acknowledge,
                    terms.Budgets,
                    terms.Cap,
                    terms.Evidence
                )
                : null,
            steps[^1].Happened is IssueArchived || owner is null ? null : NextOf(issue, owner),
            steps[^1].Happened is IssueArchived ? [] : WhistlesOf(issue, sight)
        );
    }

    /// <summary>Where it lives: the last owner that took it.</summary>
    private static Place OwnerOf(ImmutableArray<HistoryStep> steps) =>
        Place.Parse(steps.Last(step => step.Happened is IssueReported or IssueTakenOver).Logged.Stream);

    private static ImmutableArray<WhyWhistle> WhistlesOf(Issue issue, Sight sight)
    {
        var seen = ImmutableArray.CreateBuilder<WhyWhistle>();
        foreach (var whistle in issue.Whistles ?? [])
        {
            var isOfChain = sight >= Sight.Chain;
            if (!isOfChain && !whistle.IsBlown)
            {
                continue;
            }

            var state = !isOfChain && whistle.State is WhistleState.Objected ? WhistleState.Blown : whistle.State;
            var next = isOfChain && whistle.IsOpen ? whistle.Next : null;
            var (english, chinese) = WhistleWording.Words(state);
            var name = Departments.Find(whistle.Department);
            var due = next is { } step ? WhistleWording.Words(step.Step) : default;
            seen.Add(
                new WhyWhistle(
                    whistle.Department,
                    state,
                    next?.Step,
                    next?.At,
                    $"{name?.English}: {english}."
                        + (
                            due.English is { } what ? $" If it does not {what} in time, the levels above are told." : ""
                        ),
                    $"{name?.Chinese}：{chinese}。"
                        + (due.Chinese is { } was ? $"逾期未{was}将告知街道和区监测中心。" : "")
                )
            );
        }

        return seen.ToImmutable();
    }

    private static WhyNext? NextOf(Issue issue, OwnerProfile owner)
    {
        if (issue.NextDueAt is not { } at)
        {
            return null;
        }

        if (!issue.IsOpen)
        {
            return NextOfEnded(issue, at);
        }

        if (issue is not { Step: { } step, Terms: { } terms })
        {
            return new WhyNext(at, "accept", null, null, "It is accepted by itself.", "自动受理。");
        }

        if (issue.Suspended is not null)
        {
            return new WhyNext(
                issue.Suspended.Until,
                "resume",
                step.Level,
                step.Handler,
                "The clock runs on by itself.",
                "自动恢复计时。"
            );
        }

        if (issue.Overdue)
        {
            return issue.SupervisedByLevel is not IssueLevels.Last && issue.Overall?.SuperviseAt is { } superviseAt
                ? new WhyNext(
                    superviseAt,
                    "supervise",
                    IssueLevels.Last,
                    null,
                    "The district centre orders supervision by itself.",
                    "区监测中心自动督办。"
                )
                : null;
        }

        at = step.DueAt;
        if (step.Level >= IssueLevels.Last)
        {
            return new WhyNext(at, "markOverdue", step.Level, step.Handler, "It is marked as overdue.", "标记为超期。");
        }

        var level = IssueLevels.Above(step.Level, terms);
        var handler = IssueLevels.HandlerAt(level, owner, issue.Building, terms);
        return new WhyNext(
            at,
            "escalate",
            level,
            handler,
            $"If it is not done by then, it goes up to level {level}: {IssueWording.English(handler.Role)}.",
            $"届时未办结将升级至第{level}级：{IssueWording.Chinese(handler.Role)}。"
        );
    }

    /// <summary>What becomes of an ended one: with the end of its window, or of the time to call back where that is later.</summary>
    private static WhyNext NextOfEnded(Issue issue, DateTimeOffset due)
    {
        var at = issue.WindowEndsAt > due ? issue.WindowEndsAt.Value : due;
        return issue.Status is IssueStatus.Resolved or IssueStatus.Verified
            ? new WhyNext(at, "close", null, null, "It is closed when nobody objects.", "无异议则自动关闭。")
            : new WhyNext(at, "archive", null, null, "It is archived.", "自动归档。");
    }
}
