using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>What owners may not publish as their rules. {0} names the rule, the sentence says whose rule stands against it.</content>
public static partial class Rejections
{
    public static readonly RejectionCode RulesClassUnknown = new(
        K.Invalid,
        "rules.class-unknown",
        "{0}: there is no urgency class {1}; the platform has P1, P2, P3, P4 and Q.",
        "{0}:没有紧急类别{1},平台类别为P1、P2、P3、P4、Q。"
    );
    public static readonly RejectionCode RulesCategoryUnknown = new(
        K.Invalid,
        "rules.category-unknown",
        "{0}: there is no category {1} in the district's rules (version {2}).",
        "{0}:区级规则(第{2}版)中没有类别{1}。"
    );
    public static readonly RejectionCode RulesCategoryElsewhere = new(
        K.Invalid,
        "rules.category-elsewhere",
        "{0}: renovation is handled at projects; what is reported of it here becomes {1} (rule of the platform).",
        "{0}:改造类事项由改造项目办理,在此上报的转为{1}(平台规则)。"
    );
    public static readonly RejectionCode RulesDepartmentUnknown = new(
        K.Invalid,
        "rules.department-unknown",
        "{0}: there is no department {1} on the platform.",
        "{0}:平台没有部门{1}。"
    );
    public static readonly RejectionCode RulesTwice = new(
        K.Invalid,
        "rules.twice",
        "{0} stands there twice.",
        "{0}重复。"
    );
    public static readonly RejectionCode RulesLimitInvalid = new(
        K.Invalid,
        "rules.limit-invalid",
        "{0}: {1} is no time limit from one second to a year, such as 2wd, 4wh, 24h, 7d or 30min.",
        "{0}:{1}不是有效时限(大于零且不超过一年,如2wd、4wh、24h、7d、30min)。"
    );
    public static readonly RejectionCode RulesAboveCap = new(
        K.Invalid,
        "rules.above-cap",
        "{0}: {1} is longer than the overall limit {2} that holds for it here.",
        "{0}:{1}超过此处适用的总时限{2}。"
    );
    public static readonly RejectionCode RulesLooser = new(
        K.Invalid,
        "rules.looser-than-district",
        "{0}: {1} is looser than {2} of the district's rules (version {3}); an owner may only be stricter.",
        "{0}:{1}比区级规则(第{3}版)的{2}宽松;只能更严,不能更宽。"
    );
    public static readonly RejectionCode RulesHandlerNotHere = new(
        K.Invalid,
        "rules.handler-not-here",
        "{0}: a {2} has no {1} who could handle it first.",
        "{0}:{2}类归属地没有可作首接的{1}。"
    );
    public static readonly RejectionCode RulesHiddenFirst = new(
        K.Invalid,
        "rules.hidden-first",
        "{0}: who handles a hidden category first, and so who may read it, is for the district's rules alone (version {2}), not {1}.",
        "{0}:不公开类别由谁首接(即谁可查看)只由区级规则(第{2}版)确定,不能改为{1}。"
    );
    public static readonly RejectionCode RulesLevelWithoutOffice = new(
        K.Invalid,
        "rules.level-without-office",
        "{0}: nobody stands at level {1} here.",
        "{0}:此处第{1}级没有承办单位。"
    );
    public static readonly RejectionCode RulesLevelWithoutLimit = new(
        K.Invalid,
        "rules.level-without-limit",
        "{0}: level {1} has no time limit in class {2}, so that it would be skipped.",
        "{0}:类别{2}的第{1}级没有时限,将被跳过。"
    );
    public static readonly RejectionCode RulesLevelsCircular = new(
        K.Invalid,
        "rules.levels-circular",
        "{0}: it would be handed from level {1} to level {2}, which is not above it: what goes up never comes back to who had it.",
        "{0}:不能由第{1}级移交第{2}级:逐级上报,不得回转。"
    );
    public static readonly RejectionCode RulesLevelsBegin = new(
        K.Invalid,
        "rules.levels-begin",
        "{0}: the levels begin with level {1}, of who handles it first here.",
        "{0}:层级须从首接所在的第{1}级开始。"
    );
    public static readonly RejectionCode SimulationPeriod = new(
        K.Invalid,
        "simulation.period",
        "What-if looks at a period that has begun, from a first to a last day, of {0} days at most.",
        "试算期间须已开始,首日不晚于末日,最长{0}天。"
    );
    public static readonly RejectionCode SimulationTooLarge = new(
        K.Invalid,
        "simulation.too-large",
        "More than {0} events have happened at {1} since the first day; ask for a later one.",
        "{1}自首日起的记录超过{0}条,请选择较晚的首日。"
    );
    public static readonly RejectionCode SimulationBusy = new(
        K.Busy,
        "simulation.busy",
        "Somebody else tries rules just now; try again in a moment.",
        "正在进行其他试算,请稍后再试。"
    );
    public static readonly RejectionCode RulesVerifyDanger = new(
        K.Invalid,
        "rules.verify-danger",
        "{0}: class {1} tells every level at once in the district's rules (version {2}); it does not wait for a check.",
        "{0}:区级规则(第{2}版)中{1}类同时告知各级,不得先核实。"
    );
}
