using CivicGrains.Domain.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Pages;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>The roll-call of a grid on its page, as long as somebody is waited for, is late or needs help.</summary>
/// <param name="MayAnswerFor">Codes of the micro-grids that who looks may answer for.</param>
public sealed record GridRollCall(
    int Number,
    bool Exercise,
    DateTimeOffset Deadline,
    bool IsOpen,
    Coverage Coverage,
    ImmutableArray<RollCallLine> Lines,
    ImmutableArray<string> MayAnswerFor
)
{
    /// <summary>The roll-call as somebody sees it; null when there is nothing to see or do.</summary>
    internal static GridRollCall? Of(RollCallView? call, SeenRoster seen, Actor actor)
    {
        if (
            call is null
            || call.Closing is RollClosing.Ended or RollClosing.Replaced
            || seen.Now >= call.Deadline + RollCall.LateFor
            || call is { Closing: not null, Missing.IsEmpty: true, Coverage.NeedingHelp: 0 }
        )
        {
            return null;
        }

        var answers = call.Answers.ToDictionary(it => it.MicroGrid, StringComparer.Ordinal);
        var codes = call.Missing.Concat(answers.Keys).Order(StringComparer.Ordinal).ToImmutableArray();
        var own = seen.Own;
        return new GridRollCall(
            call.Number,
            call.Exercise,
            call.Deadline,
            call.Closing is null,
            call.Coverage,
            [
                .. codes
                    .Select(code => new RollCallLine(
                        code,
                        seen.Roster.MicroGrids.FirstOrDefault(it => it.Code == code)?.Name,
                        answers.GetValueOrDefault(code)?.State,
                        answers.GetValueOrDefault(code)?.At,
                        answers.GetValueOrDefault(code)?.Late is true,
                        answers.GetValueOrDefault(code)?.By,
                        answers.GetValueOrDefault(code)?.Note
                    ))
                    .OrderBy(it => it.Code == own?.MicroGrid ? 0 : 1),
            ],
            !WhoMay.AnswerRollCall(actor, seen.Grid, own?.Kind) ? []
                : own is { Kind: MemberKind.Volunteer, MicroGrid: { } theirs } ? [theirs]
                : codes
        );
    }
}

/// <summary>A micro-grid in a roll-call.</summary>
/// <param name="Code">Its code; * is the grid as a whole.</param>
/// <param name="State">What it answered last; null while it has not.</param>
public sealed record RollCallLine(
    string Code,
    string? Name,
    RollState? State,
    DateTimeOffset? At,
    bool Late,
    string? By,
    string? Note
);

/// <summary>Emergencies and roll-calls on a desk.</summary>
/// <param name="Path">Page of the desk.</param>
/// <param name="MayOrder">Whether who looks may start, call and end.</param>
/// <param name="Communities">Communities of a higher office that could be called, by subdistrict; empty for a community.</param>
/// <param name="Lines">What runs, and what ended within a day.</param>
public sealed record RollCallBoardModel(
    Place Office,
    string Path,
    bool MayOrder,
    ImmutableArray<(string Subdistrict, ImmutableArray<(string Code, string Name)> Communities)> Communities,
    ImmutableArray<RollCallCommunityLine> Lines,
    LiveMark Mark,
    ImmutableArray<string> Topics
);

/// <summary>A community in emergency mode, or whose roll is or was called.</summary>
/// <param name="Path">Its desk.</param>
/// <param name="IsReaching">Whether some of its grids do not know of it yet.</param>
public sealed record RollCallCommunityLine(
    string Code,
    string Name,
    string Path,
    bool EmergencyRuns,
    string? Reason,
    int Number,
    bool Exercise,
    DateTimeOffset Deadline,
    bool Runs,
    bool IsReaching,
    Coverage Coverage,
    ImmutableArray<RollCallGridLine> Grids,
    long Seq
);

/// <summary>A grid in the roll-call of its community.</summary>
/// <param name="Missing">Codes of the micro-grids that have not answered.</param>
public sealed record RollCallGridLine(
    string Name,
    string Path,
    Coverage Coverage,
    ImmutableArray<string> Missing,
    ImmutableArray<string> NeedingHelp
);

/// <summary>Reads emergencies and roll-calls for desks.</summary>
internal sealed class RollCallBoards(RollCallReader reader, IssueQueries queries, LiveBoard board)
{
    /// <summary>Those of an office; null for a department.</summary>
    public async Task<RollCallBoardModel?> OfAsync(Place office, Visit visit, CancellationToken cancellationToken)
    {
        if (office.Kind is PlaceKind.Department)
        {
            return null;
        }

        var mark = await LiveMark.BeforeReadingAsync(queries, board, cancellationToken);
        var view = await reader.OfOfficeAsync(office, visit.Language, cancellationToken);
        var actor = visit.Require();
        return new RollCallBoardModel(
            office,
            $"/{PagePaths.Of(office)}",
            MayOrder(actor, office),
            office.Kind is PlaceKind.Community
                ? []
                :
                [
                    .. PlaceTitles
                        .Areas.Where(it => office.Covers(it.Subdistrict))
                        .Select(it =>
                            (
                                PlaceTitles.OfOffice(it.Subdistrict, visit.Language),
                                it.Communities.Select(c => (c.Key, PlaceTitles.OfOffice(c, visit.Language)))
                                    .ToImmutableArray()
                            )
                        ),
                ],
            [.. view.Communities.Select(it => LineOf(it, visit))],
            mark,
            [office.Kind is PlaceKind.District ? Topic.DistrictName : office.ToString()]
        );
    }

    /// <summary>Whether somebody may order something for any community of an office.</summary>
    private static bool MayOrder(Actor actor, Place office) =>
        office.Kind is PlaceKind.Community
            ? WhoMay.Mobilise(actor, Place.Grid(office.Key))
            : PlaceTitles
                .Areas.Where(it => office.Covers(it.Subdistrict))
                .SelectMany(it => it.Communities)
                .Any(it => WhoMay.Mobilise(actor, Place.Grid(it.Key)));

    private static RollCallCommunityLine LineOf(CommunityRollCallView it, Visit visit) =>
        new(
            it.Community.Key,
            PlaceTitles.OfOffice(it.Community, visit.Language),
            $"/{PagePaths.Of(it.Community)}",
            it.EmergencyRuns,
            it.Reason,
            it.Number,
            it.Exercise,
            it.Deadline,
            it.Runs,
            it.GridsReached < it.GridsCalled,
            it.Coverage,
            [
                .. (it.Grids ?? []).Select(grid => new RollCallGridLine(
                    grid.Name,
                    $"/{PagePaths.Of(grid.Grid)}",
                    grid.Coverage,
                    grid.Missing,
                    grid.NeedingHelp
                )),
            ],
            it.Seq
        );
}
