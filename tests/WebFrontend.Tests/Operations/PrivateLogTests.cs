using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CivicGrains.Silo.Operations;
using CivicGrains.Storage.Leases;
using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Tests.Photos;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Trace;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>Nothing that a person has written or that lets somebody in reaches a log line, a span or a figure.</summary>
public sealed class PrivateLogTests(TestHost shared)
{
    private const string Name = "marker-name-zhangwei";
    private const string Password = "marker-password-7d1f";
    private const string Text = "标记文字张伟家漏水";
    private const string Phone = "13900001234";
    private const string Key = "marker-key-55aa";

    [Fact]
    public async Task None_of_it_is_seen_at_the_level_of_debug()
    {
        var seen = new Seen();
        await using var host = await TestHost.StartAsync(
            shared.Postgres,
            builder =>
            {
                SayEverything(builder);
                builder.Logging.AddProvider(seen);
                builder.AddCivicTracing(tracing => tracing.AddProcessor(seen.Spans));
            }
        );

        var tokens = await LiveAsync(host);

        var figures = await FiguresAsync(host);
        Assert.True(seen.Lines.Count > 100, $"Only {seen.Lines.Count} lines were logged.");
        Assert.True(seen.Attributes.Count > 100, $"Only {seen.Attributes.Count} attributes were traced.");
        foreach (var secret in new[] { Name, Password, Text, Phone, Key, Pictures.Secret }.Concat(tokens))
        {
            var told = seen.Lines.Concat(seen.Attributes).Where(it => Holds(it, secret));
            Assert.Equal("", string.Join('\n', told));
            Assert.False(Holds(figures, secret));
        }
    }

    /// <summary>Signs in, reports, searches, is refused, and does what else people do with words and secrets.</summary>
    /// <returns>The tokens that were used.</returns>
    private static async Task<string[]> LiveAsync(TestHost host)
    {
        using var nobody = await host.ApiAsync(null);
        (await nobody.PostAsync("/api/sign-in", new { account = Name, password = Password })).ExpectProblem(
            401,
            "sign-in.wrong"
        );
        await nobody.PostTextAsync("/api/sign-in", $"{{\"account\": \"{Name}\", \"password\": {Password}");
        using var browser = new Browser(host.Address);
        await browser.SignInAsync(Name, Password);
        await browser.GetAsync($"/?q={Uri.EscapeDataString(Text)}");

        var token = await host.TokenAsync("resident");
        using var resident = await host.ApiAsync("resident");
        var report = new
        {
            owner = SmallTown.Compound.ToString(),
            category = "UTL-04",
            description = $"{Text} {Phone}",
            location = new { building = "1栋", text = $"{Text} 3-201" },
        };
        var issue = (await resident.PostAsync("/api/issues", report, Key)).Expect(201).GetProperty("id").GetString()!;
        (await resident.CommandAsync(issue, "comment", new { note = Text })).Expect(200);
        await resident.CommandAsync(issue, "acknowledge", new { note = Text });
        await resident.CommandAsync(issue, "comment", new { note = new string('长', 5_000) + Text });
        await resident.PostAsync(
            "/api/issues",
            new
            {
                owner = Text,
                category = Text,
                description = Phone,
            }
        );
        await resident.PostTextAsync("/api/issues", $"{{\"description\": \"{Text}");
        await resident.PostAsync("/api/issues", new { unknown = Text });

        using var reporter = await Browser.SignedInAsync(host, "resident");
        var path = $"/compounds/{SmallTown.Compound.Key}";
        await reporter.SendFilesAsync(
            (await reporter.GetAsync(path)).Form(path),
            [
                ($"{Text}.jpg", "image/jpeg", Pictures.OfATelephone()),
                ($"{Text}.zip", "application/zip", Pictures.Zip()),
            ],
            ("category", "UTL-04"),
            ("_separately", "UTL-04"),
            ("description", Text)
        );
        await resident.UploadAsync(Pictures.OfATelephone()[..200]);

        using var community = await host.ApiAsync("community");
        await community.GetAsync($"/api/issues?community={SmallTown.CommunityCode}&q={Uri.EscapeDataString(Text)}");
        using var desk = await Browser.SignedInAsync(host, "community");
        await desk.GetAsync($"/desk/{SmallTown.CommunityCode}?q={Uri.EscapeDataString(Text)}");
        await desk.GetAsync($"/desk/{SmallTown.CommunityCode}?after={Uri.EscapeDataString(Text)}");

        await using (var watcher = await host.WatcherAsync("resident"))
        {
            await watcher.WatchAsync("me");
            await Assert.ThrowsAnyAsync<HubException>(() => watcher.WatchAsync(Text));
        }

        // As browsers do, which cannot set headers of a WebSocket.
        using var http = new HttpClient { BaseAddress = host.Address };
        await http.PostAsync($"{LiveHub.Path}/negotiate?negotiateVersion=1&access_token={token}", null);

        var (fresh, refresh) = await RefreshAsync(host, http);
        await DropAsync(host);
        return [token, fresh, refresh];
    }

    private static async Task<(string Token, string Refresh)> RefreshAsync(TestHost host, HttpClient http)
    {
        using var signedIn = await http.PostAsJsonAsync(
            "/api/sign-in",
            new { account = "resident", password = SmallTown.Password }
        );
        var first = await signedIn.Content.ReadFromJsonAsync<JsonElement>();
        var refresh = first.GetProperty("refreshToken").GetString()!;
        using var again = await http.PostAsJsonAsync("/api/sign-in/refresh", new { refreshToken = refresh });
        var second = await again.Content.ReadFromJsonAsync<JsonElement>();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/sign-out");
        request.Headers.Authorization = new AuthenticationHeaderValue(
            "Bearer",
            second.GetProperty("token").GetString()
        );
        await http.SendAsync(request);
        return (second.GetProperty("token").GetString()!, refresh);
    }

    private static async Task DropAsync(TestHost host)
    {
        await host
            .Services.GetRequiredService<DeadLetterStore>()
            .ParkAsync("offer-task", 1, SmallTown.Grid.ToString(), null, new TimeoutException(Text), 6);
        using var administrator = await host.ApiAsync("administrator");
        var id = await host.Database.ScalarAsync<long>("select id from dead_letters");
        (
            await administrator.PostAsync($"/api/operations/dead-letters/{id}/drop", new { reason = $"{Text} {Phone}" })
        ).Expect(200);
        using var browser = await Browser.SignedInAsync(host, "administrator");
        (await browser.GetAsync("/admin")).Expect(200);
        (await browser.GetAsync("/dashboard")).Expect(200);
    }

    private static void SayEverything(WebApplicationBuilder builder)
    {
        var levels = builder.Configuration.GetSection("Logging:LogLevel").GetChildren().Select(it => it.Path).ToList();
        builder.Configuration.AddInMemoryCollection(
            levels.Select(path => KeyValuePair.Create<string, string?>(path, "Debug"))
        );
    }

    private static async Task<string> FiguresAsync(TestHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        return await http.GetStringAsync("/metrics");
    }

    private static bool Holds(string where, string secret) =>
        where.Contains(secret, StringComparison.OrdinalIgnoreCase)
        || where.Contains(Uri.EscapeDataString(secret), StringComparison.OrdinalIgnoreCase);

    /// <summary>Everything that was logged and traced.</summary>
    private sealed class Seen : ILoggerProvider
    {
        public ConcurrentBag<string> Lines { get; } = [];

        public ConcurrentBag<string> Attributes { get; } = [];

        public BaseProcessor<Activity> Spans => new SpanReader(Attributes);

        public ILogger CreateLogger(string categoryName) => new Line(categoryName, Lines);

        public void Dispose() { }

        private sealed class Line(string category, ConcurrentBag<string> lines) : ILogger
        {
            public IDisposable? BeginScope<TState>(TState state)
                where TState : notnull
            {
                lines.Add($"{category} scope: {state}");
                return null;
            }

            public bool IsEnabled(LogLevel logLevel) => true;

            public void Log<TState>(
                LogLevel logLevel,
                EventId eventId,
                TState state,
                Exception? exception,
                Func<TState, Exception?, string> formatter
            )
            {
                var values = state as IEnumerable<KeyValuePair<string, object?>> ?? [];
                lines.Add($"{category} {formatter(state, exception)} {string.Join(' ', values)} {exception}");
            }
        }

        private sealed class SpanReader(ConcurrentBag<string> attributes) : BaseProcessor<Activity>
        {
            public override void OnEnd(Activity data)
            {
                attributes.Add($"{data.DisplayName} {data.StatusDescription}");
                foreach (var tag in data.TagObjects.Concat(data.Events.SelectMany(it => it.Tags)))
                {
                    attributes.Add($"{tag.Key}={tag.Value}");
                }

                foreach (var baggage in data.Baggage)
                {
                    attributes.Add($"{baggage.Key}={baggage.Value}");
                }
            }
        }
    }
}
