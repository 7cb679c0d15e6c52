using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Compounds;

public sealed class FindCompoundPageTests(TestHost host)
{
    [Fact]
    public async Task A_compound_is_found_by_a_part_of_its_name_and_leads_to_its_page()
    {
        using var browser = new Browser(host.Address);
        var form = (await browser.GetAsync("/")).One("form[role=search]");
        Assert.Equal("get", form.GetAttribute("method"));

        var page = (await browser.GetAsync("/compounds?q=%E5%85%89%E5%8D%8E&community=")).Expect(200);

        var found = page.One(".links a");
        Assert.Contains("光华苑", found.TextContent, StringComparison.Ordinal);
        (await browser.GetAsync(found.GetAttribute("href")!)).Expect(200);
    }

    [Fact]
    public async Task A_community_narrows_the_list_and_stays_chosen()
    {
        using var browser = new Browser(host.Address);

        var page = await browser.GetAsync($"/compounds?community={SmallTown.CommunityCode}");

        var links = page.Document.QuerySelectorAll(".links a");
        Assert.InRange(links.Length, 3, int.MaxValue);
        Assert.All(links, it => Assert.StartsWith($"/compounds/{SmallTown.CommunityCode}-", it.GetAttribute("href")));
        Assert.Equal(SmallTown.CommunityCode, page.One("#community option[selected]").GetAttribute("value"));
        Assert.True((await browser.GetAsync("/compounds?community=510105007005")).Has(".empty"));
    }

    [Theory]
    [InlineData("%25", "%")]
    [InlineData("_", "_")]
    [InlineData("%27%22%3Cb%3E", "'\"<b>")]
    [InlineData("%E6%B2%A1%E6%9C%89", "没有")]
    public async Task What_nothing_is_called_is_told_and_stays_filled_in(string query, string shown)
    {
        using var browser = new Browser(host.Address);

        var page = (await browser.GetAsync($"/compounds?q={query}")).Expect(200);

        Assert.True(page.Has(".empty"));
        Assert.Equal(shown, page.One("#q").GetAttribute("value"));
    }

    [Fact]
    public async Task Looking_for_nothing_shows_all()
    {
        using var browser = new Browser(host.Address);

        var page = await browser.GetAsync("/compounds?q=&community=");

        // Other tests register more.
        Assert.InRange(page.Document.QuerySelectorAll(".links a").Length, 3, int.MaxValue);
    }

    [Theory]
    [InlineData("a")]
    [InlineData("%E5%85%89")]
    public async Task Looking_for_five_thousand_characters_is_refused_at_the_field_and_loses_nothing(string character)
    {
        using var browser = new Browser(host.Address);
        var query = string.Concat(Enumerable.Repeat(character, 5_000));

        var page = (await browser.GetAsync($"/compounds?q={query}")).Expect(400);

        Assert.Equal("#q", page.One("[role=alert] a").GetAttribute("href"));
        Assert.Equal(5_000, page.One("#q").GetAttribute("value")!.Length);
    }

    [Theory]
    [InlineData("/compounds?after=nonsense")]
    [InlineData("/compounds?community=1")]
    public async Task An_address_that_no_page_has_given_is_refused_in_words(string address)
    {
        using var browser = new Browser(host.Address);

        var page = await browser.GetAsync(address);

        Assert.InRange(page.Status, 400, 404);
        Assert.True(page.Has("[role=alert]"));
    }

    [Theory]
    [InlineData("resident", "/compounds/510105007004-C001")]
    [InlineData("grid-head", "/grids/510105007004-G01")]
    [InlineData("community", "/desk/510105007004")]
    [InlineData("subdistrict", "/desk/510105007")]
    [InlineData("contractor", "/compounds/510105007004-C001")]
    public async Task Everybody_finds_where_they_belong(string account, string address)
    {
        using var browser = await Browser.SignedInAsync(host, account);
        var page = await browser.GetAsync("/");

        Assert.Equal(2, page.Document.QuerySelectorAll("nav.card a").Length);
        (await browser.GetAsync(page.Document.QuerySelector("nav.card a")!.GetAttribute("href")!)).Expect(200);
        Assert.Equal(address, page.Document.QuerySelector("nav.card a")!.GetAttribute("href"));
        (await browser.GetAsync("/my")).Expect(200);
    }
}
