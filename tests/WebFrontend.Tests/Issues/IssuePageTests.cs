using CivicGrains.WebFrontend.Tests.Support;

namespace CivicGrains.WebFrontend.Tests.Issues;

public sealed class IssuePageTests(TestHost host)
{
    [Fact]
    public async Task Who_is_not_signed_in_is_asked_to_and_comes_back()
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();
        using var browser = new Browser(host.Address);

        var asked = await browser.GetAsync($"/issues/{id}");
        Assert.Equal("/sign-in", asked.Address.AbsolutePath);
        var page = await browser.SendAsync(
            asked.Form("/sign-in"),
            ("account", "resident"),
            ("password", SmallTown.Password)
        );

        Assert.Equal($"/issues/{id}", page.Expect(200).Address.AbsolutePath);
    }

    [Fact]
    public async Task Of_a_hidden_issue_a_neighbour_does_not_even_learn_that_it_exists()
    {
        using var api = await host.ApiAsync("resident");
        var hidden = await api.ReportAsync(category: "SVC-01");
        using var browser = await Browser.SignedInAsync(host, "neighbour");

        var page = (await browser.GetAsync($"/issues/{hidden}")).Expect(404);
        var other = (await browser.GetAsync("/issues/QY20200101-999999")).Expect(404);

        Assert.Equal(
            other.One("h1").TextContent.Replace("QY20200101-999999", "", StringComparison.Ordinal),
            page.One("h1").TextContent.Replace(hidden, "", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task In_danger_it_says_whom_to_call_first_and_so_does_the_form_to_report()
    {
        using var api = await host.ApiAsync("resident");
        var (danger, lamp) = (await api.ReportAsync(category: "SAF-05"), await api.ReportAsync());
        using var browser = await Browser.SignedInAsync(host, "resident");

        var form = (await browser.GetAsync($"/compounds/{SmallTown.Compound.Key}")).Expect(200);
        var issue = (await browser.GetAsync($"/issues/{danger}")).Expect(200);

        foreach (var page in new[] { form, issue })
        {
            foreach (var line in new[] { "110", "119", "120", "122" })
            {
                Assert.True(page.Has($"[data-emergency] > a[href='tel:{line}']"));
            }
        }

        Assert.False((await browser.GetAsync($"/issues/{lamp}")).Expect(200).Has("[data-emergency]"));
    }

    [Theory]
    [InlineData("resident", "comment,answer,withdraw")]
    [InlineData("neighbour", "follow,join")]
    [InlineData("manager", "acknowledge,escalate,return,extend,suspend,dispatch,comment,note,relocate,follow,merge")]
    [InlineData("grid-head", "selfHandle,dispatch,comment,note,relocate,follow,merge,supervise,whistle")]
    [InlineData("centre", "dispatch,comment,note,follow,merge,supervise,void")]
    public async Task Everybody_is_offered_what_the_tables_let_them_do(string account, string words)
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();
        using var browser = await Browser.SignedInAsync(host, account);

        var page = await browser.GetAsync($"/issues/{id}");

        Assert.Equal(words, string.Join(',', CommandsOn(page)));
    }

    [Fact]
    public async Task The_clock_is_stopped_and_answered_without_scripts_and_a_slip_keeps_what_was_written()
    {
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        var form = (await manager.GetAsync(path)).Form("/suspend");

        var again = (
            await manager.SendAsync(form, ("why", "awaitingReporter"), ("reason", "请问几楼？"), ("limit", "9wd"))
        ).Expect(400);
        Assert.True(again.Has(".field.wrong [name=limit]"));
        Assert.Equal("请问几楼？", again.One("form[action$='/suspend'] [name=reason]").TextContent);
        var still = (await manager.SendAsync(again.Form("/suspend"), ("limit", "1wd"))).Expect(200);
        Assert.True(still.Has("[data-clock=suspended]"));
        Assert.DoesNotContain("acknowledge", CommandsOn(still));

        var seen = await DoAsync(resident, path, "answer", ("note", "五楼"));

        Assert.False(seen.Has("[data-clock=suspended]"));
        Assert.Contains("acknowledge", CommandsOn(await manager.GetAsync(path)));
    }

    [Fact]
    public async Task An_issue_is_handled_and_rated_without_scripts_and_without_the_API()
    {
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";

        await DoAsync(manager, path, "acknowledge");
        await DoAsync(manager, path, "start");
        await DoAsync(manager, path, "resolve", ("note", "已更换灯泡"));
        var page = await DoAsync(resident, path, "rate", ("stars", "5"), ("note", "很好"));

        Assert.Equal(path, page.Expect(200).Address.AbsolutePath);
        Assert.Contains("5 星", page.One("article").TextContent, StringComparison.Ordinal);
        Assert.Equal(
            ["已上报", "已受理", "已签收", "开始处理", "已办结", "已评价"],
            page.Document.QuerySelectorAll(".timeline b").Select(b => b.TextContent)
        );
        Assert.Contains("已更换灯泡", page.One(".timeline").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("rate", CommandsOn(page));
        Assert.Contains("close", CommandsOn(page));
    }

    [Fact]
    public async Task A_command_without_what_it_needs_is_shown_again_open_with_what_is_wrong()
    {
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        await DoAsync(manager, path, "acknowledge");

        var page = (await DoAsync(manager, path, "resolve")).Expect(400);

        Assert.Contains("办结凭证", page.One("details[open] [role=alert]").TextContent, StringComparison.Ordinal);
        Assert.All(
            page.Document.QuerySelectorAll("[aria-invalid]"),
            it =>
                Assert.Contains(
                    it.GetAttribute("aria-describedby")!.Split(' '),
                    id => page.One($"[id='{id}']") is not null
                )
        );
        var sent = await manager.SendAsync(page.Form($"{path}/resolve"), ("note", "好了"));
        Assert.Contains("已办结", sent.Expect(200).One("article .status").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_of_a_page_that_has_become_old_says_why_it_is_too_late_and_gives_back_the_words()
    {
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        var old = (await manager.GetAsync(path)).Form("/escalate");
        await DoAsync(resident, path, "withdraw", ("reason", "已解决"));

        var page = (await manager.SendAsync(old, ("reason", "需要街道出面"))).Expect(409);

        Assert.Contains("已撤回", page.One("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.Contains("需要街道出面", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_issue_that_has_moved_is_still_carried_on_from_the_page_that_was_open()
    {
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();
        var path = $"/issues/{id}";
        var old = (await resident.GetAsync(path)).Form("/comment");
        await using var watcher = await host.WatcherAsync("resident");
        await watcher.WatchAsync($"issue/{id}");
        await DoAsync(manager, path, "relocate", ("to", SmallTown.Grid.ToString()), ("reason", "在院外"));
        while ((await watcher.NextAsync($"issue/{id}")).Kind != "issue.taken-over")
        {
            // On its way.
        }

        var page = (await resident.SendAsync(old, ("note", "还没修"))).Expect(200);

        Assert.Contains("还没修", page.One(".timeline").TextContent, StringComparison.Ordinal);
        Assert.Contains("网格 510105007004-G01", page.One("article").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_command_that_was_sent_twice_happens_once()
    {
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";
        var form = (await resident.GetAsync(path)).Form("/comment");

        await resident.SendAsync(form, ("note", "只说一次"));
        var page = (await resident.SendAsync(form, ("note", "只说一次"))).Expect(200);

        Assert.Single(page.Document.QuerySelectorAll(".timeline .words"), p => p.TextContent == "只说一次");
    }

    [Fact]
    public async Task What_the_chain_writes_among_itself_is_not_on_the_page_of_the_reporter()
    {
        using var manager = await Browser.SignedInAsync(host, "manager");
        using var resident = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var path = $"/issues/{await api.ReportAsync()}";

        await DoAsync(manager, path, "note", ("note", "仅供内部"));

        Assert.Contains("仅供内部", (await manager.GetAsync(path)).Text, StringComparison.Ordinal);
        Assert.DoesNotContain("仅供内部", (await resident.GetAsync(path)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_of_a_refused_form_leads_to_the_issue()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();

        var page = await browser.GetAsync($"/issues/{id}/comment");

        Assert.Equal($"/issues/{id}", page.Expect(200).Address.AbsolutePath);
    }

    [Fact]
    public async Task A_command_that_does_not_exist_is_not_found()
    {
        using var browser = await Browser.SignedInAsync(host, "resident");
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync();

        Assert.True(
            (await browser.PostAsync($"/issues/{id}/nonsense", new Dictionary<string, string>()))
                .Expect(404)
                .Has("[role=alert]")
        );
    }

    [Fact]
    public async Task The_page_in_English_has_no_Chinese_but_names_and_texts()
    {
        using var api = await host.ApiAsync("resident");
        var id = await api.ReportAsync(text: "Lamp out");
        using var browser = await Browser.SignedInAsync(host, "manager");
        await browser.GetAsync("/?lang=en");

        var page = await browser.GetAsync($"/issues/{id}");

        Assert.Equal("Lighting out", page.One("h1").TextContent);
        Assert.DoesNotMatch(
            @"\p{IsCJKUnifiedIdeographs}",
            page.One("main")
                .TextContent.Replace("光华苑", "", StringComparison.Ordinal)
                .Replace("网格", "", StringComparison.Ordinal)
        );
    }

    private static IEnumerable<string> CommandsOn(ShownPage page) =>
        page.Document.QuerySelectorAll(".actions form").Select(form => form.GetAttribute("action")!.Split('/')[^1]);

    private static async Task<ShownPage> DoAsync(
        Browser browser,
        string path,
        string command,
        params (string, string)[] filledIn
    )
    {
        var form = (await browser.GetAsync(path)).Form($"/{command}");
        return await browser.SendAsync(form, filledIn);
    }
}
