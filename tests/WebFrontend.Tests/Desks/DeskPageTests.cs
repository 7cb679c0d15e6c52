using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Desks;

public sealed class DeskPageTests(TestHost host)
{
    private const string Path = "/desk/510105007004";

    [Theory]
    [InlineData("resident", 403)]
    [InlineData("manager", 403)]
    [InlineData("other-community", 403)]
    [InlineData("community", 200)]
    [InlineData("subdistrict", 200)]
    [InlineData("centre", 200)]
    public async Task A_desk_is_for_who_sits_at_it_and_above(string account, int status)
    {
        using var browser = await Browser.SignedInAsync(host, account);

        (await browser.GetAsync(Path)).Expect(status);
    }

    [Theory]
    [InlineData("/desk/510105007999")]
    [InlineData("/desk/510105999")]
    [InlineData("/desk/nonsense")]
    public async Task A_desk_that_is_not_there_is_not_found(string path)
    {
        using var browser = await Browser.SignedInAsync(host, "centre");

        (await browser.GetAsync(path)).Expect(404);
    }

    [Theory]
    [InlineData("community", "/desk/510105007004")]
    [InlineData("subdistrict", "/desk/510105007")]
    public async Task Everybody_is_led_to_their_own_desk(string account, string path)
    {
        using var browser = await Browser.SignedInAsync(host, account);

        Assert.Equal(path, (await browser.GetAsync("/desk")).Expect(200).Address.AbsolutePath);
    }

    [Fact]
    public async Task Who_has_no_desk_is_told_so()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");

        Assert.True((await browser.GetAsync("/desk")).Expect(403).Has("[role=alert]"));
    }

    [Fact]
    public async Task What_waits_for_a_desk_is_found_there_and_decided_from_its_page()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var id = await resident.ReportAsync();
        var other = await resident.ReportAsync();
        (await manager.CommandAsync(id, "suspend", new { why = "ownersVote", reason = "等待业主表决" })).Expect(200);
        using var desk = await Browser.SignedInAsync(host, "community");
        using var above = await Browser.SignedInAsync(host, "subdistrict");

        var waiting = await desk.GetAsync($"{Path}?awaits=true");
        Assert.True(waiting.Has($"[data-key='{id}']"));
        Assert.False(waiting.Has($"[data-key='{other}']"));
        Assert.False((await above.GetAsync("/desk/510105007?awaits=true")).Has($"[data-key='{id}']"));

        var page = await desk.GetAsync($"/issues/{id}");
        Assert.Contains("待审批：挂起", page.One("[data-clock=request]").TextContent, StringComparison.Ordinal);
        var after = (await desk.SendAsync(page.Form("/decide"), ("granted", "true"))).Expect(200);

        Assert.Contains("业主表决", after.One("[data-clock=suspended]").TextContent, StringComparison.Ordinal);
        Assert.False((await desk.GetAsync($"{Path}?awaits=true")).Has($"[data-key='{id}']"));
    }

    [Fact]
    public async Task The_filter_stands_in_the_address_and_in_the_form()
    {
        using var resident = await host.ApiAsync("resident");
        using var manager = await host.ApiAsync("manager");
        var word = Guid.CreateVersion7().ToString("N");
        var dispatched = await resident.ReportAsync(text: $"{word} 甲");
        var acknowledged = await resident.ReportAsync(text: $"{word} 乙");
        await manager.CommandAsync(acknowledged, "acknowledge");
        using var browser = await Browser.SignedInAsync(host, "community");

        var all = await browser.GetAsync($"{Path}?q={word}&status=");
        var some = await browser.GetAsync($"{Path}?q={word}&status=acknowledged");
        var none = await browser.GetAsync($"{Path}?q={word}&overdue=true");

        Assert.True(all.Has($"[data-key='{dispatched}']") && all.Has($"[data-key='{acknowledged}']"));
        Assert.Equal(acknowledged, some.One("[data-arrival]").GetAttribute("data-key"));
        Assert.Equal("acknowledged", some.One("#status option[selected]").GetAttribute("value"));
        Assert.Equal(word, some.One("#q").GetAttribute("value"));
        Assert.Contains(
            "status=acknowledged",
            some.One(".desk live-region").GetAttribute("src")!,
            StringComparison.Ordinal
        );
        Assert.True(none.Has(".empty") && none.Has("[name=overdue][checked]"));
    }

    [Theory]
    [InlineData("q=%25%25%25", 200)]
    [InlineData("q=", 200)]
    [InlineData("status=nonsense", 400)]
    [InlineData("after=nonsense", 400)]
    [InlineData("overdue=maybe", 400)]
    public async Task Odd_filters_are_answered_with_a_list_or_with_words(string query, int status)
    {
        using var browser = await Browser.SignedInAsync(host, "community");

        var page = (await browser.GetAsync($"{Path}?{query}")).Expect(status);

        Assert.Equal(status == 400, page.Has("[role=alert]"));
    }

    [Fact]
    public async Task Pages_follow_each_other_without_hole_and_only_the_first_is_live()
    {
        using var resident = await host.ApiAsync("resident");
        var word = Guid.CreateVersion7().ToString("N");
        var ids = new List<string>();
        for (var i = 0; i < 60; i++)
        {
            ids.Add(await resident.ReportAsync(text: word));
        }

        using var browser = await Browser.SignedInAsync(host, "community");
        var first = await browser.GetAsync($"{Path}?q={word}");
        var second = await browser.GetAsync(first.One("a[rel=next]").GetAttribute("href")!);

        Assert.Equal(
            ids.AsEnumerable().Reverse(),
            first
                .Document.QuerySelectorAll("[data-arrival]")
                .Concat(second.Document.QuerySelectorAll("[data-arrival]"))
                .Select(row => row.GetAttribute("data-key")!)
        );
        Assert.Equal("", second.One("live-region").GetAttribute("topics"));
        Assert.False(second.Has("a[rel=next]"));
    }
}
