namespace CivicGrains.Domain.Issues;

/// <summary>
/// Something that happened to a whistle. What everybody who sees the issue hears of (a department is called in, is on
/// site, has solved it) mentions no text: what is written stands in events of the chain.
/// </summary>
/// <param name="Department">Key of the department.</param>
public abstract record IssueWhistleEvent(string IssueId, string Department) : IssueEvent(IssueId);

/// <summary>Somebody wants a department to be called in. Where they may blow themselves, that follows at once.</summary>
/// <param name="Reason">Commitment of what for.</param>
[EventName("issue.whistle-drafted")]
public sealed record IssueWhistleDrafted(string IssueId, string Department, WhistleKind Kind, string Reason)
    : IssueWhistleEvent(IssueId, Department);

/// <summary>A draft or an objection was decided.</summary>
/// <param name="Granted">Of a draft, whether it is blown; of an objection, whether the department is let off.</param>
/// <param name="Note">Commitment of what was said to that; null when nothing was.</param>
/// <param name="Clocks">Of an objection that does not hold: until when the department does what now; else null.</param>
[EventName("issue.whistle-decided")]
public sealed record IssueWhistleDecided(
    string IssueId,
    string Department,
    bool Granted,
    string? Note,
    WhistleClocks? Clocks = null
) : IssueWhistleEvent(IssueId, Department);

/// <summary>A department is called in to help. Who has the issue keeps it.</summary>
[EventName("issue.whistle-blown")]
public sealed record IssueWhistleBlown(string IssueId, string Department, WhistleKind Kind, WhistleClocks Clocks)
    : IssueWhistleEvent(IssueId, Department);

/// <summary>The department has done a step, and with it all that come before.</summary>
[EventName("issue.whistle-reported")]
public sealed record IssueWhistleReported(string IssueId, string Department, WhistleStep Step)
    : IssueWhistleEvent(IssueId, Department);

/// <summary>The department disputes that it is its matter.</summary>
/// <param name="Reason">Commitment of why.</param>
[EventName("issue.whistle-objected")]
public sealed record IssueWhistleObjected(string IssueId, string Department, string Reason)
    : IssueWhistleEvent(IssueId, Department);

/// <summary>The department did not do a step in time. It can still be done.</summary>
/// <param name="Told">Who was told: the subdistrict and the district centre.</param>
[EventName("issue.whistle-missed")]
public sealed record IssueWhistleMissed(
    string IssueId,
    string Department,
    WhistleStep Step,
    ImmutableArray<Handler> Told
) : IssueWhistleEvent(IssueId, Department)
{
    /// <summary>Who was told.</summary>
    public ImmutableArray<Handler> Told { get; init; } = Told.IsDefault ? [] : Told;
}

/// <summary>The subdistrict has rated what the department did, and the whistle is over.</summary>
/// <param name="Stars">1 to 5.</param>
/// <param name="Note">Commitment of what was said; null when nothing was.</param>
[EventName("issue.whistle-rated")]
public sealed record IssueWhistleRated(string IssueId, string Department, int Stars, string? Note)
    : IssueWhistleEvent(IssueId, Department);

/// <summary>The department is let off: its objection holds.</summary>
[EventName("issue.whistle-ended")]
public sealed record IssueWhistleEnded(string IssueId, string Department) : IssueWhistleEvent(IssueId, Department);
