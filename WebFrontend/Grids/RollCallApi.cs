using CivicGrains.Domain.Grids;
using CivicGrains.WebFrontend.Http;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.OpenApi;
using CivicGrains.WebFrontend.People;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>Emergencies and roll-calls.</summary>
internal static class RollCallApi
{
    /// <summary>Adds the routes.</summary>
    public static void MapRollCalls(this IEndpointRouteBuilder routes)
    {
        routes
            .MapGet("/api/roll-calls", GetOfOfficeAsync)
            .WithTags("Roll-calls")
            .WithName("GetRollCalls")
            .WithSummary("Emergencies and roll-calls of an office, with coverage; of a community grid by grid")
            .TakesQuery("place", "community/…, subdistrict/… or district/…")
            .Produces<OfficeRollCallsView>();
        var group = routes.MapGroup("/api/grids/{key}").WithTags("Roll-calls");
        group
            .MapGet("/roll-call", GetOfGridAsync)
            .WithName("GetRollCall")
            .WithSummary(
                "The newest roll-call of a grid, micro-grid by micro-grid; names and notes for staff who cover it"
            )
            .Produces<GridRollCallView>();
        Command(
                RollCallRequests.StartEmergency,
                "Put a community (its master grid) in emergency mode and call its roll"
            )
            .TakesBody<StartEmergencyBody>(isRequired: false)
            .Produces<RollCallOrderAnswer>();
        Command(RollCallRequests.EndEmergency, "End the emergency of a community, and the roll-call that is under way")
            .Produces<RollCallDoneAnswer>();
        Command(RollCallRequests.CallRoll, "Call the roll of a community once more in an emergency, or as an exercise")
            .TakesBody<CallRollBody>(isRequired: false)
            .Produces<RollCallOrderAnswer>();
        Command(RollCallRequests.EndRoll, "End the roll-call of a community before its time is over")
            .Produces<RollCallDoneAnswer>();
        Command(RollCallRequests.ConfirmRoll, "Say how those of a micro-grid are: its volunteer, or staff of the grid")
            .TakesBody<ConfirmRollBody>()
            .Produces<RollConfirmAnswer>();

        RouteHandlerBuilder Command(string word, string summary) =>
            group
                .MapPost(
                    $"/{word}",
                    (string key, HttpContext context, Actors actors, RollCallRequests requests) =>
                        CommandAsync(key, word, context, actors, requests)
                )
                .WithName(char.ToUpperInvariant(word[0]) + word[1..])
                .WithSummary(summary)
                .TakesIdempotencyKey();
    }

    private static async Task<IResult> GetOfOfficeAsync(
        string? place,
        HttpContext context,
        Actors actors,
        TopicGuard guard,
        RollCallReader reader
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        if (place is null)
        {
            throw new RefusedException(Rejections.FieldMissing.With("place", "place"));
        }

        if (
            !Place.TryParse(place, out var office)
            || office.Kind is not (PlaceKind.Community or PlaceKind.Subdistrict or PlaceKind.District)
        )
        {
            throw new RefusedException(
                Rejections.FieldWrongType.With("place", "place", "community/…, subdistrict/…, district/…")
            );
        }

        if (!await guard.MayWatchAsync(actor, office, context.RequestAborted))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, office));
        }

        return TypedResults.Ok(
            await reader.OfOfficeAsync(office, Languages.Of(context.Request), context.RequestAborted)
        );
    }

    private static async Task<IResult> GetOfGridAsync(
        string key,
        HttpContext context,
        Actors actors,
        GridRequests requests,
        RollCallReader reader
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var seen = await requests.FindAsync(GridRequests.PlaceOf(key), actor, context.RequestAborted);
        return TypedResults.Ok(new GridRollCallView(seen.Grid, await reader.OfGridAsync(seen, context.RequestAborted)));
    }

    private static async Task<IResult> CommandAsync(
        string key,
        string word,
        HttpContext context,
        Actors actors,
        RollCallRequests requests
    )
    {
        var actor = await actors.RequireAsync(context.User, context.RequestAborted);
        var grid = GridRequests.PlaceOf(key);
        await requests.EnsureMayAsync(grid, actor, word, context.RequestAborted);
        var accountId = Actors.AccountIdOf(context.User)!.Value;
        using var body = await RequestBody.ReadAsync(context);
        var outcome = await requests.CommandAsync(
            grid,
            accountId,
            word,
            IdempotencyKey.CommandIdOf(context.Request, accountId),
            body,
            context.RequestAborted
        );
        return outcome.ToResult(StatusCodes.Status200OK);
    }
}

/// <summary>How an emergency begins.</summary>
/// <param name="Minutes">How long each micro-grid has to answer, 5 to 1,440; 30 where it is left out.</param>
/// <param name="Reason">What it is about.</param>
internal sealed record StartEmergencyBody(int? Minutes, string? Reason);

/// <summary>How a roll is called.</summary>
/// <param name="Minutes">How long each micro-grid has to answer, 5 to 1,440; 30 where it is left out.</param>
/// <param name="Exercise">Whether it is an exercise, which is held without an emergency alone.</param>
internal sealed record CallRollBody(int? Minutes, bool? Exercise);

/// <summary>How those of a micro-grid are.</summary>
/// <param name="MicroGrid">Its code; a volunteer may leave out their own. Left out too for a grid without micro-grids.</param>
/// <param name="State">allWell or needsHelp.</param>
/// <param name="Note">What else is to be said, for staff who cover the grid.</param>
internal sealed record ConfirmRollBody(string? MicroGrid, RollState State, string? Note);

/// <summary>The roll is called.</summary>
/// <param name="Number">Of the community's roll-calls.</param>
internal sealed record RollCallOrderAnswer(int Number, long Seq);

/// <summary>It is ended.</summary>
internal sealed record RollCallDoneAnswer(long Seq);

/// <summary>The answer is taken.</summary>
/// <param name="Number">Of the community's roll-calls.</param>
/// <param name="Confirmed">How many micro-grids of the grid have answered.</param>
/// <param name="Expected">How many are expected to.</param>
internal sealed record RollConfirmAnswer(int Number, int Confirmed, int Expected, long Seq);
