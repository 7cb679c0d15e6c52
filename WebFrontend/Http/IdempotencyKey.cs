namespace CivicGrains.WebFrontend.Http;

/// <summary>The optional header under which a repeated request is the same wish.</summary>
internal static class IdempotencyKey
{
    /// <summary>Name of the header.</summary>
    public const string Header = "Idempotency-Key";

    private const int CharactersMax = 200;

    /// <summary>
    /// The id of the command: derived from who asks what under which key, or a fresh one without a key.
    /// </summary>
    /// <exception cref="RefusedException">The key cannot be one.</exception>
    public static Guid CommandIdOf(HttpRequest request, Guid accountId)
    {
        if (!request.Headers.TryGetValue(Header, out var values))
        {
            return Guid.CreateVersion7();
        }

        return CommandIdOf(request, accountId, values.Count == 1 ? values[0] : null);
    }

    /// <summary>The id of the command that somebody sends under a key.</summary>
    /// <exception cref="RefusedException">The key cannot be one.</exception>
    public static Guid CommandIdOf(HttpRequest request, Guid accountId, string? key) =>
        key is { Length: > 0 and <= CharactersMax } && key.All(c => c is > ' ' and <= '~')
            ? CommandIds.From(accountId.ToString("D"), RequestBody.RouteOf(request), key)
            : throw new RefusedException(Rejections.IdempotencyKeyInvalid.With(null, CharactersMax));
}
