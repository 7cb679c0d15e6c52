using CivicGrains.Domain.Grids;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Storage.Grids;
using CivicGrains.WebFrontend.Http;

namespace CivicGrains.WebFrontend.Grids;

/// <summary>What people ask of emergencies and roll-calls, through whatever door they come.</summary>
internal sealed class RollCallRequests(RosterQueries rosters, RollCallQueries rolls, CommandSender sender)
{
    /// <summary>Put a community in emergency mode and call its roll.</summary>
    public const string StartEmergency = "startEmergency";

    /// <summary>End the emergency of a community.</summary>
    public const string EndEmergency = "endEmergency";

    /// <summary>Call the roll of a community once more, or as an exercise.</summary>
    public const string CallRoll = "callRoll";

    /// <summary>End the roll-call of a community.</summary>
    public const string EndRoll = "endRoll";

    /// <summary>Say how those of a micro-grid are.</summary>
    public const string ConfirmRoll = "confirmRoll";

    /// <summary>The words of the API.</summary>
    public static ImmutableArray<string> Words { get; } =
    [StartEmergency, EndEmergency, CallRoll, EndRoll, ConfirmRoll];

    /// <summary>Lets pass who may ask for a command, before anything of it is read; the grain judges it again.</summary>
    /// <exception cref="RefusedException">There is no such command or grid, or they may not.</exception>
    public async Task EnsureMayAsync(Place grid, Actor actor, string word, CancellationToken cancellationToken)
    {
        if (!Words.Contains(word, StringComparer.Ordinal))
        {
            throw new RefusedException(Rejections.CommandUnknown.With(null, JsonFields.Short(word)));
        }

        var roster = (await rosters.FindAsync(grid, cancellationToken))?.Roster;
        if (word == ConfirmRoll)
        {
            if (!WhoMay.AnswerRollCall(actor, grid, roster?.Find(actor.Reference)?.Kind))
            {
                throw new RefusedException(Rejections.RollCallStranger.With(null, grid));
            }
        }
        else if (!WhoMay.Mobilise(actor, grid))
        {
            throw new RefusedException(Rejections.PlaceNotYours.With(null, grid));
        }

        if (roster is null)
        {
            throw new RefusedException(Rejections.PlaceUnknown.With(null, grid));
        }
    }

    /// <summary>Sends a command to the grid. Ask <see cref="EnsureMayAsync"/> first.</summary>
    /// <exception cref="RefusedException">A field of it is wrong.</exception>
    public async Task<CommandOutcome> CommandAsync(
        Place grid,
        Guid accountId,
        string word,
        Guid commandId,
        RequestBody body,
        CancellationToken cancellationToken
    )
    {
        var command = await ReadAsync(grid, word, body.Fields, cancellationToken);
        return await sender.CarryOutAsync(
            grid,
            new CommandEnvelope(commandId, accountId, body.Hash, command),
            cancellationToken: cancellationToken
        );
    }

    private async Task<DomainCommand> ReadAsync(
        Place grid,
        string word,
        JsonFields body,
        CancellationToken cancellationToken
    )
    {
        switch (word)
        {
            case StartEmergency:
                body.ExpectOnly("minutes", "reason");
                return new StartEmergency(
                    MinutesOf(body),
                    await GridsOfAsync(grid, cancellationToken),
                    TextOf(body, "reason")
                );
            case CallRoll:
                body.ExpectOnly("minutes", "exercise");
                return new OrderRollCall(
                    MinutesOf(body),
                    await GridsOfAsync(grid, cancellationToken),
                    body.OptionalFlag("exercise") is true
                );
            case ConfirmRoll:
                body.ExpectOnly("microGrid", "state", "note");
                return new ConfirmRoll(
                    body.OptionalString("microGrid"),
                    body.Word<RollState>("state"),
                    TextOf(body, "note")
                );
            default:
                body.ExpectOnly();
                return word == EndEmergency ? new EndEmergency() : new StopRollCall();
        }
    }

    private Task<ImmutableArray<Place>> GridsOfAsync(Place grid, CancellationToken cancellationToken) =>
        rolls.GetGridsAsync(grid.CommunityCode!, cancellationToken);

    private static int MinutesOf(JsonFields body) =>
        body.OptionalNumber("minutes", int.MinValue, int.MaxValue) is null
            ? RollCall.MinutesDefault
            : body.Number("minutes");

    private static PrivateText? TextOf(JsonFields body, string name) =>
        body.OptionalText(name) is { } text ? PrivateText.Of(name, text) : null;
}
