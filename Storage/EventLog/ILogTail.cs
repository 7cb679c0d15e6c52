namespace CivicGrains.Storage.EventLog;

/// <summary>
/// Follows the whole log in sequence order. Woken by a hint as soon as something was committed, and by a poll on which
/// correctness rests. A process keeps the newest events in memory, so that many followers cost one read.
/// </summary>
public interface ILogTail
{
    /// <summary>Changes when sequence numbers lose their meaning (after a restore). Goes with every cursor.</summary>
    string Epoch { get; }

    /// <summary>Sequence number of the newest event this process has seen.</summary>
    long Seq { get; }

    /// <summary>Events after a cursor, in order, for ever: ends only by cancellation. A batch is never empty.</summary>
    /// <exception cref="LogReplacedException">The log was restored from a copy under this running process.</exception>
    IAsyncEnumerable<IReadOnlyList<LoggedEvent>> ReadAsync(long after, CancellationToken cancellationToken);

    /// <summary>Asks for a look at the log now; called after an append of this process was committed.</summary>
    void Wake();
}

/// <summary>The log was restored from a copy under a running process: what it knows is void, it must start anew.</summary>
public sealed class LogReplacedException() : Exception("The log is not the one that was followed before.");
