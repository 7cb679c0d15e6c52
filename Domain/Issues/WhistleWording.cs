namespace CivicGrains.Domain.Issues;

/// <summary>The words of whistles in both languages, for sentences to people.</summary>
public static class WhistleWording
{
    /// <summary>A kind of whistle.</summary>
    public static (string English, string Chinese) Words(WhistleKind kind) =>
        kind switch
        {
            WhistleKind.WorkPush => ("to push the work on", "工作推进哨"),
            WhistleKind.HardCase => ("a hard case", "攻坚克难哨"),
            WhistleKind.Emergency => ("an emergency", "应急哨"),
            _ => throw new UnreachableException(),
        };

    /// <summary>How a whistle stands.</summary>
    public static (string English, string Chinese) Words(WhistleState state) =>
        state switch
        {
            WhistleState.Drafted => ("waits to be approved", "待审批"),
            WhistleState.Blown => ("called in", "已吹哨"),
            WhistleState.Signed => ("signed", "已签收"),
            WhistleState.Contacted => ("contacted", "已联系"),
            WhistleState.OnSite => ("on site", "已到场"),
            WhistleState.Solved => ("has done its part", "已办结"),
            WhistleState.Objected => ("disputed", "有异议，待裁定"),
            _ => throw new UnreachableException(),
        };

    /// <summary>A step that a department reports.</summary>
    public static (string English, string Chinese) Words(WhistleStep step) =>
        step switch
        {
            WhistleStep.Signed => ("sign", "签收"),
            WhistleStep.Contacted => ("contact", "联系"),
            WhistleStep.OnSite => ("be on site", "到场"),
            WhistleStep.Solved => ("solve", "办结"),
            _ => throw new UnreachableException(),
        };
}
