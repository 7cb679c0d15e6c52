using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>A step of an issue, with the warning that is to come next.</summary>
/// <param name="Warning">When it is to come; null when none is left.</param>
/// <param name="Percent">Of how much it was warned last; 0 for nothing yet.</param>
/// <param name="WarnedAt">When that was.</param>
internal sealed record WarnedStep(DateTimeOffset DueAt, DateTimeOffset? Warning, int Percent, DateTimeOffset? WarnedAt)
{
    /// <summary>Events after which a step runs on, so that who was warned is not warned of the same again.</summary>
    private static readonly string[] RunsOn =
    [
        "issue.extended",
        "issue.resumed",
        "issue.recounted",
        "issue.incident-declared",
    ];

    /// <summary>The step that an event begins or moves; null for an event that does neither.</summary>
    public static WarnedStep? Of(string type, JsonElement payload, WarnedStep? before)
    {
        if (!payload.TryGetProperty("step", out var step) || step.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var runsOn =
            RunsOn.Contains(type, StringComparer.Ordinal)
            || step.TryGetProperty("countedFrom", out var from) && from.ValueKind is not JsonValueKind.Null;
        return new WarnedStep(
            step.GetProperty("dueAt").GetDateTimeOffset(),
            MomentOf(step, "warning"),
            runsOn ? before?.Percent ?? 0 : 0,
            runsOn ? before?.WarnedAt : null
        );
    }

    /// <summary>What is wrong with a warning; null for nothing.</summary>
    public string? FaultOfWarning(int percent, DateTimeOffset at) =>
        percent <= Percent ? "a second time"
        : Warning is null ? "when none was left"
        : at < Warning ? $"before {Warning:O}"
        : at >= DueAt ? $"after the deadline at {DueAt:O}"
        : null;

    /// <summary>The step after a warning.</summary>
    public WarnedStep After(int percent, JsonElement payload, DateTimeOffset at) =>
        this with
        {
            Percent = percent,
            Warning = MomentOf(payload, "next"),
            WarnedAt = at,
        };

    /// <summary>Whether the deadline came though a warning should have come before it.</summary>
    /// <param name="down">When somebody was down.</param>
    public bool WasMissed(IEnumerable<(DateTimeOffset From, DateTimeOffset Until)> down) =>
        DueAt - Warning > LogCheck.WarnedMin && !down.Any(it => it.From < DueAt && Warning < it.Until);

    private static DateTimeOffset? MomentOf(JsonElement of, string name) =>
        of.TryGetProperty(name, out var it) && it.ValueKind is JsonValueKind.Object
            ? it.GetProperty("at").GetDateTimeOffset()
            : null;
}
