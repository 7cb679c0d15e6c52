using K = CivicGrains.Domain.Common.RejectionKind;

namespace CivicGrains.Domain.Common;

/// <content>What cannot be asked of key figures.</content>
public static partial class Rejections
{
    public static readonly RejectionCode KpiPeriod = new(
        K.Invalid,
        "kpi.period",
        "Key figures are of a first to a last day, {0} days at most.",
        "指标期间首日不晚于末日,最长{0}天。"
    );
}
