using System.Text.Json;

namespace CivicGrains.WebFrontend.Demo;

/// <summary>At what time of day a category is mostly reported, in local time.</summary>
internal enum TimeOfDay
{
    Day,
    Evening,
    Night,
}

/// <summary>What residents and staff write about a category.</summary>
/// <param name="Weight">How often it is reported, relative to the others of the same owner.</param>
/// <param name="Reports">Descriptions; <c>{b}</c> stands for the building.</param>
/// <param name="Solved">Notes of whoever has resolved it.</param>
internal sealed record CategoryTexts(
    double Weight,
    TimeOfDay When,
    ImmutableArray<string> Reports,
    ImmutableArray<string> Solved
);

/// <summary>The texts of the demo: written for it, nobody's real words.</summary>
internal static class DemoTexts
{
    private const string Resource = "demo/demo-texts.json";

    private static readonly JsonSerializerOptions _json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new System.Text.Json.Serialization.JsonStringEnumConverter() },
    };

    /// <summary>By category code.</summary>
    public static ImmutableSortedDictionary<string, CategoryTexts> Categories { get; } = Read();

    public static ImmutableArray<string> Comments { get; } =
    [
        "补充一下，就在进门右手边。",
        "今天又看到了，影响好几家人。",
        "请问大概什么时候能弄好？",
        "白天晚上我都可以配合。",
        "楼上楼下都反映过这个情况。",
    ];

    public static ImmutableArray<string> Notes { get; } =
    [
        "已电话联系报事人，约定现场查看。",
        "配件已下单，预计明天到货。",
        "现场已查看，安排师傅处理。",
        "已通知相关责任人，跟进中。",
    ];

    public static ImmutableArray<string> HandUpReasons { get; } =
    ["超出本级处置能力，需上级协调。", "涉及产权单位，本级无法推动。", "需要专业部门到场认定。"];

    public static ImmutableArray<string> WhistleReasons { get; } =
    ["街道无执法权限，请派员联合处置。", "涉及专业设施，请到场认定并协助整改。"];

    public static ImmutableArray<string> WhistleNotes { get; } =
    ["已到现场与街道会商。", "已安排专人协助，约定今日到场。"];

    public static ImmutableArray<string> FailedChecks { get; } =
    ["现场复查发现没有处理到位，请返工。", "问题仍在，照片与现场不符。"];

    public static ImmutableArray<string> PassedChecks { get; } = ["现场核查属实，处理到位。", "已复查，恢复正常。"];

    public static ImmutableArray<string> NotSolvedReasons { get; } =
    ["只处理了表面，第二天又出现了。", "没有人来过，怎么就办结了？"];

    public static ImmutableArray<string> ReopenReasons { get; } = ["又坏了，和上次一样的问题。", "雨后又开始漏了。"];

    public static ImmutableArray<string> WithdrawReasons { get; } =
    ["已经自己解决了，谢谢。", "重复上报了，撤回一条。"];

    public static ImmutableArray<string> RelocateReasons { get; } = ["不在小区内，属于街面问题。"];

    public static ImmutableArray<string> Praise { get; } =
    ["处理很快，满意。", "态度很好，问题解决了。", "还行，就是等得久了点。"];

    private static ImmutableSortedDictionary<string, CategoryTexts> Read()
    {
        using var stream =
            typeof(DemoTexts).Assembly.GetManifestResourceStream(Resource)
            ?? throw new InvalidOperationException($"The resource {Resource} is missing.");
        return JsonSerializer.Deserialize<ImmutableSortedDictionary<string, CategoryTexts>>(stream, _json)
            ?? throw new InvalidDataException($"{Resource} is empty.");
    }
}
