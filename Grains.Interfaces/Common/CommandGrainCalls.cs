using Orleans.Storage;

namespace CivicGrains.Grains.Interfaces.Common;

/// <summary>How the edge, the dispatcher and the sweep call a grain.</summary>
public static class CommandGrainCalls
{
    /// <summary>
    /// Carries out a command. When the activation that was asked finds that another one had written to its stream,
    /// Orleans drops it, and the command is asked once more of the next: the same id, so it happens once.
    /// </summary>
    /// <exception cref="CommandOutcomeUnknownException">Whether it was written is not known: repeat with the same id.</exception>
    public static Task<CommandResult> CarryOutAsync(this ICommandGrain grain, CommandEnvelope envelope) =>
        TwiceAsync(() => grain.DoAsync(envelope));

    /// <summary>As <see cref="CarryOutAsync"/>, for a reaction of the platform.</summary>
    public static Task<CommandResult> CarryOutReactionAsync(
        this ICommandGrain grain,
        Guid commandId,
        DomainCommand command
    ) => TwiceAsync(() => grain.ReactAsync(commandId, command));

    /// <summary>As <see cref="CarryOutAsync"/>, for whatever is due.</summary>
    public static async Task WakeUpAsync(this ICommandGrain grain)
    {
        try
        {
            await grain.WakeAsync();
        }
        catch (InconsistentStateException)
        {
            await grain.WakeAsync();
        }
    }

    private static async Task<CommandResult> TwiceAsync(Func<Task<CommandResult>> ask)
    {
        try
        {
            return await ask();
        }
        catch (InconsistentStateException)
        {
            return await ask();
        }
    }
}

/// <summary>
/// Whether a command was written could not be settled in time. The grain has forgotten its state; the same command,
/// repeated with the same id, is answered truly.
/// </summary>
[GenerateSerializer, Alias("command-outcome-unknown")]
public sealed class CommandOutcomeUnknownException(Guid commandId)
    : Exception($"Whether command {commandId} was carried out is not known. Repeat it with the same id.");

/// <summary>It could not be done and nothing was changed; the silo's own log has the cause.</summary>
[GenerateSerializer, Alias("command-failed")]
public sealed class CommandFailedException(string message) : Exception(message);
