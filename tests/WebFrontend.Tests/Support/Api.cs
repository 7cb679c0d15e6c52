using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CivicGrains.WebFrontend.Tests.Support;

/// <summary>An answer of the API.</summary>
/// <param name="Json">The body; undefined when there was none.</param>
public sealed record Answer(int Status, JsonElement Json, HttpResponseHeaders Headers, string ContentType)
{
    /// <summary>The code of a problem.</summary>
    public string? Code => Text("code");

    /// <summary>The field a problem names.</summary>
    public string? Field => Text("field");

    /// <summary>The body of an answer that must have this status.</summary>
    public JsonElement Expect(int status)
    {
        Assert.True(Status == status, $"{Status} instead of {status}: {Json}");
        return Json;
    }

    /// <summary>A problem that must have this status and code.</summary>
    public Answer ExpectProblem(int status, string code)
    {
        Assert.True(Status == status && Code == code, $"{Status} {Code} instead of {status} {code}: {Json}");
        Assert.Equal("application/problem+json", ContentType);
        return this;
    }

    private string? Text(string name) =>
        Json.ValueKind is JsonValueKind.Object && Json.TryGetProperty(name, out var value) ? value.GetString() : null;
}

/// <summary>Asks the API as one person.</summary>
public sealed class Api : IDisposable
{
    private readonly HttpClient _http;

    public Api(Uri address, string? token)
    {
        _http = new HttpClient { BaseAddress = address };
        if (token is not null)
        {
            _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }
    }

    public Task<Answer> GetAsync(string path) => SendAsync(new HttpRequestMessage(HttpMethod.Get, path));

    public Task<Answer> PostAsync(string path, object? body = null, string? key = null) =>
        PostRawAsync(path, JsonSerializer.SerializeToUtf8Bytes(body ?? new { }), key);

    public Task<Answer> PostRawAsync(string path, byte[] body, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return SendAsync(request);
    }

    /// <summary>Puts a body that is written by hand.</summary>
    public Task<Answer> PutTextAsync(string path, string body, string ifMatch = "*")
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        };
        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        return SendAsync(request);
    }

    /// <summary>Puts something that others edit too.</summary>
    /// <param name="ifMatch">As the header says it; null for no header.</param>
    public Task<Answer> PutAsync(string path, object body, string? ifMatch, string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Put, path)
        {
            Content = new ByteArrayContent(JsonSerializer.SerializeToUtf8Bytes(body)),
        };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        foreach (var (name, value) in new[] { ("If-Match", ifMatch), ("Idempotency-Key", key) })
        {
            if (value is not null)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        return SendAsync(request);
    }

    public Task<Answer> PostTextAsync(string path, string body, string? key = null) =>
        PostRawAsync(path, Encoding.UTF8.GetBytes(body), key);

    /// <summary>Reports something that the property manager has first.</summary>
    public async Task<string> ReportAsync(
        string? owner = null,
        string category = "UTL-04",
        string text = "楼道灯坏了",
        params string[] photos
    )
    {
        var answer = await PostAsync(
            "/api/issues",
            new
            {
                owner = owner ?? SmallTown.Compound.ToString(),
                category,
                description = text,
                photos,
            }
        );
        return answer.Expect(201).GetProperty("id").GetString()!;
    }

    public Task<Answer> CommandAsync(string id, string command, object? body = null, string? key = null) =>
        PostAsync($"/api/issues/{id}/{command}", body, key);

    /// <summary>Uploads a photo.</summary>
    /// <param name="type">Its media type; null for none.</param>
    public Task<Answer> UploadAsync(byte[] photo, string? type = "image/jpeg", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, "/api/photos") { Content = new ByteArrayContent(photo) };
        request.Content.Headers.ContentType = type is null ? null : new MediaTypeHeaderValue(type);
        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return SendAsync(request);
    }

    /// <summary>Uploads a photo that is fine; the answer is its name.</summary>
    public async Task<string> PhotoAsync(byte[] photo) =>
        (await UploadAsync(photo)).Expect(201).GetProperty("id").GetString()!;

    /// <summary>Asks for something that is not JSON.</summary>
    public async Task<HttpResponseMessage> GetRawAsync(string path, string? ifNoneMatch = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await _http.SendAsync(request);
    }

    public async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await _http.SendAsync(request);
            var bytes = await response.Content.ReadAsByteArrayAsync();
            var type = response.Content.Headers.ContentType?.MediaType ?? "";
            var json =
                bytes.Length > 0 && type.EndsWith("json", StringComparison.Ordinal)
                    ? JsonDocument.Parse(bytes).RootElement
                    : default;
            return new Answer((int)response.StatusCode, json, response.Headers, type);
        }
    }

    public void Dispose() => _http.Dispose();
}
