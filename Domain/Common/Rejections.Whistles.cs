using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>吹哨报到: departments that are called in. Each sentence names the rule that says so.</content>
public static partial class Rejections
{
    public static readonly RejectionCode WhistleDepartmentUnknown = new(
        K.Invalid,
        "whistle.department-unknown",
        "There is no department {0}.",
        "没有部门{0}。"
    );
    public static readonly RejectionCode WhistleDepartmentLeads = new(
        K.WrongState,
        "whistle.department-leads",
        "The department {0} has this issue itself; a whistle calls others in to help (rule of first receiver responsible).",
        "部门{0}即为此事项的承办单位,吹哨用于召集其他部门协办(规则:首接负责)。"
    );
    public static readonly RejectionCode WhistleOneEach = new(
        K.WrongState,
        "whistle.one-each",
        "The department {0} has a whistle of this issue that is not over yet (rule of one whistle per department).",
        "部门{0}就此事项的哨令尚未结束(规则:每一部门同时仅一哨)。"
    );
    public static readonly RejectionCode WhistleTooMany = new(
        K.WrongState,
        "whistle.too-many",
        "At most {0} whistles of an issue are open at once (rule whistles.openMax).",
        "每一事项同时最多{0}个未结哨令(规则:whistles.openMax)。"
    );
    public static readonly RejectionCode WhistleNone = new(
        K.WrongState,
        "whistle.none",
        "No whistle of this issue calls the department {0} in.",
        "此事项没有对部门{0}的哨令。"
    );
    public static readonly RejectionCode WhistleNothingToDecide = new(
        K.WrongState,
        "whistle.nothing-to-decide",
        "Neither a draft nor an objection of the department {0} waits to be decided.",
        "部门{0}没有待审批的哨令或待裁定的异议。"
    );
    public static readonly RejectionCode WhistleOwn = new(
        K.NotYours,
        "whistle.own",
        "Somebody else than who asked for it, disputes it or did the work decides and rates (rule of four eyes).",
        "申请人、异议人和协办部门不得自行审批、裁定或评价(规则:申请与审批分离)。"
    );
    public static readonly RejectionCode WhistleStepDone = new(
        K.WrongState,
        "whistle.step-done",
        "That step ({0}) is reported already, or a later one is.",
        "已报告过{0}或之后的环节。"
    );
    public static readonly RejectionCode WhistleObjected = new(
        K.WrongState,
        "whistle.objected",
        "The department disputes it; the district centre decides first.",
        "部门已提出异议,须先由区监测中心裁定。"
    );
    public static readonly RejectionCode WhistleObjectTooLate = new(
        K.WrongState,
        "whistle.object-too-late",
        "A whistle is disputed before it is signed, not after (rule of objection before signing).",
        "异议须在签收之前提出(规则:签收前异议)。"
    );
    public static readonly RejectionCode WhistleObjectOnce = new(
        K.WrongState,
        "whistle.object-once",
        "A whistle is disputed once (rule of one objection per whistle).",
        "每一哨令限异议一次(规则:一哨一异议)。"
    );
    public static readonly RejectionCode WhistleNotSolved = new(
        K.WrongState,
        "whistle.not-solved",
        "A whistle is rated when the department has reported that its part is solved.",
        "部门报告办结后方可评价。"
    );
}
