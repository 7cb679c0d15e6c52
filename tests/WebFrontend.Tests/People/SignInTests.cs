using System.Net;
using System.Net.Http.Headers;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.People;

public sealed class SignInTests(TestHost host)
{
    [Theory]
    [InlineData("resident", "wrong")]
    [InlineData("nobody", "wrong")]
    [InlineData("nobody\u0007", SmallTown.Password)]
    public async Task Whoever_does_not_know_the_password_is_refused_in_the_same_words(string account, string password)
    {
        using var api = await host.ApiAsync(null);

        var answer = await api.PostAsync("/api/sign-in", new { account, password });

        answer.ExpectProblem(401, "sign-in.wrong");
    }

    [Theory]
    [InlineData("""{"password":"x"}""", "field.missing", "account")]
    [InlineData("""{"account":1,"password":"x"}""", "field.wrong-type", "account")]
    [InlineData("""{"account":"resident","password":[]}""", "field.wrong-type", "password")]
    public async Task A_field_that_is_wrong_is_named(string body, string code, string field)
    {
        using var api = await host.ApiAsync(null);

        var answer = await api.PostTextAsync("/api/sign-in", body);

        Assert.Equal(field, answer.ExpectProblem(400, code).Field);
    }

    [Fact]
    public async Task An_account_that_is_guessed_at_is_closed_for_a_while()
    {
        using var api = await host.ApiAsync(null);
        var guess = new { account = "guessed-at", password = "wrong" };

        Answer answer;
        do
        {
            answer = await api.PostAsync("/api/sign-in", guess);
        } while (answer.Status == 401);

        answer.ExpectProblem(429, "sign-in.too-often");
        Assert.NotNull(answer.Headers.RetryAfter);
    }

    [Fact]
    public async Task Signing_in_answers_a_token_and_sets_a_cookie_that_scripts_cannot_read()
    {
        using var api = await host.ApiAsync(null);

        var answer = await api.PostAsync("/api/sign-in", new { account = "Resident", password = SmallTown.Password });

        Assert.NotEmpty(answer.Expect(200).GetProperty("token").GetString()!);
        var cookie = Assert.Single(answer.Headers.GetValues("Set-Cookie"));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_form_of_another_site_signs_nobody_in(string type)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var body = Json($$"""{"account":"resident","password":"{{SmallTown.Password}}","x":"="}""");
        body.Headers.ContentType = MediaTypeHeaderValue.Parse(type);

        var answer = await http.PostAsync("/api/sign-in", body);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, answer.StatusCode);
        Assert.Contains("body.wrong-type", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(answer.Headers.Contains("Set-Cookie"));
    }

    [Fact]
    public async Task The_cookie_alone_is_enough_and_signing_out_takes_it_back()
    {
        using var handler = new HttpClientHandler { CookieContainer = new CookieContainer() };
        using var http = new HttpClient(handler) { BaseAddress = host.Address };
        using var body = Json($$"""{"account":"resident","password":"{{SmallTown.Password}}"}""");
        await http.PostAsync("/api/sign-in", body);

        var signedIn = await http.GetAsync("/api/me");
        var signOut = await http.PostAsync("/api/sign-out", null);
        var signedOut = await http.GetAsync("/api/me");

        Assert.Equal(HttpStatusCode.OK, signedIn.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, signOut.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, signedOut.StatusCode);
    }

    [Fact]
    public async Task Signing_out_is_for_those_who_are_signed_in()
    {
        using var api = await host.ApiAsync(null);

        (await api.PostAsync("/api/sign-out")).ExpectProblem(401, "actor.not-signed-in");
    }

    [Theory]
    [InlineData("")]
    [InlineData("nonsense")]
    public async Task A_token_that_nobody_issued_is_refused(string token)
    {
        using var api = new Api(host.Address, token);

        (await api.GetAsync("/api/me")).ExpectProblem(401, "actor.not-signed-in");
    }

    [Fact]
    public async Task A_token_in_the_address_is_for_the_hub_alone()
    {
        using var api = await host.ApiAsync(null);
        var token = Uri.EscapeDataString(await host.TokenAsync("resident"));

        var elsewhere = await api.GetAsync($"/api/me?access_token={token}");
        var hub = await api.PostAsync($"/hubs/live/negotiate?negotiateVersion=1&access_token={token}");

        elsewhere.ExpectProblem(401, "actor.not-signed-in");
        hub.Expect(200);
    }

    [Fact]
    public async Task A_refresh_token_gives_a_new_token_and_any_other_text_does_not()
    {
        using var api = await host.ApiAsync(null);
        var account = new { account = "resident", password = SmallTown.Password };
        var first = (await api.PostAsync("/api/sign-in", account)).Expect(200);

        var refreshed = await api.PostAsync(
            "/api/sign-in/refresh",
            new { refreshToken = first.GetProperty("refreshToken").GetString() }
        );
        var wrong = await api.PostAsync(
            "/api/sign-in/refresh",
            new { refreshToken = first.GetProperty("token").GetString() }
        );

        using var again = new Api(host.Address, refreshed.Expect(200).GetProperty("token").GetString());
        Assert.Equal("resident", (await again.GetAsync("/api/me")).Expect(200).GetProperty("account").GetString());
        wrong.ExpectProblem(401, "actor.not-signed-in");
    }

    private static StringContent Json(string text) => new(text, MediaTypeHeaderValue.Parse("application/json"));
}
