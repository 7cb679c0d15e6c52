using CivicGrains.Domain.Rules;

namespace CivicGrains.Domain.Issues;

/// <summary>The life of an issue, whatever owns it.</summary>
public static partial class IssueLifecycle
{
    /// <summary>Command in, events or refusal out. No clock, no I/O: the caller passes the time and the law.</summary>
    public static Decision Decide(IIssueOwner owner, IssueCommand command, Actor actor, Law law, DateTimeOffset now) =>
        throw new UnreachableException();
}
