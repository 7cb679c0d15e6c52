using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.Rules;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Issues;

/// <summary>Answers why, from the log alone: events carry the results of the rules.</summary>
internal sealed class WhyReader(IssueQueries issues, OwnerProfiles owners, LawKeeper laws)
{
    /// <summary>Why an issue is where it is, for one pair of eyes: what the chain exchanges is for the chain alone.</summary>
    public async Task<WhyView> ReadAsync(string id, Sight sight, CancellationToken cancellationToken)
    {
        await laws.ReadyAsync(cancellationToken);
        var steps = IssueHistory.Of(id, await issues.GetTimelineAsync(id, null, cancellationToken));
        var issue = steps[^1].After;
        var owner = await owners.FindAsync(OwnerOf(steps), cancellationToken);
        var isArchived = steps[^1].Happened is IssueArchived;
        var (english, chinese) = WhyHere(steps, issue);
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
            issue.IsOpen
                && (
                    issue.Step is { Provisional: true }
                    || issue.Overall is { Provisional: true } && issue.Step?.DueAt == issue.OverallDueAt
                ),
            issue.Terms is { } terms
                ? new WhyTerms(
                    terms.RuleVersion,
                    terms.OwnerRuleVersion,
                    issue.Category,
                    terms.Class,
                    terms.Acknowledge,
                    terms.Budgets,
                    terms.Cap,
                    terms.Evidence
                )
                : null,
            RuleOf(issue),
            isArchived || owner is null ? null : NextOf(issue, owner),
            isArchived ? [] : WhistlesOf(issue, sight),
            isArchived || owner is null ? [] : CanOf(WhoCan.Of(issue, owner, laws.Law), sight),
            StepsOf(steps, sight),
            english,
            chinese
        );
    }

    /// <summary>The reason of the event that brought it to who has it; of one that ended, of its end.</summary>
    private static (string English, string Chinese) WhyHere(ImmutableArray<HistoryStep> steps, Issue issue)
    {
        for (var n = steps.Length - 1; n > 0; n--)
        {
            var (step, before) = (steps[n], steps[n - 1].After);
            if (
                issue.IsOpen && issue.Step is not null
                    ? step.Happened is IGivesStep && step.After.StepFrom == step.Logged.At
                    : step.After.Status != before.Status
            )
            {
                return IssueReasons.Of(step.Happened, before);
            }
        }

        return IssueReasons.Of(steps[0].Happened, null);
    }

    private static WhyRule? RuleOf(Issue issue)
    {
        if (issue is not { Step: { } step, Terms: { } terms })
        {
            return null;
        }

        var (limit, rule) = (IssueReasons.LimitOf(step), IssueReasons.RuleOf(terms));
        return new WhyRule(
            issue.Category,
            terms.Class,
            step.Level,
            step.Limit,
            terms.RuleVersion,
            terms.OwnerRuleVersion,
            $"{limit.English}; {rule.English}",
            $"{limit.Chinese}；{rule.Chinese}"
        );
    }

    /// <summary>That something waits to be decided is for the chain, and so is who decides it.</summary>
    private static ImmutableArray<WhyCan> CanOf(ImmutableArray<WhoCan> can, Sight sight) =>
        [
            .. can.Where(it => sight >= Sight.Chain || it.Row.Who is not Who.Decider)
                .Select(it =>
                {
                    var (english, chinese) = IssueWording.Command(it.Row.Word);
                    return new WhyCan(
                        it.Row.Word,
                        english,
                        chinese,
                        it.Reporter,
                        [.. it.Roles.Select(held => new Handler(held.Role, held.Place))]
                    );
                }),
        ];

    private static ImmutableArray<WhyStep> StepsOf(ImmutableArray<HistoryStep> steps, Sight sight)
    {
        var told = ImmutableArray.CreateBuilder<WhyStep>(steps.Length);
        var before = (Issue?)null;
        foreach (var step in steps)
        {
            if (sight >= Sight.Chain || !IssueEventAudience.IsForChain(step.Happened))
            {
                var (english, chinese) = IssueReasons.Of(step.Happened, before);
                told.Add(
                    new WhyStep(
                        step.Logged.Seq,
                        TownTime.Local(step.Logged.At),
                        step.Logged.Type,
                        step.After.Step?.Level,
                        step.After.Step?.Handler,
                        step.Happened is IGivesStep { Step: not null } ? RuleOf(step.After) : null,
                        english,
                        chinese
                    )
                );
            }

            before = step.After;
        }

        return told.ToImmutable();
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
