using System.Globalization;
using CivicGrains.Storage;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Grids;

public sealed class GridPageTests(TestHost host)
{
    private const string Path = "/grids/510105007004-G01";

    [Theory]
    [InlineData("resident")]
    [InlineData("manager")]
    [InlineData("other-grid-head")]
    [InlineData("administrator")]
    public async Task The_grid_of_others_is_not_shown(string account)
    {
        using var browser = await Browser.SignedInAsync(host, account);

        Assert.True((await browser.GetAsync(Path)).Expect(403).Has("[role=alert]"));
    }

    [Fact]
    public async Task A_grid_that_is_not_there_is_not_found()
    {
        using var browser = await Browser.SignedInAsync(host, "community");

        (await browser.GetAsync("/grids/510105007004-G99")).Expect(404);
        (await browser.GetAsync("/grids/nonsense")).Expect(404);
    }

    [Fact]
    public async Task A_task_is_taken_done_and_gone_without_leaving_the_page_of_the_grid()
    {
        using var head = await Browser.SignedInAsync(host, "grid-head");
        var id = await OfferAsync();
        var page = await head.GetAsync(Path);
        var left = page.One($"[data-key='{id}'] [data-deadline] [data-left]");
        Assert.StartsWith("剩余", left.TextContent, StringComparison.Ordinal);
        Assert.True(DateTimeOffset.TryParse(left.GetAttribute("data-left"), CultureInfo.InvariantCulture, out _));
        Assert.Contains($"issue/{id}", page.One("live-region").GetAttribute("topics")!, StringComparison.Ordinal);

        foreach (var command in new[] { "acknowledge", "start" })
        {
            page = await head.SendAsync(page.Form($"/issues/{id}/{command}"));
            Assert.Equal(Path, page.Expect(200).Address.AbsolutePath);
        }

        page = await head.SendAsync(page.Form($"/issues/{id}/resolve"), ("note", "已处理"));

        Assert.Equal(Path, page.Expect(200).Address.AbsolutePath);
        Assert.False(page.Has($"[data-key='{id}']"));
    }

    [Fact]
    public async Task What_is_wrong_with_a_task_is_shown_with_the_issue_and_leads_back_to_the_grid()
    {
        using var head = await Browser.SignedInAsync(host, "grid-head");
        var id = await OfferAsync();
        var page = await head.SendAsync((await head.GetAsync(Path)).Form($"/issues/{id}/acknowledge"));

        var refused = (await head.SendAsync(page.Form($"/issues/{id}/resolve"))).Expect(400);
        Assert.Contains("办结凭证", refused.One("[role=alert]").TextContent, StringComparison.Ordinal);
        var done = await head.SendAsync(refused.Form($"/issues/{id}/resolve"), ("note", "已处理"));

        Assert.Equal(Path, done.Expect(200).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_further_page_of_the_tasks_does_not_claim_to_be_live()
    {
        using var head = await Browser.SignedInAsync(host, "grid-head");
        var id = await OfferAsync();
        var beginning = new TimeCursor(DateTimeOffset.UnixEpoch, "0").ToString();
        var end = new TimeCursor(new DateTimeOffset(9999, 12, 31, 0, 0, 0, TimeSpan.Zero), "0").ToString();

        var page = (await head.GetAsync($"{Path}?after={beginning}")).Expect(200);
        Assert.True(page.Has($"[data-key='{id}']"));
        Assert.Equal("", page.One("live-region").GetAttribute("topics"));
        Assert.True((await head.GetAsync($"{Path}?after={end}")).Expect(200).Has("[data-key=empty]"));
        (await head.GetAsync($"{Path}?after=nonsense")).Expect(400);
    }

    /// <summary>Something that the grid has first.</summary>
    private async Task<string> OfferAsync()
    {
        using var resident = await host.ApiAsync("resident");
        await using var watcher = await host.WatcherAsync("grid-head");
        var topic = SmallTown.Grid.ToString();
        await watcher.WatchAsync(topic);
        var id = await resident.ReportAsync(category: "NBR-01", text: "楼上夜间噪声");
        while (true)
        {
            var change = await watcher.NextAsync(topic);
            if (change.Kind == "grid.task-offered" && change.View.GetProperty("id").GetString() == id)
            {
                return id;
            }
        }
    }
}
