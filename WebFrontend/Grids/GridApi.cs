using CivicGrains.Domain.Grids;
using CivicGrains.Storage.Clock;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Who belongs to a grid and is on duty; planning that.</summary>
internal static class GridApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapGrids(this IEndpointRouteBuilder routes)
    {
        var group = routes.MapGroup("/api/grids/{key}").WithTags("Grids");
        group
            .MapGet("/roster", GetAsync)
            .WithName("GetRoster")
            .WithSummary("Who belongs to a grid, when they are on duty, and who is now; names for staff who cover it")
            .Produces<RosterView>();
        group
            .MapPost("/{command}", CommandAsync)
            .WithName("CommandGrid")
            .WithSummary("Change the roster or rota of a grid: " + string.Join(", ", GridCommands.Names))
            .TakesBody<GridCommandBody>()
            .TakesIdempotencyKey()
            .Produces<GridCommandAnswer>();
    }

    private static async Task<IResult> GetAsync(
        string key,
        HttpContext context,
        Actors actors,
        GridRequests requests,
        DomainClock clock
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var seen = await requests.FindAsync(GridRequests.PlaceOf(key), actor, context.RequestAborted);
        return TypedResults.Ok(RosterView.Of(seen, clock.GetUtcNow()));
    }

    private static async Task<IResult> CommandAsync(
        string key,
        string command,
        HttpContext context,
        Actors actors,
        GridRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var grid = GridRequests.PlaceOf(key);
        await requests.EnsureMayAsync(grid, actor, command, context.RequestAborted);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var outcome = await requests.CommandAsync(
            grid,
            accountId,
            actor,
            command,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }
}

/// <summary>What a command of a grid may be told; which of it, the command says.</summary>
/// <param name="Person">Reference of whom it is about, as the roster has it; or their account.</param>
/// <param name="Account">Name they sign in with.</param>
/// <param name="Kind">head, officer or volunteer.</param>
/// <param name="MicroGrid">Code of the micro-grid a volunteer looks after.</param>
/// <param name="Code">Code of a micro-grid, such as M07.</param>
/// <param name="Name">Public name of a micro-grid.</param>
/// <param name="Households">Households, or shops, of a micro-grid.</param>
/// <param name="Shift">day (08:30 to 18:00) or night (18:00 to 08:30).</param>
/// <param name="From">First day of a shift; moment at which a leave begins, now where it is left out.</param>
/// <param name="Until">Last day of a shift; moment at which a leave ends.</param>
/// <param name="StandIn">Reference of who is on duty instead.</param>
/// <param name="Number">Number of a shift or leave.</param>
internal sealed record GridCommandBody(
    string? Person,
    string? Account,
    MemberKind? Kind,
    string? MicroGrid,
    string? Code,
    string? Name,
    int? Households,
    ShiftKind? Shift,
    string? From,
    string? Until,
    string? StandIn,
    int? Number
);

/// <summary>A command was carried out.</summary>
/// <param name="Number">Number of the shift or leave that was made.</param>
internal sealed record GridCommandAnswer(int? Number, long Seq);

/// <summary>Who belongs to a grid.</summary>
/// <param name="OnDuty">References of who is on duty now, in the order in which tasks are offered.</param>
/// <param name="You">Reference of who asks.</param>
/// <param name="Leaves">All, for who reads names; else one's own.</param>
/// <param name="Seq">Number of the event it is true at.</param>
internal sealed record RosterView(
    Place Grid,
    GridKind Kind,
    ImmutableArray<Guid> OnDuty,
    Guid You,
    ImmutableArray<MemberView> Members,
    ImmutableArray<MicroGrid> MicroGrids,
    ImmutableArray<DutyShift> Shifts,
    ImmutableArray<DutyLeave> Leaves,
    long Seq
)
{
    /// <summary>A roster, for whoever it was read for.</summary>
    public static RosterView Of(SeenRoster seen, DateTimeOffset now) =>
        new(
            seen.Grid,
            seen.Grid.GridKind!.Value,
            seen.OnDuty,
            seen.Me,
            [
                .. seen.Roster.Members.Select(it => new MemberView(
                    it.Person,
                    it.Kind,
                    it.MicroGrid,
                    seen.Names.GetValueOrDefault(it.Person),
                    seen.MayReadNames || it.Person == seen.Me ? seen.Roster.IsAway(it.Person, now) : null
                )),
            ],
            seen.Roster.MicroGrids,
            seen.Roster.Shifts,
            [.. seen.Leaves],
            seen.Seq
        );
}

/// <summary>Somebody of a grid.</summary>
/// <param name="Name">What others call them; null for who may not read it, and when the account is gone.</param>
/// <param name="Away">Whether they are away now; null for who may not read it.</param>
internal sealed record MemberView(Guid Person, MemberKind Kind, string? MicroGrid, string? Name, bool? Away);
