namespace CivicGrains.Domain.Issues;

/// <summary>The words of statuses, commands and levels in both languages, for sentences to people.</summary>
public static class IssueWording
{
    private static readonly FrozenDictionary<string, (string English, string Chinese)> Commands = new Dictionary<
        string,
        (string, string)
    >(StringComparer.Ordinal)
    {
        ["report"] = ("Report", "上报"),
        ["accept"] = ("Accept", "受理"),
        ["reject"] = ("Reject", "不予受理"),
        ["dispatch"] = ("Dispatch", "派遣"),
        ["acknowledge"] = ("Acknowledge", "签收"),
        ["start"] = ("Start", "开始处理"),
        ["resolve"] = ("Resolve", "办结"),
        ["selfHandle"] = ("Solve on the spot", "自处理"),
        ["verify"] = ("Check", "核查"),
        ["notSolved"] = ("It is not solved", "反映未解决"),
        ["close"] = ("Confirm and close", "确认结束"),
        ["rate"] = ("Rate", "评价"),
        ["reopen"] = ("Reopen", "重启"),
        ["comment"] = ("Comment", "留言"),
        ["note"] = ("Note for the handlers", "内部备注"),
        ["answer"] = ("Answer", "答复"),
        ["escalate"] = ("Hand up a level", "上报上级"),
        ["relocate"] = ("Move to another place", "移交"),
        ["follow"] = ("Follow", "关注"),
        ["join"] = ("I am affected too: join", "加入这一条"),
        ["leave"] = ("Leave: tell me no more", "退出关注"),
        ["merge"] = ("Merge into another", "并案"),
        ["split"] = ("Split out again", "拆分"),
        ["withdraw"] = ("Withdraw", "撤回"),
        ["return"] = ("Not ours: return it", "退单"),
        ["extend"] = ("Ask for more time", "申请延期"),
        ["suspend"] = ("Stop the clock", "申请挂起"),
        ["decide"] = ("Decide what is asked", "审批申请"),
        ["resume"] = ("Let the clock run on", "恢复计时"),
        ["supervise"] = ("Order supervision", "督办"),
        ["void"] = ("Declare void", "作废"),
        ["callBack"] = ("Call back", "回访"),
        ["whistle"] = ("Call a department in", "吹哨"),
        ["decideWhistle"] = ("Decide on the whistle", "审批哨令"),
        ["reportToWhistle"] = ("Report to the whistle", "报到"),
        ["objectWhistle"] = ("Dispute the whistle", "提出异议"),
        ["rateWhistle"] = ("Rate the department", "评价部门"),
        ["gather"] = ("Gather an area incident", "汇总片区事件"),
        ["fileHazard"] = ("File a hazard of a patrol", "巡查隐患立案"),
        ["link"] = ("Link to an area incident", "关联片区事件"),
        ["takeOver"] = ("Take over", "接收"),
        ["confirmHandedOver"] = ("Confirm the move", "确认移交"),
        ["returnToSender"] = ("Return the move", "退回移交"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, (string English, string Chinese)> Happenings = new Dictionary<
        string,
        (string, string)
    >(StringComparer.Ordinal)
    {
        ["issue.reported"] = ("Reported", "已上报"),
        ["issue.accepted"] = ("Accepted", "已受理"),
        ["issue.rejected"] = ("Not accepted", "不予受理"),
        ["issue.dispatched"] = ("Dispatched", "已派遣"),
        ["issue.acknowledged"] = ("Acknowledged", "已签收"),
        ["issue.started"] = ("Work has begun", "开始处理"),
        ["issue.resolved"] = ("Resolved", "已办结"),
        ["issue.verified"] = ("Checked and found good", "核查通过"),
        ["issue.rework-ordered"] = ("Check failed: to be done again", "核查未通过，返工"),
        ["issue.escalated"] = ("Gone up a level", "已升级"),
        ["issue.overdue"] = ("Marked as overdue", "标记为超期"),
        ["issue.closed"] = ("Closed", "已关闭"),
        ["issue.rated"] = ("Rated", "已评价"),
        ["issue.reopened"] = ("Reopened", "已重启"),
        ["issue.commented"] = ("Comment", "留言"),
        ["issue.noted"] = ("Note of the handlers", "内部备注"),
        ["issue.answered"] = ("Answer of the reporter", "居民答复"),
        ["issue.followed"] = ("Somebody follows it", "新增关注"),
        ["issue.joined"] = ("Somebody else is affected too", "又有居民加入"),
        ["issue.left"] = ("Somebody left", "有人退出关注"),
        ["issue.merged"] = ("Merged into another issue", "已并入其他事项"),
        ["issue.duplicate-added"] = ("Another report of the same was merged in", "并入一条同类上报"),
        ["issue.split"] = ("Split out again", "已重新单独办理"),
        ["issue.duplicate-removed"] = ("A report was split out again", "拆出一条上报"),
        ["issue.incident-declared"] = ("Declared an area incident", "已列为片区事件"),
        ["issue.gathered"] = ("Reports of the community belong to it", "已关联社区内同类上报"),
        ["issue.linked"] = ("Part of an area incident of the community", "已列入社区片区事件"),
        ["issue.withdrawn"] = ("Withdrawn", "已撤回"),
        ["issue.sent-away"] = ("Sent to another place", "已移交"),
        ["issue.taken-over"] = ("Taken over", "已接收"),
        ["issue.handed-over"] = ("The move is complete", "移交完成"),
        ["issue.move-refused"] = ("The move was refused", "移交被退回"),
        ["issue.alarmed"] = ("Every level was told", "已同时通知各级"),
        ["issue.warned"] = ("Warned: time is passing", "时限预警"),
        ["issue.requested"] = ("Something is asked for", "提出申请"),
        ["issue.request-granted"] = ("Granted", "申请已批准"),
        ["issue.request-refused"] = ("Not granted", "申请未获批准"),
        ["issue.extended"] = ("More time", "已延期"),
        ["issue.suspended"] = ("The clock stands still", "已挂起"),
        ["issue.resumed"] = ("The clock runs on", "恢复计时"),
        ["issue.supervised"] = ("Under supervision", "已督办"),
        ["issue.recounted"] = ("Deadlines counted anew", "时限已重新计算"),
        ["issue.check-missed"] = ("Not checked in time", "核查逾期"),
        ["issue.called-back"] = ("Called back", "已回访"),
        ["issue.call-back-missed"] = ("Not called back in time", "回访逾期"),
        ["issue.voided"] = ("Declared void", "已作废"),
        ["issue.archived"] = ("Archived", "已归档"),
        ["issue.whistle-drafted"] = ("A department is asked for", "申请吹哨"),
        ["issue.whistle-decided"] = ("Decided on the whistle", "哨令已审批"),
        ["issue.whistle-blown"] = ("A department is called in", "已吹哨召集部门"),
        ["issue.whistle-reported"] = ("The department reports", "部门已报到"),
        ["issue.whistle-objected"] = ("The department disputes it", "部门提出异议"),
        ["issue.whistle-missed"] = ("The department is late", "部门响应逾期"),
        ["issue.whistle-rated"] = ("The department is rated", "已评价部门"),
        ["issue.whistle-ended"] = ("The department is let off", "哨令撤销"),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly ImmutableArray<(string English, string Chinese)> Levels =
    [
        ("Compound or project", "小区/项目"),
        ("Grid or community", "网格/社区"),
        ("Subdistrict", "街道"),
        ("Department", "区级部门"),
        ("District centre", "区监测中心"),
    ];

    private static readonly FrozenDictionary<IssueStatus, (string English, string Chinese)> Possible =
        Enum.GetValues<IssueStatus>().ToFrozenDictionary(s => s, PossibleIn);

    /// <summary>A status in Chinese.</summary>
    public static string Chinese(IssueStatus status) =>
        status switch
        {
            IssueStatus.Submitted => "待受理",
            IssueStatus.Dispatched => "已派遣",
            IssueStatus.Acknowledged => "已签收",
            IssueStatus.InProgress => "处理中",
            IssueStatus.Rework => "返工",
            IssueStatus.Resolved => "已办结",
            IssueStatus.Verified => "已核查",
            IssueStatus.Closed => "已关闭",
            IssueStatus.Rejected => "不予受理",
            IssueStatus.Withdrawn => "已撤回",
            IssueStatus.Voided => "已作废",
            IssueStatus.Merged => "已并案",
            _ => throw new UnreachableException(),
        };

    /// <summary>A status in English.</summary>
    public static string English(IssueStatus status) =>
        status switch
        {
            IssueStatus.Submitted => "waiting for intake",
            IssueStatus.Dispatched => "dispatched",
            IssueStatus.Acknowledged => "acknowledged",
            IssueStatus.InProgress => "in progress",
            IssueStatus.Rework => "to be done again",
            IssueStatus.Resolved => "resolved",
            IssueStatus.Verified => "checked",
            IssueStatus.Closed => "closed",
            IssueStatus.Rejected => "not accepted",
            IssueStatus.Withdrawn => "withdrawn",
            IssueStatus.Voided => "void",
            IssueStatus.Merged => "merged into another",
            _ => throw new UnreachableException(),
        };

    /// <summary>Why clocks stand still, in Chinese.</summary>
    public static string Chinese(SuspensionReason reason) =>
        reason switch
        {
            SuspensionReason.AwaitingReporter => "等待反映人答复",
            SuspensionReason.AwaitingThirdParty => "等待第三方或许可",
            SuspensionReason.OwnersVote => "业主表决",
            SuspensionReason.UnderDeliberation => "居民议事",
            SuspensionReason.Engineering => "工程或季节原因",
            _ => throw new UnreachableException(),
        };

    /// <summary>Why clocks stand still, in English.</summary>
    public static string English(SuspensionReason reason) =>
        reason switch
        {
            SuspensionReason.AwaitingReporter => "an answer of the reporter",
            SuspensionReason.AwaitingThirdParty => "a third party or a permit",
            SuspensionReason.OwnersVote => "a vote of the owners",
            SuspensionReason.UnderDeliberation => "deliberation of the residents",
            SuspensionReason.Engineering => "works or a season",
            _ => throw new UnreachableException(),
        };

    /// <summary>What a handler asks for, in Chinese.</summary>
    public static string Chinese(RequestKind kind) =>
        kind switch
        {
            RequestKind.Return => "退单",
            RequestKind.Extension => "延期",
            RequestKind.Suspension => "挂起",
            _ => throw new UnreachableException(),
        };

    /// <summary>What a handler asks for, in English.</summary>
    public static string English(RequestKind kind) =>
        kind switch
        {
            RequestKind.Return => "to return it",
            RequestKind.Extension => "more time",
            RequestKind.Suspension => "to stop the clock",
            _ => throw new UnreachableException(),
        };

    /// <summary>What a command is called on a button.</summary>
    /// <param name="word">Its word in the API, such as <c>notSolved</c>.</param>
    public static (string English, string Chinese) Command(string word) => Commands[word];

    /// <summary>What an event is called in a timeline.</summary>
    /// <param name="eventName">Its name in the log, such as <c>issue.acknowledged</c>.</param>
    public static (string English, string Chinese) Happening(string eventName) => Happenings[eventName];

    /// <summary>What a level is called.</summary>
    /// <param name="level">0 to <see cref="IssueLevels.Last"/>.</param>
    public static (string English, string Chinese) Level(int level) => Levels[level];

    /// <summary>A role in English.</summary>
    public static string English(Role role) => role.Kebab().Replace('-', ' ');

    /// <summary>A role in Chinese.</summary>
    public static string Chinese(Role role) =>
        role switch
        {
            Role.Resident => "居民",
            Role.PropertyManager => "物业项目经理",
            Role.CompoundLead => "自管小组组长",
            Role.Trustee => "社区托管服务团队",
            Role.Contractor => "施工单位",
            Role.GridHead => "网格长",
            Role.Community => "社区",
            Role.Subdistrict => "街道",
            Role.Department => "区级部门",
            Role.DistrictCentre => "区监测中心",
            Role.Administrator => "管理员",
            Role.Platform => "平台",
            Role.MicroGridHead => "微网格长",
            _ => throw new UnreachableException(),
        };

    /// <summary>The refusal of a command in a status, which says what is possible instead.</summary>
    public static Rejection WrongState(IssueStatus status, IssueCommandRow row)
    {
        var possible = Possible[status];
        return Rejections.IssueWrongState.With(
            [status.Camel(), row.Word, possible.English],
            [Chinese(status), Commands[row.Word].Chinese, possible.Chinese]
        );
    }

    private static (string English, string Chinese) PossibleIn(IssueStatus status)
    {
        var words = IssueCommandTable.Rows.Where(r => r.Allows(status)).Select(r => r.Word).ToArray();
        return (string.Join(", ", words), string.Join("、", words.Select(w => Commands[w].Chinese)));
    }
}
