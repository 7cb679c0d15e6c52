using CivicGrains.Domain.Calendar;
using CivicGrains.Domain.Grids;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.Issues;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Issues;
using CivicGrains.WebFrontend.Photos;
using CivicGrains.WebFrontend.Places;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Some days of the town.</summary>
public sealed record PatrolDays(DateOnly From, DateOnly To);

/// <summary>Patrols of a grid, as somebody sees them.</summary>
/// <param name="Names">Names of who made them by reference, for who may read them; else empty.</param>
/// <param name="Next">Where the next page begins; null when this is the last.</param>
public sealed record SeenPatrols(
    ImmutableArray<PatrolRow> Items,
    IReadOnlyDictionary<Guid, string> Names,
    string? Next
);

/// <summary>What people ask of the patrols of grids, through whatever door they come.</summary>
internal sealed class PatrolRequests(
    RosterQueries rosters,
    PatrolQueries patrols,
    OwnerProfiles owners,
    IssueNumbers numbers,
    AccountStore accounts,
    PhotoCheck photos,
    CommandSender sender,
    DomainClock clock
)
{
    /// <summary>Longest period that is asked for.</summary>
    public const int DaysMax = 366;

    private const int UsualDays = 30;

    private static readonly string[] Fields =
    [
        "placeType",
        "item",
        "result",
        "hazardLevel",
        "compound",
        "building",
        "microGrid",
        "category",
        "note",
        "photos",
    ];

    /// <summary>Lets pass who may record patrols, before anything of the body is read; the grain judges it again.</summary>
    /// <exception cref="RefusedException">There is no such grid, or they do not belong to it.</exception>
    public async Task EnsureMayAsync(Place grid, Actor actor, CancellationToken cancellationToken)
    {
        var roster = (await rosters.FindAsync(grid, cancellationToken))?.Roster;
        if (!WhoMay.Patrol(actor, grid, roster?.Find(actor.Reference)))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));
        }
    }

    /// <summary>Records a patrol. Ask <see cref="EnsureMayAsync"/> first.</summary>
    /// <exception cref="RefusedException">A field of it is wrong.</exception>
    public async Task<CommandOutcome> RecordAsync(
        Place grid,
        Guid accountId,
        Actor actor,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var patrol = Read(body.Fields);
        await photos.EnsureTheirsAsync(actor, patrol.Photos, cancellationToken);
        if (patrol.Compound is { } compound)
        {
            await EnsureWithinAsync(grid, compound, patrol.Building, cancellationToken);
        }

        if (patrol.Result is PatrolResult.Hazard)
        {
            // The hash was made before, so a repeat is known as such although this number is another.
            patrol = patrol with
            {
                IssueId = await numbers.NextAsync(cancellationToken),
            };
        }

        return await sender.CarryOutAsync(
            grid,
            new CommandEnvelope(commandId, accountId, body.Hash, patrol),
            cancellationToken: cancellationToken
        );
    }

    /// <summary>The days of an address: the last thirty unless it says otherwise.</summary>
    /// <exception cref="RefusedException">A parameter is wrong.</exception>
    public PatrolDays DaysOf(Query query)
    {
        var to = query.Day("to") ?? TownTime.DateOf(clock.GetUtcNow());
        var from = query.Day("from") ?? to.AddDays(1 - UsualDays);
        return from <= to && to.DayNumber - from.DayNumber < DaysMax
            ? new PatrolDays(from, to)
            : throw new RefusedException(Rejections.PatrolPeriod.With("from", DaysMax));
    }

    /// <summary>The patrols of a grid on some days, the newest first.</summary>
    /// <exception cref="RefusedException">There is no such grid, or it is not theirs to look at.</exception>
    public async Task<SeenPatrols> ListAsync(
        Place grid,
        Actor actor,
        PatrolDays days,
        int below,
        int limit,
        CancellationToken cancellationToken
    )
    {
        if (!WhoMay.ReadPatrols(actor, grid))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));
        }

        if (await rosters.FindAsync(grid, cancellationToken) is null)
        {
            throw new RefusedException(Rejections.PlaceUnknown.With(null, grid));
        }

        var rows = await patrols.ListAsync(
            new PatrolFilter(
                grid,
                days.From,
                days.To,
                below,
                WhoMay.WatchHidden(actor, grid),
                actor.Reference,
                limit + 1
            ),
            cancellationToken
        );
        ImmutableArray<PatrolRow> items = [.. rows.Take(limit)];
        var people = WhoMay.ReadNamesOfRoster(actor, grid)
            ? await accounts.FindByReferencesAsync(items.Select(it => it.Person).Distinct(), cancellationToken)
            : [];
        return new SeenPatrols(
            items,
            people.ToDictionary(it => it.Reference, it => it.DisplayName),
            rows.Count > limit ? items[^1].Number.ToString(CultureInfo.InvariantCulture) : null
        );
    }

    /// <summary>One patrol.</summary>
    /// <exception cref="RefusedException">It is not theirs to look at; where there is none, in the same words.</exception>
    public async Task<PatrolRow> FindAsync(Place grid, int number, Actor actor, CancellationToken cancellationToken) =>
        WhoMay.ReadPatrols(actor, grid)
        && await patrols.FindAsync(grid, number, WhoMay.WatchHidden(actor, grid), actor.Reference, cancellationToken)
            is { } found
            ? found
            : throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));

    /// <summary>How many patrols the grids of an area made.</summary>
    /// <exception cref="RefusedException">It is not theirs to look at.</exception>
    public async Task<IReadOnlyList<PatrolCount>> CountAsync(
        Place area,
        Actor actor,
        PatrolDays days,
        CancellationToken cancellationToken
    ) =>
        WhoMay.CountPatrols(actor, area)
            ? await patrols.CountAsync(area, days.From, days.To, cancellationToken)
            : throw new RefusedException(Rejections.PlaceNotYours.With("place", area));

    private static RecordPatrol Read(JsonFields body)
    {
        body.ExpectOnly(Fields);
        var result = body.Word<PatrolResult>("result");
        return new RecordPatrol(
            body.Word<PatrolPlace>("placeType"),
            body.Word<PatrolItem>("item"),
            result,
            Guid.CreateVersion7(),
            body.OptionalString("hazardLevel") is null ? null : body.Word<HazardLevel>("hazardLevel"),
            CompoundOf(body),
            body.OptionalText("building") is { } building ? JsonFields.Short(building) : null,
            body.OptionalString("microGrid") is { } part ? JsonFields.Short(part) : null,
            body.OptionalString("category") is { } category ? JsonFields.Short(category) : null,
            Note: body.OptionalText("note") is { } note
                ? PrivateText.Of(result is PatrolResult.Hazard ? "description" : "note", note)
                : null,
            Photos: IssueCommands.PhotosIn(body)
        );
    }

    private static Place? CompoundOf(JsonFields body) =>
        body.OptionalString("compound") is not { } name ? null
        : Place.TryParse(name, out var compound) ? compound
        : throw new RefusedException(Rejections.PatrolCompoundElsewhere.With("compound", JsonFields.Short(name)));

    /// <summary>Which compounds and buildings a grid looks after is known to them, not to the grid.</summary>
    private async Task EnsureWithinAsync(
        Place grid,
        Place compound,
        string? building,
        CancellationToken cancellationToken
    )
    {
        var profile = compound.Kind is PlaceKind.Compound ? await owners.FindAsync(compound, cancellationToken) : null;
        if (profile is null || !(grid.IsMasterGrid ? grid.Covers(compound) : IsIn(grid, profile)))
        {
            throw new RefusedException(Rejections.PatrolCompoundElsewhere.With("compound", compound));
        }

        if (
            building is not null
            && !(profile.GridOfBuilding.TryGetValue(building, out var its) && (grid.IsMasterGrid || its == grid))
        )
        {
            throw new RefusedException(Rejections.BuildingUnknown.With("building", building));
        }
    }

    private static bool IsIn(Place grid, OwnerProfile compound) =>
        compound.HomeGrid == grid || compound.GridOfBuilding.ContainsValue(grid);
}
