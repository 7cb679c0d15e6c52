using CivicGrains.Domain.Grids;
using CivicGrains.Storage.Grids;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>How far a roll-call has come.</summary>
/// <param name="Expected">How many micro-grids are expected to answer; a grid without any is expected to answer once.</param>
/// <param name="Confirmed">How many of them have.</param>
/// <param name="Percent">Of a hundred, rounded down: 100 are all.</param>
/// <param name="Late">Of those that have, how many after the deadline.</param>
/// <param name="NeedingHelp">Of those that have, how many need help.</param>
public sealed record Coverage(int Expected, int Confirmed, int Percent, int Late, int NeedingHelp)
{
    internal static Coverage Of(RollCallRow row) => Of(row.Expected, row.Confirmed, row.Late, row.NeedingHelp.Length);

    internal static Coverage Of(CoverageRow row) => Of(row.Expected, row.Confirmed, row.Late, row.NeedingHelp);

    internal static Coverage Of(IReadOnlyCollection<CoverageRow> rows) =>
        Of(
            rows.Sum(it => it.Expected),
            rows.Sum(it => it.Confirmed),
            rows.Sum(it => it.Late),
            rows.Sum(it => it.NeedingHelp)
        );

    private static Coverage Of(int expected, int confirmed, int late, int needingHelp) =>
        new(expected, confirmed, RollCall.PercentOf(confirmed, expected), late, needingHelp);
}

/// <summary>The roll-call of a grid.</summary>
/// <param name="Call">The newest; null when its roll was never called.</param>
internal sealed record GridRollCallView(Place Grid, RollCallView? Call);

/// <summary>A roll-call, as it stands in a grid.</summary>
/// <param name="Number">Of the community's roll-calls.</param>
/// <param name="Minutes">How long each micro-grid has to answer.</param>
/// <param name="Missing">Codes of the micro-grids that have not answered; * is a grid as a whole.</param>
/// <param name="ClosedAt">Since when the grid waits for nobody.</param>
/// <param name="Closing">Why: the time is over, all have answered, it was ended, or replaced by the next.</param>
/// <param name="Seq">Number of the event it is true at.</param>
internal sealed record RollCallView(
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    Coverage Coverage,
    ImmutableArray<string> Missing,
    ImmutableArray<RollAnswerView> Answers,
    DateTimeOffset? ClosedAt,
    RollClosing? Closing,
    long Seq
);

/// <summary>What a micro-grid answered last.</summary>
/// <param name="MicroGrid">Its code; * is a grid as a whole.</param>
/// <param name="OnBehalf">Whether staff of the grid answered, and not the volunteer.</param>
/// <param name="By">Name of who answered; null for who may not read it, and when the account is gone.</param>
/// <param name="Note">What they wrote; null for nothing, and for who may not read it.</param>
internal sealed record RollAnswerView(
    string MicroGrid,
    RollState State,
    DateTimeOffset At,
    bool Late,
    bool OnBehalf,
    string? By,
    string? Note
);

/// <summary>Emergencies and roll-calls of an office: those that run, and those that ended within a day.</summary>
/// <param name="Emergency">How far the roll-calls of the communities in emergency mode have come, together; null where none is.</param>
internal sealed record OfficeRollCallsView(
    Place Place,
    Coverage? Emergency,
    ImmutableArray<CommunityRollCallView> Communities
);

/// <summary>Emergency and newest roll-call of a community.</summary>
/// <param name="EmergencyRuns">Whether it is in emergency mode.</param>
/// <param name="Reason">What was written about the newest emergency; null for nothing.</param>
/// <param name="Number">Of the community's roll-calls.</param>
/// <param name="Runs">Whether the roll-call is under way.</param>
/// <param name="StoppedAt">When whoever called it ended it.</param>
/// <param name="GridsCalled">How many grids are called.</param>
/// <param name="GridsReached">How many of them know of it: a moment later, all.</param>
/// <param name="Grids">Each grid, where one community was asked for; else null.</param>
internal sealed record CommunityRollCallView(
    Place Community,
    bool EmergencyRuns,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    string? Reason,
    int Number,
    bool Exercise,
    int Minutes,
    DateTimeOffset CalledAt,
    DateTimeOffset Deadline,
    DateTimeOffset? StoppedAt,
    bool Runs,
    int GridsCalled,
    int GridsReached,
    Coverage Coverage,
    ImmutableArray<GridCoverageView>? Grids,
    long Seq
);

/// <summary>How far the roll-call of a community has come in one of its grids.</summary>
/// <param name="Missing">Codes of the micro-grids that have not answered; * is a grid as a whole.</param>
/// <param name="NeedingHelp">Codes of those that need help.</param>
internal sealed record GridCoverageView(
    Place Grid,
    string Name,
    Coverage Coverage,
    ImmutableArray<string> Missing,
    ImmutableArray<string> NeedingHelp,
    RollClosing? Closing
);
