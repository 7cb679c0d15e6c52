using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Pages;

/// <summary>Two tabs of one browser share its cookies.</summary>
public sealed class TwoTabsTests(TestHost host)
{
    [Fact]
    public async Task A_page_stays_in_its_language_when_another_tab_has_chosen_another_one()
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();
        using var browser = await Browser.SignedInAsync(host, "resident");
        var chinese = await browser.GetAsync($"/issues/{id}");
        var list = await browser.GetAsync("/compounds/510105007004-C001");
        var english = await browser.GetAsync($"/issues/{id}?lang=en");

        var fresh = await browser.GetAsync(chinese.One("live-region").GetAttribute("src")!);
        var freshList = await browser.GetAsync(list.One("live-region").GetAttribute("src")!);
        var freshEnglish = await browser.GetAsync(english.One("live-region").GetAttribute("src")!);

        Assert.Equal(chinese.One("h1").TextContent, fresh.Expect(200).One("h1").TextContent);
        Assert.Contains(chinese.One("h1").TextContent, freshList.Expect(200).One($"[data-key='{id}']").TextContent);
        Assert.Equal("Lighting out", freshEnglish.Expect(200).One("h1").TextContent);
        // What was chosen last stays chosen.
        Assert.Equal("Lighting out", (await browser.GetAsync($"/issues/{id}")).One("h1").TextContent);
    }

    [Fact]
    public async Task A_part_of_a_list_leads_to_pages_and_not_to_parts()
    {
        using var resident = await host.ApiAsync("resident");
        var word = Guid.CreateVersion7().ToString("N");
        for (var i = 0; i < 51; i++)
        {
            await resident.ReportAsync(text: word);
        }

        using var browser = await Browser.SignedInAsync(host, "community");
        var page = await browser.GetAsync($"/desk/{SmallTown.CommunityCode}?q={word}");

        var part = await browser.GetAsync(page.One(".desk live-region").GetAttribute("src")!);

        Assert.Equal(
            page.One("a[rel=next]").GetAttribute("href"),
            part.Expect(200).One("a[rel=next]").GetAttribute("href")
        );
        Assert.Equal(page.One(".desk live-region").GetAttribute("src"), part.One("live-region").GetAttribute("src"));
    }

    [Fact]
    public async Task A_form_of_either_tab_does_its_work()
    {
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        using var browser = await Browser.SignedInAsync(host, "resident");
        var first = (await browser.GetAsync(path)).Form("/comment");
        var second = (await browser.GetAsync($"{path}?lang=en")).Form("/comment");

        await browser.SendAsync(first, ("note", "第一个标签页"));
        var page = await browser.SendAsync(second, ("note", "第二个标签页"));

        Assert.Contains("第一个标签页", page.Expect(200).One("#timeline").TextContent, StringComparison.Ordinal);
        Assert.Contains("第二个标签页", page.One("#timeline").TextContent, StringComparison.Ordinal);
    }
}
