using CivicGrains.Domain.Grids;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Reads how roll-calls stand, for who looks.</summary>
internal sealed class RollCallReader(RollCallQueries rolls, IssueQueries texts, PlaceTitles titles, DomainClock clock)
{
    /// <summary>The newest roll-call of a grid, for whoever its roster was read for.</summary>
    /// <returns>Null when its roll was never called.</returns>
    public async Task<RollCallView?> OfGridAsync(SeenRoster seen, CancellationToken cancellationToken)
    {
        if (await rolls.FindAsync(seen.Grid, cancellationToken) is not { } row)
        {
            return null;
        }

        // What somebody writes about who lives there is for staff, and for themselves.
        var notes = await texts.GetTextsAsync(
            row.Answers.Values.Where(it => it.Note is not null && (seen.MayReadRollNotes || it.By == seen.Me))
                .Select(it => it.Note!),
            null,
            cancellationToken
        );
        return new RollCallView(
            row.Number,
            row.Exercise,
            row.Minutes,
            row.CalledAt,
            row.Deadline,
            Coverage.Of(row),
            row.Missing,
            [
                .. row
                    .Answers.OrderBy(it => it.Key, StringComparer.Ordinal)
                    .Select(it => new RollAnswerView(
                        it.Key,
                        it.Value.State,
                        it.Value.At,
                        it.Value.Late,
                        it.Value.OnBehalf,
                        seen.Names.GetValueOrDefault(it.Value.By),
                        it.Value.Note is { } note ? notes.GetValueOrDefault(note)?.Body : null
                    )),
            ],
            row.ClosedAt,
            row.Closing,
            row.Seq
        );
    }

    /// <summary>What runs in the communities of an office, and what ended within a day.</summary>
    /// <param name="office">A community, whose grids are told one by one; a subdistrict or the district.</param>
    public async Task<OfficeRollCallsView> OfOfficeAsync(
        Place office,
        Language language,
        CancellationToken cancellationToken
    )
    {
        var now = clock.GetUtcNow();
        var rows = await rolls.GetCoverageAsync(office, now - RollCall.LateFor, cancellationToken);
        var reasons = await texts.GetTextsAsync(rows.Select(it => it.Reason).OfType<string>(), null, cancellationToken);
        var communities = ImmutableArray.CreateBuilder<CommunityRollCallView>(rows.Count);
        foreach (var row in rows)
        {
            communities.Add(
                new CommunityRollCallView(
                    row.Community,
                    row.EmergencyRuns,
                    row.StartedAt,
                    row.EndedAt,
                    row.Reason is { } reason ? reasons.GetValueOrDefault(reason)?.Body : null,
                    row.CallNumber,
                    row.Exercise,
                    row.Minutes,
                    row.CalledAt,
                    row.Deadline,
                    row.StoppedAt,
                    row.RunsAt(now),
                    row.Grids,
                    row.Reached,
                    Coverage.Of(row),
                    office.Kind is PlaceKind.Community
                        ? await GridsOfAsync(office, row.CallNumber, language, cancellationToken)
                        : null,
                    row.Seq
                )
            );
        }

        return new OfficeRollCallsView(office, InEmergency(rows), communities.MoveToImmutable());
    }

    /// <summary>How far all communities in emergency mode have come, together; null where none is in it.</summary>
    public async Task<Coverage?> OfDistrictAsync(CancellationToken cancellationToken) =>
        InEmergency(await rolls.GetCoverageAsync(default, clock.GetUtcNow(), cancellationToken));

    private static Coverage? InEmergency(IEnumerable<CoverageRow> rows) =>
        rows.Where(it => it.EmergencyRuns).ToList() is { Count: > 0 } running ? Coverage.Of(running) : null;

    private async Task<ImmutableArray<GridCoverageView>> GridsOfAsync(
        Place community,
        int number,
        Language language,
        CancellationToken cancellationToken
    )
    {
        var grids = await rolls.GetGridsOfAsync(community.Key, number, cancellationToken);
        var nameOf = await titles.OfAsync(grids.Select(it => it.Grid), language, cancellationToken);
        return
        [
            .. grids.Select(it => new GridCoverageView(
                it.Grid,
                nameOf(it.Grid),
                Coverage.Of(it),
                it.Missing,
                it.NeedingHelp,
                it.Closing
            )),
        ];
    }
}
