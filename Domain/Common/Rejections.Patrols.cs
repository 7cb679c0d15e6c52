using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>Patrols of grids.</content>
public static partial class Rejections
{
    public static readonly RejectionCode PatrolPeriod = new(
        K.Invalid,
        "patrol.period",
        "Patrols are of a first to a last day, {0} days at most.",
        "巡查期间首日不晚于末日,最长{0}天。"
    );
    public static readonly RejectionCode PatrolMicroGridNotYours = new(
        K.NotYours,
        "patrol.micro-grid-not-yours",
        "Volunteers patrol the micro-grid they look after, which is {0}.",
        "微网格长(员)巡查所负责的微网格,即{0}。"
    );
    public static readonly RejectionCode PatrolCompoundElsewhere = new(
        K.Invalid,
        "patrol.compound-elsewhere",
        "{0} is not a compound of this grid.",
        "{0}不是本网格内的小区。"
    );
    public static readonly RejectionCode PatrolLevelWithoutHazard = new(
        K.Invalid,
        "patrol.level-without-hazard",
        "A patrol that found nothing wrong has no level of hazard.",
        "未发现隐患的巡查不填隐患等级。"
    );
    public static readonly RejectionCode PatrolCategoryWithoutHazard = new(
        K.Invalid,
        "patrol.category-without-hazard",
        "Only a hazard that is still there becomes an issue and has a category.",
        "仅未当场整改的隐患转为事项并填类别。"
    );
    public static readonly RejectionCode PatrolCategoryUnfit = new(
        K.Invalid,
        "patrol.category-unfit",
        "Patrols of tenants and of people who live alone are for the chain alone; issues of category {0} are seen by neighbours.",
        "出租房和独居人员巡查仅限办理链条知悉,而{0}类事项邻里可见。"
    );
}
