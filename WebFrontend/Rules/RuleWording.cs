using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Issues;
using CivicGrains.Domain.Rules;

namespace CivicGrains.WebFrontend.Rules;

/// <summary>Rules in words.</summary>
internal static class RuleWording
{
    /// <summary>A class with what it stands for.</summary>
    public static (string English, string Chinese) Of(UrgencyClass urgency) =>
        urgency switch
        {
            UrgencyClass.P1 => ("P1 danger", "P1 特急"),
            UrgencyClass.P2 => ("P2 urgent", "P2 紧急"),
            UrgencyClass.P3 => ("P3 usual", "P3 一般"),
            UrgencyClass.P4 => ("P4 complex", "P4 复杂"),
            UrgencyClass.Q => ("Q inquiry", "Q 咨询"),
            _ => throw new UnreachableException(),
        };

    /// <summary>Who handles something first.</summary>
    public static (string English, string Chinese) Of(FirstHandler first) =>
        first switch
        {
            FirstHandler.CompoundManager => ("who runs the compound", "小区管理方"),
            FirstHandler.Contractor => ("the contractor", "施工单位"),
            FirstHandler.Grid => ("the grid", "网格"),
            FirstHandler.Community => ("the community", "社区"),
            FirstHandler.Subdistrict => ("the subdistrict", "街道"),
            _ => throw new UnreachableException(),
        };

    /// <summary>What must be shown.</summary>
    public static (string English, string Chinese) Of(EvidenceDuty evidence) =>
        evidence switch
        {
            EvidenceDuty.Photo => ("a photo", "照片"),
            EvidenceDuty.PhotoOrNote => ("a photo or a note", "照片或说明"),
            EvidenceDuty.None => ("nothing", "不要求"),
            _ => throw new UnreachableException(),
        };

    /// <summary>Who rates.</summary>
    public static (string English, string Chinese) Of(RatedBy by) =>
        by switch
        {
            RatedBy.Reporter => ("who reported it", "上报人"),
            RatedBy.Compound => ("any resident", "本小区居民"),
            RatedBy.Nobody => ("nobody", "不评价"),
            _ => throw new UnreachableException(),
        };

    /// <summary>The name of a rule, such as <c>categories.UTL-04.cap</c>, as people read it.</summary>
    /// <param name="nameOf">Names of categories in both languages; null for one that is not known.</param>
    public static (string English, string Chinese) OfRule(
        string rule,
        Func<string, (string English, string Chinese)?> nameOf
    )
    {
        if (rule.Split('.') is not [var list, var about, .. var rest])
        {
            return (rule, rule);
        }

        var (english, chinese) =
            list == "classes" ? (about, about)
            : nameOf(about) is { } name ? (name.English, name.Chinese)
            : (about, about);
        var (fieldEnglish, fieldChinese) = Field(string.Join('.', rest));
        return ($"{english}: {fieldEnglish}", $"{chinese}：{fieldChinese}");
    }

    /// <summary>A value of a rule as people read it.</summary>
    public static (string English, string Chinese) OfValue(string rule, string? value)
    {
        if (value is null)
        {
            return ("as the district", "同区级");
        }

        if (TimeLimit.TryParse(value, out var limit))
        {
            return limit.Words();
        }

        if (value.StartsWith('['))
        {
            var parts = value.Trim('[', ']').Split(',').Select(part => part.Trim('"')).ToList();
            var words = parts
                .Select(part =>
                    part is "null" ? ("–", "–")
                    : TimeLimit.TryParse(part, out var it) ? it.Words()
                    : int.TryParse(part, NumberStyles.None, CultureInfo.InvariantCulture, out var level)
                    && level <= IssueLevels.Last
                        ? IssueWording.Level(level)
                    : (part, part)
                )
                .ToList();
            return (string.Join(" → ", words.Select(it => it.Item1)), string.Join(" → ", words.Select(it => it.Item2)));
        }

        return rule.EndsWith(".firstHandler", StringComparison.Ordinal)
            && EnumWords.TryParseWord<FirstHandler>(value, out var first)
                ? Of(first)
            : rule.EndsWith(".evidence", StringComparison.Ordinal)
            && EnumWords.TryParseWord<EvidenceDuty>(value, out var evidence)
                ? Of(evidence)
            : rule.EndsWith(".ratedBy", StringComparison.Ordinal) && EnumWords.TryParseWord<RatedBy>(value, out var by)
                ? Of(by)
            : rule.EndsWith(".department", StringComparison.Ordinal) && Departments.Find(value) is { } department
                ? (department.English, department.Chinese)
            : value is "true" ? ("yes", "是")
            : value is "false" ? ("no", "否")
            : (value, value);
    }

    private static (string English, string Chinese) Field(string field) =>
        field switch
        {
            "acknowledge" => ("acknowledge within", "签收时限"),
            "budgets" => ("limit of each level", "各级时限"),
            "cap" => ("overall limit", "总时限"),
            "class" => ("class", "类别"),
            "firstHandler" => ("handled first by", "首接"),
            "firstLevel" => ("limit of the first level", "首级时限"),
            "levels" => ("levels", "层级"),
            "department" => ("department", "区级部门"),
            "evidence" => ("to be shown", "办结凭证"),
            "ratedBy" => ("rated by", "评价人"),
            "verifyFirst" => ("checked on site first", "先核实"),
            _ => (field, field),
        };
}
