using CivicGrains.Domain.Issues;
using static CivicGrains.Domain.Calendar.TimeLimit;
using static CivicGrains.Domain.Issues.RatedBy;
using static CivicGrains.Domain.Issues.UrgencyClass;
using static CivicGrains.Domain.Rules.FirstHandler;
using static CivicGrains.Domain.Rules.PhotoAdvice;
using V = CivicGrains.Domain.Issues.Visibility;

namespace CivicGrains.Domain.Rules;

/// <summary>The categories of the default rules.</summary>
internal static class DefaultCategories
{
    /// <summary>
    /// The 31 categories. Where several departments share one, the first answers for it; where none does, level 3 is
    /// skipped. Evidence is a photo or a note for all of them, whatever is advised, as data that an owner may sharpen.
    /// </summary>
    public static ImmutableArray<CategoryRule> All { get; } =
    [
        Of(
            "SAF-01",
            "消防通道/安全出口堵塞",
            "Fire lane or exit blocked",
            P1,
            BeforeAndAfter,
            "fire",
            RatedBy.Compound
        ),
        Of("SAF-02", "燃气泄漏/异味", "Gas leak", P1, After, "gas", Reporter),
        Of("SAF-03", "电梯困人/故障", "Lift entrapment or failure", P1, After, "market-regulation", Reporter),
        Of("SAF-04", "飞线充电/电动车入楼", "E-bike charging hazard", P2, BeforeAndAfter, "fire", RatedBy.Compound),
        Of(
            "SAF-05",
            "外墙脱落/房屋结构危险",
            "Falling façade or unsafe structure",
            P1,
            BeforeAndAfter,
            "housing",
            RatedBy.Compound
        ),
        Of("SAF-06", "高空抛物", "Objects thrown from height", P2, BeforeAndAfter, "police", Reporter),
        Of("UTL-01", "停水/水管爆裂", "Water outage or burst pipe", P2, After, "water", RatedBy.Compound) with
        {
            Cap = Hours(24),
        },
        Of("UTL-02", "停电/供电故障", "Power failure", P2, After, "power", RatedBy.Compound) with
        {
            Cap = Hours(24),
        },
        Of("UTL-03", "下水道堵塞/污水外溢", "Blocked drain or sewage", P2, BeforeAndAfter, "water", RatedBy.Compound),
        Of("UTL-04", "路灯/楼道灯不亮", "Lighting out", P3, After, "urban-lighting", RatedBy.Compound),
        Of(
            "UTL-05",
            "井盖缺失/破损",
            "Missing manhole cover",
            P1,
            BeforeAndAfter,
            "urban-management",
            RatedBy.Compound
        ),
        Of(
            "ENV-01",
            "暴露垃圾/清运不及时",
            "Exposed garbage",
            P3,
            BeforeAndAfter,
            "urban-management",
            RatedBy.Compound
        ) with
        {
            FirstLevel = WorkingHours(4),
        },
        Of(
            "ENV-02",
            "建筑/装修垃圾堆放",
            "Construction debris",
            P3,
            BeforeAndAfter,
            "urban-management",
            RatedBy.Compound
        ) with
        {
            FirstLevel = WorkingHours(4),
        },
        Of("ENV-03", "公共区域保洁", "Cleaning of common areas", P3, After, null, RatedBy.Compound) with
        {
            FirstLevel = WorkingHours(2),
        },
        Of("ENV-04", "绿化养护/树木修剪", "Greenery", P3, BeforeAndAfter, "parks", RatedBy.Compound) with
        {
            FirstLevel = WorkingDays(5),
        },
        Of("ENV-05", "油烟/异味/噪声扰民", "Fumes, smell, noise", P3, PhotoAdvice.None, "ecology", Reporter) with
        {
            FirstHandler = Grid,
            NightClass = P2,
        },
        Of(
            "ORD-01",
            "违规停车/占用公共空间",
            "Illegal parking or occupied common space",
            P3,
            BeforeAndAfter,
            "police",
            Reporter
        ) with
        {
            FirstLevel = WorkingDays(1),
        },
        Of("ORD-02", "违法建设", "Illegal structure", P4, BeforeAndAfter, "urban-management", Reporter) with
        {
            FirstHandler = Grid,
            FirstLevel = WorkingHours(4),
        },
        Of("ORD-03", "群租/出租房隐患", "Rental hazards", P4, NeverPublic, "police", Reporter) with
        {
            FirstHandler = Grid,
            Visibility = V.Chain,
        },
        Of("BLD-01", "房屋漏水/公共部位维修", "Leak or common-part repair", P3, BeforeAndAfter, "housing", Reporter),
        Of("BLD-02", "门禁/监控/公共设施损坏", "Gate, CCTV, facilities", P3, After, null, RatedBy.Compound),
        Of("NBR-01", "邻里/家庭纠纷", "Neighbour or family dispute", P4, NeverPublic, "justice", Reporter) with
        {
            FirstHandler = Grid,
            FirstLevel = WorkingDays(1),
            Visibility = V.Chain,
        },
        Of(
            "PTY-01",
            "物业服务质量/收费",
            "Property service or fees",
            P4,
            PhotoAdvice.None,
            "housing",
            RatedBy.Compound
        ),
        Of(
            "PTY-02",
            "公共收益/资金公开",
            "Common income, disclosure of accounts",
            P4,
            PhotoAdvice.None,
            "housing",
            RatedBy.Compound
        ) with
        {
            FirstLevel = WorkingDays(5),
        },
        Of("RNV-01", "改造:设计问题", "Renovation: design", P3, After, "housing", Reporter) with
        {
            FirstHandler = FirstHandler.Subdistrict,
            FirstLevel = WorkingDays(3),
        },
        Of("RNV-02", "改造:施工质量", "Renovation: quality", P3, BeforeAndAfter, "housing", Reporter) with
        {
            FirstHandler = FirstHandler.Contractor,
            FirstLevel = WorkingDays(1),
        },
        Of("RNV-03", "改造:施工扰民", "Renovation: nuisance", P3, PhotoAdvice.None, "housing", Reporter) with
        {
            FirstHandler = FirstHandler.Contractor,
            FirstLevel = WorkingHours(4),
            NightClass = P2,
        },
        Of("RNV-04", "改造:施工安全", "Renovation: site safety", P1, BeforeAndAfter, "housing", RatedBy.Compound) with
        {
            FirstHandler = FirstHandler.Contractor,
        },
        Of("SVC-01", "独居老人/困难帮扶", "Care for vulnerable people", P2, NeverPublic, "civil-affairs", Reporter) with
        {
            FirstHandler = Grid,
            Visibility = V.Chain,
        },
        Of("SVC-02", "政策咨询", "Inquiry", Q, PhotoAdvice.None, null, Reporter) with
        {
            FirstHandler = FirstHandler.Community,
            Visibility = V.Chain,
        },
        Of("SVC-03", "意见建议/议题", "Suggestion or topic", P3, PhotoAdvice.None, null, Reporter) with
        {
            FirstHandler = FirstHandler.Community,
        },
    ];

    private static CategoryRule Of(
        string code,
        string chinese,
        string english,
        UrgencyClass urgency,
        PhotoAdvice photo,
        string? department,
        RatedBy ratedBy
    ) =>
        new(
            code,
            chinese,
            english,
            CompoundManager,
            urgency,
            NightClass: null,
            FirstLevel: null,
            Cap: null,
            department,
            EvidenceDuty.PhotoOrNote,
            ratedBy,
            V.Compound,
            PhotoAdvice: photo
        );
}
