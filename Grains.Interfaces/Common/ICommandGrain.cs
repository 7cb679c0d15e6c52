using Orleans.Concurrency;

namespace CivicGrains.Grains.Interfaces.Common;

/// <summary>A grain with a stream of its own. Its grain id is the name of the stream and of the place.</summary>
[GrainInterfaceType("command-grain")]
public interface ICommandGrain : IGrainWithStringKey
{
    /// <summary>
    /// Carries out a command once. Answers after its events are durable. Call it through
    /// <see cref="CommandGrainCalls.CarryOutAsync"/>.
    /// </summary>
    [Alias("do")]
    Task<CommandResult> DoAsync(CommandEnvelope envelope);

    /// <summary>
    /// A reaction of the platform to something that happened elsewhere. Not reachable from outside: no account
    /// stands behind it.
    /// </summary>
    [Alias("react")]
    Task<CommandResult> ReactAsync(Guid commandId, DomainCommand command);

    /// <summary>Does whatever is due now, each thing once, and sets the timer for the next deadline.</summary>
    [Alias("wake")]
    Task WakeAsync();

    /// <summary>The next moment at which something is due here; null when nothing is.</summary>
    [Alias("next-deadline"), AlwaysInterleave]
    Task<DateTimeOffset?> NextDeadlineAsync();
}
