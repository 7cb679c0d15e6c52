using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>Who belongs to a grid, and when they are on duty.</content>
public static partial class Rejections
{
    public static readonly RejectionCode AccountUnknown = new(
        K.Invalid,
        "account.unknown",
        "There is no account {0}.",
        "没有账号{0}。"
    );
    public static readonly RejectionCode MemberUnknown = new(
        K.Invalid,
        "member.unknown",
        "This person is not on the roster of this grid.",
        "此人不在本网格名册中。"
    );
    public static readonly RejectionCode MemberTwice = new(
        K.WrongState,
        "member.twice",
        "This person is on the roster of this grid already.",
        "此人已在本网格名册中。"
    );
    public static readonly RejectionCode MemberRoleMissing = new(
        K.Invalid,
        "member.role-missing",
        "Who is offered tasks has to be able to take them: this account holds no role of that kind at {0} (grid-head; for volunteers micro-grid-head).",
        "被派任务的人须能签收:此账号在{0}没有相应角色(grid-head;志愿微网格长为micro-grid-head)。"
    );
    public static readonly RejectionCode MicroGridUnknown = new(
        K.Invalid,
        "micro-grid.unknown",
        "This grid has no micro-grid {0}.",
        "本网格没有微网格{0}。"
    );
    public static readonly RejectionCode MicroGridInUse = new(
        K.WrongState,
        "micro-grid.in-use",
        "Somebody looks after the micro-grid {0}; give them another one first.",
        "微网格{0}仍有负责人,请先调整。"
    );
    public static readonly RejectionCode MicroGridNotHere = new(
        K.WrongState,
        "micro-grid.not-here",
        "{0} is the master grid of a community; micro-grids are parts of its general and dedicated grids.",
        "{0}为社区总网格,微网格设在一般网格和专属网格之下。"
    );
    public static readonly RejectionCode MicroGridOfVolunteers = new(
        K.Invalid,
        "micro-grid.of-volunteers",
        "Only volunteers look after a micro-grid; heads and officers have the whole grid.",
        "仅微网格长(员)负责微网格,网格长和专职网格员负责整个网格。"
    );
    public static readonly RejectionCode RosterFull = new(
        K.WrongState,
        "roster.full",
        "A grid has at most {0} of these.",
        "每个网格最多{0}条。"
    );
    public static readonly RejectionCode VolunteerNotPlanned = new(
        K.Invalid,
        "shift.volunteer",
        "Volunteers are invited to help; their duty is not planned.",
        "志愿微网格长(员)仅受邀协助,不排班。"
    );
    public static readonly RejectionCode ShiftDays = new(
        K.Invalid,
        "shift.days",
        "A shift begins today or later, ends no earlier than it begins, and within {0} days.",
        "排班应从今日或以后开始,结束日不早于开始日,且在{0}日之内。"
    );
    public static readonly RejectionCode ShiftOverlaps = new(
        K.WrongState,
        "shift.overlaps",
        "This person is planned on some of these days already; nobody has two shifts a day.",
        "此人在其中某日已有排班,每人每日最多一班。"
    );
    public static readonly RejectionCode ShiftUnknown = new(
        K.Unknown,
        "shift.unknown",
        "There is no shift {0} at this grid.",
        "本网格没有编号为{0}的排班。"
    );
    public static readonly RejectionCode LeaveDays = new(
        K.Invalid,
        "leave.days",
        "A leave begins now or later, ends after it begins, and within {0} days.",
        "离岗应从现在或以后开始,结束晚于开始,且在{0}日之内。"
    );
    public static readonly RejectionCode LeaveOverlaps = new(
        K.WrongState,
        "leave.overlaps",
        "This person is away in a part of this time already.",
        "此人在该时段内已登记离岗。"
    );
    public static readonly RejectionCode LeaveUnknown = new(
        K.Unknown,
        "leave.unknown",
        "There is no leave {0} at this grid that has not ended.",
        "本网格没有编号为{0}且未结束的离岗登记。"
    );
    public static readonly RejectionCode StandInUnknown = new(
        K.Invalid,
        "leave.stand-in-unknown",
        "A stand-in is another head or officer of this grid, and only for a head or an officer.",
        "替班人应为本网格另一名网格长或专职网格员,且仅替网格长或专职网格员。"
    );
    public static readonly RejectionCode StandInAway = new(
        K.WrongState,
        "leave.stand-in-away",
        "The stand-in is away in a part of this time.",
        "替班人在该时段内也已登记离岗。"
    );
}
