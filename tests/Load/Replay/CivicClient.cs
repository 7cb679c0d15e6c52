using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace CivicGrains.Load.Replay;

/// <summary>An answer of the API.</summary>
/// <param name="Status">HTTP status; 0 when nobody answered in time.</param>
/// <param name="Body">The JSON of it, where it is JSON.</param>
internal sealed record Answer(int Status, JsonElement? Body)
{
    public bool IsGood => Status is >= 200 and < 300;

    /// <summary>The code of a refusal.</summary>
    public string Code =>
        Body is { ValueKind: JsonValueKind.Object } body && body.TryGetProperty("code", out var code)
            ? code.GetString()!
        : Status == 0 ? "no answer"
        : string.Create(CultureInfo.InvariantCulture, $"status {Status}");
}

/// <summary>
/// Asks the API, and asks again under the same key where the answer may be another one later: the connection is lost,
/// or the platform says that it cannot now (5xx, with its <c>Retry-After</c>).
/// </summary>
/// <param name="patience">How long one question is asked again.</param>
internal sealed class CivicClient(HttpClient http, TimeProvider time, TimeSpan patience)
{
    private static readonly TimeSpan PauseMin = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<string, int> _retries = new(StringComparer.Ordinal);

    /// <summary>How often something was asked again, by the reason.</summary>
    public IReadOnlyDictionary<string, int> Retries => _retries;

    /// <summary>Sends a body.</summary>
    /// <param name="key">Under which a repeat is the same wish.</param>
    public Task<Answer> PostAsync(
        string? token,
        string route,
        object body,
        string? key,
        CancellationToken cancellationToken
    )
    {
        // Serialized once, since a repeat has to be the same byte for byte.
        var json = JsonSerializer.Serialize(body);
        return InsistAsync(
            () =>
            {
                var request = RequestOf(HttpMethod.Post, route, token);
                request.Content = new StringContent(json, Encoding.UTF8, "application/json");
                if (key is not null)
                {
                    request.Headers.Add("Idempotency-Key", key);
                }

                return request;
            },
            cancellationToken
        );
    }

    /// <summary>Reads something.</summary>
    public Task<Answer> GetAsync(string? token, string route, CancellationToken cancellationToken) =>
        InsistAsync(() => RequestOf(HttpMethod.Get, route, token), cancellationToken);

    private static HttpRequestMessage RequestOf(HttpMethod method, string route, string? token)
    {
        var request = new HttpRequestMessage(method, new Uri(route, UriKind.Relative));
        request.Headers.Authorization = token is null ? null : new AuthenticationHeaderValue("Bearer", token);
        return request;
    }

    private async Task<Answer> InsistAsync(Func<HttpRequestMessage> make, CancellationToken cancellationToken)
    {
        var began = time.GetTimestamp();
        for (var pause = PauseMin; ; pause = pause * 2 < PauseMax ? pause * 2 : PauseMax)
        {
            var (answer, after) = await AskAsync(make, cancellationToken);
            if (answer.Status is not (0 or 408 or 429 or >= 500))
            {
                return answer;
            }

            var wait = after ?? pause;
            if (time.GetElapsedTime(began) + wait > patience)
            {
                return answer with { Status = 0 };
            }

            _retries.AddOrUpdate(answer.Status == 0 ? "connection lost" : answer.Code, 1, (_, count) => count + 1);
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    /// <returns>The answer, and after what time it may be another one, where the platform says so.</returns>
    private async Task<(Answer Answer, TimeSpan? After)> AskAsync(
        Func<HttpRequestMessage> make,
        CancellationToken cancellationToken
    )
    {
        try
        {
            using var request = make();
            using var response = await http.SendAsync(request, cancellationToken);
            var text = await response.Content.ReadAsStringAsync(cancellationToken);
            var after = response.Headers.RetryAfter switch
            {
                { Delta: { } delta } => delta,
                { Date: { } date } => date - time.GetUtcNow(),
                _ => (TimeSpan?)null,
            };
            return (new Answer((int)response.StatusCode, JsonOf(text)), after < TimeSpan.Zero ? TimeSpan.Zero : after);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException || Passed(e) && !cancellationToken.IsCancellationRequested)
        {
            return (new Answer(0, null), null);
        }
    }

    /// <summary>The client's own time limit.</summary>
    private static bool Passed(Exception e) => e is OperationCanceledException;

    private static JsonElement? JsonOf(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
