using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using CivicGrains.Storage.EventLog;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Log;

/// <summary>Anybody can check the chain, and nobody learns from it who did what.</summary>
public sealed class LogApiTests(TestHost host)
{
    [Fact]
    public async Task An_export_is_enough_to_recompute_every_hash_of_a_stream()
    {
        using var contractor = await host.ApiAsync("resident");
        await contractor.ReportAsync(SmallTown.Project.ToString());
        using var anybody = await host.ApiAsync(null);

        var items = await ExportAsync(anybody, SmallTown.Project.ToString());

        byte[] previous = [];
        foreach (var it in items)
        {
            previous = EventHash.Of(
                previous,
                it.GetProperty("stream").GetString()!,
                it.GetProperty("version").GetInt32(),
                it.GetProperty("subject").GetString(),
                it.GetProperty("type").GetString()!,
                it.GetProperty("commandId").GetGuid(),
                (it.GetProperty("at").GetDateTimeOffset().UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / 10,
                Convert.FromHexString(it.GetProperty("actor").GetString()!),
                Convert.FromHexString(it.GetProperty("payloadHash").GetString()!)
            );
            Assert.Equal(Convert.ToHexStringLower(previous), it.GetProperty("hash").GetString());
        }

        Assert.True(items.Count >= 3);
    }

    [Fact]
    public async Task An_export_names_nobody_and_says_nothing_about_an_issue()
    {
        using var resident = await host.ApiAsync("resident");
        await resident.ReportAsync(SmallTown.Project.ToString(), text: "只给该看的人看");
        using var anybody = await host.ApiAsync(null);

        var text = string.Concat((await ExportAsync(anybody, null)).Select(item => item.GetRawText()));

        var references = await host.Database.ColumnAsync<Guid>("select reference from accounts");
        Assert.DoesNotContain(
            references,
            reference => text.Contains(reference.ToString("D"), StringComparison.Ordinal)
        );
        Assert.DoesNotContain("UTL-04", text);
        Assert.DoesNotContain("只给该看的人看", text);
    }

    [Fact]
    public async Task What_an_export_says_of_places_is_what_was_hashed()
    {
        using var anybody = await host.ApiAsync(null);

        var registered = (await ExportAsync(anybody, SmallTown.Compound.ToString()))[0];

        var payload = registered.GetProperty("payload").GetString()!;
        Assert.Contains("光华苑", payload);
        Assert.Equal(
            registered.GetProperty("payloadHash").GetString(),
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(payload)))
        );
    }

    [Fact]
    public async Task A_stream_that_is_whole_verifies()
    {
        using var anybody = await host.ApiAsync(null);

        var verified = (await anybody.GetAsync($"/api/verify?stream={SmallTown.Compound}")).Expect(200);

        Assert.True(verified.GetProperty("ok").GetBoolean());
        Assert.True(verified.GetProperty("events").GetInt64() > 0);
    }

    private static async Task<List<JsonElement>> ExportAsync(Api api, string? stream)
    {
        var items = new List<JsonElement>();
        long? after = 0;
        while (after is not null)
        {
            var named = stream is null ? "" : $"&stream={stream}";
            var page = (await api.GetAsync($"/api/log?limit=100&after={after}{named}")).Expect(200);
            items.AddRange(page.GetProperty("items").EnumerateArray());
            var next = page.GetProperty("next");
            after = next.ValueKind is JsonValueKind.Null ? null : next.GetInt64();
        }

        return items;
    }
}
