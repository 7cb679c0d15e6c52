namespace CivicGrains.Domain.Common;

/// <summary>What kind of refusal this is, so that each edge can say it in its own protocol (HTTP: see <c>docs/codes.md</c>).</summary>
public enum RejectionKind
{
    /// <summary>The request itself is wrong: a field is missing, too long, of a wrong shape (HTTP 400).</summary>
    Invalid,

    /// <summary>The thing named does not exist (HTTP 404).</summary>
    Unknown,

    /// <summary>The signed-in person may not do this here (HTTP 403).</summary>
    NotYours,

    /// <summary>The thing exists, but not in a state that allows this (HTTP 409).</summary>
    WrongState,

    /// <summary>Too much at once; the same request may be sent again later (HTTP 503 with Retry-After).</summary>
    Busy,

    /// <summary>Nobody is signed in (HTTP 401).</summary>
    NotSignedIn,

    /// <summary>The body is larger than the platform takes (HTTP 413).</summary>
    TooLarge,

    /// <summary>The address does not take this method (HTTP 405).</summary>
    WrongMethod,

    /// <summary>It was changed by somebody else since it was read (HTTP 412).</summary>
    Outdated,

    /// <summary>Whoever changes it has to say which version they have read (HTTP 428).</summary>
    Unguarded,

    /// <summary>A bug: no caller can do anything about it (HTTP 500).</summary>
    Failed,

    /// <summary>The body is of a type that the address does not take (HTTP 415).</summary>
    WrongType,
}

/// <summary>A refusal the caller can act on; nothing was changed. A bug throws instead.</summary>
/// <param name="Code">Stable and for ever, such as <c>issue.wrong-state</c>; every code stands in <see cref="Rejections"/>.</param>
/// <param name="English">One sentence in English for the person who asked.</param>
/// <param name="Chinese">The same sentence in Chinese.</param>
/// <param name="Field">The field of the request that is wrong, in its JSON spelling; null when no single field is.</param>
[GenerateSerializer, Immutable, Alias("rejection")]
public sealed record Rejection(RejectionKind Kind, string Code, string English, string Chinese, string? Field = null);

/// <summary>What a decider answers: the events to log, or why there are none.</summary>
/// <remarks>No events and no rejection is an answer too: the wish is already fulfilled.</remarks>
public readonly record struct Decision(ImmutableArray<DomainEvent> Events, Rejection? Rejection)
{
    /// <summary>Nothing to do, and nothing wrong.</summary>
    public static Decision Nothing { get; } = new([], null);

    /// <summary>The events to log, in order.</summary>
    public static Decision Of(params ReadOnlySpan<DomainEvent> events) => new([.. events], null);

    public static implicit operator Decision(DomainEvent happened) => new([happened], null);

    public static implicit operator Decision(Rejection refused) => new([], refused);
}
