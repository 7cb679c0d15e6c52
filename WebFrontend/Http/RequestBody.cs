using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http.Features;

namespace CivicGrains.WebFrontend.Http;

/// <summary>
/// The body of a request as it was received, read once: its bytes are hashed (a repeat under the same key must be the
/// same wish) before anything is made of them, then they are read as one JSON object.
/// </summary>
internal sealed class RequestBody : IDisposable
{
    /// <summary>Most bytes a body may have. A text of 4,000 characters needs at most 24,000 when all are escaped.</summary>
    public const int BytesMax = 64 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    private readonly JsonDocument _json;

    private RequestBody(JsonDocument json, ImmutableArray<byte> hash)
    {
        _json = json;
        Hash = hash;
    }

    /// <summary>SHA-256 of method, path and bytes as received.</summary>
    public ImmutableArray<byte> Hash { get; }

    /// <summary>The JSON object; an absent body counts as an empty one.</summary>
    public JsonFields Fields => new(_json.RootElement);

    /// <inheritdoc/>
    public void Dispose() => _json.Dispose();

    /// <summary>Reads the body.</summary>
    /// <exception cref="RefusedException">It is too large, of another type, not UTF-8 or not a JSON object.</exception>
    public static async Task<RequestBody> ReadAsync(HttpContext context)
    {
        var request = context.Request;
        if (request.ContentLength > BytesMax)
        {
            throw new RefusedException(Rejections.BodyTooLarge.With(null, BytesMax));
        }

        if (!request.HasJsonContentType() && HasBody(request))
        {
            // A form of another site can be sent in any other type, without asking whether it may.
            throw new RefusedException(Rejections.BodyWrongType.Now());
        }

        var bytes = new byte[(int)(request.ContentLength ?? 4096) + 1];
        var length = 0;
        while (true)
        {
            var read = await request.Body.ReadAsync(bytes.AsMemory(length), context.RequestAborted);
            if (read == 0)
            {
                break;
            }

            length += read;
            if (length > BytesMax)
            {
                throw new RefusedException(Rejections.BodyTooLarge.With(null, BytesMax));
            }

            if (length == bytes.Length)
            {
                Array.Resize(ref bytes, bytes.Length * 2);
            }
        }

        return Parse(RouteOf(request), bytes.AsMemory(0, length));
    }

    private static bool HasBody(HttpRequest request) =>
        request.HttpContext.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody ?? request.ContentLength != 0;

    /// <summary>Method and path: what was asked, apart from the body.</summary>
    public static string RouteOf(HttpRequest request) => $"{request.Method} {request.PathBase}{request.Path}";

    /// <summary>Reads what stands for a body: a form, written as JSON.</summary>
    /// <param name="route">Method and path.</param>
    /// <exception cref="RefusedException">It is not UTF-8 or not a JSON object.</exception>
    public static RequestBody Parse(string route, ReadOnlyMemory<byte> bytes)
    {
        if (!Utf8.IsValid(bytes.Span))
        {
            throw new RefusedException(Rejections.BodyNotUtf8.Now());
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes(route));
        hash.AppendData("\n"u8);
        hash.AppendData(bytes.Span);
        var requestHash = ImmutableArray.Create(hash.GetHashAndReset());

        var text = bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes;
        try
        {
            var json = JsonDocument.Parse(text.IsEmpty ? "{}"u8.ToArray() : text, Strict);
            if (json.RootElement.ValueKind is JsonValueKind.Object)
            {
                return new RequestBody(json, requestHash);
            }

            json.Dispose();
            throw new RefusedException(Rejections.BodyNotJson.Now());
        }
        catch (JsonException)
        {
            throw new RefusedException(Rejections.BodyNotJson.Now());
        }
    }
}
