namespace CivicGrains.Storage.Kpi;

/// <summary>
/// Key figures of a place: of the issues that were reported there on some days, what has become of them. Excluded issues
/// are counted as that and as nothing else.
/// </summary>
/// <param name="Seq">Every event up to here is counted, and none after it.</param>
/// <param name="Reported">Issues, excluded ones included.</param>
/// <param name="Rejected">Excluded: not accepted.</param>
/// <param name="Withdrawn">Excluded: taken back by the reporter.</param>
/// <param name="Voided">Excluded: declared void by staff.</param>
/// <param name="Merged">Excluded: lives on in another one.</param>
/// <param name="Responded">Acknowledged, or solved on the spot, within the limit of the first handler.</param>
/// <param name="RespondedLate">Likewise, after it.</param>
/// <param name="Waiting">Accepted, not responded to, and still within the limit.</param>
/// <param name="OnTime">Resolved within the overall deadline.</param>
/// <param name="Late">With a step whose deadline has passed.</param>
/// <param name="Closed">Reported by residents and closed.</param>
/// <param name="InCompound">Of these, closed at level 0 without ever leaving the compound.</param>
/// <param name="Answered">How often reporters said whether it is solved.</param>
/// <param name="Satisfied">Ratings of four stars or five.</param>
/// <param name="Whistles">How often a department was called in.</param>
/// <param name="Took">From report to resolution, all together.</param>
public sealed record KpiFigures(
    long Seq,
    long Reported,
    long Rejected,
    long Withdrawn,
    long Voided,
    long Merged,
    long Accepted,
    long Responded,
    long RespondedLate,
    long Resolved,
    long OnTime,
    long Late,
    long Closed,
    long InCompound,
    long Answered,
    long Solved,
    long Rated,
    long Satisfied,
    long Returns,
    long Transfers,
    long Extensions,
    long Suspensions,
    long Escalations,
    long Supervisions,
    long Reopenings,
    long Whistles,
    TimeSpan Took,
    long Waiting
);
