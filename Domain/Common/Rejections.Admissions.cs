using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>准入: what departments may give the staff of grids to do.</content>
public static partial class Rejections
{
    public static readonly RejectionCode AdmissionMissing = new(
        K.NotYours,
        "admission.missing",
        "Departments give the staff of grids only tasks that the district centre has admitted; no admission in force of {0} covers {1} at {2} (rule of task admission for grids, 网格事项准入).",
        "部门未经准入不得向网格布置新任务:{0}没有涵盖{1}类事项和{2}的有效准入(规则:网格事项准入)。"
    );
    public static readonly RejectionCode AdmissionUnknown = new(
        K.Unknown,
        "admission.unknown",
        "There is no admission {0} whose last day is still to come.",
        "没有编号为{0}且未到期的准入。"
    );
    public static readonly RejectionCode AdmissionDecided = new(
        K.WrongState,
        "admission.decided",
        "The admission {0} is decided, or not asked for any more.",
        "编号为{0}的准入已有决定或已撤回。"
    );
    public static readonly RejectionCode AdmissionOver = new(
        K.WrongState,
        "admission.over",
        "The admission {0} is over.",
        "编号为{0}的准入已结束。"
    );
    public static readonly RejectionCode AdmissionOwn = new(
        K.NotYours,
        "admission.own",
        "Somebody else than the department that asks decides (rule of four eyes).",
        "准入由申请部门以外的人员决定(规则:双人原则)。"
    );
    public static readonly RejectionCode AdmissionDays = new(
        K.Invalid,
        "admission.days",
        "An admission begins today or later, ends no earlier than it begins, and within {0} days.",
        "准入应从今日或以后开始,结束日不早于开始日,且在{0}日之内。"
    );
    public static readonly RejectionCode AdmissionAreaUnknown = new(
        K.Invalid,
        "admission.area-unknown",
        "{0} is no grid, community or subdistrict of this district.",
        "{0}不是本区的网格、社区或街道。"
    );
    public static readonly RejectionCode AdmissionAreas = new(
        K.Invalid,
        "admission.areas",
        "An admission names at most {0} grids or areas.",
        "每项准入最多列{0}个网格或片区。"
    );
    public static readonly RejectionCode AdmissionTooMany = new(
        K.WrongState,
        "admission.too-many",
        "A department has at most {0} admissions that are asked for or in force; end one first.",
        "每个部门申请中和生效的准入最多{0}项,请先结束其中一项。"
    );
}
