namespace CivicGrains.Domain.Issues;

/// <summary>The words of statuses, commands and levels in both languages, for sentences to people.</summary>
public static class IssueWording
{
    private static readonly FrozenDictionary<string, string> ChineseCommands = new Dictionary<string, string>(
        StringComparer.Ordinal
    )
    {
        ["report"] = "上报",
        ["accept"] = "受理",
        ["reject"] = "不予受理",
        ["dispatch"] = "派遣",
        ["acknowledge"] = "签收",
        ["start"] = "开始处理",
        ["resolve"] = "办结",
        ["selfHandle"] = "自处理",
        ["verify"] = "核查",
        ["notSolved"] = "反映未解决",
        ["close"] = "确认结束",
        ["rate"] = "评价",
        ["reopen"] = "重启",
        ["comment"] = "留言",
        ["note"] = "内部备注",
        ["answer"] = "答复",
        ["escalate"] = "上报上级",
        ["relocate"] = "移交",
        ["follow"] = "关注",
        ["withdraw"] = "撤回",
        ["takeOver"] = "接收",
        ["confirmHandedOver"] = "确认移交",
        ["returnToSender"] = "退回移交",
    }.ToFrozenDictionary(StringComparer.Ordinal);

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
            _ => throw new UnreachableException(),
        };

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
            _ => throw new UnreachableException(),
        };

    /// <summary>The refusal of a command in a status, which says what is possible instead.</summary>
    public static Rejection WrongState(IssueStatus status, IssueCommandRow row)
    {
        var possible = Possible[status];
        return Rejections.IssueWrongState.With(
            [status.Camel(), row.Word, possible.English],
            [Chinese(status), ChineseCommands[row.Word], possible.Chinese]
        );
    }

    private static (string English, string Chinese) PossibleIn(IssueStatus status)
    {
        var words = IssueCommandTable.Rows.Where(r => r.Allows(status)).Select(r => r.Word).ToArray();
        return (string.Join(", ", words), string.Join("、", words.Select(w => ChineseCommands[w])));
    }
}
