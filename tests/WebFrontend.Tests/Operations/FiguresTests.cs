using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Operations;

/// <summary>What <c>/metrics</c> shows, and to whom.</summary>
public sealed partial class FiguresTests(TestHost host)
{
    private const string Path = "/metrics";

    [Fact]
    public async Task Programs_of_this_machine_read_the_figures_of_the_platform_and_of_what_it_stands_on()
    {
        // A host of its own: figures of the shared one go when another host of this process, which has the same, ends.
        await using var ours = await TestHost.StartAsync(host.Postgres);
        using var resident = await ours.ApiAsync("resident");
        await using var watcher = await ours.WatcherAsync("resident");
        await watcher.WatchAsync("me");
        await resident.ReportAsync();
        await watcher.NextAsync("me");

        var text = await TextAsync(ours);

        Assert.Contains("civicgrains_log_batch_size_bucket{", text, StringComparison.Ordinal);
        Assert.Matches(
            "civicgrains_commands(_total)?\\{[^}]*command=\"Report\",result=\"accepted\"[^}]*\\} [1-9]",
            text
        );
        Assert.Matches("civicgrains_live_push_lag_seconds_count\\{[^}]*\\} [1-9]", text);
        Assert.Matches("civicgrains_live_connections\\{[^}]*\\} [1-9]", text);
        Assert.Matches("civicgrains_alarm\\{[^}]*alarm=\"silo.none\"[^}]*\\} 0", text);
        Assert.Contains("http_server_request_duration_seconds", text, StringComparison.Ordinal);
        Assert.Contains("kestrel_active_connections", text, StringComparison.Ordinal);
        Assert.Contains("dotnet_gc_collections", text, StringComparison.Ordinal);
        Assert.Matches("(?m)^orleans_", text);
        Assert.Contains("db_client_", text, StringComparison.Ordinal);
        // By its name: a connection string names a user and a folder.
        Assert.Contains("pool_name=\"civic\"", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For")]
    [InlineData("Forwarded")]
    [InlineData("Via")]
    public async Task Whoever_comes_through_a_proxy_is_not_of_this_machine(string header)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Path);
        request.Headers.TryAddWithoutValidation(header, "203.0.113.7");

        Assert.Equal(401, await StatusAsync(host, request));
    }

    [Fact]
    public async Task From_elsewhere_administrators_alone_read_them()
    {
        await using var elsewhere = await TestHost.StartAsync(
            host.Postgres,
            builder => builder.Services.AddSingleton<IStartupFilter, FromElsewhere>()
        );

        Assert.Equal(401, await AskedByAsync(null));
        Assert.Equal(403, await AskedByAsync("resident"));
        Assert.Equal(403, await AskedByAsync("centre"));
        Assert.Equal(200, await AskedByAsync("administrator"));

        async Task<int> AskedByAsync(string? account)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Path);
            if (account is not null)
            {
                var token = await elsewhere.TokenAsync(account);
                request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            }

            return await StatusAsync(elsewhere, request);
        }
    }

    [Fact]
    public async Task No_label_of_ours_takes_more_than_a_few_values()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync();
        var ours = (await TextAsync(host))
            .Split('\n')
            .Where(line => line.StartsWith("civicgrains_", StringComparison.Ordinal));

        var labels = ours.SelectMany(line => Label().Matches(line).Select(it => it.Groups["name"].Value)).Distinct();

        Assert.Subset(
            new HashSet<string>(StringComparer.Ordinal)
            {
                "otel_scope_name",
                "le",
                "lane",
                "alarm",
                "command",
                "result",
                "reaction",
                "state",
                "follower",
            },
            labels.ToHashSet(StringComparer.Ordinal)
        );
    }

    private static async Task<int> StatusAsync(TestHost host, HttpRequestMessage request)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        using var response = await http.SendAsync(request);
        return (int)response.StatusCode;
    }

    private static async Task<string> TextAsync(TestHost host)
    {
        using var http = new HttpClient { BaseAddress = host.Address };
        return await http.GetStringAsync(Path);
    }

    [GeneratedRegex("(?<name>[a-z_]+)=\"", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Label();

    /// <summary>Every request seems to come from another machine.</summary>
    private sealed class FromElsewhere : IStartupFilter
    {
        public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) =>
            app =>
            {
                app.Use(
                    (context, onward) =>
                    {
                        context.Connection.RemoteIpAddress = IPAddress.Parse("203.0.113.7");
                        return onward(context);
                    }
                );
                next(app);
            };
    }
}
