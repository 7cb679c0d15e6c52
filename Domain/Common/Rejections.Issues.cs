using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>Issues, from report to rating.</content>
public static partial class Rejections
{
    public static readonly RejectionCode IssueUnknown = new(
        K.Unknown,
        "issue.unknown",
        "There is no issue {0} here.",
        "此处没有事项{0}。"
    );
    public static readonly RejectionCode IssueExists = new(
        K.WrongState,
        "issue.exists",
        "There is an issue {0} already.",
        "事项{0}已存在。"
    );
    public static readonly RejectionCode IssueInvalidId = new(
        K.Invalid,
        "issue.id-invalid",
        "{0} is not the number of an issue.",
        "{0}不是事项编号。"
    );
    public static readonly RejectionCode IssueWrongState = new(
        K.WrongState,
        "issue.wrong-state",
        "The issue is {0}, so that {1} is not possible; possible now: {2}.",
        "事项当前为“{0}”,不能{1};现在可以:{2}。"
    );
    public static readonly RejectionCode IssueMoving = new(
        K.WrongState,
        "issue.moving",
        "The issue is on its way to {0}; try again in a moment.",
        "事项正在移交{0},请稍后再试。"
    );
    public static readonly RejectionCode IssueArchived = new(
        K.WrongState,
        "issue.archived",
        "The issue is archived; report a new one.",
        "事项已归档,请重新上报。"
    );
    public static readonly RejectionCode LevelNoneAbove = new(
        K.WrongState,
        "level.none-above",
        "The issue is at the district centre already; no level is above it.",
        "事项已在区监测中心,没有更高层级。"
    );
    public static readonly RejectionCode VerifyOwnWork = new(
        K.NotYours,
        "verify.own-work",
        "Somebody else than who resolved it has to check it.",
        "核查人不能是办结人本人。"
    );
    public static readonly RejectionCode RateTooLate = new(
        K.WrongState,
        "rate.too-late",
        "The time to rate this issue has ended.",
        "此事项的评价期已结束。"
    );
    public static readonly RejectionCode RateTwice = new(
        K.WrongState,
        "rate.twice",
        "The issue has been rated already.",
        "此事项已评价。"
    );
    public static readonly RejectionCode RateNotOffered = new(
        K.WrongState,
        "rate.not-offered",
        "Issues of this category are not rated.",
        "此类事项不参与评价。"
    );
    public static readonly RejectionCode ReopenTooLate = new(
        K.WrongState,
        "reopen.too-late",
        "The time to reopen this issue has ended; report a new one.",
        "此事项的重启期已结束,请重新上报。"
    );
    public static readonly RejectionCode RelocateSamePlace = new(
        K.Invalid,
        "relocate.same-place",
        "The issue is at {0} already.",
        "事项已归属{0}。"
    );
    public static readonly RejectionCode RelocateNoOwner = new(
        K.Invalid,
        "relocate.no-owner",
        "{0} does not own issues; name a compound, a grid or a project of this district.",
        "{0}不能归属事项;请填写本区的小区、网格或改造项目。"
    );
    public static readonly RejectionCode EvidenceMissing = new(
        K.Invalid,
        "evidence.missing",
        "Show that it is done: this category needs {0}.",
        "请提供办结凭证:此类事项需要{1}。"
    );
    public static readonly RejectionCode StarsOutOfRange = new(
        K.Invalid,
        "stars.out-of-range",
        "Stars go from 1 to 5.",
        "评分为1至5星。"
    );
}
