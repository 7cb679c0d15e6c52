using System.Globalization;

namespace CivicGrains.Domain.Issues;

/// <summary>
/// Why something happened to an issue, as a sentence: which rule, which limit of which level, whose word. From the
/// events alone, which carry the results of the rules; what people have written is in none of them.
/// </summary>
public static class IssueReasons
{
    /// <summary>Why something happened.</summary>
    /// <param name="before">The issue before; null when it was not there.</param>
    public static (string English, string Chinese) Of(IssueEvent happened, Issue? before) =>
        happened switch
        {
            IssueReported e => OfReport(e),
            IssueAccepted e => Then(("Accepted by the rules", "按规则受理"), RuleOf(e.Terms), Now(e.Step)),
            IssueDispatched e => OfDispatch(e, before!),
            IssueEscalated e => Then(WhyUp(e, before!), Now(e.Step)),
            IssueReworkOrdered e => Then(
                e.Overall is null && before!.Stars is null
                    ? ("A check found that it is not done well", "核查未通过")
                    // What was said on the telephone is for the chain.
                    : ("It is not done well after all", "办理未达要求"),
                ("the same handler does it again", "由原承办返工"),
                Now(e.Step)
            ),
            IssueReopened e => Then(
                ($"Reopened by the reporter, time {Text(e.Times)}", $"反映人第{Text(e.Times)}次重启"),
                Half(e.Overall),
                Now(e.Step)
            ),
            IssueMarkedOverdue e => Then(
                LimitEnded(before!),
                (
                    $"no level is above level {Text(e.Level)}: it stays there, marked",
                    $"第{Text(e.Level)}级之上已无层级，标记为超期"
                )
            ),
            IssueTakenOver e => Then(
                ($"Came from {e.From}, with its overall deadline", $"由{e.From}移交而来，总期限不变"),
                e.Step is { } step ? Now(step) : null
            ),
            IssueMoveRefused e => Then(
                ($"{e.To} did not take it ({e.Code}): it is here again", $"{e.To}未接收（{e.Code}），退回原处"),
                e.Carried.Step is { } step ? Now(step) : null
            ),
            IssueMerged e => Then(
                e.ByItself
                    ? ($"So many report the same that it lives on in {e.Into}", $"同类上报集中，已并入{e.Into}")
                    : ($"Staff found it to be the same as {e.Into}", $"经工作人员认定与{e.Into}为同一事项")
            ),
            IssueSplit e => Then(
                ($"It is not the same as {e.From} after all", $"经认定与{e.From}并非同一事项"),
                ("the overall clock ran on", "总期限连续计算"),
                e.Step is { } step ? Now(step) : null
            ),
            IssueIncidentDeclared e => Then(
                (
                    $"{Text(e.People)} people report it: an area incident, of class {e.Terms.Class}",
                    $"已有{Text(e.People)}人反映：列为片区事件，按{e.Terms.Class}类办理"
                ),
                Now(e.Step)
            ),
            _ => OfClock(happened, before),
        };

    /// <summary>The rule that issues of these terms follow: class and whose versions.</summary>
    public static (string English, string Chinese) RuleOf(IssueTerms terms)
    {
        var cap = terms.Cap.Words();
        var (english, chinese) = (
            $"class {terms.Class}, {cap.English} overall; district's rules version {Text(terms.RuleVersion)}",
            $"{terms.Class}类，总时限{cap.Chinese}；区级规则第{Text(terms.RuleVersion)}版"
        );
        return terms.OwnerRuleVersion is { } own
            ? ($"{english}, the place's own version {Text(own)}", $"{chinese}，本处规则第{Text(own)}版")
            : (english, chinese);
    }

    /// <summary>Which limit a step has, in words such as <c>2 working days of level 0</c>.</summary>
    public static (string English, string Chinese) LimitOf(IssueStep step)
    {
        if (step.Limit is not { } limit)
        {
            return (
                $"what is left of the overall limit, at level {Text(step.Level)}",
                $"第{Text(step.Level)}级，以总期限为限"
            );
        }

        var words = limit.Words();
        return ($"{words.English} of level {Text(step.Level)}", $"第{Text(step.Level)}级{words.Chinese}");
    }

    private static (string English, string Chinese) OfReport(IssueReported e)
    {
        var category = e.AskedCategory is { } asked
            ? ($"Reported as {asked}, which is handled as {e.Category} here", $"上报为{asked}，在此按{e.Category}办理")
            : ($"Reported as {e.Category}", $"上报为{e.Category}");
        return e.IntakeDueAt is { } due
            ? Then(
                category,
                (
                    $"by the rules it is checked on site first, until {Text(due)}; then it is accepted without",
                    $"按规则先核实，至{Text(due)}，逾期自动受理"
                )
            )
            : Then(category);
    }

    private static (string English, string Chinese) OfDispatch(IssueDispatched e, Issue before) =>
        !before.IsOpen ? Then(NotSolved, ("nobody stands above", "已无上级"), Now(e.Step))
        : e.Step.CountedFrom is not null
            ? Then(("Given to the one who has it: the clock runs on", "仍派原承办，计时不重新开始"), Now(e.Step))
        : Then(("Given to another of the level by staff", "由工作人员改派同级"), Now(e.Step));

    private static (string English, string Chinese) WhyUp(IssueEscalated e, Issue before) =>
        e.Reason switch
        {
            EscalationReason.Overdue => LimitEnded(before),
            EscalationReason.Handler => (
                $"The handler at level {Text(e.FromLevel)} handed it up",
                $"第{Text(e.FromLevel)}级承办上报上级"
            ),
            EscalationReason.NotSolved => NotSolved,
            EscalationReason.FailedCheck => ("A check failed for the second time", "第二次核查未通过"),
            EscalationReason.Reopened => ("It was reopened too often for its level", "重启次数已超本级限度"),
            EscalationReason.Returned => (
                $"Level {Text(e.FromLevel)} returned it, rightly",
                $"第{Text(e.FromLevel)}级退单获准"
            ),
            _ => throw new UnreachableException(),
        };

    private static (string English, string Chinese) NotSolved { get; } =
        ("The reporter says that it is not solved", "反映人表示未解决");

    private static (string English, string Chinese) LimitEnded(Issue before)
    {
        var step = before.Step!;
        var (at, limit) = (Text(step.DueAt), LimitOf(step));
        return step.Limit is null || step.DueAt == before.OverallDueAt
            ? ($"The overall deadline {at} passed at level {Text(step.Level)}", $"第{Text(step.Level)}级已过总期限{at}")
            : ($"{limit.English} ended at {at}", $"{limit.Chinese}于{at}届满");
    }

    /// <summary>What moves the clocks, and the rest by its name.</summary>
    private static (string English, string Chinese) OfClock(IssueEvent happened, Issue? before) =>
        happened switch
        {
            IssueWarned e => Then(
                (
                    $"{Text(e.Percent)} % of the time of level {Text(e.Level)} has passed",
                    $"第{Text(e.Level)}级时限已过{Text(e.Percent)}%"
                )
            ),
            IssueAlarmed => Then(("Danger: every level was told at once", "险情：已同时告知各级")),
            IssueRequested e => Then(
                (
                    $"The handler asks {IssueWording.English(e.Request.Kind)}; level {Text(e.Request.Level)} decides until {Text(e.Request.DecideBy)}",
                    $"承办申请{IssueWording.Chinese(e.Request.Kind)}，由第{Text(e.Request.Level)}级于{Text(e.Request.DecideBy)}前审批"
                )
            ),
            IssueRequestRefused { InTime: false } => Then(
                ("Nobody decided in time: not granted", "逾期未审批，视为不批准")
            ),
            IssueExtended e => Then(
                ($"More time was granted, time {Text(e.Times)}", $"第{Text(e.Times)}次延期获准"),
                Now(e.Step)
            ),
            IssueSuspended e => Then(
                (
                    $"The clocks stand still for {IssueWording.English(e.Suspension.Reason)}, until {Text(e.Suspension.Until)} at the latest",
                    $"因{IssueWording.Chinese(e.Suspension.Reason)}挂起，最迟至{Text(e.Suspension.Until)}"
                )
            ),
            IssueResumed e => Then(
                e.ByItself ? ("The time of standing still has ended", "挂起期满") : ("The clocks run on", "恢复计时"),
                Now(e.Step)
            ),
            IssueSupervised e => Then(
                e.ByItself
                    ? (
                        "The overall deadline has passed for long: the district centre supervises",
                        "超总期限已久，区监测中心督办"
                    )
                    : ($"Level {Text(e.Level)} orders that it is done, and watches", $"第{Text(e.Level)}级督办")
            ),
            IssueRecounted e => Then(
                (
                    "A year of the working calendar was published: counted anew, never earlier",
                    "工作日历已公布，时限重新计算（不提前）"
                ),
                Now(e.Step)
            ),
            IssueClosed { ByReporter: false } => Then(
                ("Nobody objected until the window ended", "期满无异议，自动关闭")
            ),
            IssueResolved { SelfHandled: true } => Then(("Solved on the spot by the grid", "网格自处理办结")),
            IssueSentAway e => Then(($"Sent to {e.To}", $"移交至{e.To}")),
            IssueRated e => Then(($"Rated with {Text(e.Stars)} of 5 stars", $"评价{Text(e.Stars)}星")),
            _ => Then(IssueWording.Happening(EventCatalog.NameOf(happened))),
        };

    /// <summary>Who has it now, until when, by which limit.</summary>
    private static (string English, string Chinese)? Now(IssueStep step)
    {
        var limit = LimitOf(step);
        var (english, chinese) = (
            $"now with the {IssueWording.English(step.Handler.Role)} until {Text(step.DueAt)} ({limit.English})",
            $"现由{IssueWording.Chinese(step.Handler.Role)}承办，至{Text(step.DueAt)}（{limit.Chinese}）"
        );
        return step.Provisional
            ? (
                $"{english}, which is provisional: the calendar of that year is not published yet",
                $"{chinese}，该年日历尚未公布，暂定"
            )
            : (english, chinese);
    }

    private static (string English, string Chinese)? Half(OverallClock? clock)
    {
        if (clock is null)
        {
            return null;
        }

        var words = clock.Limit.Words();
        return ($"a new overall limit of half: {words.English}", $"总时限减半：{words.Chinese}");
    }

    private static (string English, string Chinese) Then(params ReadOnlySpan<(string English, string Chinese)?> parts)
    {
        var (english, chinese) = (new StringBuilder(), new StringBuilder());
        foreach (var part in parts)
        {
            if (part is { } it)
            {
                english.Append(english.Length == 0 ? "" : "; ").Append(it.English);
                chinese.Append(chinese.Length == 0 ? "" : "；").Append(it.Chinese);
            }
        }

        return ($"{english}.", $"{chinese}。");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(DateTimeOffset at) =>
        TownTime.Local(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
