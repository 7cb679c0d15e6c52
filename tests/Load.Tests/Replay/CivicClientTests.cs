using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using CivicGrains.Load.Replay;
using Microsoft.Extensions.Time.Testing;

namespace CivicGrains.Load.Tests.Replay;

public sealed class CivicClientTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _time = new();
    private readonly Replies _replies = new();

    public void Dispose() => _replies.Dispose();

    [Fact]
    public async Task What_the_platform_cannot_do_now_is_asked_again_after_the_time_it_says_under_the_same_key()
    {
        _replies.Next(() => Busy(7), () => Made());
        var asked = PostAsync();

        Assert.Single(_replies.Seen);
        _time.Advance(TimeSpan.FromSeconds(6.9));
        Assert.Single(_replies.Seen);
        _time.Advance(TimeSpan.FromSeconds(0.1));
        var (answer, retries) = await asked;

        Assert.Equal(201, answer.Status);
        Assert.Equal([("k-1", "{\"a\":1}"), ("k-1", "{\"a\":1}")], _replies.Seen);
        Assert.Equal(1, Assert.Single(retries, it => it.Key == "log.busy").Value);
    }

    [Fact]
    public async Task A_lost_connection_is_asked_again_under_the_same_key()
    {
        _replies.Next(() => throw new HttpRequestException("reset"), () => throw new IOException("cut"), () => Made());
        var asked = PostAsync();

        _time.Advance(TimeSpan.FromSeconds(1));
        _time.Advance(TimeSpan.FromSeconds(1));
        var (answer, retries) = await asked;

        Assert.Equal(201, answer.Status);
        Assert.All(_replies.Seen, it => Assert.Equal("k-1", it.Key));
        Assert.Equal(2, Assert.Single(retries).Value);
    }

    [Fact]
    public async Task A_refusal_is_an_answer_and_is_not_asked_again()
    {
        _replies.Next(() => Problem(HttpStatusCode.BadRequest, "text.empty"));

        var (answer, retries) = await PostAsync();

        Assert.Equal((400, "text.empty"), (answer.Status, answer.Code));
        Assert.Single(_replies.Seen);
        Assert.Empty(retries);
    }

    [Fact]
    public async Task Patience_ends_and_then_the_outcome_is_unknown_whatever_was_said_last()
    {
        _replies.Next([.. Enumerable.Repeat(() => Busy(25), 4)]);
        var asked = PostAsync();

        _time.Advance(TimeSpan.FromSeconds(25));
        _time.Advance(TimeSpan.FromSeconds(25));
        var (answer, _) = await asked;

        Assert.Equal(0, answer.Status);
        Assert.False(answer.IsGood);
        Assert.Equal("log.busy", answer.Code);
        Assert.Equal(3, _replies.Seen.Count);
    }

    private async Task<(Answer Answer, IReadOnlyDictionary<string, int> Retries)> PostAsync()
    {
        using var http = new HttpClient(_replies, disposeHandler: false)
        {
            BaseAddress = new Uri("http://district.example"),
        };
        var client = new CivicClient(http, _time, Patience);
        return (await client.PostAsync("t", "/api/issues", new { a = 1 }, "k-1", default), client.Retries);
    }

    private static HttpResponseMessage Made() =>
        new(HttpStatusCode.Created) { Content = JsonContent.Create(new { id = "QY20261124-000123", seq = 7 }) };

    private static HttpResponseMessage Busy(int seconds)
    {
        var response = Problem(HttpStatusCode.ServiceUnavailable, "log.busy");
        response.Headers.RetryAfter = new RetryConditionHeaderValue(TimeSpan.FromSeconds(seconds));
        return response;
    }

    private static HttpResponseMessage Problem(HttpStatusCode status, string code) =>
        new(status) { Content = JsonContent.Create(new { code }) };

    private sealed class Replies : HttpMessageHandler
    {
        private readonly Queue<Func<HttpResponseMessage>> _next = new();

        public List<(string Key, string Body)> Seen { get; } = [];

        public void Next(params Func<HttpResponseMessage>[] replies)
        {
            foreach (var reply in replies)
            {
                _next.Enqueue(reply);
            }
        }

        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request,
            CancellationToken cancellationToken
        )
        {
            var body = await request.Content!.ReadAsStringAsync(cancellationToken);
            Seen.Add((request.Headers.GetValues("Idempotency-Key").Single(), body));
            return _next.Dequeue()();
        }
    }
}
