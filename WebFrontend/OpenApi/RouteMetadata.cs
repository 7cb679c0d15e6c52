namespace CivicGrains.WebFrontend.OpenApi;

/// <summary>
/// Says in the API's description what body a route takes. The handlers read bodies themselves (a body is hashed before
/// anything is made of it), so the framework cannot tell from their parameters.
/// </summary>
internal sealed record BodyMetadata(Type Type, bool IsRequired);

/// <summary>Says that the body of a route is a picture.</summary>
internal sealed record PictureMetadata;

/// <summary>Says that a route takes a parameter in its address, which the handler reads itself.</summary>
internal sealed record QueryMetadata(string Name, string Description);

/// <summary>Short for describing what routes take.</summary>
internal static class BodyMetadataExtensions
{
    public static RouteHandlerBuilder TakesBody<T>(this RouteHandlerBuilder route, bool isRequired = true) =>
        route.WithMetadata(new BodyMetadata(typeof(T), isRequired));

    public static RouteHandlerBuilder TakesPicture(this RouteHandlerBuilder route) =>
        route.WithMetadata(new PictureMetadata());

    public static RouteHandlerBuilder TakesQuery(this RouteHandlerBuilder route, string name, string description) =>
        route.WithMetadata(new QueryMetadata(name, description));

    public static RouteHandlerBuilder TakesIdempotencyKey(this RouteHandlerBuilder route) =>
        route.WithMetadata(new IdempotencyKeyMetadata());

    public static RouteHandlerBuilder TakesIfMatch(this RouteHandlerBuilder route) =>
        route.WithMetadata(new IfMatchMetadata());
}

/// <summary>Says that a route takes an <c>Idempotency-Key</c>.</summary>
internal sealed record IdempotencyKeyMetadata;

/// <summary>Says that a route changes what others edit too, and takes <c>If-Match</c>.</summary>
internal sealed record IfMatchMetadata;
