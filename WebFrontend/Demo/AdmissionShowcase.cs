using CivicGrains.Domain.District;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>What a department asks of the district centre, as commands of the demo people.</summary>
internal static class AdmissionShowcase
{
    /// <summary>What a department asks for, by what it waits for: two are decided, one waits.</summary>
    public static IEnumerable<(RequestAdmission Asked, bool? Approve)> Admissions(Place area, DateOnly today) =>
        [
            (Ask("老旧小区外墙排查（示例）", ["SAF-05", "BLD-01"], area, today, 60, "入冬前排查外墙脱落隐患"), true),
            (Ask("住户满意度入户问卷（示例）", ["PTY-01"], area, today, 30, "年度测评"), false),
            (Ask("维修资金使用情况摸底（示例）", ["PTY-02"], area, today.AddDays(7), 30, "完善台账"), null),
        ];

    private static RequestAdmission Ask(
        string title,
        ImmutableArray<string> categories,
        Place area,
        DateOnly from,
        int days,
        string reason
    ) => new(Of(title), categories, [area], from, from.AddDays(days), Of($"{reason}（示例）", "reason"));

    private static PrivateText Of(string text, string kind = "note") => PrivateText.Of(kind, text);
}
