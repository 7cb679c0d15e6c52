using System.Net;
using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Pages;

public sealed class FrameTests(TestHost host)
{
    [Fact]
    public async Task No_page_runs_what_it_does_not_bring_as_a_file_and_none_is_shown_within_another()
    {
        using var browser = new Browser(host.Address);

        var page = (await browser.GetAsync("/")).Expect(200);

        var policy = Assert.Single(page.Response.Headers.GetValues("Content-Security-Policy"));
        Assert.Contains("script-src 'self';", policy, StringComparison.Ordinal);
        Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.All(page.Document.Scripts, script => Assert.Empty(script.TextContent.Trim()));
        Assert.False(page.Has("[style], [onclick], [onsubmit]"));
        Assert.True(page.Response.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("script[src]", "src", "text/javascript")]
    [InlineData("link[rel=stylesheet]", "href", "text/css")]
    public async Task Scripts_and_styles_are_found_and_kept_for_ever(string selector, string attribute, string type)
    {
        using var browser = new Browser(host.Address);
        var address = (await browser.GetAsync("/")).One(selector).GetAttribute(attribute)!;
        using var http = new HttpClient { BaseAddress = host.Address };

        using var file = await http.GetAsync(address);

        Assert.Equal(HttpStatusCode.OK, file.StatusCode);
        Assert.Equal(type, file.Content.Headers.ContentType!.MediaType);
        Assert.True(file.Headers.CacheControl!.MaxAge > TimeSpan.FromDays(300), $"{address}: {file.Headers}");
    }

    [Fact]
    public async Task Pages_are_Chinese_first_and_the_choice_of_English_stays_on_the_page()
    {
        using var browser = new Browser(host.Address);
        var chinese = await browser.GetAsync("/compounds?q=光");
        Assert.Equal("zh-CN", chinese.Document.DocumentElement.GetAttribute("lang"));

        var english = await browser.GetAsync(chinese.One("a[hreflang=en]").GetAttribute("href")!);

        Assert.Equal("en", english.Document.DocumentElement.GetAttribute("lang"));
        Assert.Equal("/compounds?q=%E5%85%89", english.Address.PathAndQuery);
        Assert.Equal("光", english.One("#q").GetAttribute("value"));
        Assert.Equal("en", (await browser.GetAsync("/")).Document.DocumentElement.GetAttribute("lang"));
    }

    [Theory]
    [InlineData("//evil.example/x", null)]
    [InlineData("//evil.example/x", "resident")]
    [InlineData("//evil.example", null)]
    [InlineData("/%5Cevil.example/", null)]
    public async Task An_address_that_a_browser_takes_for_another_site_leads_nowhere(string path, string? account)
    {
        using var handler = new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false };
        using var http = new HttpClient(handler);
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        if (account is not null)
        {
            http.DefaultRequestHeaders.Authorization = new("Bearer", await host.TokenAsync(account));
        }

        using var chosen = await http.GetAsync(new Uri($"http://{host.Address.Authority}{path}?lang=en"));
        using var page = await http.GetAsync(new Uri($"http://{host.Address.Authority}{path}"));

        var location = chosen.Headers.Location?.OriginalString ?? "";
        Assert.False(location.StartsWith("//", StringComparison.Ordinal), location);
        Assert.False(location.StartsWith("/\\", StringComparison.Ordinal), location);
        Assert.DoesNotContain("href=\"//", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Large_type_is_chosen_once_for_all_pages()
    {
        using var browser = new Browser(host.Address);
        var page = await browser.GetAsync("/");
        Assert.False(page.Has("html.large"));

        await browser.GetAsync(page.One("a[href*='size=large']").GetAttribute("href")!);

        Assert.True((await browser.GetAsync("/sign-in")).Has("html.large"));
    }

    [Theory]
    [InlineData("zh-CN", "此地址不存在")]
    [InlineData("en", "There is nothing at this address")]
    public async Task An_address_that_is_not_there_is_answered_with_a_page_in_the_language_of_the_browser(
        string language,
        string words
    )
    {
        using var browser = new Browser(host.Address, language);

        var page = (await browser.GetAsync("/nothing/here")).Expect(404);

        Assert.Contains(words, page.One("h1").TextContent, StringComparison.Ordinal);
        Assert.True(page.Has("header a[href='/']"));
    }

    [Fact]
    public async Task A_page_that_did_not_ask_who_is_signed_in_tells_other_tabs_nothing()
    {
        using var nobody = new Browser(host.Address);
        using var browser = await Browser.SignedInAsync(host, "resident");

        Assert.Equal("", (await nobody.GetAsync("/")).Document.DocumentElement.GetAttribute("data-who"));
        Assert.NotEqual("", (await browser.GetAsync("/")).Document.DocumentElement.GetAttribute("data-who"));
        Assert.Null(
            (await browser.GetAsync("/mistyped")).Expect(404).Document.DocumentElement.GetAttribute("data-who")
        );
    }

    [Fact]
    public async Task Help_stands_in_the_same_place_on_every_page()
    {
        using var browser = new Browser(host.Address);

        foreach (var path in new[] { "/", "/sign-in", "/nothing" })
        {
            Assert.Equal("tel:12345", (await browser.GetAsync(path)).One("footer a").GetAttribute("href"));
        }
    }
}
