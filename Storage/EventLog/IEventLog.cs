using CivicGrains.Domain.Common;

namespace CivicGrains.Storage.EventLog;

/// <summary>The append-only log of everything that happened. It is the truth; all else is a function of it.</summary>
public interface IEventLog
{
    /// <summary>
    /// Appends the outcome of one command: events, texts and view rows become durable together or not at all, and
    /// at most once per command id, whichever silo asks.
    /// </summary>
    /// <returns>What became of it; the task ends only when the outcome is known and durable.</returns>
    /// <exception cref="LogBusyException">The queue is full: nothing was written.</exception>
    /// <exception cref="PoisonAppendException">PostgreSQL cannot store this append: nothing was written, ask for no repeat.</exception>
    /// <exception cref="LogUnavailableException">Nothing was written: the server is not there.</exception>
    /// <exception cref="OutcomeUnknownException">
    /// The outcome could not be settled: forget the state, read it anew, repeat with the same command id.
    /// </exception>
    Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default);

    /// <summary>The events of a stream after a version, in order.</summary>
    /// <exception cref="LogUnavailableException">The server is not there.</exception>
    IAsyncEnumerable<LoggedEvent> ReadStreamAsync(
        string stream,
        long afterVersion,
        CancellationToken cancellationToken = default
    );

    /// <summary>The first answer to a command, if it was ever accepted (kept 30 days); null if not.</summary>
    /// <exception cref="LogUnavailableException">The server is not there.</exception>
    Task<StoredAnswer?> FindAnswerAsync(Guid commandId, CancellationToken cancellationToken = default);
}

/// <summary>One command's append to one stream.</summary>
public sealed record AppendRequest
{
    /// <summary>Name of the stream, such as <c>compound/510105007004-C012</c>.</summary>
    public required string Stream { get; init; }

    /// <summary>Version of the stream the decision was made on; 0 = no event yet.</summary>
    public required int ExpectedVersion { get; init; }

    /// <summary>Hash of the event at that version (32 bytes); empty at version 0.</summary>
    public required ReadOnlyMemory<byte> HeadHash { get; init; }

    public required Guid CommandId { get; init; }

    /// <summary>SHA-256 of what was asked, so that another wish under the same id is noticed.</summary>
    public required ReadOnlyMemory<byte> RequestHash { get; init; }

    /// <summary>Answer to the command, as JSON; a repeat gets this one.</summary>
    public required string Answer { get; init; }

    /// <summary>Reference of who acts.</summary>
    public required Guid Actor { get; init; }

    /// <summary>Domain time, whole microseconds, never before the stream's last event.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>May be empty: a command that changes nothing is remembered all the same.</summary>
    public required IReadOnlyList<DomainEvent> Events { get; init; }
    public IReadOnlyList<PrivateText> Texts { get; init; } = [];
    public IReadOnlyList<ViewRow> Views { get; init; } = [];

    /// <summary>Whether it goes by the lane of deadlines, which people's commands cannot fill.</summary>
    public bool IsDeadline { get; init; }
}

/// <summary>What became of an append.</summary>
public enum AppendOutcome
{
    /// <summary>Written.</summary>
    Won,

    /// <summary>This command id was answered before: here is the first answer. Nothing was written.</summary>
    Known,

    /// <summary>The stream has moved on (another activation wrote to it). Nothing was written: read it anew.</summary>
    Behind,
}

/// <summary>The answer of the log.</summary>
/// <param name="LastSeq">Sequence number of the command's last event; 0 when it had none.</param>
/// <param name="Answer">This answer, or the first one when the command was known.</param>
/// <param name="RequestHash">The hash stored with the first answer when the command was known; else empty.</param>
/// <param name="HeadHash">Hash of the stream's last event after a win; else empty.</param>
public sealed record AppendResult(
    AppendOutcome Outcome,
    long LastSeq,
    string Answer,
    ReadOnlyMemory<byte> RequestHash,
    ReadOnlyMemory<byte> HeadHash
);

/// <summary>A command's first answer.</summary>
public sealed record StoredAnswer(string Stream, string Answer, ReadOnlyMemory<byte> RequestHash, long LastSeq);

/// <summary>An event as the log holds it.</summary>
/// <param name="Seq">Position in the whole log; rises in commit order; may have holes.</param>
/// <param name="Version">Position in its stream, from 1, without holes.</param>
/// <param name="Payload">The event as JSON, without its name.</param>
public sealed record LoggedEvent(
    long Seq,
    string Stream,
    int Version,
    string? Subject,
    string Type,
    string Payload,
    Guid CommandId,
    Guid Actor,
    DateTimeOffset At,
    ReadOnlyMemory<byte> Hash
);

/// <summary>Too much is waiting to be written.</summary>
public sealed class LogBusyException() : Exception("The queue of the log is full.");

/// <summary>The database server is not there; nothing was written.</summary>
public sealed class LogUnavailableException(Exception? cause = null)
    : Exception("The log cannot be reached; nothing was written.", cause);

/// <summary>The log cannot store this append, whatever stands beside it.</summary>
public sealed class PoisonAppendException(Guid commandId, Exception cause)
    : Exception($"The log cannot store command {commandId}.", cause);

/// <summary>Whether the append was written could not be settled.</summary>
public sealed class OutcomeUnknownException(Guid commandId, Exception? cause = null)
    : Exception($"Whether command {commandId} was written is not known.", cause);
