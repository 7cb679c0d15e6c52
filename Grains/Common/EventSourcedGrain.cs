using System.Data.Common;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using CivicGrains.Domain.Issues;
using CivicGrains.Grains.Interfaces.Common;
using CivicGrains.Grains.Operations;
using CivicGrains.Storage.EventLog;
using Orleans.Storage;

namespace CivicGrains.Grains.Common;

/// <summary>A grain whose state is the fold of its stream in the log. The grain id is the name of the stream.</summary>
/// <remarks>
/// <para>
/// One way through: ask Domain, append, and only when the log says that it is durable swap the state and answer. The
/// state is immutable and replaced as a whole, so queries interleave with a command that waits for the log and see
/// what was committed last.
/// </para>
/// <para>
/// Not <c>JournaledGrain</c>: it retries a permanent write error for ever, an ambiguous commit stores an event twice,
/// and an exception while applying still answers success. Here each outcome of the log has one consequence:
/// <list type="bullet">
/// <item>won: swap, answer;</item>
/// <item>known: the command was answered before, so the first answer again;</item>
/// <item>
/// behind: another activation wrote to the stream. <see cref="InconsistentStateException"/> makes Orleans drop this
/// activation; <see cref="CommandGrainCalls.CarryOutAsync"/> asks the next one;
/// </item>
/// <item>busy or unavailable: nothing was written, a refusal of kind <see cref="RejectionKind.Busy"/>;</item>
/// <item>
/// poison: nothing was written and nothing ever will be. A person gets a refusal; a reaction or a deadline, where it
/// is a bug, an exception;
/// </item>
/// <item>unknown: this memory can no longer be trusted. The activation ends, the caller repeats with the same id.</item>
/// </list>
/// </para>
/// </remarks>
/// <typeparam name="TState">The state, with its pure functions.</typeparam>
public abstract partial class EventSourcedGrain<TState>(GrainServices services) : Grain, ICommandGrain
    where TState : class, IStreamState<TState>
{
    /// <summary>Most appends of one wake-up: five levels and two windows, with room. More is a bug of <c>Due</c>.</summary>
    private const int DueRoundsMax = 16;

    /// <summary>Stands for the request where nobody sent one: reactions and deadlines.</summary>
    private static readonly ReadOnlyMemory<byte> NoRequest = SHA256.HashData([]);

    /// <summary>The committed state; null until the stream was read.</summary>
    private TState? committed;
    private int version;
    private ReadOnlyMemory<byte> headHash;
    private DateTimeOffset lastAt;

    /// <summary>Where this grain is in the district's tree.</summary>
    protected Place Place { get; private set; }

    /// <summary>What every grain of the silo shares.</summary>
    protected GrainServices Services => services;

    private string Stream { get; set; } = "";

    /// <inheritdoc/>
    public async Task<CommandResult> DoAsync(CommandEnvelope envelope)
    {
        Actor? actor;
        try
        {
            actor = await services.Actors.FindAsync(envelope.AccountId);
        }
        catch (DbException e)
        {
            return Unavailable(e);
        }

        if (actor is null)
        {
            return new CommandResult(null, 0, Rejections.ActorNotSignedIn.Now());
        }

        var requestHash = ImmutableCollectionsMarshal.AsArray(envelope.RequestHash);
        try
        {
            var result = await CarryOutAsync(envelope.CommandId, requestHash, envelope.Command, actor);
            GrainTelemetry.CountCommand(envelope.Command, result);
            return result;
        }
        catch (Exception e) when (GrainTelemetry.CountFailure(envelope.Command, e))
        {
            throw;
        }
    }

    /// <inheritdoc/>
    public Task<CommandResult> ReactAsync(Guid commandId, DomainCommand command) =>
        CarryOutAsync(commandId, NoRequest, command, Actor.Platform);

    /// <inheritdoc/>
    public async Task WakeAsync()
    {
        inLineSince = null;
        try
        {
            await DoWhatIsDueAsync();
        }
        catch (Exception e) when (e is not InconsistentStateException)
        {
            StartTimer(TimerAfterFailure);
            if (IsOfTheLog(e))
            {
                throw Failed(e);
            }

            throw;
        }

        // Whoever wakes may know that the clock goes at another speed now.
        timerFor = null;
        ArmTimer();
    }

    /// <inheritdoc/>
    public async Task<DateTimeOffset?> NextDeadlineAsync()
    {
        try
        {
            return (await LoadedAsync()).NextDueAt;
        }
        catch (LogUnavailableException e)
        {
            throw Failed(e);
        }
    }

    /// <summary>Called in the grain's turn when events are durable, before the answer.</summary>
    /// <param name="state">The state that shows them.</param>
    /// <param name="version">Version of the stream.</param>
    protected virtual void OnCommitted(TState state, int version) { }

    private async Task DoWhatIsDueAsync()
    {
        var state = await LoadedAsync();
        for (var round = 0; round < DueRoundsMax; round++)
        {
            var now = Now();
            if (!(state.NextDueAt <= now))
            {
                break;
            }

            var happened = TState.Due(state, services.Laws.Law, now);
            if (happened.IsEmpty)
            {
                services.Logger.NothingWasDue(Stream);
                break;
            }

            // The id names the version: a second activation that saw the same deadline is refused by the log, so
            // "known" means as much as "behind" that this one is not alone.
            var id = CommandIds.From("due", Stream, version.ToString(CultureInfo.InvariantCulture));
            var result = await CommitAsync(id, NoRequest, null, happened, Actor.Platform.Reference, now);
            if (result.Outcome is not AppendOutcome.Won)
            {
                throw Behind();
            }

            GrainTelemetry.CountDeadline(services.Clock, state.NextDueAt!.Value);
            state = committed!;
        }
    }

    private async Task<CommandResult> CarryOutAsync(
        Guid commandId,
        ReadOnlyMemory<byte> requestHash,
        DomainCommand command,
        Actor actor
    )
    {
        try
        {
            var state = committed ?? await LoadedAsync();
            var now = Now();
            var decision = TState.Decide(state, command, actor, services.Laws.Law, now);
            if (decision.Rejection is { } refused)
            {
                // A repeat of an accepted command would be refused as "wrong state": the log remembers it.
                var first = await services.Log.FindAnswerAsync(commandId);
                return first is null
                    ? new CommandResult(null, 0, refused)
                    : AnswerAgain(requestHash, first.RequestHash, first.Answer, first.LastSeq);
            }

            // A reaction may carry out what follows from somebody's act: then it is theirs.
            var by =
                actor == Actor.Platform && command is IInTheNameOf { Person: var person } ? person : actor.Reference;
            var result = await CommitAsync(commandId, requestHash, command, decision.Events, by, now);
            switch (result.Outcome)
            {
                case AppendOutcome.Won:
                    ArmTimer();
                    return new CommandResult(result.Answer, result.LastSeq, null);
                case AppendOutcome.Known:
                    return AnswerAgain(requestHash, result.RequestHash, result.Answer, result.LastSeq);
                default:
                    throw Behind();
            }
        }
        catch (PoisonAppendException e)
        {
            services.Logger.CommandPoisonous(e, Stream);
            return actor == Actor.Platform ? throw Failed(e) : new CommandResult(null, 0, Rejections.LogRefused.Now());
        }
        catch (LogBusyException)
        {
            return new CommandResult(null, 0, Rejections.LogBusy.Now());
        }
        catch (LogUnavailableException e)
        {
            return Unavailable(e);
        }
    }

    /// <summary>Appends, and after a win shows the state that follows. One append, no look-up on the way.</summary>
    /// <param name="command">What is answered; null for a deadline, which nobody waits for.</param>
    private async Task<AppendResult> CommitAsync(
        Guid commandId,
        ReadOnlyMemory<byte> requestHash,
        DomainCommand? command,
        ImmutableArray<DomainEvent> happened,
        Guid actor,
        DateTimeOffset at
    )
    {
        var before = committed!;
        var next = before;
        foreach (var it in happened)
        {
            next = TState.Evolve(next, it, actor, at);
        }

        var request = new AppendRequest
        {
            Stream = Stream,
            ExpectedVersion = version,
            HeadHash = headHash,
            CommandId = commandId,
            RequestHash = requestHash,
            Answer = command is null ? "{}" : TState.Answer(next, command),
            Actor = actor,
            At = at,
            Events = happened,
            Texts = command?.Texts ?? [],
            Views = TState.Views(before, next, happened.AsSpan(), at),
            IsDeadline = command is null,
        };

        AppendResult result;
        try
        {
            result = await services.Log.AppendAsync(request);
        }
        catch (OutcomeUnknownException e)
        {
            services.Logger.CommandOutcomeUnknown(e, Stream);
            DeactivateOnIdle();
            throw new CommandOutcomeUnknownException(commandId);
        }

        if (result.Outcome is AppendOutcome.Won && !happened.IsEmpty)
        {
            committed = next;
            version += happened.Length;
            headHash = result.HeadHash;
            lastAt = at;
            OnCommitted(next, version);
            SnapshotWhenDue();
        }

        return result;
    }

    private static CommandResult AnswerAgain(
        ReadOnlyMemory<byte> asked,
        ReadOnlyMemory<byte> askedFirst,
        string answer,
        long seq
    ) =>
        asked.Span.SequenceEqual(askedFirst.Span)
            ? new CommandResult(answer, seq, null)
            : new CommandResult(null, 0, Rejections.IdempotencyOtherBody.Now());

    private CommandResult Unavailable(Exception why)
    {
        services.Logger.CommandRefusedUnreached(why, Stream);
        return new CommandResult(null, 0, Rejections.LogUnavailable.Now());
    }

    private static bool IsOfTheLog(Exception e) =>
        e is LogBusyException or LogUnavailableException or PoisonAppendException;

    /// <summary>What a caller is told, who may sit in another process that knows neither the log nor its driver.</summary>
    private CommandFailedException Failed(Exception why)
    {
        services.Logger.CommandNotDone(why, Stream);
        return new CommandFailedException($"{Stream}: {why.Message}");
    }

    private InconsistentStateException Behind() =>
        new($"{Stream} has moved on from version {version}: another activation wrote to it.");

    /// <summary>Domain time, never before the stream's last event.</summary>
    private DateTimeOffset Now()
    {
        var now = services.Clock.GetUtcNow();
        return now > lastAt ? now : lastAt;
    }
}
