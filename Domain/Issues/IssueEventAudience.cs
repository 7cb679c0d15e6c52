namespace CivicGrains.Domain.Issues;

/// <summary>Which events of an issue only its chain hears of: remarks and requests among staff, and what presses them.</summary>
public static class IssueEventAudience
{
    private static readonly FrozenSet<Type> Types = new[]
    {
        typeof(IssueNoted),
        typeof(IssueAlarmed),
        typeof(IssueWarned),
        typeof(IssueRequested),
        typeof(IssueRequestGranted),
        typeof(IssueRequestRefused),
        typeof(IssueCheckMissed),
        typeof(IssueCalledBack),
        typeof(IssueCallBackMissed),
        typeof(IssueWhistleDrafted),
        typeof(IssueWhistleDecided),
        typeof(IssueWhistleObjected),
        typeof(IssueWhistleMissed),
        typeof(IssueWhistleRated),
    }.ToFrozenSet();

    private static readonly FrozenSet<string> Names = EventCatalog
        .All.Where(it => Types.Contains(it.Value))
        .Select(it => it.Key)
        .ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Whether an event is for the chain alone.</summary>
    public static bool IsForChain(IssueEvent happened) => IsForChain(happened.GetType());

    /// <summary>Whether events of a kind are for the chain alone.</summary>
    public static bool IsForChain(Type happened) => Types.Contains(happened);

    /// <summary>Whether an event is for the chain alone.</summary>
    /// <param name="eventName">Its name in the log, such as <c>issue.noted</c>.</param>
    public static bool IsForChain(string eventName) => Names.Contains(eventName);
}
