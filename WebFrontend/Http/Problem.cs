namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// A refusal in the words of HTTP (RFC 9457). The status of every refusal is decided here and nowhere else.
/// </summary>
/// <param name="RetryAfterSeconds">When the same request may be sent again; null when that would not help.</param>
internal sealed record Problem(int Status, Rejection Rejection, int? RetryAfterSeconds = null)
{
    /// <summary>After how many seconds a request may be sent again that met a full queue or an absent database.</summary>
    public const int RetrySoonSeconds = 2;

    /// <summary>A bug, which no caller can do anything about.</summary>
    public static Problem Bug { get; } = Of(Rejections.PlatformFailed.Now());

    /// <summary>An address that is asked in a way it does not know.</summary>
    public static Problem MethodNotAllowed { get; } = Of(Rejections.RouteMethod.Now());

    /// <summary>A refusal with the status of its kind.</summary>
    public static Problem Of(Rejection refused) =>
        new(StatusOf(refused.Kind), refused, refused.Kind is RejectionKind.Busy ? RetrySoonSeconds : null);

    /// <summary>The status of each kind of refusal.</summary>
    public static int StatusOf(RejectionKind kind) =>
        kind switch
        {
            RejectionKind.Invalid => StatusCodes.Status400BadRequest,
            RejectionKind.NotSignedIn => StatusCodes.Status401Unauthorized,
            RejectionKind.NotYours => StatusCodes.Status403Forbidden,
            RejectionKind.Unknown => StatusCodes.Status404NotFound,
            RejectionKind.WrongState => StatusCodes.Status409Conflict,
            RejectionKind.TooLarge => StatusCodes.Status413PayloadTooLarge,
            RejectionKind.WrongType => StatusCodes.Status415UnsupportedMediaType,
            RejectionKind.WrongMethod => StatusCodes.Status405MethodNotAllowed,
            RejectionKind.Outdated => StatusCodes.Status412PreconditionFailed,
            RejectionKind.Unguarded => StatusCodes.Status428PreconditionRequired,
            RejectionKind.Failed => StatusCodes.Status500InternalServerError,
            RejectionKind.Busy => StatusCodes.Status503ServiceUnavailable,
            _ => throw new UnreachableException($"Give {kind} a status."),
        };
}

/// <summary>What the edge reads is refused; thrown where a value could not carry it, answered as a problem.</summary>
internal sealed class RefusedException(Rejection rejection) : Exception(rejection.English)
{
    public Rejection Rejection { get; } = rejection;
}

/// <summary>Short for answering with a refusal.</summary>
internal static class ProblemExtensions
{
    public static ProblemResult ToResult(this Problem problem) => new(problem);

    public static ProblemResult ToResult(this Rejection refused) => new(Problem.Of(refused));
}
