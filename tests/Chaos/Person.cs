using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace CivicGrains.Chaos;

/// <summary>Somebody who is signed in, and asks whichever web process comes next.</summary>
internal sealed class Person(
    DemoAccount account,
    Guid accountId,
    Guid reference,
    string token,
    HttpClient http,
    string[] addresses
)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private int _next;

    public DemoAccount Account => account;

    /// <summary>What the log knows them by.</summary>
    public Guid Reference => reference;

    public string Token => token;

    /// <summary>Signs in.</summary>
    public static async Task<Person> SignInAsync(
        DemoAccount account,
        (Guid Id, Guid Reference) known,
        HttpClient http,
        string[] addresses
    )
    {
        using var answer = await http.PostAsJsonAsync(
            $"{addresses[0]}/api/sign-in",
            new { account = account.Account, password = account.Password }
        );
        answer.EnsureSuccessStatusCode();
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        return new Person(account, known.Id, known.Reference, body.GetProperty("token").GetString()!, http, addresses);
    }

    /// <summary>A page of the API; null when nobody answered well.</summary>
    public async Task<JsonElement?> TryGetAsync(string route)
    {
        try
        {
            using var answer = await SendAsync(HttpMethod.Get, route, null, null);
            return answer.IsSuccessStatusCode ? await answer.Content.ReadFromJsonAsync<JsonElement>() : null;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Sends a command, again and again with the same key, until somebody answers for good.</summary>
    public async Task<Call> CommandAsync(History history, string route, object body, string key)
    {
        var json = JsonSerializer.Serialize(body);
        history.Begin();
        var began = TimeProvider.System.GetUtcNow();
        var (status, answer, tries, failures) = await InsistAsync(route, json, key);
        var call = new Call(
            this,
            route,
            json,
            key,
            Call.IdOf(accountId, route, key),
            OutcomeOf(status),
            status,
            answer,
            began,
            TimeProvider.System.GetUtcNow(),
            tries,
            failures
        );
        history.End(call);
        return call;
    }

    /// <summary>The same command once more, after everything: the answer must be the first one.</summary>
    public async Task<(int Status, string Answer)> RepeatAsync(Call call)
    {
        var (status, answer, _, _) = await InsistAsync(call.Route, call.Body, call.Key);
        return (status, answer);
    }

    /// <summary>What a status says; 0 stands for no answer.</summary>
    public static CallOutcome OutcomeOf(int status) =>
        status switch
        {
            200 or 201 => CallOutcome.Acknowledged,
            >= 400 and < 500 and not 408 and not 429 => CallOutcome.Refused,
            _ => CallOutcome.Unknown,
        };

    private async Task<(int Status, string Answer, int Tries, int Failures)> InsistAsync(
        string route,
        string json,
        string key
    )
    {
        var failures = 0;
        var began = TimeProvider.System.GetTimestamp();
        var last = (Status: 0, Answer: "nobody answered");
        for (var tries = 1; ; tries++)
        {
            try
            {
                using var answer = await SendAsync(HttpMethod.Post, route, json, key);
                last = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
                failures += answer.StatusCode is HttpStatusCode.InternalServerError ? 1 : 0;
                if (OutcomeOf(last.Status) is not CallOutcome.Unknown)
                {
                    return (last.Status, last.Answer, tries, failures);
                }
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                last = (0, e.Message);
            }

            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                return (last.Status, last.Answer, tries, failures);
            }

            await Task.Delay(Pause, TimeProvider.System);
        }
    }

    private async Task<HttpResponseMessage> SendAsync(HttpMethod method, string route, string? json, string? key)
    {
        var address = addresses[(uint)Interlocked.Increment(ref _next) % addresses.Length];
        using var request = new HttpRequestMessage(method, address + route);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (json is not null)
        {
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
            request.Headers.Add("Idempotency-Key", key);
        }

        return await http.SendAsync(request);
    }
}
