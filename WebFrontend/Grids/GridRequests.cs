using CivicGrains.Domain.Grids;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Clock;
using CivicGrains.Storage.Grids;
using CivicGrains.Storage.People;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Who belongs to a grid, as somebody sees it.</summary>
/// <param name="Seq">Number of the event it is true at.</param>
/// <param name="Names">Names by reference, for who may read them; else empty. Who was erased is missing.</param>
/// <param name="OnDuty">Who is on duty now, in the order in which tasks are offered.</param>
/// <param name="Me">Reference of the one who looks.</param>
/// <param name="MayKeep">Whether they may say who belongs to it.</param>
/// <param name="MayPlan">Whether they may plan duty.</param>
/// <param name="MayReadNames">Whether they read names and who is away.</param>
/// <param name="MayReadRollNotes">Whether they read what others write when the roll is called.</param>
/// <param name="Now">Domain time of looking.</param>
public sealed record SeenRoster(
    Place Grid,
    GridRoster Roster,
    long Seq,
    IReadOnlyDictionary<Guid, string> Names,
    ImmutableArray<Guid> OnDuty,
    Guid Me,
    bool MayKeep,
    bool MayPlan,
    bool MayReadNames,
    bool MayReadRollNotes,
    DateTimeOffset Now
)
{
    /// <summary>What the one who looks is here; null when they are not on the roster.</summary>
    public GridMember? Own => Roster.Find(Me);

    /// <summary>The leaves that are not over and for these eyes: all for who reads names, else one's own.</summary>
    public IEnumerable<DutyLeave> Leaves =>
        Roster.Leaves.Where(it => it.Until > Now && (MayReadNames || it.Person == Me));
}

/// <summary>What people ask of the roster and rota of a grid, through whatever door they come.</summary>
internal sealed class GridRequests(
    RosterQueries rosters,
    AccountStore accounts,
    CommandSender sender,
    DomainClock clock
)
{
    private const int ShownMax = 50;

    /// <summary>The grid of an address.</summary>
    /// <exception cref="RefusedException">No grid can be called so.</exception>
    public static Place PlaceOf(string key) => Place.TryParse($"grid/{key}", out var grid) ? grid : throw Unknown(key);

    /// <summary>Who belongs to a grid.</summary>
    /// <exception cref="RefusedException">Nobody has registered it, or it is not theirs to read.</exception>
    public async Task<SeenRoster> FindAsync(Place grid, Actor actor, CancellationToken cancellationToken)
    {
        if (!WhoMay.ReadRoster(actor, grid))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));
        }

        var (roster, seq) = await rosters.FindAsync(grid, cancellationToken) ?? throw Unknown(grid.Key);
        var (reads, now) = (WhoMay.ReadNamesOfRoster(actor, grid), clock.GetUtcNow());
        var people = reads
            ? await accounts.FindByReferencesAsync(roster.Members.Select(it => it.Person), cancellationToken)
            : [];
        return new SeenRoster(
            grid,
            roster,
            seq,
            people.ToDictionary(it => it.Reference, it => it.DisplayName),
            roster.OnDutyAt(now),
            actor.Reference,
            WhoMay.KeepRoster(actor, grid),
            WhoMay.PlanDuty(actor, grid, roster.Find(actor.Reference)?.Kind),
            reads,
            WhoMay.ReadRollNotes(actor, grid),
            now
        );
    }

    /// <summary>Lets pass who may ask for a command, before anything of it is read; the grain judges it again.</summary>
    /// <exception cref="RefusedException">There is no such command or grid, or they may not.</exception>
    public async Task EnsureMayAsync(Place grid, Actor actor, string word, CancellationToken cancellationToken)
    {
        if (!GridCommands.IsKnown(word))
        {
            throw new RefusedException(Rejections.CommandUnknown.With(null, word.Length <= ShownMax ? word : "…"));
        }

        var roster = (await rosters.FindAsync(grid, cancellationToken))?.Roster;
        var own = roster?.Find(actor.Reference)?.Kind;
        var may = word switch
        {
            "planShift" or "cancelShift" => WhoMay.PlanDuty(actor, grid, own),
            "takeLeave" or "endLeave" => own is not null || WhoMay.PlanDuty(actor, grid, own),
            _ => WhoMay.KeepRoster(actor, grid),
        };
        if (!may)
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));
        }

        if (roster is null)
        {
            throw Unknown(grid.Key);
        }
    }

    /// <summary>Sends a command to the grid. Ask <see cref="EnsureMayAsync"/> first.</summary>
    /// <exception cref="RefusedException">A field of it is wrong.</exception>
    public async Task<CommandOutcome> CommandAsync(
        Place grid,
        Guid accountId,
        Actor actor,
        string word,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var person = GridCommands.NamedBy(word) switch
        {
            Named.Nobody => null,
            Named.Person => await PersonAsync(body.Fields, "person", "account", cancellationToken)
                ?? throw new RefusedException(Rejections.FieldMissing.With("account", "account")),
            // Who only speaks for themselves does not learn which accounts there are.
            _ when !WhoMay.PlanDuty(actor, grid, own: null) && body.Fields.OptionalString("account") is not null =>
                throw new RefusedException(Rejections.PlaceNotYours.With("account", grid)),
            _ => await PersonAsync(body.Fields, "person", "account", cancellationToken)
                ?? new NamedPerson(actor.Reference, actor.Roles),
        };
        var standIn = word == "takeLeave" ? await PersonAsync(body.Fields, "standIn", null, cancellationToken) : null;
        var outcome = await sender.CarryOutAsync(
            grid,
            new CommandEnvelope(commandId, accountId, body.Hash, GridCommands.Read(word, body.Fields, person, standIn)),
            cancellationToken: cancellationToken
        );
        // The grain knows people by reference; the field is what was sent.
        return outcome.Refused is { Field: "person" } refused && body.Fields.OptionalString("person") is null
            ? outcome with
            {
                Refused = refused with { Field = "account" },
            }
            : outcome;
    }

    /// <summary>Somebody by their reference, as rosters name people, or by the name they sign in with.</summary>
    /// <returns>Null where nobody is named.</returns>
    private async Task<NamedPerson?> PersonAsync(
        JsonFields fields,
        string byReference,
        string? byName,
        CancellationToken cancellationToken
    )
    {
        if (fields.OptionalString(byReference) is { } text)
        {
            if (!Guid.TryParseExact(text, "D", out var reference))
            {
                throw fields.WrongType(byReference, "the reference of a person", "人员编号");
            }

            // Who was erased can still be taken off.
            var known = await accounts.FindByReferencesAsync([reference], cancellationToken);
            return new NamedPerson(reference, known is [var one] ? one.Roles : []);
        }

        if (byName is null || fields.OptionalString(byName) is not { } name)
        {
            return null;
        }

        return await accounts.FindByNameAsync(name.Trim(), cancellationToken) is { } account
            ? new NamedPerson(account.Reference, account.Roles)
            : throw new RefusedException(Rejections.AccountUnknown.With(byName, name.Length <= ShownMax ? name : "…"));
    }

    private static RefusedException Unknown(string key) =>
        new(Rejections.PlaceUnknown.With(null, key.Length <= ShownMax ? $"grid/{key}" : "…"));
}
