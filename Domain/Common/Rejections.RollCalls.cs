using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>平急转换: emergencies, exercises and roll-calls. Each sentence names the rule that says so.</content>
public static partial class Rejections
{
    public static readonly RejectionCode EmergencyRunning = new(
        K.WrongState,
        "emergency.running",
        "An emergency runs at {0} already; call the roll once more, or end it first (rule of one emergency per community).",
        "{0}已处于应急状态;可再次点名,或先结束应急状态(规则:每一社区同时仅一次应急)。"
    );
    public static readonly RejectionCode EmergencyNone = new(
        K.WrongState,
        "emergency.none",
        "No emergency runs at {0} that could be ended.",
        "{0}不在应急状态,无需结束。"
    );
    public static readonly RejectionCode RollCallRunning = new(
        K.WrongState,
        "roll-call.running",
        "A roll-call of {0} is under way; wait until its time is over, or end it first (rule of one roll-call at a time).",
        "{0}正在点名;请待时限届满,或先结束本次点名(规则:同时仅一次点名)。"
    );
    public static readonly RejectionCode RollCallNone = new(
        K.WrongState,
        "roll-call.none",
        "No roll-call of {0} is under way or takes late answers.",
        "{0}没有正在进行或可补报的点名。"
    );
    public static readonly RejectionCode RollCallExerciseOnly = new(
        K.WrongState,
        "roll-call.exercise-only",
        "No emergency runs at {0}: without one the roll is called as an exercise alone (exercise: true).",
        "{0}不在应急状态,只能以演练形式点名(exercise: true)。"
    );
    public static readonly RejectionCode RollCallNoExercise = new(
        K.WrongState,
        "roll-call.no-exercise",
        "An emergency runs at {0}: no exercise is held in one.",
        "{0}处于应急状态,期间不得演练。"
    );
    public static readonly RejectionCode RollCallMinutes = new(
        K.Invalid,
        "roll-call.minutes",
        "A roll-call leaves from {0} to {1} minutes to answer; this says {2}.",
        "点名时限为{0}至{1}分钟,现为{2}分钟。"
    );
    public static readonly RejectionCode RollCallNoGrids = new(
        K.WrongState,
        "roll-call.no-grids",
        "The community of {0} has no general or dedicated grid whose roll could be called.",
        "{0}所在社区没有可点名的一般网格或专属网格。"
    );
    public static readonly RejectionCode RollCallMasterOnly = new(
        K.Invalid,
        "roll-call.master-only",
        "Emergencies and roll-calls are of a whole community: ask its master grid, not {0}.",
        "应急状态和点名以整个社区为单位:请向其总网格提出,而非{0}。"
    );
    public static readonly RejectionCode RollCallStranger = new(
        K.NotYours,
        "roll-call.stranger",
        "The roll-call of {0} is answered by its heads, officers and volunteers alone (rule of answering for one's own grid).",
        "{0}的点名仅由本网格的网格长、专职网格员和微网格长(员)报告(规则:本网格人员报告)。"
    );
    public static readonly RejectionCode RollCallOtherMicroGrid = new(
        K.NotYours,
        "roll-call.other-micro-grid",
        "A volunteer answers for the micro-grid they look after, which is {0}; heads and officers answer for others who cannot.",
        "微网格长(员)仅报告本人负责的微网格({0});其他微网格无法报告时由网格长或专职网格员代报。"
    );
    public static readonly RejectionCode RollCallNotExpected = new(
        K.Invalid,
        "roll-call.not-expected",
        "This roll-call does not expect {0}: who is expected was settled when it was called.",
        "本次点名不含{0}:应报范围在发起时确定。"
    );
}
