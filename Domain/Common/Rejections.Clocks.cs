using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>What moves the clocks of an issue. Each sentence names the rule that says so.</content>
public static partial class Rejections
{
    public static readonly RejectionCode IssueSuspended = new(
        K.WrongState,
        "issue.suspended",
        "The clocks of this issue stand still until {0}; let them run on first.",
        "此事项已挂起至{0},请先恢复计时。"
    );
    public static readonly RejectionCode RequestPending = new(
        K.WrongState,
        "request.pending",
        "Something else is waiting to be decided about this issue.",
        "此事项尚有申请待审批。"
    );
    public static readonly RejectionCode RequestNone = new(
        K.WrongState,
        "request.none",
        "Nothing waits to be decided about this issue.",
        "此事项没有待审批的申请。"
    );
    public static readonly RejectionCode RequestOwn = new(
        K.NotYours,
        "request.own",
        "Somebody else than who asked for it decides (rule of four eyes).",
        "申请人不能审批自己的申请(规则:申请与审批分离)。"
    );
    public static readonly RejectionCode ReturnNotForClass = new(
        K.WrongState,
        "return.not-for-class",
        "Issues of class {0} are not returned, only handed over (rule mayBeReturned of the class).",
        "{0}类事项不得退单,只能移交(规则:类别mayBeReturned)。"
    );
    public static readonly RejectionCode ReturnTooLate = new(
        K.WrongState,
        "return.too-late",
        "An issue is returned within {0} of being given (rule clocks.returnWithin).",
        "退单须在派遣后{0}内提出(规则:clocks.returnWithin)。"
    );
    public static readonly RejectionCode ReturnOnce = new(
        K.WrongState,
        "return.once",
        "You have disputed this already, or the district centre has decided whose it is: first receiver responsible (rule of one return per handler).",
        "您已就此事项提出过退单,或区监测中心已裁定:首接负责(规则:每一承办单位限退一次)。"
    );
    public static readonly RejectionCode TransferCeiling = new(
        K.WrongState,
        "transfer.ceiling",
        "It has changed hands {0} times; only the district centre passes it on now (rule clocks.transfersMax).",
        "此事项已转派{0}次,只能由区监测中心转派(规则:clocks.transfersMax)。"
    );
    public static readonly RejectionCode ExtendTooLate = new(
        K.WrongState,
        "extend.too-late",
        "More time is asked for before the deadline, not after (rule of extension before the deadline).",
        "延期须在到期之前提出(规则:到期前申请)。"
    );
    public static readonly RejectionCode ExtendTooOften = new(
        K.WrongState,
        "extend.too-often",
        "A time limit is extended {0} times at most (rule clocks.extensionsMax).",
        "延期最多{0}次(规则:clocks.extensionsMax)。"
    );
    public static readonly RejectionCode ExtendTooLong = new(
        K.Invalid,
        "extend.too-long",
        "An extension is from one unit to {0}, the budget of this step.",
        "延期时长应大于零且不超过本环节时限{0}。"
    );
    public static readonly RejectionCode ExtendPastCap = new(
        K.WrongState,
        "extend.past-cap",
        "The overall limit ends at {0} per cent of its cap at the latest (rule clocks.extendedCapPercent).",
        "总时限最多延至上限的{0}%(规则:clocks.extendedCapPercent)。"
    );
    public static readonly RejectionCode SuspendNotForClass = new(
        K.WrongState,
        "suspend.not-for-class",
        "The clocks of class {0} never stand still (rule mayBeSuspended of the class).",
        "{0}类事项不得挂起(规则:类别mayBeSuspended)。"
    );
    public static readonly RejectionCode SuspendTooOften = new(
        K.WrongState,
        "suspend.too-often",
        "Clocks stand still {0} times at most (rule clocks.suspensionsMax).",
        "挂起最多{0}次(规则:clocks.suspensionsMax)。"
    );
    public static readonly RejectionCode SuspendTooLate = new(
        K.WrongState,
        "suspend.too-late",
        "The deadline has passed; clocks that have run out do not stand still.",
        "时限已过,不得挂起。"
    );
    public static readonly RejectionCode SuspendUnknownReason = new(
        K.Invalid,
        "suspend.reason-unknown",
        "{0} is no reason for which clocks stand still (rule clocks.suspensions).",
        "{0}不是可挂起的原因(规则:clocks.suspensions)。"
    );
    public static readonly RejectionCode SuspendTooLong = new(
        K.Invalid,
        "suspend.too-long",
        "For {0} clocks stand still {1} at most, from tomorrow on (rule clocks.suspensions).",
        "因{0}挂起最长{1},且须在将来(规则:clocks.suspensions)。"
    );
    public static readonly RejectionCode ResumeNotSuspended = new(
        K.WrongState,
        "resume.not-suspended",
        "The clocks of this issue run.",
        "此事项未挂起。"
    );
    public static readonly RejectionCode CallBackNone = new(
        K.WrongState,
        "call-back.none",
        "Nobody waits to be called back about this issue.",
        "此事项没有待回访的评价。"
    );
}
