using System.Globalization;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Wall;

public sealed class WallPageTests(TestHost host)
{
    [Fact]
    public async Task The_wall_is_for_who_is_signed_in()
    {
        using var browser = new Browser(host.Address);

        Assert.Equal("/sign-in", (await browser.GetAsync("/wall")).Address.AbsolutePath);
        Assert.Equal(401, (await browser.GetAsync("/wall?fragment=figures")).Status);
        Assert.Equal(401, (await browser.GetAsync("/wall?fragment=ticker")).Status);
    }

    [Fact]
    public async Task The_wall_shows_figures_levels_subdistricts_and_what_happened_last_before_any_script_runs()
    {
        using var api = await host.ApiAsync("resident");
        using var browser = await Browser.SignedInAsync(host, "centre");
        await api.ReportAsync();
        await FiguresAsync(browser);

        var page = (await browser.GetAsync("/wall?kiosk=1")).Expect(200);

        Assert.Equal(6, page.Document.QuerySelectorAll("[data-number]").Length);
        Assert.True(int.Parse(page.One("[data-number=open]").TextContent, CultureInfo.InvariantCulture) > 0);
        Assert.Equal(5, page.Document.QuerySelectorAll("#ladder li").Length);
        Assert.Equal("510105007", page.One("#areas tr").GetAttribute("data-key"));
        Assert.Equal("路灯/楼道灯不亮", page.Document.QuerySelector("#ticker li span")!.TextContent);
        Assert.All(
            page.Document.QuerySelectorAll("live-region"),
            r => Assert.Equal("district", r.GetAttribute("topics"))
        );
        Assert.False(page.Has("header.bar, footer"));
    }

    [Fact]
    public async Task The_ticker_has_neither_numbers_nor_words_of_anybody_and_nothing_hidden()
    {
        using var api = await host.ApiAsync("resident");
        var open = await api.ReportAsync(text: "我家住三楼");
        var hidden = await api.ReportAsync(category: "SVC-01", text: "独居老人");
        using var browser = await Browser.SignedInAsync(host, "centre");

        var text = (await browser.GetAsync("/wall?fragment=ticker")).Document.DocumentElement.OuterHtml;

        Assert.DoesNotContain("我家住三楼", text, StringComparison.Ordinal);
        Assert.DoesNotContain(open, text, StringComparison.Ordinal);
        Assert.DoesNotContain(hidden, text, StringComparison.Ordinal);
        Assert.DoesNotContain("独居老人/困难帮扶", text, StringComparison.Ordinal);
    }

    /// <summary>Figures follow the log a moment behind; they carry the number they are true at.</summary>
    private static async Task FiguresAsync(Browser browser)
    {
        var seq = long.Parse(
            (await browser.GetAsync("/wall?fragment=ticker")).One("live-region").GetAttribute("seq")!,
            CultureInfo.InvariantCulture
        );
        string? figures;
        do
        {
            figures = (await browser.GetAsync("/wall?fragment=figures")).One("live-region").GetAttribute("seq");
        } while (long.Parse(figures!, CultureInfo.InvariantCulture) < seq);
    }
}
