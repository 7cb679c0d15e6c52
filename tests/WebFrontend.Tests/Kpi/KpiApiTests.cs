using System.Text.Json;
using CivicGrains.Grains.Wall;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Kpi;

/// <summary>Key figures over HTTP and as a page.</summary>
public sealed class KpiApiTests(TestHost shared) : IAsyncDisposable
{
    private readonly OwnTown _town = new(shared);

    public ValueTask DisposeAsync() => _town.DisposeAsync();

    [Fact]
    public async Task What_cannot_be_asked_is_refused_and_the_parameter_named()
    {
        using var nobody = await shared.ApiAsync(null);
        (await nobody.GetAsync("/api/kpi")).ExpectProblem(401, "actor.not-signed-in");
        using var api = await shared.ApiAsync("resident");
        await RefusedAsync("place=nowhere", 404, "place.unknown", "place");
        await RefusedAsync("place=department/housing", 404, "place.unknown", "place");
        await RefusedAsync("place=district/510106", 404, "place.unknown", "place");
        await RefusedAsync("place=compound/510105007004-C099", 404, "place.unknown", "place");
        await RefusedAsync("place=community/510105007099", 404, "place.unknown", null);
        await RefusedAsync("from=soon", 400, "field.wrong-type", "from");
        await RefusedAsync("to=2026-02-30", 400, "field.wrong-type", "to");
        await RefusedAsync("to=9999-12-31", 400, "field.wrong-type", "to");
        await RefusedAsync("from=2026-11-25&to=2026-11-24", 400, "kpi.period", "from");
        await RefusedAsync("from=2024-01-01&to=2025-01-01", 400, "kpi.period", "from");
        await RefusedAsync("from=%00", 400, "text.control-character", "from");

        async Task RefusedAsync(string query, int status, string code, string? field)
        {
            var answer = (await api.GetAsync($"/api/kpi?{query}")).ExpectProblem(status, code);
            if (field is not null)
            {
                Assert.Equal(field, answer.Field);
            }
        }
    }

    [Fact]
    public async Task What_happened_is_in_the_figures_with_the_number_they_are_true_at()
    {
        var host = await _town.HostAsync();
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        using var anybody = await host.ApiAsync("stranger");
        var id = await resident.ReportAsync();
        (await manager.CommandAsync(id, "acknowledge")).Expect(200);
        (await manager.CommandAsync(id, "start")).Expect(200);
        (await manager.CommandAsync(id, "resolve", new { note = "已更换灯泡" })).Expect(200);
        (await resident.CommandAsync(id, "rate", new { stars = 5 })).Expect(200);
        (await resident.CommandAsync(id, "close")).Expect(200);
        var back = await resident.ReportAsync();
        (await resident.CommandAsync(back, "withdraw")).Expect(200);
        await resident.ReportAsync(category: "SVC-01");
        var last = await host.Database.ScalarAsync<long>("select max(seq) from events");
        await host.Services.GetRequiredService<ProjectorProgress>().CaughtUpAsync(last);

        var compound = (await anybody.GetAsync($"/api/kpi?place={SmallTown.Compound}")).Expect(200);
        var district = (await anybody.GetAsync("/api/kpi")).Expect(200);

        Assert.True(compound.GetProperty("seq").GetInt64() >= last);
        Assert.Equal("光华苑", compound.GetProperty("name").GetString());
        Assert.Equal((2, 1), (Number(compound, "reported"), Number(compound, "accepted")));
        Assert.Equal((3, 2), (Number(district, "reported"), Number(district, "accepted")));
        Assert.Equal(1, Number(compound.GetProperty("excluded"), "withdrawn"));
        foreach (var rate in new[] { "response", "resolution", "satisfaction", "onTime", "resolvedInCompound" })
        {
            var it = compound.GetProperty(rate);
            Assert.Equal((1, 1, 1), (Number(it, "count"), Number(it, "total"), it.GetProperty("rate").GetDouble()));
        }

        Assert.Equal(
            JsonValueKind.Null,
            (await anybody.GetAsync($"/api/kpi?place={SmallTown.InTrust}"))
                .Expect(200)
                .GetProperty("response")
                .GetProperty("rate")
                .ValueKind
        );

        static long Number(JsonElement json, string name) => json.GetProperty(name).GetInt64();
    }

    [Fact]
    public async Task The_page_shows_them_and_says_what_is_wrong_with_a_question()
    {
        using var centre = await Browser.SignedInAsync(shared, "centre");
        var page = (await centre.GetAsync("/kpi")).Expect(200);
        Assert.Equal(22, page.Document.QuerySelectorAll("#kpi tbody tr").Length);
        Assert.Contains(
            "Satisfied",
            (await centre.GetAsync("/kpi?lang=en")).One("#kpi").TextContent,
            StringComparison.Ordinal
        );

        var refused = (await centre.GetAsync("/kpi?place=nowhere")).Expect(404);
        Assert.Equal("#place", refused.One(".error-summary a").GetAttribute("href"));
        Assert.Equal("nowhere", refused.One("#place").GetAttribute("value"));
    }
}
