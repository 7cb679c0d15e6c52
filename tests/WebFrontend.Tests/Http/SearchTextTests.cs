using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Http;

/// <summary>What people may look for, on pages and through the API.</summary>
public sealed class SearchTextTests(TestHost host)
{
    private static readonly string[] Pages = ["/compounds", $"/desk/{SmallTown.CommunityCode}"];
    private static readonly string[] Lists = ["/api/compounds", "/api/issues"];

    [Theory]
    [InlineData("")]
    [InlineData("   ")]
    [InlineData("\u3000")]
    [InlineData("%")]
    [InlineData("_")]
    [InlineData("\\")]
    [InlineData("'\"--;<b>")]
    [InlineData("😀")]
    [InlineData("\u202e\u0007")]
    public async Task Any_text_is_looked_for(string text)
    {
        using var browser = await Browser.SignedInAsync(host, "community");
        using var api = await host.ApiAsync("community");
        var query = Uri.EscapeDataString(text);

        foreach (var path in Pages)
        {
            var page = (await browser.GetAsync($"{path}?q={query}")).Expect(200);
            Assert.False(page.Has("[role=alert]"));
        }

        foreach (var path in Lists)
        {
            (await api.GetAsync($"{path}?q={query}")).Expect(200);
        }
    }

    [Theory]
    [InlineData("a", 5_000, "最多200个字符,现有5000个", "text.too-long")]
    [InlineData("光", 5_000, "最多200个字符,现有5000个", "text.too-long")]
    [InlineData("😀", 101, "最多200个字符,现有202个", "text.too-long")]
    [InlineData("\0", 1, "控制字符(U+0000)", "text.control-character")]
    public async Task A_text_that_is_none_is_refused_in_words_with_the_field_and_stays_filled_in(
        string character,
        int times,
        string words,
        string code
    )
    {
        using var browser = await Browser.SignedInAsync(host, "community");
        using var api = await host.ApiAsync("community");
        var text = string.Concat(Enumerable.Repeat(character, times));
        var query = Uri.EscapeDataString(text);

        foreach (var path in Pages)
        {
            var page = (await browser.GetAsync($"{path}?q={query}")).Expect(400);
            Assert.Equal("#q", page.One("[role=alert] a").GetAttribute("href"));
            Assert.Contains(words, page.One("[role=alert]").TextContent, StringComparison.Ordinal);
            Assert.Equal(text.Replace('\0', '\ufffd'), page.One("#q").GetAttribute("value"));
        }

        foreach (var path in Lists)
        {
            var answer = (await api.GetAsync($"{path}?q={query}")).ExpectProblem(400, code);
            Assert.Equal("q", answer.Field);
        }
    }

    [Theory]
    [InlineData("{0}%_\\")]
    [InlineData("{0}😀")]
    public async Task Odd_characters_stand_for_themselves(string pattern)
    {
        using var resident = await host.ApiAsync("resident");
        using var browser = await Browser.SignedInAsync(host, "community");
        var word = Guid.CreateVersion7().ToString("N");
        var text = pattern.Replace("{0}", word, StringComparison.Ordinal);
        var id = await resident.ReportAsync(text: $"前{text}后");
        await resident.ReportAsync(text: $"前{word}AB后");

        var page = await browser.GetAsync($"{Pages[1]}?q={Uri.EscapeDataString(text)}");

        Assert.Equal(id, page.One("[data-arrival]").GetAttribute("data-key"));
    }
}
