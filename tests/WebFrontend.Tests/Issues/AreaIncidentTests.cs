using System.Text.Json;
using CivicGrains.Grains.Dispatch;
using CivicGrains.WebFrontend.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace CivicGrains.WebFrontend.Tests.Issues;

/// <summary>Twenty reports in a community within an hour, at two compounds.</summary>
public sealed class AreaIncidentTests(TestHost host)
{
    private const string Category = "UTL-02";
    private const string OfMasterGrid = $"/api/issues?owner=grid/510105007004&category={Category}";

    [Fact]
    public async Task Twenty_are_one_incident_of_the_master_grid_to_which_they_point_and_stay_where_they_are()
    {
        using var community = await host.ApiAsync("community");
        using var resident = await host.ApiAsync("resident");
        using var subdistrict = await host.ApiAsync("subdistrict");
        await using var watcher = await host.WatcherAsync("community");
        var surges = host.Services.GetRequiredService<AreaSurges>();
        var first = (await PhonedAsync(community, SmallTown.Compound)).GetProperty("id").GetString()!;
        for (var i = 1; i < 19; i++)
        {
            await PhonedAsync(community, i % 2 == 0 ? SmallTown.Compound : SmallTown.SelfManaged);
        }

        await surges.GatherAsync();
        Assert.Empty(await ItemsAsync(community, OfMasterGrid));

        await PhonedAsync(community, SmallTown.SelfManaged);
        await watcher.WatchAsync($"issue/{first}");
        await surges.GatherAsync();
        await surges.GatherAsync();
        await UntilLinkedAsync(community, watcher, first);

        var incident = Assert.Single(await ItemsAsync(community, OfMasterGrid));
        var id = incident.GetProperty("id").GetString()!;
        Assert.Equal("surge", incident.GetProperty("source").GetString());
        Assert.Equal("grid/510105007004", incident.GetProperty("handler").GetProperty("place").GetString());
        var view = (await community.GetAsync($"/api/issues/{first}")).Expect(200);
        Assert.Equal(id, view.GetProperty("partOf").GetString());
        Assert.Equal(SmallTown.Compound.ToString(), view.GetProperty("owner").GetString());
        await ShowsBannerAsync("resident", "/compounds/510105007004-C001", id, isLinked: false);
        await CountsReportsAsync("/compounds/510105007004-C001");
        await ShowsBannerAsync("community", "/desk/510105007004", id, isLinked: true);

        var late = (await PhonedAsync(community, SmallTown.InTrust)).GetProperty("id").GetString()!;
        await watcher.WatchAsync($"issue/{late}");
        await surges.GatherAsync();
        await UntilLinkedAsync(community, watcher, late);
        Assert.Single(await ItemsAsync(community, OfMasterGrid));

        (await subdistrict.CommandAsync(id, "void", new { reason = "供电已恢复" })).Expect(200);
        using var browser = await Browser.SignedInAsync(host, "community");
        var desk = (await browser.GetAsync("/desk/510105007004")).Expect(200);
        Assert.DoesNotContain(id, desk.Document.QuerySelector(".incidents")?.InnerHtml ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_reports_as_the_platform_does()
    {
        using var community = await host.ApiAsync("community");
        var body = new
        {
            owner = SmallTown.Compound.ToString(),
            category = Category,
            description = "冒充平台",
            source = "surge",
        };

        var refused = (await community.PostAsync("/api/issues", body)).ExpectProblem(400, "field.wrong-type");

        Assert.Equal("source", refused.Field);
    }

    private async Task ShowsBannerAsync(string account, string page, string id, bool isLinked)
    {
        using var browser = await Browser.SignedInAsync(host, account);
        var banner = (await browser.GetAsync(page)).Expect(200).One("live-region > .incidents");
        Assert.Contains("停电", banner.TextContent, StringComparison.Ordinal);
        Assert.Equal(isLinked, banner.InnerHtml.Contains(id, StringComparison.Ordinal));
    }

    private async Task CountsReportsAsync(string page)
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        var incident = (await browser.GetAsync(page))
            .Expect(200)
            .One($"[data-incident='grid/510105007004-{Category}']");
        Assert.Contains("20人次反映", incident.TextContent, StringComparison.Ordinal);
    }

    /// <summary>The service may have been faster than the test.</summary>
    private static async Task UntilLinkedAsync(Api api, Watcher watcher, string id)
    {
        var isLinked = (await api.GetAsync($"/api/issues/{id}")).Expect(200).TryGetProperty("partOf", out _);
        while (!isLinked)
        {
            isLinked = (await watcher.NextAsync($"issue/{id}")).Kind == "issue.linked";
        }
    }

    private static async Task<JsonElement> PhonedAsync(Api staff, CivicGrains.Domain.Places.Place owner)
    {
        var body = new
        {
            owner = owner.ToString(),
            category = Category,
            description = "电话反映停电",
            source = "phone",
        };
        return (await staff.PostAsync("/api/issues", body)).Expect(201);
    }

    private static async Task<JsonElement[]> ItemsAsync(Api api, string path) =>
        [.. (await api.GetAsync(path)).Expect(200).GetProperty("items").EnumerateArray()];
}
