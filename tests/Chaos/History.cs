using System.Collections.Concurrent;
using CivicGrains.Domain.Common;

namespace CivicGrains.Chaos;

/// <summary>What became of a call, as the caller was told.</summary>
internal enum CallOutcome
{
    /// <summary>Carried out: it must be in the log exactly once.</summary>
    Acknowledged,

    /// <summary>Refused for good (4xx): it must not be in the log.</summary>
    Refused,

    /// <summary>Nobody answered in time: it may be there once or not at all.</summary>
    Unknown,
}

/// <summary>One command of one person.</summary>
/// <param name="CommandId">The id that the platform derives from account, route and key.</param>
/// <param name="BeganAt">Real time; <paramref name="EndedAt"/> as well.</param>
/// <param name="Tries">How often it was sent, always with the same key.</param>
/// <param name="Failures">How often it was answered that something is wrong with the platform itself.</param>
internal sealed record Call(
    Person Who,
    string Route,
    string Body,
    string Key,
    Guid CommandId,
    CallOutcome Outcome,
    int Status,
    string Answer,
    DateTimeOffset BeganAt,
    DateTimeOffset EndedAt,
    int Tries,
    int Failures
)
{
    public static Guid IdOf(Guid account, string route, string key) =>
        CommandIds.From(account.ToString("D"), $"POST {route}", key);

    public override string ToString() =>
        $"{BeganAt:HH:mm:ss.fff}-{EndedAt:HH:mm:ss.fff} {Who.Account.Account} POST {Route} {Body} key {Key}: "
        + $"{Outcome} {Status} {Answer} after {Tries} tries, command {CommandId}";
}

/// <summary>Everything that was asked and answered.</summary>
internal sealed class History
{
    private readonly ConcurrentQueue<Call> _calls = new();
    private int _inFlight;

    public IReadOnlyCollection<Call> Calls => _calls;

    public int InFlight => Volatile.Read(ref _inFlight);

    public void Begin() => Interlocked.Increment(ref _inFlight);

    public void End(Call call)
    {
        Interlocked.Decrement(ref _inFlight);
        _calls.Enqueue(call);
    }
}
