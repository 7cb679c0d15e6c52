using CivicGrains.WebFrontend.Live;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.SignalR;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Live;

/// <summary>A connection may stay for days; the token it came with does not.</summary>
public sealed class ForgottenTokenTests(TestHost shared)
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_connection_does_not_keep_the_token_it_was_opened_with(bool isHeader)
    {
        var seen = new Seen();
        await using var host = await TestHost.StartAsync(
            shared.Postgres,
            builder => builder.Services.Configure<HubOptions>(hub => hub.AddFilter(seen))
        );
        var token = await host.TokenAsync("resident");
        var hub = new UriBuilder(new Uri(host.Address, LiveHub.Path));
        hub.Query = isHeader ? "" : $"access_token={Uri.EscapeDataString(token)}";

        await using var watcher = await Watcher.ConnectAsync(hub.Uri, isHeader ? token : null);
        await watcher.WatchAsync("me");

        Assert.Contains(LiveHub.Path, seen.Request);
        Assert.DoesNotContain(token[..40], seen.Request);
    }

    private sealed class Seen : IHubFilter
    {
        public string Request { get; private set; } = "";

        public ValueTask<object?> InvokeMethodAsync(
            HubInvocationContext invocationContext,
            Func<HubInvocationContext, ValueTask<object?>> next
        )
        {
            var request = invocationContext.Context.GetHttpContext()!.Request;
            Request = $"{request.GetEncodedUrl()} {string.Join(' ', request.Headers)}";
            return next(invocationContext);
        }
    }
}
