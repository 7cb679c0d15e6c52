using System.Runtime.CompilerServices;
using CivicGrains.Storage.EventLog;

namespace CivicGrains.Grains.Tests.Support;

/// <summary>The real log, with what can go wrong in between, on demand.</summary>
public sealed class FaultyLog(IEventLog inner, LogFaults faults) : IEventLog
{
    public async Task<AppendResult> AppendAsync(AppendRequest request, CancellationToken cancellationToken = default)
    {
        if (faults.BeforeAppend is { } before)
        {
            await before(request);
        }

        var result = await inner.AppendAsync(request, cancellationToken);
        if (faults.AfterAppend is { } after)
        {
            await after(request);
        }

        return result;
    }

    public async IAsyncEnumerable<LoggedEvent> ReadStreamAsync(
        string stream,
        long afterVersion,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        if (faults.Unavailable)
        {
            throw new LogUnavailableException();
        }

        await foreach (var it in inner.ReadStreamAsync(stream, afterVersion, cancellationToken))
        {
            faults.Read(stream);
            yield return it;
        }
    }

    public Task<StoredAnswer?> FindAnswerAsync(Guid commandId, CancellationToken cancellationToken = default) =>
        faults.Unavailable ? throw new LogUnavailableException() : inner.FindAnswerAsync(commandId, cancellationToken);
}

/// <summary>What goes wrong with the log, and what was asked of it; shared by the silos of a cluster.</summary>
public sealed class LogFaults
{
    private readonly Dictionary<string, int> eventsRead = [];

    /// <summary>Runs before an append; what it throws, the append throws.</summary>
    public Func<AppendRequest, Task>? BeforeAppend { get; set; }

    /// <summary>Runs after an append was written; what it throws, the append throws.</summary>
    public Func<AppendRequest, Task>? AfterAppend { get; set; }

    public bool Unavailable { get; set; }

    /// <summary>All is well again.</summary>
    public void Clear() => (BeforeAppend, AfterAppend, Unavailable) = (null, null, false);

    /// <summary>Number of events of a stream that were read since the last question.</summary>
    public int TakeEventsRead(string stream)
    {
        lock (eventsRead)
        {
            eventsRead.Remove(stream, out var count);
            return count;
        }
    }

    internal void Read(string stream)
    {
        lock (eventsRead)
        {
            eventsRead[stream] = eventsRead.GetValueOrDefault(stream) + 1;
        }
    }
}
