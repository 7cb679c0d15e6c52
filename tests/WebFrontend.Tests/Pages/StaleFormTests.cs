using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Pages;

/// <summary>A page was open while the world went on: what was written is never lost, and never done unlooked at.</summary>
public sealed class StaleFormTests(TestHost host)
{
    private const string Path = "/compounds/510105007004-C001";

    [Theory]
    [InlineData("zh-CN", "请先登录", "页面已过期")]
    [InlineData("en", "Sign in first", "This page was out of date")]
    public async Task A_form_of_a_former_data_folder_asks_to_sign_in_shows_what_was_written_and_is_then_sent(
        string language,
        string signIn,
        string stale
    )
    {
        var text = Guid.CreateVersion7().ToString();
        using var browser = new Browser(host.Address, language);
        await browser.SignInAsync("resident");
        var form = (await browser.GetAsync(Path)).Form(Path);
        await using var next = await TestHost.StartAsync(host.Postgres);
        browser.Address = next.Address;

        var asked = (
            await browser.SendAsync(form, ("category", "UTL-04"), ("_separately", "UTL-04"), ("description", text))
        ).Expect(401);
        Assert.Contains(signIn, asked.One("[role=alert]").TextContent, StringComparison.Ordinal);
        var again = await browser.SendAsync(
            asked.Form("/sign-in"),
            ("account", "resident"),
            ("password", SmallTown.Password)
        );
        Assert.Contains(stale, again.Expect(409).One("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Equal(text, again.One("#description").TextContent);
        var sent = await browser.SendAsync(again.Form(Path));

        Assert.Equal(text, sent.Expect(200).One("article .words").TextContent);
    }

    [Theory]
    [InlineData("zh-CN", "页面已过期")]
    [InlineData("en", "This page was out of date")]
    public async Task A_command_of_a_page_that_was_made_for_somebody_else_is_shown_again_with_its_words(
        string language,
        string stale
    )
    {
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        using var browser = new Browser(host.Address, language);
        await browser.SignInAsync("community");
        var form = (await browser.GetAsync(path)).Form("/comment");
        await browser.SignInAsync("resident");

        var again = (await browser.SendAsync(form, ("note", "还没有人来"))).Expect(409);
        Assert.Contains(stale, again.One("details[open] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("还没有人来", again.One("#timeline").TextContent, StringComparison.Ordinal);
        var sent = await browser.SendAsync(again.Form("/comment"));

        Assert.Contains("还没有人来", sent.Expect(200).One("#timeline").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("zh-CN", "您填写的内容")]
    [InlineData("en", "What you had written")]
    public async Task Who_may_no_longer_see_an_issue_that_has_moved_is_told_so_and_gets_their_words_back(
        string language,
        string words
    )
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync(category: "SVC-01");
        using var browser = new Browser(host.Address, language);
        await browser.SignInAsync("grid-head");
        var page = await browser.GetAsync($"/issues/{id}");
        var form = page.Expect(200).Form("/comment");
        await MoveAsync(id, SmallTown.OtherGrid.ToString());

        var refused = await browser.SendAsync(form, ("note", "我去过两次"));

        Assert.InRange(refused.Status, 403, 404);
        Assert.NotEmpty(refused.One("[role=alert]").TextContent.Trim());
        Assert.Contains(words, refused.Text, StringComparison.Ordinal);
        Assert.Contains("我去过两次", refused.Text, StringComparison.Ordinal);
    }

    private async Task MoveAsync(string id, string to)
    {
        using var community = await host.ApiAsync("community");
        await using var watcher = await host.WatcherAsync("community");
        await watcher.WatchAsync($"issue/{id}");
        (await community.CommandAsync(id, "relocate", new { to, reason = "不在本网格" })).Expect(200);
        while ((await watcher.NextAsync($"issue/{id}")).Kind != "issue.taken-over")
        {
            // On its way.
        }
    }
}
