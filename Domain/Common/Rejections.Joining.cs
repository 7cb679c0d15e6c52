using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>Reports of the same: merging, splitting, and what others have joined.</content>
public static partial class Rejections
{
    public static readonly RejectionCode ReportAlike = new(
        K.WrongState,
        "report.alike",
        "Something like it is being handled already: join that, or report it separately.",
        "已有类似事项正在处理:请加入其中一条,或单独上报。"
    );
    public static readonly RejectionCode GatherElsewhere = new(
        K.Invalid,
        "gather.elsewhere",
        "{0} is no master grid: the incidents of a community belong to its master grid.",
        "{0}不是总网格:社区的片区事件归属总网格。"
    );
    public static readonly RejectionCode MergeItself = new(
        K.Invalid,
        "merge.itself",
        "An issue is not merged into itself.",
        "事项不能并入自身。"
    );
    public static readonly RejectionCode MergeOtherCategory = new(
        K.WrongState,
        "merge.other-category",
        "{0} is of category {1}, this one of {2}; only reports of the same are merged.",
        "{0}的类别为{1},本事项为{2};只有同类事项可以并案。"
    );
    public static readonly RejectionCode MergeHidden = new(
        K.WrongState,
        "merge.hidden",
        "What only its chain may see is not merged: who reported the one would hear of the other (rule of visibility).",
        "仅承办链可见的事项不得并案,以免反映人互相知悉(规则:可见范围)。"
    );
    public static readonly RejectionCode MergePressed = new(
        K.WrongState,
        "merge.pressed",
        "This one is supervised or departments are called in for it; merge the other one into it (rule of what presses).",
        "本事项正在督办或已吹哨,请将另一事项并入本事项(规则:督办和哨令不因并案中断)。"
    );
    public static readonly RejectionCode EndMerged = new(
        K.WrongState,
        "end.has-merged",
        "Other reports live on in this issue; split them out before it is rejected or declared void.",
        "其他上报已并入此事项,不予受理或作废前请先拆分。"
    );
    public static readonly RejectionCode MergeIntoMerged = new(
        K.WrongState,
        "merge.into-merged",
        "{0} was merged into {1} itself; merge into that one.",
        "{0}已并入{1},请并入该事项。"
    );
    public static readonly RejectionCode MergeIntoEnded = new(
        K.WrongState,
        "merge.into-ended",
        "{0} is {1}; an issue is merged into one that is worked on.",
        "{0}当前为“{1}”,只能并入仍在办理的事项。"
    );
    public static readonly RejectionCode MergeLaterDeadline = new(
        K.WrongState,
        "merge.later-deadline",
        "The deadline of {0} is later, or none yet: merge that one into this one (rule of the earlier deadline).",
        "{0}的时限更晚或尚未起算,请将其并入本事项(规则:以较早时限为准)。"
    );
    public static readonly RejectionCode SplitTooLate = new(
        K.WrongState,
        "split.too-late",
        "{0} has ended, so that nothing is split from it; report a new issue.",
        "{0}已结束,不能再拆分,请重新上报。"
    );
    public static readonly RejectionCode RelocateMerged = new(
        K.WrongState,
        "relocate.has-merged",
        "Other reports live on in this issue; split them out before it moves to another place.",
        "其他上报已并入此事项,移交前请先拆分。"
    );
    public static readonly RejectionCode WithdrawJoined = new(
        K.WrongState,
        "withdraw.joined",
        "Others are affected as well and have joined, so that it is not taken back; leave a comment that it is over for you.",
        "已有其他居民加入,不能撤回;可留言说明您的情况已解决。"
    );
}
